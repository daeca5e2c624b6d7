"""The cases for both middlewares: a client, the headers that an edge writes for it, and forged ones."""

from __future__ import annotations

from issuedby import EdgeReport
from issuedby.testing import Issued, TestCa

SUBJECT = "CN=client-1,O=Example,C=US"
ENFORCING = {"certIssuerDN": "CN=example-ca,O=Example,C=US"}
LENIENT = {**ENFORCING, "allowUnauthenticatedRequests": True}

ANONYMOUS = {
    "clientCert": None,
    "clientMtlsVerificationStatus": "NONE",
    "clientMtlsVerificationReason": "no_certificate",
}


def edge_headers(ca: TestCa, client: Issued) -> list[tuple[str, str]]:
    """The fields that an edge with this CA sends for this client; for any other client, those that a forger writes."""
    verdict = ca.verifier().evaluate(client.der)
    return EdgeReport.from_verdict(verdict).to_headers(client_cert="presented")
