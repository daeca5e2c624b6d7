"""Verifies certificates through cffi: verify.py MODE PREFIX CA.pem LEAF.der FOLDER."""

import sys
from pathlib import Path

import cffi


def load(mode: str, prefix: Path, folder: Path):
    """The functions of the library, and the types."""
    ffi = cffi.FFI()
    ffi.cdef((prefix / "include/issuedby_ffi.h").read_text())
    if mode == "abi":
        return ffi, ffi.dlopen("libissuedby.so.0")
    folder.mkdir(exist_ok=True)
    paths = {"include_dirs": [str(prefix / "include")], "library_dirs": [str(prefix / "lib")]}
    ffi.set_source("_issuedby", "#include <issuedby.h>", libraries=["issuedby"], **paths)
    ffi.compile(tmpdir=str(folder))
    sys.path.insert(0, str(folder))
    import _issuedby

    return _issuedby.ffi, _issuedby.lib


def main() -> None:
    mode, prefix, ca_file, leaf_file, folder = sys.argv[1], *map(Path, sys.argv[2:])
    ffi, lib = load(mode, prefix, folder)
    version = lib.issuedby_version()
    major, minor, patch = map(int, ffi.string(version.data, version.len).split(b"."))
    assert lib.ISSUEDBY_VERSION_NUMBER == (major * 1000 + minor) * 1000 + patch
    assert lib.ISSUEDBY_NO_TIME == -(2**63)

    pem, leaf = ca_file.read_bytes(), leaf_file.read_bytes()
    ca, error = ffi.new("issuedby_ca_certificate **"), ffi.new("issuedby_string **")
    assert lib.issuedby_ca_certificate_from_pem(pem, len(pem), ca, error) == lib.ISSUEDBY_OK
    verifier, verdict = ffi.new("issuedby_verifier **"), ffi.new("issuedby_verdict **")
    cas = ffi.new("issuedby_ca_certificate *[]", [ca[0]])
    assert lib.issuedby_verifier_new(cas, 1, 0, verifier, error) == lib.ISSUEDBY_OK
    lib.issuedby_ca_certificate_free(ca[0])

    seen = {}
    names = {lib.ISSUEDBY_STATUS_SUCCESS: "SUCCESS", lib.ISSUEDBY_STATUS_NONE: "NONE"}
    for name, der in (("good", leaf), ("nothing", None)):
        bytes_of = (ffi.NULL, 0) if der is None else (der, len(der))
        done = lib.issuedby_verifier_evaluate(verifier[0], *bytes_of, 1800000000, ffi.NULL, 0, verdict, error)
        assert done == lib.ISSUEDBY_OK
        seen[name] = names[lib.issuedby_verdict_status(verdict[0])]
        lib.issuedby_verdict_free(verdict[0])

    assert lib.issuedby_ca_certificate_from_der(leaf, len(leaf), ca, error) == lib.ISSUEDBY_UNFIT_CA
    code = lib.issuedby_string_code(error[0])
    seen["code"] = ffi.string(code.data, code.len).decode()
    lib.issuedby_string_free(error[0])
    lib.issuedby_verifier_free(verifier[0])
    print("good {good}, nothing {nothing}, a leaf as a CA {code}".format(**seen))


main()
