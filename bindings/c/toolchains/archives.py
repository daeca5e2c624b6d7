"""The static library beside the static library of another Rust project, in one program."""

import kit


def run(_tool: str) -> None:
    other = kit.FOLDER / "libother.a"
    source = kit.HERE / "archives/other.rs"
    kit.finish(["rustc", "-O", "--edition", "2024", "--crate-type", "staticlib", source, "-o", other])
    flags = kit.pkg_config("--cflags")
    system = [flag for flag in kit.pkg_config("--static", "--libs") if flag not in ("-lissuedby",)]
    for first, second in ((kit.ARCHIVE, other), (other, kit.ARCHIVE)):
        both = kit.program("both")
        kit.finish(["gcc", *kit.WARNINGS, *flags, kit.HERE / "archives/both.c", first, second, *system, "-o", both])
        printed = kit.finish([both, kit.sample("ca.pem")])
        kit.expect(printed == "other 8, issuedby 0, other 0\n", f"found {printed!r}")
        kit.passed(f"{first.name} before {second.name}: linked, and each works; panics in both are caught")
    functions = kit.globals_of(kit.PREFIX / "lib/libissuedby.so", "-D")
    found = {name for name in kit.globals_of(kit.ARCHIVE) if not name.endswith(":")}
    kit.expect(found == functions, f"the archive defines {sorted(found ^ functions)[:5]} otherwise")
    kit.passed(f"the archive defines the {len(functions)} functions of the header for others, and nothing else")
    # As rustc makes it, it does not work: so the check can fail.
    made = kit.TARGET / "release/libissuedby.a"
    clash = kit.outcome(["gcc", *flags, kit.HERE / "archives/both.c", made, other, *system, "-o", kit.program("clash")])
    kit.expect("multiple definition" in clash.stderr, "the archive of rustc was linked beside another one")
    kit.passed("the archive of rustc itself is refused by the linker: multiple definition")
