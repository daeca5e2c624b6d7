"""Distinguished Names, fingerprints and RFC 9440 text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import issuedby
from issuedby import ParseError, dn_compare, dn_equal, dn_from_der, dn_normalize, fingerprint, fingerprint_equal


def code_of(word: str) -> str:
    """The code of an error that the specification writes as one word: `MissingEquals` is `missing_equals`."""
    return re.sub("(?<!^)(?=[A-Z])", "_", word).lower()


def test_every_pair_of_the_corpus_is_equal_or_not_as_it_says(
    names_folder: Path | None,
    report_cases: Callable[[str, int, int], None],
    not_run: Callable[[str, str], None],
) -> None:
    if names_folder is None:
        return not_run("python/names", "the name vectors `dn` beside the corpora (ISSUEDBY_CORPORA)")
    corpus = json.loads((names_folder / "equality.json").read_text())
    run = 0
    for vector in corpus["vectors"]:
        check(vector)
        run += 1
    for text_in_error in corpus["parse_errors"]:
        with pytest.raises(ParseError) as raised:
            dn_normalize(text_in_error["input"])
        assert raised.value.code == code_of(text_in_error["error"]), text_in_error
        run += 1
    report_cases("python/names", run, len(corpus["vectors"]) + len(corpus["parse_errors"]))


def check(vector: dict[str, Any]) -> None:
    def both() -> bool:
        a, b = text(vector["a"]), text(vector["b"])
        assert dn_compare(a, b).matches == dn_equal(a, b) == (dn_normalize(a) == dn_normalize(b))
        return dn_equal(a, b)

    if "error" in vector:
        with pytest.raises(ParseError):
            both()
    else:
        assert both() == vector["equal"], vector["id"]


def text(side: dict[str, str]) -> str:
    """The text of a side; that of one in DER is printed first, which loses nothing that counts."""
    return side["dn"] if "dn" in side else dn_from_der(bytes.fromhex(side["der"]))


def test_a_reversed_name_has_the_text_to_paste() -> None:
    comparison = dn_compare("C=US,O=Example,CN=example-ca", "CN=example-ca,O=Example,C=US")
    assert (comparison.level, comparison.matches) == ("reordered", False)
    assert comparison.hints == ("reversed_order",)
    assert comparison.suggestion == "CN=example-ca,O=Example,C=US"
    assert comparison.hint is not None and comparison.suggestion in comparison.hint
    assert {difference.kind for difference in comparison.differences} == {"moved"}
    assert json.loads(comparison.to_json())["level"] == "reordered"


def test_a_difference_says_where_it_is() -> None:
    (difference,) = dn_compare("CN=a,O=Example", "CN=b,O=Example").differences
    assert (difference.kind, difference.attribute) == ("value", "CN")
    assert (difference.expected_rdn, difference.found_rdn) == (1, 1)
    assert (difference.expected, difference.found) == ("CN=a", "CN=b")


def test_a_comparison_refuses_to_be_a_boolean() -> None:
    with pytest.raises(TypeError, match=r"comparison\.matches"):
        bool(dn_compare("CN=a", "CN=b"))


@pytest.mark.parametrize(
    ("written", "code"),
    [("CN", "missing_equals"), ("XYZ=a", "unknown_attribute_type"), ("CN=a,", None), ("CN=\ud800", "invalid_utf8")],
)
def test_what_is_no_name_is_a_parse_error_with_its_code(written: str, code: str | None) -> None:
    with pytest.raises(ParseError) as raised:
        dn_equal(written, "CN=a")
    assert isinstance(raised.value, ValueError)
    assert code is None or raised.value.code == code


def test_names_are_text_and_der_is_bytes() -> None:
    with pytest.raises(TypeError, match="`a` must be str"):
        dn_equal(b"CN=a", "CN=a")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="`der` must be bytes"):
        dn_from_der("CN=a")  # type: ignore[arg-type]
    with pytest.raises(ParseError):
        dn_from_der(b"\x30\x01")


def test_fingerprints_are_compared_in_any_case_with_or_without_colons(
    sample: Callable[[str], bytes],
) -> None:
    der = issuedby.client_cert_decode(issuedby.client_cert_encode(sample("client.pem")))
    printed = fingerprint(der)
    assert printed == fingerprint(sample("client.pem")) == fingerprint(sample("client.pem").decode())
    assert fingerprint_equal(printed, printed.replace(":", "").lower())
    assert not fingerprint_equal(printed, "00" * 32)


def test_a_sha1_is_called_a_sha1() -> None:
    with pytest.raises(ParseError, match="a SHA-1") as raised:
        fingerprint_equal("ab" * 20, "ab" * 32)
    assert raised.value.code == "sha1"


@pytest.mark.parametrize("nothing", [b"", "", "no certificate"])
def test_what_is_no_certificate_has_no_fingerprint(nothing: bytes | str) -> None:
    with pytest.raises(ParseError):
        fingerprint(nothing)
    with pytest.raises(ParseError):
        issuedby.client_cert_encode(nothing)


def test_rfc_9440_text_is_written_and_read_again(sample: Callable[[str], bytes]) -> None:
    encoded = issuedby.client_cert_encode(sample("client.pem"))
    der = issuedby.client_cert_decode(encoded)
    assert issuedby.client_cert_encode(der) == encoded
    assert issuedby.client_cert_decode(encoded.encode()) == der
    with pytest.raises(ParseError) as raised:
        issuedby.client_cert_decode("MIIB")
    assert raised.value.code == "not_byte_sequence"
    with pytest.raises(TypeError):
        issuedby.client_cert_decode(5)  # type: ignore[arg-type]
