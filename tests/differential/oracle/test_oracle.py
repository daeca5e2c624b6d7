"""The oracle beside the shared vectors, and its parts beside the documents that they come from."""

import base64
import hashlib
import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import ca  # noqa: E402
import certificate  # noqa: E402
import constraints  # noqa: E402
import der  # noqa: E402
import hosts  # noqa: E402
import keys  # noqa: E402
import leaf  # noqa: E402
import names  # noqa: E402
import signatures  # noqa: E402
import times  # noqa: E402
import verdict  # noqa: E402

_VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "vectors.json").read_text())


def _is_for_the_oracle(case):
    """Something was presented, a CA is there, and neither a chain nor the other provider decides."""
    needs_chain = "not_directly_signed" in case["expect"]["reasons"]
    return case["leaf"] is not None and case["cas"] and not needs_chain and "aws-lc-rs" in case["providers"]


_CASES = [case for case in _VECTORS["cases"] if _is_for_the_oracle(case)]


@pytest.mark.parametrize("case", _CASES, ids=[case["id"] for case in _CASES])
def test_the_verdict_of_each_vector_is_the_declared_one(case):
    ders = [base64.b64decode(given["der"]) for given in case["cas"]]
    cas = [ca.load(data) for data in ders]
    found = verdict.evaluate(base64.b64decode(case["leaf"]), case["now"], cas, leaf.Options(case["options"]))
    named = None if found.ca is None else _fingerprint(ders[found.ca])
    expected = case["expect"]
    assert (found.reasons, named, found.authenticated) == (expected["reasons"], expected["ca"], expected["authenticated"])


def _fingerprint(data):
    return hashlib.sha256(data).digest().hex(":").upper()


def test_there_are_vectors():
    assert len(_CASES) > 400


@pytest.mark.parametrize("contents", ["", "3080", "308130", "30820001", "3081", "1f1e00", "1f801f00", "30850000000001"])
def test_what_is_not_der_is_refused(contents):
    with pytest.raises(der.DerError):
        der.element(bytes.fromhex(contents), 0, len(contents) // 2)


@pytest.mark.parametrize("text", ["9912310000Z", "991231000000", "990229000000Z", "991231240000Z", "991231000060Z", "99123100000+Z"])
def test_a_time_is_complete_and_exists(text):
    with pytest.raises(der.DerError):
        times.read(der.UTC_TIME, text.encode())


def test_the_years_of_utc_time_are_1950_to_2049():
    assert times.read(der.UTC_TIME, b"500101000000Z") == -631_152_000
    assert times.read(der.UTC_TIME, b"491231235959Z") == 2_524_607_999
    assert times.read(der.GENERALIZED_TIME, b"99991231235959Z") == times.LAST_SECOND


def test_names_are_equal_up_to_ascii_case_white_space_and_string_type():
    def normal(tag, value):
        attribute = bytes.fromhex("0603550403") + bytes([tag, len(value)]) + value
        return names.decode(bytes([0x31, len(attribute) + 2, 0x30, len(attribute)]) + attribute).normal

    assert normal(0x0C, b" A  b\t") == normal(0x13, b"a B") == normal(0x1E, "a b".encode("utf-16-be"))
    assert normal(0x0C, "É".encode()) != normal(0x0C, "é".encode())
    assert normal(0x03, b"a") != normal(0x0C, b"a")


@pytest.mark.parametrize("uri", [
    "https://1.2.3.4/", "https://0x7f000001/", "https://[::1]/", "urn:a", "//a.example/", "https://a[@b.example/", "https:///a",
])
def test_a_uri_without_a_host_name_has_no_host(uri):
    assert hosts.host_of_uri(uri) is None


def test_the_host_of_a_uri_is_neither_its_userinfo_nor_its_fragment():
    assert hosts.host_of_uri("https://a.example@b.example:1/") == "b.example"
    assert hosts.host_of_uri("https://a.example#@b.example/") == "a.example"


def test_ed25519_points_of_small_order_are_no_keys():
    algorithm = bytes.fromhex("06032b6570")
    prime = 2**255 - 19
    for y in (0, 1, prime - 1, prime, prime + 1):
        for sign in (0, 1 << 255):
            with pytest.raises(keys.Unsupported):
                keys.read(algorithm, (y | sign).to_bytes(32, "little"))
    base_point = (4 * pow(5, -1, prime) % prime).to_bytes(32, "little")
    assert keys.read(algorithm, base_point).kind == keys.ED25519


@pytest.mark.parametrize(("last", "exponent"), [(0xFE, 3), (0xFF, 2), (0xFF, 1)])
def test_a_key_that_is_not_rsa_has_no_size_that_is_too_weak(last, exponent):
    """ARCHITECTURE, "Algorithms": `key_unsupported` in every size, and not `key_too_weak`."""
    algorithm = bytes.fromhex("06092a864886f70d0101010500")

    def key(last, exponent):
        modulus = b"\xff" * 254 + bytes([last])
        return bytes.fromhex("3082010702820100") + b"\0" + modulus + bytes([2, 1, exponent])

    with pytest.raises(keys.TooWeak):
        keys.read(algorithm, key(0xFF, 3))
    with pytest.raises(keys.Unsupported):
        keys.read(algorithm, key(last, exponent))


def test_ecdsa_without_parameters_is_known_and_sha_1_is_not():
    assert signatures.algorithm(bytes.fromhex("06082a8648ce3d040302")).hash == "sha256"
    assert signatures.algorithm(bytes.fromhex("06082a8648ce3d0403020500")) is None
    assert signatures.algorithm(bytes.fromhex("06092a864886f70d0101050500")) is None


def test_rubbish_is_malformed_and_much_of_it_too_large():
    with pytest.raises(certificate.Malformed):
        certificate.parse(b"rubbish")
    with pytest.raises(certificate.TooLarge):
        certificate.parse(bytes(65_537))


def test_a_name_counts_for_each_subtree_of_any_form():
    """ARCHITECTURE, "Name constraints": also where one cannot be evaluated."""
    names = b"".join(bytes([0x82, 1, 97]) for _ in range(300))
    names = bytes([0x30, 0x82]) + len(names).to_bytes(2, "big") + names
    unreadable = constraints.Subtree(2, True, None, 1)
    of_other_form = constraints.Subtree(6, True, "a", 1)

    assert constraints.violations([unreadable] * 218, None, names) == {"name_constraints_unsupported"}
    assert "name_constraints_too_complex" in constraints.violations([unreadable] * 219, None, names)
    assert constraints.violations([of_other_form] * 218, None, names) == set()
    assert constraints.violations([of_other_form] * 219, None, names) == {"name_constraints_too_complex"}
