"""gcc and clang, with g++ and clang++: the header in every language that it is for, and a program that runs."""

import kit

COMPILERS = {"gcc": ("gcc", "g++"), "clang": ("clang", "clang++")}
C = ["c99", "c11", "c17"]
CPP = ["c++11", "c++14", "c++17", "c++20"]


def run(tool: str) -> None:
    c, cpp = COMPILERS[tool]
    flags = kit.pkg_config("--cflags", "--libs")
    for compiler, languages in ((c, C), (cpp, CPP)):
        for language in languages:
            options = [f"-std={language}", *kit.WARNINGS, "-fvisibility=hidden"]
            source = ["-x", "c++" if compiler == cpp else "c", kit.HERE / "compilers/version.c", "-x", "none"]
            program = kit.program(f"version-{compiler}-{language}")
            kit.finish([compiler, *options, *source, *flags, "-o", program])
            printed = kit.finish([program])
            kit.expect(printed == "0.1.0 1000\n", f"found {printed!r}, expected '0.1.0 1000'")
        kit.passed(f"{kit.version_of(compiler)}: the header without a warning as {', '.join(languages)}")
        verify = kit.program(f"verify-{compiler}")
        source = ["-x", "c++" if compiler == cpp else "c", kit.BINDING / "examples/verify.c", "-x", "none"]
        kit.finish([compiler, *kit.WARNINGS, *source, *flags, "-o", verify])
        kit.verifies(verify)
        kit.passed(f"{compiler}: a program accepts a good certificate and refuses an expired one")
    wrong = kit.outcome([c, *kit.WARNINGS, "-DEXPECTED_VERSION_NUMBER=999999999", "-c", *kit.pkg_config("--cflags"),
                         kit.HERE / "compilers/version.c", "-o", "/dev/null"])
    kit.expect(wrong.returncode != 0 and "older than" in wrong.stderr, "a newer version was expected, and found")
    kit.passed(f"{c}: a program that expects a later ISSUEDBY_VERSION_NUMBER is not compiled")
