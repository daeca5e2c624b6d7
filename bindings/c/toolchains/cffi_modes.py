"""cffi: `issuedby_ffi.h` as it is, in ABI mode (no compiler) and in API mode."""

import sys

import kit


def run(_tool: str) -> None:
    environment = kit.FOLDER / "venv"
    python = environment / "bin/python"
    if not python.exists():
        kit.finish([sys.executable, "-m", "venv", environment])
    requirements = kit.HERE / "cffi/requirements.txt"
    kit.finish([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements])
    version = kit.finish([python, "-c", "import cffi; print(cffi.__version__)"]).strip()
    for mode in ("abi", "api"):
        arguments = [kit.PREFIX, kit.sample("ca.pem"), kit.sample("client.der"), kit.FOLDER / "cffi"]
        printed = kit.finish([python, kit.HERE / "cffi/verify.py", mode, *arguments])
        kit.expect(printed == "good SUCCESS, nothing NONE, a leaf as a CA not_a_ca\n", f"found {printed!r}")
        kit.passed(f"cffi {version}, {mode.upper()} mode: issuedby_ffi.h is read as it is; verdicts, errors, constants")
    # The header for compilers is none for cffi: the file for tools is needed.
    header = kit.PREFIX / "include/issuedby.h"
    wrong = kit.outcome([python, "-c", f"import cffi; cffi.FFI().cdef(open('{header}').read())"])
    kit.expect(wrong.returncode != 0, "cffi reads issuedby.h, so that issuedby_ffi.h is not needed")
    kit.passed(f"cffi {version} refuses issuedby.h itself, so that the file is needed")
