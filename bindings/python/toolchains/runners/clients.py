"""The clients of the tests here: a CA with its verifier, a valid, an expired and a tampered certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from issuedby import Verdict, Verifier
from issuedby.testing import TestCa


@dataclass(frozen=True)
class Clients:
    """Certificates in DER, and the verifier of their CA."""

    verifier: Verifier
    valid: bytes
    expired: bytes
    tampered: bytes

    def verdict(self, leaf: bytes) -> Verdict:
        return self.verifier.evaluate(leaf)


def clients(ca: TestCa) -> Clients:
    valid = ca.issue("client-1").der
    tampered = valid[:-1] + bytes([valid[-1] ^ 1])
    return Clients(ca.verifier(), valid, ca.issue(not_after=timedelta(days=-1)).der, tampered)
