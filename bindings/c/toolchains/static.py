"""`gcc -static` and `clang -static` with what `pkg-config --static` prints: programs that need no shared library."""

import kit


def run(tool: str) -> None:
    compiler = tool.removesuffix("-static")
    flags = kit.pkg_config("--static", "--cflags", "--libs")
    modes = ["-static", "-static-pie"] if compiler == "gcc" else ["-static"]
    for mode in modes:
        verify = kit.program(f"verify-{compiler}{mode}")
        kit.finish([compiler, mode, *kit.WARNINGS, kit.BINDING / "examples/verify.c", *flags, "-o", verify])
        segments = kit.finish(["readelf", "--program-headers", verify])
        kit.expect("INTERP" not in segments, f"{verify} asks for a loader")
        kit.verifies(verify)
        kit.passed(f"{compiler} {mode}: no loader is asked for; a good certificate accepted, an expired one refused")
