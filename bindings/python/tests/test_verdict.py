"""Verdicts, and what they refuse."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest

import issuedby
from issuedby import CaCertificate, EdgeReport, Reason, Status, Verdict, VerificationError, Verifier

NOW = 1_800_000_000


@pytest.fixture
def verdict(verifier: Verifier, sample: Callable[[str], bytes]) -> Verdict:
    return verifier.evaluate(sample("client.pem"), now=NOW)


@pytest.fixture
def refusal(verifier: Verifier, sample: Callable[[str], bytes]) -> Verdict:
    return verifier.evaluate(sample("client-expired.pem"), now=NOW)


def test_properties_say_what_the_json_says(verdict: Verdict, refusal: Verdict) -> None:
    for one in (verdict, refusal):
        said = json.loads(one.to_json())
        assert (one.status, one.reason, one.message) == (said["status"], said["reason"], said["message"])
        reasons = [{"code": r.code, "message": r.message, "authenticated": r.authenticated} for r in one.reasons]
        assert reasons == said["reasons"]
        certificate = one.certificate
        assert certificate is not None
        assert {
            "subject": certificate.subject,
            "issuer": certificate.issuer,
            "serialNumber": certificate.serial_number,
            "notBefore": rfc3339(certificate.not_before),
            "notAfter": rfc3339(certificate.not_after),
            "sha256Fingerprint": certificate.sha256_fingerprint,
        } == said["certificate"]
        ca = one.ca
        assert ca is not None
        assert {"id": ca.id, "subject": ca.subject, "sha256Fingerprint": ca.sha256_fingerprint} == said["ca"]
        assert rfc3339(one.valid_from) == said["validFrom"] and rfc3339(one.valid_until) == said["validUntil"]
        assert one.verified == (said["status"] == "SUCCESS")


def rfc3339(time: datetime | None) -> str | None:
    if time is None:
        return None
    assert time.utcoffset() == timezone.utc.utcoffset(None)
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_what_has_a_status_is_neither_true_nor_false(verdict: Verdict) -> None:
    policy = issuedby.MtlsAuthInbound(allow_unauthenticated_requests=True)
    report = EdgeReport.from_verdict(verdict)
    for thing, instead in [
        (verdict, r"verdict\.verified"),
        (verdict.status, r"Status\.SUCCESS"),
        (report, r"Status\.SUCCESS"),
        (policy.decide(report), r"decision\.action"),
    ]:
        with pytest.raises(TypeError, match=instead):
            bool(thing)
        with pytest.raises(TypeError, match=instead):
            assert not thing


def test_no_representation_has_the_certificate_in_it(verdict: Verdict, refusal: Verdict) -> None:
    assert repr(verdict) == "<issuedby.Verdict SUCCESS>"
    assert repr(refusal) == "<issuedby.Verdict FAILED expired>"
    assert str(refusal).startswith("FAILED: ")
    assert verdict.certificate is not None
    for thing in (verdict, verdict.certificate, verdict.ca, EdgeReport.from_verdict(verdict)):
        assert len(repr(thing)) < 250


def test_verdicts_are_equal_when_they_say_the_same(
    verifier: Verifier, sample: Callable[[str], bytes], verdict: Verdict, refusal: Verdict
) -> None:
    again = verifier.evaluate(sample("client.der"), now=NOW + 1)
    assert verdict == again and hash(verdict) == hash(again) and {verdict: 1}[again] == 1
    assert verdict != refusal and verdict != verdict.to_json() and verdict.certificate != refusal.certificate
    assert verdict.certificate == again.certificate and hash(verdict.certificate) == hash(again.certificate)


def test_verify_gives_the_client_or_raises_with_the_verdict(
    verifier: Verifier, sample: Callable[[str], bytes], verdict: Verdict, refusal: Verdict
) -> None:
    verified = verifier.verify(sample("client.pem"), now=NOW)
    assert verified.verdict == verdict and verified.certificate == verdict.certificate
    assert verified.ca == verdict.ca
    assert (verified.valid_from, verified.valid_until) == (verdict.valid_from, verdict.valid_until)
    with pytest.raises(VerificationError) as raised:
        verifier.verify(sample("client-expired.pem"), now=NOW)
    assert raised.value.verdict == refusal and raised.value.reason is Reason.EXPIRED
    assert str(raised.value) == str(refusal) and not isinstance(raised.value, ValueError)


def test_enumerations_are_their_texts() -> None:
    assert f"{Status.SUCCESS} {Reason.EXPIRED}" == "SUCCESS expired"
    assert str(Status.NONE) == "NONE" and json.dumps([Reason.EXPIRED]) == '["expired"]'
    assert Reason("expired") is Reason.EXPIRED and {"expired": 1}[Reason.EXPIRED] == 1
    assert Reason.EXPIRED.group == "time" and Reason.EXPIRED.number == 402
    assert copy.deepcopy(Reason.EXPIRED) is Reason.EXPIRED
    assert pickle.loads(pickle.dumps(Status.FAILED)) is Status.FAILED


def test_objects_are_frozen_and_final(verdict: Verdict, ca: CaCertificate, verifier: Verifier) -> None:
    for thing in (verdict, ca, verifier, EdgeReport.from_verdict(verdict), verdict.certificate):
        with pytest.raises(AttributeError):
            thing.verified = True  # type: ignore[misc, union-attr]
        with pytest.raises(TypeError):
            type("Forged", (type(thing),), {})
    for made in (issuedby.Verdict, issuedby.Verified, issuedby.Certificate, EdgeReport, issuedby.Decision):
        with pytest.raises(TypeError):
            made()


def test_a_copy_is_the_same_object(verdict: Verdict, refusal: Verdict, ca: CaCertificate, verifier: Verifier) -> None:
    comparison = issuedby.dn_compare("CN=a", "CN=b")
    policy = issuedby.MtlsAuthInbound(cert_issuer_dn="CN=example-ca,O=Example,C=US")
    decision = policy.decide(EdgeReport.from_verdict(refusal))
    edge = issuedby.TrustedEdge(unix_socket=True)
    facts = issuedby.ConnectionFacts(unix_socket=True)
    things: list[object] = [
        *(verdict, ca, verifier, verdict.certificate, EdgeReport.from_verdict(verdict)),
        *(comparison, comparison.differences[0], refusal.reasons[0], policy, decision, decision.problem),
        *(edge, facts, edge.decide(facts), *policy.warnings),
    ]
    for thing in things:
        assert thing is not None and copy.copy(thing) is thing and copy.deepcopy([thing])[0] is thing


def test_what_vouches_for_a_client_is_not_pickled(verdict: Verdict, verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    verified = verifier.verify(sample("client.pem"), now=NOW)
    for thing in (verdict, verified, verdict.certificate, EdgeReport.from_verdict(verdict)):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(thing)


def test_cas_and_verifiers_are_loaded_again_when_unpickled(ca: CaCertificate, sample: Callable[[str], bytes]) -> None:
    named = ca.with_id("mtlsca_1")
    assert pickle.loads(pickle.dumps(ca)) == ca and pickle.loads(pickle.dumps(named)) == named
    strict: Any = pickle.loads(pickle.dumps(Verifier([named], require_client_auth_eku=True)))
    assert strict.cas == (named,) and "require_client_auth_eku" in repr(strict)
    lenient: Any = pickle.loads(pickle.dumps(Verifier([named], allow_unusual_serial=True)))
    assert "allow_unusual_serial" in repr(lenient) and "require_client_auth_eku" not in repr(lenient)
    assert strict.evaluate(sample("client.pem"), now=NOW).verified


def test_errors_survive_pickling() -> None:
    with pytest.raises(issuedby.OptionError) as raised:
        issuedby.MtlsAuthInbound(cert_issuer_dn=["CN=a", "CN"])
    again = pickle.loads(pickle.dumps(raised.value))
    assert (str(again), again.code, again.element) == (str(raised.value), raised.value.code, 2)
    with pytest.raises(issuedby.UnfitCaError) as unfit:
        CaCertificate.from_der(b"")
    assert pickle.loads(pickle.dumps(unfit.value)).remedy == unfit.value.remedy


def test_a_refusal_is_pickled_as_texts_and_never_as_a_verdict(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    with pytest.raises(VerificationError) as raised:
        verifier.verify(sample("client-expired.pem"), now=NOW)
    refusal = raised.value
    again = pickle.loads(pickle.dumps(refusal))
    assert type(again) is VerificationError and again.reason is Reason.EXPIRED and again.code is Reason.EXPIRED
    assert (str(again), again.message, again.remedy) == (str(refusal), refusal.message, refusal.remedy)
    assert again.verdict_json == refusal.verdict_json == refusal.verdict.to_json()
    with pytest.raises(AttributeError, match="verdict_json"):
        again.verdict  # noqa: B018
    assert not any(isinstance(part, (Verdict, issuedby.Verified)) for part in (*again.args, *vars(again).values()))
    twice = pickle.loads(pickle.dumps(again))
    assert (twice.verdict_json, str(twice)) == (again.verdict_json, str(again))


def test_a_refusal_keeps_its_class_and_its_notes(verdict: Verdict, refusal: Verdict) -> None:
    error = OwnRefusal(refusal)
    error.__notes__ = ["request 7"]
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is OwnRefusal and again.__notes__ == ["request 7"]
    assert pickle.loads(pickle.dumps(VerificationError(verdict))).verdict_json == verdict.to_json()


class OwnRefusal(VerificationError):
    """The refusal of an application."""


def test_a_copy_of_a_refusal_has_the_verdict(refusal: Verdict) -> None:
    error = VerificationError(refusal)
    for again in (copy.copy(error), copy.deepcopy(error)):
        assert again is not error and again.verdict is refusal and again.args == (refusal,)
    there = pickle.loads(pickle.dumps(error))
    assert copy.copy(there).verdict_json == copy.deepcopy(there).verdict_json == refusal.to_json()
