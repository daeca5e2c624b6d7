"""SWIG: a Python module out of `issuedby_ffi.h`."""

import sys
import sysconfig

import kit


def run(_tool: str) -> None:
    version = kit.finish(["swig", "-version"]).split("Version ")[1].split()[0]
    include = kit.PREFIX / "include"
    folder = kit.FOLDER / "swig"
    folder.mkdir(exist_ok=True)
    wrapper = folder / "issuedby_swig_wrap.c"
    interface = kit.HERE / "swig/issuedby_swig.i"
    kit.finish(["swig", "-python", "-Werror", f"-I{include}", "-outdir", folder, "-o", wrapper, interface])
    kit.passed(f"SWIG {version} reads issuedby_ffi.h without a warning")
    python = ["-I" + sysconfig.get_paths()["include"], f"-I{include}"]
    output = [*kit.pkg_config("--libs"), "-o", folder / "_issuedby_swig.so"]
    kit.finish(["gcc", "-shared", "-fPIC", "-Wall", "-Werror", *python, wrapper, *output])
    printed = kit.finish(
        [sys.executable, kit.HERE / "swig/verify.py", folder, kit.sample("ca.pem"), kit.sample("client.der")]
    )
    kit.expect(printed == "good SUCCESS, nothing NONE, a leaf as a CA not_a_ca\n", f"found {printed!r}")
    kit.passed("the Python module that it made: verdicts, errors, constants")
