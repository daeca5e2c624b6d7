"""Verifies client certificates with pyca/cryptography: reads the same cases as the other programs, and writes one line for each."""

import struct
import sys
import warnings
from datetime import datetime, timedelta
from functools import lru_cache

from cryptography import x509
from cryptography.x509 import verification

# Odd certificates are what this is about.
warnings.simplefilter("ignore")

EPOCH = datetime(1970, 1, 1)


@lru_cache(maxsize=1024)
def certificate(der: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(der)


def verify(seconds: int, cas: list[bytes], leaf_der: bytes) -> str:
    try:
        time = EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return "refused the time cannot be expressed"
    try:
        leaf = x509.load_der_x509_certificate(leaf_der)
    except Exception as error:
        return f"unreadable leaf {error!r}"
    readable = []
    for der in cas:
        try:
            readable.append(certificate(der))
        except Exception as error:
            unreadable = error
    if not readable:
        return f"unreadable CA {unreadable!r}"
    try:
        builder = verification.PolicyBuilder().store(verification.Store(readable)).time(time)
        builder.build_client_verifier().verify(leaf, [])
    # What it raises besides VerificationError, also as a panic in Rust, is a refusal too.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"refused {error!r}"
    return "accepted"


def main() -> None:
    stream = sys.stdin.buffer
    while head := stream.read(12):
        seconds, count = struct.unpack(">qI", head)
        certificates = []
        for _ in range(count):
            (size,) = struct.unpack(">I", stream.read(4))
            certificates.append(stream.read(size))
        print(" ".join(verify(seconds, certificates[:-1], certificates[-1]).split()))


main()
