"""The accepted signature algorithms, and the check of one signature (ARCHITECTURE, "Algorithms").

RSA is computed here (RFC 8017); ECDSA and Ed25519 are primitives of `cryptography`.
"""

import hashlib
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

import der
import keys

_HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
_HASH_OIDS = {
    bytes.fromhex("0609608648016503040201"): "sha256",
    bytes.fromhex("0609608648016503040202"): "sha384",
    bytes.fromhex("0609608648016503040203"): "sha512",
}
_PKCS1 = {  # RFC 4055 section 5
    bytes.fromhex("06092a864886f70d01010b"): "sha256",
    bytes.fromhex("06092a864886f70d01010c"): "sha384",
    bytes.fromhex("06092a864886f70d01010d"): "sha512",
}
_ECDSA = {  # RFC 5758 section 3.2
    bytes.fromhex("06082a8648ce3d040302"): "sha256",
    bytes.fromhex("06082a8648ce3d040303"): "sha384",
    bytes.fromhex("06082a8648ce3d040304"): "sha512",
}
_PSS = bytes.fromhex("06092a864886f70d01010a")
_MGF1 = bytes.fromhex("06092a864886f70d010108")
_ED25519 = bytes.fromhex("06032b6570")
_NULL = b"\x05\x00"


class Algorithm:
    """A signature algorithm: its family and its hash."""

    __slots__ = ("family", "hash")

    def __init__(self, family, name=None):
        self.family = family
        self.hash = name

    def fits(self, key):
        """True if a key of this kind can have made a signature of this algorithm."""
        if self.family == "ecdsa":
            return isinstance(key.kind, keys.Curve)
        return key.kind == (keys.ED25519 if self.family == "ed25519" else keys.RSA)


@lru_cache(4096)
def algorithm(contents):
    """The algorithm of an AlgorithmIdentifier with these contents, or None for one that is not accepted."""
    if contents == _ED25519:  # RFC 8410 section 3
        return Algorithm("ed25519")
    if contents in _ECDSA:
        return Algorithm("ecdsa", _ECDSA[contents])
    name = _PKCS1.get(contents.removesuffix(_NULL))
    if name and contents[11:] in (b"", _NULL):
        return Algorithm("pkcs1", name)
    if contents.startswith(_PSS):
        try:
            return _pss(contents[len(_PSS):])
        except der.DerError:
            return None
    return None


def _pss(parameters):
    """RSASSA-PSS-params (RFC 4055 section 3.1) with one hash twice, its length as salt, and the default trailer."""
    position, end = der.only(parameters, 0, len(parameters), der.SEQUENCE)
    start, position = der.expect(parameters, position, end, 0xA0)
    name = _hash(parameters, start, position)
    start, position = der.expect(parameters, position, end, 0xA1)
    start, stop = der.only(parameters, start, position, der.SEQUENCE)
    if not parameters.startswith(_MGF1, start):
        return None
    other = _hash(parameters, start + len(_MGF1), stop)
    start, position = der.only(parameters, position, end, 0xA2)
    start, stop = der.only(parameters, start, position, der.INTEGER)
    salt = der.integer(parameters[start:stop])
    if name is None or name != other or salt != hashlib.new(name).digest_size:
        return None
    return Algorithm("pss", name)


def _hash(data, start, stop):
    """The hash of an AlgorithmIdentifier, whose parameters are NULL or absent (RFC 4055 section 2.1)."""
    start, stop = der.only(data, start, stop, der.SEQUENCE)
    contents = data[start:stop]
    name = _HASH_OIDS.get(contents[:11])
    return name if contents[11:] in (b"", _NULL) else None


def verifies(algorithm, key, message, signature):
    """True if the signature over the message holds under the key, which the algorithm fits."""
    if algorithm.family == "pkcs1":
        return _verifies_pkcs1(algorithm.hash, key.numbers, message, signature)
    if algorithm.family == "pss":
        return _verifies_pss(algorithm.hash, key.numbers, message, signature)
    try:
        if algorithm.family == "ed25519":
            ed25519.Ed25519PublicKey.from_public_bytes(key.numbers).verify(signature, message)
            return True
        numbers = _ecdsa_numbers(signature, key.kind.order)
        if numbers is None:
            return False
        _ec_key(key.kind.name, *key.numbers).verify(
            encode_dss_signature(*numbers), message, ec.ECDSA(_HASHES[algorithm.hash])
        )
        return True
    except InvalidSignature:
        return False


@lru_cache(1024)
def _ec_key(curve, x, y):
    kind = {"secp256r1": ec.SECP256R1, "secp384r1": ec.SECP384R1, "secp521r1": ec.SECP521R1}[curve]
    return ec.EllipticCurvePublicNumbers(x, y, kind()).public_key()


def _ecdsa_numbers(signature, order):
    """r and s of an Ecdsa-Sig-Value (RFC 3279 section 2.2.3), each from 1 to the order less 1; else None."""
    try:
        start, stop = der.only(signature, 0, len(signature), der.SEQUENCE)
        first, last = der.expect(signature, start, stop, der.INTEGER)
        r = der.integer(signature[first:last])
        first, last = der.only(signature, last, stop, der.INTEGER)
        s = der.integer(signature[first:last])
    except der.DerError:
        return None
    return (r, s) if 0 < r < order and 0 < s < order else None


def _message_representative(numbers, signature):
    """RSAVP1 (RFC 8017 section 5.2.2): as long as the modulus, or None."""
    n, e = numbers
    size = (n.bit_length() + 7) // 8
    value = int.from_bytes(signature, "big")
    if len(signature) != size or value >= n:
        return None
    return pow(value, e, n).to_bytes(size, "big")


def _verifies_pkcs1(name, numbers, message, signature):
    """RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.2)."""
    found = _message_representative(numbers, signature)
    if found is None:
        return False
    oid = next(oid for oid, other in _HASH_OIDS.items() if other == name)
    digest = hashlib.new(name, message).digest()
    identifier = b"\x30" + bytes([len(oid) + 2]) + oid + _NULL
    info = identifier + b"\x04" + bytes([len(digest)]) + digest
    info = b"\x30" + bytes([len(info)]) + info
    return found == b"\x00\x01" + b"\xff" * (len(found) - 3 - len(info)) + b"\x00" + info


def _verifies_pss(name, numbers, message, signature):
    """RSASSA-PSS (RFC 8017 sections 8.1.2 and 9.1.2), with a salt as long as the hash."""
    found = _message_representative(numbers, signature)
    if found is None:
        return False
    bits = numbers[0].bit_length() - 1
    size = (bits + 7) // 8
    if len(found) > size:
        if found[0]:
            return False
        found = found[1:]
    digest = hashlib.new(name, message).digest()
    masked, expected, last = found[:-len(digest) - 1], found[-len(digest) - 1:-1], found[-1]
    unused = 8 * size - bits
    if last != 0xBC or masked[0] >> (8 - unused):
        return False
    block = bytearray(a ^ b for a, b in zip(masked, _mgf1(name, expected, len(masked))))
    block[0] &= 0xFF >> unused
    zeros = len(block) - len(digest) - 1
    if zeros < 0 or any(block[:zeros]) or block[zeros] != 1:
        return False
    return hashlib.new(name, bytes(8) + digest + block[zeros + 1:]).digest() == expected


def _mgf1(name, seed, size):
    """MGF1 (RFC 8017 appendix B.2.1)."""
    mask = b""
    counter = 0
    while len(mask) < size:
        mask += hashlib.new(name, seed + counter.to_bytes(4, "big")).digest()
        counter += 1
    return mask[:size]
