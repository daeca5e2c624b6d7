"""A program that PyInstaller packs into one file: everything that the package reads or imports late."""

import pickle

from issuedby import CaCertificate, Inspection, VerificationError, Verifier, certificate_inspect
from issuedby.asgi import MtlsAuthInboundMiddleware
from issuedby.testing import SCENARIOS, scenario
from issuedby.wsgi import MtlsAuthInboundMiddleware as Wsgi

PEM = scenario("valid").incoming_request_properties["clientCert"]
assert PEM is not None and isinstance(certificate_inspect(PEM), Inspection)
assert MtlsAuthInboundMiddleware.__module__ != Wsgi.__module__
print(len(SCENARIOS), "scenarios,", scenario("expired").decision["reason"])

again = pickle.loads(pickle.dumps(Verifier([])))
try:
    again.verify(PEM)
except VerificationError as refusal:
    print("refused:", pickle.loads(pickle.dumps(refusal)).reason)
try:
    CaCertificate.from_pem(PEM)
except ValueError as error:
    print(type(error).__name__)
