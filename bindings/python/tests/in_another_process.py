"""The work of a new process: it finds this module by name, as it does not find the modules of tests."""

from __future__ import annotations

from issuedby import CaCertificate, MtlsAuthInbound, Verdict, Verified, Verifier, dn_normalize


def verified(verifier: Verifier, leaf: bytes, now: int) -> bool:
    return verifier.evaluate(leaf, now=now).verified


def verified_or_error(verifier: Verifier, leaf: bytes, now: int) -> Verified:
    return verifier.verify(leaf, now=now)


def verdict(verifier: Verifier, leaf: bytes, now: int) -> Verdict:
    return verifier.evaluate(leaf, now=now)


def verdict_json(verifier: Verifier, leaf: bytes, now: int) -> str:
    return verifier.evaluate(leaf, now=now).to_json()


def policy(names: list[str]) -> None:
    MtlsAuthInbound(cert_issuer_dn=names)


def bundle(pem: bytes) -> None:
    CaCertificate.from_pem_bundle(pem)


def parsed(name: str) -> str:
    return dn_normalize(name)
