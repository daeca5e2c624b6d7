"""Verifies certificates through the module that SWIG made: verify.py FOLDER CA.pem LEAF.der."""

import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
import issuedby_swig as lib  # noqa: E402


def main() -> None:
    pem, leaf = Path(sys.argv[2]).read_bytes(), Path(sys.argv[3]).read_bytes()
    major, minor, patch = map(int, lib.issuedby_version().split("."))
    assert lib.ISSUEDBY_VERSION_NUMBER == (major * 1000 + minor) * 1000 + patch
    assert lib.ISSUEDBY_NO_TIME == -(2**63)

    ca, error = lib.new_ca_out(), lib.new_error_out()
    assert lib.issuedby_ca_certificate_from_pem(pem, ca, error) == lib.ISSUEDBY_OK
    cas = lib.new_ca_list(1)
    lib.ca_list_setitem(cas, 0, lib.ca_out_value(ca))
    verifier, verdict = lib.new_verifier_out(), lib.new_verdict_out()
    assert lib.issuedby_verifier_new(cas, 1, 0, verifier, error) == lib.ISSUEDBY_OK
    lib.issuedby_ca_certificate_free(lib.ca_out_value(ca))

    names = {lib.ISSUEDBY_STATUS_SUCCESS: "SUCCESS", lib.ISSUEDBY_STATUS_NONE: "NONE"}
    found = lib.verifier_out_value(verifier)
    assert lib.issuedby_verifier_evaluate(found, leaf, 1800000000, None, 0, verdict, error) == lib.ISSUEDBY_OK
    good = names[lib.issuedby_verdict_status(lib.verdict_out_value(verdict))]
    lib.issuedby_verdict_free(lib.verdict_out_value(verdict))
    nothing = names[lib.issuedby_verdict_status(None)]

    assert lib.issuedby_ca_certificate_from_der(leaf, ca, error) == lib.ISSUEDBY_UNFIT_CA
    code = lib.issuedby_string_code(lib.error_out_value(error))
    lib.issuedby_string_free(lib.error_out_value(error))
    lib.issuedby_verifier_free(found)
    print(f"good {good}, nothing {nothing}, a leaf as a CA {code}")


main()
