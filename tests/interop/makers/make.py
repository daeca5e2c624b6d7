"""Makes the certificates of an interop folder with pyca/cryptography."""

import datetime
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)


def name(*attributes):
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])


def build(subject, issuer, public_key, not_before, not_after):
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
    )


def authority(common_name):
    key = ec.generate_private_key(ec.SECP384R1())
    subject = name((NameOID.COUNTRY_NAME, "US"), (NameOID.COMMON_NAME, common_name))
    certificate = (
        build(subject, subject, key.public_key(), NOW - 3000 * DAY, NOW + 30 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA384())
    )
    return key, certificate


def client(ca_key, ca, purpose, not_before, not_after):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = name(
        (NameOID.COUNTRY_NAME, "DE"), (NameOID.ORGANIZATION_NAME, "Müller"), (NameOID.COMMON_NAME, "client-1")
    )
    return (
        build(subject, ca.subject, key.public_key(), not_before, not_after)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False
        )
        .sign(ca_key, hashes.SHA384())
    )


def main():
    folder = pathlib.Path(sys.argv[1])
    key, ca = authority("a ca")
    _, other = authority("another ca")
    client_auth, server_auth = ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH
    made = {
        "ca": ca,
        "other-ca": other,
        "client": client(key, ca, client_auth, NOW - DAY, NOW + 7 * DAY),
        "server": client(key, ca, server_auth, NOW - DAY, NOW + 7 * DAY),
        "expired": client(key, ca, client_auth, NOW - 7 * DAY, NOW - DAY),
    }
    for file, certificate in made.items():
        (folder / f"{file}.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


main()
