"""Was this TLS client certificate issued by that CA, who is the client, and if not, why not?

    verifier = Verifier([CaCertificate.from_pem(ca_pem)])
    verdict = verifier.evaluate(client_certificate)
    if not verdict.verified:
        print(verdict.reason, verdict.message)

``verify`` gives the client or raises; ``evaluate`` always gives a ``Verdict``. Every object is immutable and may be
shared by threads; the signature is checked without the interpreter's lock.
"""

from issuedby._errors import Error, OptionError, ParseError, UnfitCaError, UnfitCertificate, VerificationError
from issuedby._native import (
    CaCertificate,
    Certificate,
    ConnectionFacts,
    Decision,
    DnComparison,
    DnDifference,
    EdgeReport,
    MtlsAuthInbound,
    PolicyWarning,
    Problem,
    Trust,
    TrustedEdge,
    Verdict,
    VerdictReason,
    Verified,
    Verifier,
    __version__,
    client_cert_decode,
    client_cert_encode,
    dn_compare,
    dn_equal,
    dn_from_der,
    dn_normalize,
    edge_headers_must_strip,
    edge_headers_vary_names_client_cert,
    fingerprint,
    fingerprint_equal,
)
from issuedby._reasons import CaWarning, Reason, Status
from issuedby.inspection import Inspection, certificate_inspect

__all__ = [
    "CaCertificate",
    "CaWarning",
    "Certificate",
    "ConnectionFacts",
    "Decision",
    "DnComparison",
    "DnDifference",
    "EdgeReport",
    "Error",
    "Inspection",
    "MtlsAuthInbound",
    "OptionError",
    "ParseError",
    "PolicyWarning",
    "Problem",
    "Reason",
    "Status",
    "Trust",
    "TrustedEdge",
    "UnfitCertificate",
    "UnfitCaError",
    "Verdict",
    "VerdictReason",
    "VerificationError",
    "Verified",
    "Verifier",
    "__version__",
    "certificate_inspect",
    "client_cert_decode",
    "client_cert_encode",
    "dn_compare",
    "dn_equal",
    "dn_from_der",
    "dn_normalize",
    "edge_headers_must_strip",
    "edge_headers_vary_names_client_cert",
    "fingerprint",
    "fingerprint_equal",
]
