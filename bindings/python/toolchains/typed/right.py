"""Code of an application that type checkers accept under their strictest settings."""

from __future__ import annotations

from datetime import datetime, timezone

from issuedby import (
    CaCertificate,
    Decision,
    EdgeReport,
    MtlsAuthInbound,
    OptionError,
    Reason,
    Status,
    VerificationError,
    Verifier,
    dn_compare,
)
from issuedby.testing import SCENARIOS, scenario


def subject_of(verifier: Verifier, leaf: bytes) -> str | None:
    try:
        client = verifier.verify(leaf, now=datetime.now(timezone.utc))
    except VerificationError as refusal:
        reason: Reason = refusal.reason
        print(reason.number, refusal.message, refusal.remedy, refusal.verdict_json, refusal.verdict.status is Status.FAILED)
        return None
    return client.certificate.subject


def decide(verifier: Verifier, leaf: bytes) -> Decision:
    policy = MtlsAuthInbound(cert_issuer_dn="CN=example-ca,O=Example,C=US")
    return policy.decide(EdgeReport.from_verdict(verifier.evaluate(leaf)))


def loaded(pem: str) -> tuple[CaCertificate, ...]:
    try:
        return tuple(CaCertificate.from_pem_bundle(pem))
    except OptionError as error:
        raise SystemExit(error.remedy) from error


hints: tuple[str, ...] = dn_compare("CN=a", "CN=b").hints
reasons: list[str | None] = [scenario(name).decision["reason"] for name in SCENARIOS]
