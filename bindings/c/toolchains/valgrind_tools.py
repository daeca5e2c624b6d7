"""valgrind: memcheck without a suppression, helgrind and drd with those of `valgrind/issuedby.supp`."""

import kit

FOUND = 99


def run(tool: str) -> None:
    flags = kit.pkg_config("--cflags", "--libs")
    valgrind = ["valgrind", "--quiet", f"--tool={tool}", f"--error-exitcode={FOUND}"]
    if tool == "memcheck":
        valgrind += ["--leak-check=full", "--errors-for-leak-kinds=definite,indirect"]
    shared, freed = kit.program("shared"), kit.program("freed")
    source = kit.HERE / "valgrind/shared.c"
    kit.finish(["gcc", "-g", "-O1", *kit.WARNINGS, source, *flags, "-lpthread", "-o", shared])
    arguments = [shared, kit.sample("ca.pem"), kit.sample("client.der")]
    suppressions = f"--suppressions={kit.HERE / 'valgrind/issuedby.supp'}"
    name = f"{kit.finish(['valgrind', '--version']).strip()} {tool}"
    if tool == "memcheck":
        kit.finish([*valgrind, *arguments])
        kit.passed(f"{name}: threads share handles; no error and no leak, without a suppression")
        source = kit.BINDING / "tests/programs/freed.c"
        kit.finish(["gcc", "-g", "-O1", source, *flags, "-o", freed])
        kit.finish([*valgrind, freed, kit.sample("ca.der"), kit.sample("client.der")], status=FOUND)
        kit.passed(f"{name}: a verdict that is used after it was freed is reported")
        return
    kit.finish([*valgrind, suppressions, *arguments])
    kit.passed(f"{name}: threads share handles; nothing is reported with issuedby.supp")
    kit.finish([*valgrind, *arguments], status=FOUND)
    kit.passed(f"{name}: without issuedby.supp the texts of a handle are reported, so that it is needed")
    kit.finish([*valgrind, suppressions, *arguments, "race"], status=FOUND)
    kit.passed(f"{name}: with it, a verdict that is freed while other threads read it is still reported")
