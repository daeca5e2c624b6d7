"""The cost of a verdict in Python, as a ratio to the bare signature check of pyca/cryptography in the same run.

python bindings/python/bench.py [--passes N]

Everything is measured in turns, so that a machine that slows down slows down all of it, and in time of the processor, so that
others on the machine count little; shown are medians.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import PolicyBuilder, Store

from issuedby import CaCertificate, EdgeReport, MtlsAuthInbound, Verifier

NOW = datetime(2027, 1, 1, tzinfo=timezone.utc)
CALLS = 50
"""The number of runs of a job in one pass."""

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Jobs = dict[str, Callable[[], object]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--passes", type=int, default=101)
    passes = parser.parse_args().passes
    print(f"medians of {passes} interleaved passes; times are of this machine, this minute")
    show("P-256", jobs(ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())), passes)
    show("RSA-2048", jobs(rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)), passes)


def jobs(ca_key: Key, leaf_key: Key) -> Jobs:
    ca = certificate("example-ca", ca_key, "example-ca", ca_key, is_ca=True)
    leaf = certificate("client-1", leaf_key, "example-ca", ca_key, is_ca=False)
    der, pem = leaf.public_bytes(Encoding.DER), leaf.public_bytes(Encoding.PEM).decode()
    expired = certificate("client-1", leaf_key, "example-ca", ca_key, is_ca=False, last=NOW - timedelta(1))
    expired_der = expired.public_bytes(Encoding.DER)

    verifier = Verifier([CaCertificate.from_der(ca)])
    policy = MtlsAuthInbound(cert_issuer_dn="CN=example-ca")
    now = int(NOW.timestamp())
    verdict = verifier.evaluate(der, now)
    assert verdict.verified and not verifier.evaluate(expired_der, now).verified
    report = EdgeReport.from_verdict(verdict)
    pyca = PolicyBuilder().store(Store([ca])).time(NOW).build_client_verifier()

    def everything() -> object:
        one = verifier.evaluate(der, now)
        client = one.certificate
        assert client is not None
        return one.verified, one.reason, client.subject, client.issuer, client.sha256_fingerprint

    return {
        "pyca: bare signature, prepared key": bare(ca, leaf),
        "pyca: load, verify_directly_issued_by": lambda: x509.load_der_x509_certificate(der).verify_directly_issued_by(ca),
        "pyca: load, ClientVerifier.verify": lambda: pyca.verify(x509.load_der_x509_certificate(der), []),
        "issuedby: evaluate(DER)": lambda: verifier.evaluate(der, now),
        "issuedby: evaluate(PEM)": lambda: verifier.evaluate(pem, now),
        "issuedby: evaluate(cryptography's)": lambda: verifier.evaluate(leaf, now),
        "issuedby: evaluate, five properties": everything,
        "issuedby: evaluate, to_json": lambda: verifier.evaluate(der, now).to_json(),
        "issuedby: evaluate an expired one": lambda: verifier.evaluate(expired_der, now),
        "issuedby: evaluate nothing": lambda: verifier.evaluate(None, now),
        "issuedby: decide, metadata": lambda: policy.decide(report).metadata,
    }


def bare(ca: x509.Certificate, leaf: x509.Certificate) -> Callable[[], object]:
    key, signature, signed = ca.public_key(), leaf.signature, leaf.tbs_certificate_bytes
    if isinstance(key, rsa.RSAPublicKey):
        rsa_key, pkcs1 = key, padding.PKCS1v15()
        return lambda: rsa_key.verify(signature, signed, pkcs1, hashes.SHA256())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    ec_key, ecdsa = key, ec.ECDSA(hashes.SHA256())
    return lambda: ec_key.verify(signature, signed, ecdsa)


def show(title: str, jobs: Jobs, passes: int) -> None:
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(passes):
        for name, job in jobs.items():
            start = time.process_time()
            for _ in range(CALLS):
                job()
            times[name].append((time.process_time() - start) / CALLS)
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    floor = next(iter(medians.values()))
    print(f"\n{title}")
    for name, median in medians.items():
        print(f"  {name:<40} {median / floor:6.2f} {median * 1e6:9.1f} us")


def certificate(
    subject: str, key: Key, issuer: str, issuer_key: Key, *, is_ca: bool, last: datetime = NOW + timedelta(365)
) -> x509.Certificate:
    public_key, issuer_public_key = key.public_key(), issuer_key.public_key()
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public_key)
        .serial_number(2651)
        .not_valid_before(NOW - timedelta(730))
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public_key), critical=False)
        .add_extension(usage(is_ca), critical=True)
    )
    if not is_ca:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        # pyca/cryptography wants a name there.
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("client-1.example")]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def usage(is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )


if __name__ == "__main__":
    main()
