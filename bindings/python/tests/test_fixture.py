"""The fixtures that make throw-away CAs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

import issuedby
from issuedby import Reason
from issuedby.testing import TestCa


def test_what_a_ca_issues_is_verified(issuedby_ca: TestCa) -> None:
    client = issuedby_ca.issue("client-1")
    verified = issuedby_ca.verifier().verify(client.der)
    assert verified.certificate.subject == "CN=client-1,O=Example,C=US"
    assert verified.ca == issuedby_ca.ca_certificate and issuedby_ca.subject == verified.ca.subject
    for form in (client.certificate, client.pem, client.client_cert):
        assert issuedby_ca.verifier().evaluate(form).verified
    assert client.sha256_fingerprint == verified.certificate.sha256_fingerprint


def test_the_key_is_that_of_the_certificate(issuedby_ca: TestCa) -> None:
    client = issuedby_ca.issue()
    key = serialization.load_pem_private_key(client.private_key_pem.encode(), None)
    assert key.public_key() == client.certificate.public_key()


def test_times_are_dates_or_distances_from_now(issuedby_ca: TestCa) -> None:
    verifier = issuedby_ca.verifier()
    yesterday = datetime.now(timezone.utc) - timedelta(days=1)
    assert verifier.evaluate(issuedby_ca.issue(not_after=yesterday).der).reason is Reason.EXPIRED
    assert verifier.evaluate(issuedby_ca.issue(not_after=timedelta(hours=-1)).der).reason is Reason.EXPIRED
    later = issuedby_ca.issue(not_before=timedelta(days=1))
    assert verifier.evaluate(later.der).reason is Reason.NOT_YET_VALID
    with pytest.raises(TypeError, match="aware"):
        issuedby_ca.issue(not_after=datetime(2026, 1, 1))


def test_everything_else_about_a_client_can_be_said(issuedby_ca: TestCa) -> None:
    verifier = issuedby_ca.verifier()
    client = issuedby_ca.issue("CN=a+OU=b,O=Other", serial_number=7, extended_key_usage=None)
    certificate = verifier.verify(client.der).certificate
    assert certificate.serial_number == "07" and certificate.subject is not None
    assert issuedby.dn_equal(certificate.subject, "OU=b+CN=a,O=Other")
    strict = issuedby_ca.verifier(require_client_auth_eku=True)
    assert strict.evaluate(client.der).reason is Reason.NOT_FOR_CLIENT_AUTHENTICATION
    server = issuedby_ca.issue(extended_key_usage=[ExtendedKeyUsageOID.SERVER_AUTH])
    assert verifier.evaluate(server.der).reason is Reason.NOT_FOR_CLIENT_AUTHENTICATION
    nameless = issuedby_ca.issue(x509.Name([]))
    assert verifier.verify(nameless.der).certificate.subject == ""


def test_the_factory_makes_other_cas(issuedby_ca: TestCa, issuedby_ca_factory: Callable[..., TestCa]) -> None:
    twin, other = issuedby_ca_factory(), issuedby_ca_factory("CN=other-ca")
    verifier = issuedby_ca.verifier()
    assert verifier.evaluate(twin.issue().der).reason is Reason.SIGNATURE_INVALID
    assert verifier.evaluate(other.issue().der).reason is Reason.NO_MATCHING_CA
    expired = issuedby_ca_factory(not_after=timedelta(days=-1))
    assert expired.verifier().evaluate(expired.issue().der).reason is Reason.CA_EXPIRED
    assert expired.verifier(ignore_ca_validity=True).evaluate(expired.issue().der).verified


def test_an_intermediate_is_a_ca_like_any_other(issuedby_ca: TestCa) -> None:
    intermediate = issuedby_ca.issue_ca()
    assert intermediate.verifier().evaluate(intermediate.issue().der).verified


@pytest.fixture(scope="session")
def shared_ca(issuedby_ca_factory: Callable[..., TestCa]) -> TestCa:
    return issuedby_ca_factory("CN=shared-ca")


def test_a_session_shares_a_ca_of_the_factory(shared_ca: TestCa, issuedby_ca: TestCa) -> None:
    client = shared_ca.issue()
    assert shared_ca.verifier().evaluate(client.der).verified
    assert issuedby_ca.verifier().evaluate(client.der).reason is Reason.NO_MATCHING_CA
