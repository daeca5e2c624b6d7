"""Mistakes that type checkers find: one on each line that says `wrong`."""

from __future__ import annotations

from pathlib import Path

from issuedby import Verdict, Verifier, dn_equal

verifier = Verifier([])
Verifier([], require_client_auth=True)  # wrong
verifier.evaluate(5)  # wrong
verifier.evaluate(Path("client.pem"))  # wrong
verifier.evaluate(None, now="2026-01-01")  # wrong
print(verifier.evaluate(None).certificate.subject)  # wrong
dn_equal(b"", "")  # wrong
verifier.evaluate(None).verified = True  # wrong


class Forged(Verdict):  # wrong
    """A verdict of a program's own."""
