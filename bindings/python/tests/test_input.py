"""The inputs that may be passed, and the errors for all others."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

import issuedby
from issuedby import CaCertificate, OptionError, ParseError, Reason, Status, UnfitCaError, VerificationError, Verifier
from issuedby.testing import TestCa

NOW = 1_800_000_000


def test_a_certificate_may_come_in_every_form(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    pem = sample("client.pem")
    certificate = x509.load_pem_x509_certificate(pem)
    text = issuedby.client_cert_encode(pem)
    der = issuedby.client_cert_decode(text)
    forms: list[Any] = [
        der, bytearray(der), memoryview(der), memoryview(der + b"x" + der)[: len(der)],
        pem, pem.decode(), bytearray(pem), text, text.encode(), certificate,
    ]  # fmt: skip
    verdicts = {verifier.evaluate(form, now=NOW) for form in forms}
    assert len(verdicts) == 1 and verdicts.pop().verified


@pytest.mark.parametrize("nothing", [b"", "", bytearray(), memoryview(b"")])
def test_no_bytes_are_malformed_and_nothing_is_none(verifier: Verifier, nothing: bytes | str) -> None:
    assert verifier.evaluate(nothing, now=NOW).reason is Reason.MALFORMED
    assert verifier.evaluate(None, now=NOW).status is Status.NONE
    with pytest.raises(VerificationError) as raised:
        verifier.verify(None, now=NOW)
    assert raised.value.reason is Reason.NO_CERTIFICATE


def test_text_that_holds_no_certificate_is_malformed(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    pem = sample("client.pem").decode()
    for text in ["no certificate", "\ud800", ":AAAA:", ":", pem[:200], pem + pem, pem.replace("M", "!")]:
        assert verifier.evaluate(text, now=NOW).reason is Reason.MALFORMED, text


@pytest.mark.parametrize("thing", [5, 1.5, [], {}, object(), True, hashes.SHA256()])
def test_another_type_is_a_type_error_that_names_what_is_wanted(verifier: Verifier, thing: object) -> None:
    for call in (verifier.evaluate, verifier.verify, issuedby.fingerprint, issuedby.client_cert_encode):
        with pytest.raises(TypeError, match=r"must be a certificate: bytes.*not " + type(thing).__name__):
            call(thing)  # type: ignore[arg-type]


def test_a_request_and_a_key_are_no_certificates(verifier: Verifier) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    request = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([])).sign(key, hashes.SHA256())
    for thing in (request, key.public_key()):
        with pytest.raises(TypeError):
            verifier.evaluate(thing)  # type: ignore[arg-type]


def test_a_chain_is_an_iterable_of_certificates(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    leaf = sample("client.pem")
    chains: list[Any] = [[], (), [leaf], (one for one in [leaf.decode()]), [b"junk", "junk"], None]
    for chain in chains:
        assert verifier.evaluate(leaf, NOW, chain).verified
    for wrong in (leaf, leaf.decode(), 5, [5], [None]):
        with pytest.raises(TypeError, match="`chain`"):
            verifier.evaluate(leaf, NOW, wrong)  # type: ignore[arg-type]


def test_an_intermediate_in_the_chain_is_named(issuedby_ca: TestCa) -> None:
    intermediate = issuedby_ca.issue_ca()
    client = intermediate.issue("client-1")
    verifier = issuedby_ca.verifier()
    assert verifier.evaluate(client.der).reason is Reason.NO_MATCHING_CA
    verdict = verifier.evaluate(client.der, chain=[intermediate.certificate])
    assert verdict.reason is Reason.NOT_DIRECTLY_SIGNED
    assert intermediate.sha256_fingerprint in verdict.message


class NoOffset(tzinfo):
    def utcoffset(self, _: datetime | None) -> None:
        return None

    def dst(self, _: datetime | None) -> None:
        return None

    def tzname(self, _: datetime | None) -> None:
        return None


def test_a_time_is_an_aware_datetime_or_unix_seconds(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    expired = sample("client-expired.pem")
    certificate = verifier.evaluate(expired, now=NOW).certificate
    assert certificate is not None
    last = certificate.not_after
    elsewhere = last.astimezone(timezone(timedelta(hours=-11)))
    for time_in in (last, last + timedelta(microseconds=999_999), elsewhere, last.timestamp() + 0.999, int(last.timestamp())):
        assert verifier.evaluate(expired, now=time_in).verified, time_in
    for time_after in (last + timedelta(seconds=1), last.timestamp() + 1, int(last.timestamp()) + 1):
        assert verifier.evaluate(expired, now=time_after).reason is Reason.EXPIRED, time_after


def test_no_time_is_the_clock_of_the_system(issuedby_ca: TestCa) -> None:
    verifier = issuedby_ca.verifier()
    assert verifier.evaluate(issuedby_ca.issue().der).verified
    assert verifier.evaluate(issuedby_ca.issue().der, now=None).verified
    assert verifier.evaluate(issuedby_ca.issue(not_after=timedelta(days=-1)).der).reason is Reason.EXPIRED
    assert verifier.evaluate(issuedby_ca.issue(not_before=timedelta(hours=1)).der).reason is Reason.NOT_YET_VALID


@pytest.mark.parametrize("when", [-1, -0.5, -99_999_999_999])
def test_a_number_that_no_date_has_is_a_refusal(verifier: Verifier, sample: Callable[[str], bytes], when: float) -> None:
    assert verifier.evaluate(sample("client.pem"), now=when).reason is Reason.INVALID_CHECK_TIME


@pytest.mark.parametrize(
    "when", [datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=NoOffset()), True, "2026-01-01", b"1", time.gmtime()]
)
def test_naive_datetimes_and_other_types_are_no_times(verifier: Verifier, when: object) -> None:
    with pytest.raises(TypeError, match="`now` must be an aware datetime"):
        verifier.evaluate(None, now=when)  # type: ignore[arg-type]


@pytest.mark.parametrize("when", [math.nan, 10**30, -(10**30), -(10**11), 1e300, math.inf, -math.inf])
def test_a_number_that_no_clock_has_is_an_error(verifier: Verifier, when: float) -> None:
    with pytest.raises(ValueError, match=r"found .* as `now`, expected Unix seconds"):
        verifier.evaluate(None, now=when)


@pytest.mark.parametrize(
    ("when", "unit"),
    [
        (NOW * 1000, "milliseconds"), (NOW * 1000.0, "milliseconds"), (10**11, "milliseconds"),
        (NOW * 10**6, "microseconds"), (NOW * 10**9, "nanoseconds"),
    ],
)  # fmt: skip
def test_a_time_in_another_unit_is_an_error_that_names_it(verifier: Verifier, when: float, unit: str) -> None:
    message = rf"found {when} as `now`, which looks like {unit}, expected Unix seconds: pass an aware datetime"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        verifier.evaluate(None, now=when)
    assert verifier.evaluate(None, now=99_999_999_999).status is Status.NONE


def test_a_path_in_place_of_a_certificate_is_recognized(verifier: Verifier, tmp_path: Path) -> None:
    for call in (
        verifier.evaluate,
        issuedby.fingerprint,
        CaCertificate.from_pem,
        CaCertificate.from_pem_bundle,
        CaCertificate.from_der,
    ):
        with pytest.raises(TypeError, match=r"not PosixPath; read that file, and give its bytes: `path.read_bytes\(\)`"):
            call(tmp_path / "client.pem")  # type: ignore[arg-type]
    verdict = verifier.evaluate("client.pem", now=NOW)
    assert verdict.reason is Reason.MALFORMED
    assert verdict.remedy == "read that file, and give its bytes in place of its name"
    assert "found the name of a file" in verdict.message
    for load in (CaCertificate.from_pem, CaCertificate.from_pem_bundle):
        with pytest.raises(UnfitCaError, match="found the name of a file"):
            load("ca.pem")
    with pytest.raises(ParseError, match="found the name of a file"):
        issuedby.fingerprint(b"client.pem")


def test_unknown_options_are_errors_that_name_the_nearest(ca: CaCertificate) -> None:
    with pytest.raises(OptionError) as raised:
        Verifier([ca], requireClientAuthEku=True)  # type: ignore[call-arg]
    assert (raised.value.code, raised.value.suggestion) == ("unknown_option", "require_client_auth_eku")


@pytest.mark.parametrize("value", ["false", 0, 1, None])
def test_an_option_that_is_on_or_off_is_a_boolean(ca: CaCertificate, value: object) -> None:
    with pytest.raises(TypeError, match="ignore_ca_validity"):
        Verifier([ca], ignore_ca_validity=value)  # type: ignore[arg-type]


def test_a_verifier_takes_cas_only(ca: CaCertificate, sample: Callable[[str], bytes]) -> None:
    assert Verifier(iter([ca, ca])).cas == (ca,)
    for wrong in (ca, [sample("ca.pem")], 5):
        with pytest.raises(TypeError, match="iterable of CaCertificate"):
            Verifier(wrong)  # type: ignore[arg-type]


def test_what_is_nearly_a_ca_gets_a_remedy(ca: CaCertificate, sample: Callable[[str], bytes]) -> None:
    pem = sample("ca.pem")
    for wrong, wanted in [
        (ca, "not CaCertificate; put it into a list"),
        (pem, "not bytes; load it with CaCertificate.from_pem"),
        (pem.decode(), "not str; load it with CaCertificate.from_pem"),
        ([ca, ca.der], "not bytes; load it with .*from_der"),
    ]:
        with pytest.raises(TypeError, match=wanted):
            Verifier(wrong)  # type: ignore[arg-type]


def test_a_ca_comes_as_pem_or_der(ca: CaCertificate, sample: Callable[[str], bytes]) -> None:
    pem = sample("ca.pem")
    certificate = x509.load_pem_x509_certificate(pem)
    assert ca == CaCertificate.from_pem(pem.decode()) == CaCertificate.from_pem(memoryview(pem))
    assert ca == CaCertificate.from_der(certificate) == CaCertificate.from_der(bytearray(ca.der))
    for call, wrong in ((CaCertificate.from_pem, None), (CaCertificate.from_der, pem.decode()), (ca.with_id, 5)):
        with pytest.raises(TypeError):
            call(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("identifier", ["", "a b", "caf\u00e9", "a\n", "a" * 129])
def test_an_identifier_of_a_ca_is_visible_ascii_of_bounded_length(ca: CaCertificate, identifier: str) -> None:
    with pytest.raises(ParseError) as raised:
        ca.with_id(identifier)
    assert raised.value.code == "malformed_ca_id"
    assert ca.with_id("a" * 128).id == "a" * 128


def test_a_ca_that_is_not_fit_says_what_to_do(sample: Callable[[str], bytes]) -> None:
    with pytest.raises(UnfitCaError) as raised:
        CaCertificate.from_pem(sample("client.pem"))
    assert raised.value.code is Reason.NOT_A_CA
    assert raised.value.remedy and raised.value.remedy in str(raised.value)
    assert isinstance(raised.value, ValueError) and isinstance(raised.value, issuedby.Error)


def test_a_ca_tells_about_itself(ca: CaCertificate) -> None:
    assert ca.subject == "CN=example-ca,O=Example,C=US"
    assert ca.id is None and ca.with_id("mtlsca_1").id == "mtlsca_1"
    assert ca != ca.with_id("mtlsca_1") and len({ca, ca.with_id("mtlsca_1")}) == 2
    assert ca.not_before < datetime.now(timezone.utc) < ca.not_after
    assert issuedby.fingerprint_equal(ca.sha256_fingerprint, issuedby.fingerprint(ca.der))
    assert ca.sha256_fingerprint in repr(ca)
