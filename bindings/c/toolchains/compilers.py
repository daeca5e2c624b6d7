"""gcc and clang, with g++ and clang++: the header in every language that it is for, and a program that runs."""

import kit

COMPILERS = {"gcc": ("gcc", "g++"), "clang": ("clang", "clang++")}
C = ["c99", "c11", "c17"]
CPP = ["c++11", "c++14", "c++17", "c++20"]


def run(tool: str) -> None:
    c, cpp = COMPILERS[tool]
    flags = kit.pkg_config("--cflags", "--libs")
    version = kit.pkg_config("--modversion")[0]
    number = kit.version_number(version)
    for compiler, languages in ((c, C), (cpp, CPP)):
        for language in languages:
            options = [f"-std={language}", *kit.WARNINGS, "-fvisibility=hidden"]
            source = ["-x", "c++" if compiler == cpp else "c", kit.HERE / "compilers/version.c", "-x", "none"]
            program = kit.program(f"version-{compiler}-{language}")
            expected = f"-DEXPECTED_VERSION_NUMBER={number}"
            kit.finish([compiler, expected, *options, *source, *flags, "-o", program])
            printed = kit.finish([program])
            kit.expect(printed == f"{version} {number}\n", f"found {printed!r}, expected '{version} {number}'")
        kit.passed(f"{kit.version_of(compiler)}: the header without a warning as {', '.join(languages)}")
        verify = kit.program(f"verify-{compiler}")
        source = ["-x", "c++" if compiler == cpp else "c", kit.BINDING / "examples/verify.c", "-x", "none"]
        kit.finish([compiler, *kit.WARNINGS, *source, *flags, "-o", verify])
        kit.verifies(verify)
        kit.passed(f"{compiler}: a program accepts a good certificate and refuses an expired one")
    later = [f"-DEXPECTED_VERSION_NUMBER={number + 1}", kit.HERE / "compilers/version.c"]
    wrong = kit.outcome([c, *kit.WARNINGS, "-c", *later, *kit.pkg_config("--cflags"), "-o", "/dev/null"])
    kit.expect(wrong.returncode != 0 and "older than" in wrong.stderr, "a newer version was expected, and found")
    kit.passed(f"{c}: a program that expects a later ISSUEDBY_VERSION_NUMBER is not compiled")
