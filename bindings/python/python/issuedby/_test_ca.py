"""Throw-away CAs and what they issue. This half of ``issuedby.testing`` needs the package ``cryptography``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import Union

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from issuedby import CaCertificate, Verifier, client_cert_encode, fingerprint

__all__ = ["Issued", "Subject", "TestCa", "Time"]

Time = Union[datetime, timedelta]
"""An aware datetime, or how long after now."""

Subject = Union[str, x509.Name]
"""A common name, or a whole name: RFC 4514 text with a ``=``, or an object."""

_HOUR = timedelta(hours=1)
_YEAR = timedelta(days=365)


class Issued:
    """A certificate with its private key, in every form that a test may want."""

    def __init__(self, certificate: x509.Certificate, private_key: ec.EllipticCurvePrivateKey) -> None:
        self.certificate = certificate
        self.private_key = private_key

    @property
    def der(self) -> bytes:
        """The certificate in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> str:
        """The certificate as PEM text."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    @property
    def private_key_pem(self) -> str:
        """The private key as PEM text: PKCS #8, not encrypted."""
        return self.private_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ).decode()

    @property
    def client_cert(self) -> str:
        """The value of the header ``Client-Cert`` (RFC 9440)."""
        return client_cert_encode(self.der)

    @property
    def sha256_fingerprint(self) -> str:
        """SHA-256 over the whole certificate, upper hex with colons."""
        return fingerprint(self.der)


class TestCa(Issued):
    """A CA that issues for the length of a test."""

    __test__ = False

    def __init__(
        self,
        subject: Subject = "CN=example-ca,O=Example,C=US",
        *,
        not_before: Time | None = None,
        not_after: Time | None = None,
        issuer: TestCa | None = None,
    ) -> None:
        private_key = ec.generate_private_key(ec.SECP256R1())
        builder = _builder(_name(subject, prefix=()), private_key, issuer, _window(not_before, not_after, 10 * _YEAR), None)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(_key_usage(key_cert_sign=True), critical=True)
        signing_key = private_key if issuer is None else issuer.private_key
        super().__init__(builder.sign(signing_key, hashes.SHA256()), private_key)

    @property
    def ca_certificate(self) -> CaCertificate:
        """The CA as a verifier takes it."""
        return CaCertificate.from_der(self.der)

    @property
    def subject(self) -> str:
        """The name to write into ``certIssuerDN``."""
        return self.ca_certificate.subject

    def verifier(
        self,
        *,
        require_client_auth_eku: bool = False,
        ignore_ca_validity: bool = False,
        allow_unusual_serial: bool = False,
    ) -> Verifier:
        """A verifier that accepts this CA's clients alone."""
        return Verifier(
            [self.ca_certificate],
            require_client_auth_eku=require_client_auth_eku,
            ignore_ca_validity=ignore_ca_validity,
            allow_unusual_serial=allow_unusual_serial,
        )

    def issue(
        self,
        subject: Subject = "client-1",
        *,
        not_before: Time | None = None,
        not_after: Time | None = None,
        serial_number: int | None = None,
        extended_key_usage: Sequence[x509.ObjectIdentifier] | None = (ExtendedKeyUsageOID.CLIENT_AUTH,),
    ) -> Issued:
        """A client certificate: ``issue("client-1", not_after=timedelta(days=-1))`` is an expired one.

        ``extended_key_usage=None`` leaves the extension out.
        """
        private_key = ec.generate_private_key(ec.SECP256R1())
        # The client is named below the CA: CN=client-1,O=Example,C=US.
        prefix = [rdn for rdn in self.certificate.subject.rdns if not rdn.get_attributes_for_oid(NameOID.COMMON_NAME)]
        builder = _builder(_name(subject, prefix), private_key, self, _window(not_before, not_after, _YEAR), serial_number)
        builder = builder.add_extension(_key_usage(digital_signature=True), critical=True)
        if extended_key_usage is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage(extended_key_usage), critical=False)
        return Issued(builder.sign(self.private_key, hashes.SHA256()), private_key)

    def issue_ca(
        self,
        subject: Subject = "CN=intermediate-ca,O=Example,C=US",
        *,
        not_before: Time | None = None,
        not_after: Time | None = None,
    ) -> TestCa:
        """An intermediate CA below this one."""
        return TestCa(subject, not_before=not_before, not_after=not_after, issuer=self)


def _builder(
    subject: x509.Name,
    private_key: ec.EllipticCurvePrivateKey,
    issuer: TestCa | None,
    window: tuple[datetime, datetime],
    serial_number: int | None,
) -> x509.CertificateBuilder:
    issuer_name = subject if issuer is None else issuer.certificate.subject
    issuer_key = private_key if issuer is None else issuer.private_key
    not_before, not_after = window
    public_key = private_key.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(public_key)
        .serial_number(x509.random_serial_number() if serial_number is None else serial_number)
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )


def _name(subject: Subject, prefix: Sequence[x509.RelativeDistinguishedName]) -> x509.Name:
    if isinstance(subject, x509.Name):
        return subject
    if "=" in subject:
        return x509.Name.from_rfc4514_string(subject)
    common_name = x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    return x509.Name([*prefix, common_name])


def _window(not_before: Time | None, not_after: Time | None, length: timedelta) -> tuple[datetime, datetime]:
    now = datetime.now(timezone.utc)
    last = now + length if not_after is None else _time(not_after, now)
    if not_before is not None:
        return _time(not_before, now), last
    # A certificate that has expired was valid before that.
    return min(now - _HOUR, last - _YEAR), last


def _time(time: Time, now: datetime) -> datetime:
    if isinstance(time, timedelta):
        return now + time
    if time.utcoffset() is None:
        raise TypeError("a time must be an aware datetime or a timedelta, not a naive datetime")
    return time.astimezone(timezone.utc)


def _key_usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        encipher_only=False,
        decipher_only=False,
    )
