"""The work of a new process: it finds this module by name, as it does not find the modules of tests."""

from __future__ import annotations

from issuedby import Verifier


def verified(verifier: Verifier, leaf: bytes, now: int) -> bool:
    return verifier.evaluate(leaf, now=now).verified
