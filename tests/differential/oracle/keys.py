"""Public keys that are accepted: RSA of 2048 to 8192 bits, P-256, P-384, P-521 and Ed25519 (ARCHITECTURE, "Algorithms")."""

from functools import lru_cache

import der

RSA = "rsa"
ED25519 = "ed25519"

MAX_EXPONENT_BITS = 33  # a larger exponent makes a check cost as much as a signature

_RSA_ALGORITHM = bytes.fromhex("06092a864886f70d0101010500")  # rsaEncryption, NULL (RFC 3279 section 2.3.1)
_ED25519_ALGORITHM = bytes.fromhex("06032b6570")  # no parameters (RFC 8410 section 3)
_EC = bytes.fromhex("06072a8648ce3d0201")  # id-ecPublicKey; a named curve follows (RFC 5480 section 2.1.1)


class Curve:
    """A prime curve y^2 = x^3 - 3x + b (SEC 2): its name, the size of a coordinate, and its numbers."""

    def __init__(self, name, prime, b, order):
        self.name = name
        self.prime = prime
        self.b = b
        self.order = order
        self.size = (prime.bit_length() + 7) // 8

    def has(self, x, y):
        """True if the point lies on the curve."""
        p = self.prime
        return x < p and y < p and (y * y - x * x * x + 3 * x - self.b) % p == 0


P256 = Curve(
    "secp256r1",
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
)
P384 = Curve(
    "secp384r1",
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
)
P521 = Curve(
    "secp521r1",
    2**521 - 1,
    0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
    0x01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFA51868783BF2F966B7FCC0148F709A5D03BB5C9B8899C47AEBB6FB71E91386409,
)
_CURVES = {
    bytes.fromhex("06082a8648ce3d030107"): P256,
    bytes.fromhex("06052b81040022"): P384,
    bytes.fromhex("06052b81040023"): P521,
}


class Unsupported(Exception):
    """The key is of a kind that is not accepted."""


class TooWeak(Exception):
    """The key is an RSA key that is too short."""


class Key:
    """A key of an accepted kind: `kind` is RSA, ED25519 or a `Curve`, `numbers` what the kind has."""

    __slots__ = ("kind", "numbers")

    def __init__(self, kind, numbers):
        self.kind = kind
        self.numbers = numbers

    def is_on_its_curve(self):
        """True if an elliptic-curve point lies on its curve; true for other kinds."""
        return not isinstance(self.kind, Curve) or self.kind.has(*self.numbers)


@lru_cache(1024)
def read(algorithm, bits):
    """The key of a SubjectPublicKeyInfo: the contents of its AlgorithmIdentifier, and the bytes of its BIT STRING."""
    if algorithm == _RSA_ALGORITHM:
        return _rsa(bits)
    if algorithm == _ED25519_ALGORITHM:
        if len(bits) != 32 or _is_of_small_order(bits):
            raise Unsupported
        return Key(ED25519, bits)
    if algorithm.startswith(_EC) and algorithm[len(_EC):] in _CURVES:
        curve = _CURVES[algorithm[len(_EC):]]
        if len(bits) != 1 + 2 * curve.size or bits[0] != 4:
            raise Unsupported  # compressed, or of another curve (RFC 5480 section 2.2)
        x = int.from_bytes(bits[1:1 + curve.size], "big")
        y = int.from_bytes(bits[1 + curve.size:], "big")
        return Key(curve, (x, y))
    raise Unsupported


def _is_of_small_order(bits):
    """True if eight times the point of an Ed25519 key is the identity (RFC 8032 section 5.1), however y is written.

    The sign of x changes nothing, so that y is doubled alone: x^2 = (y^2 - 1) / (d y^2 + 1).
    """
    p = 2**255 - 19
    d = -121665 * pow(121666, -1, p) % p
    y = (int.from_bytes(bits, "little") & (1 << 255) - 1) % p
    for _ in range(3):
        y2 = y * y % p
        x2 = (y2 - 1) * pow(d * y2 + 1, -1, p) % p
        if pow(x2, (p - 1) // 2, p) == p - 1:
            return False  # no point at all
        y = (y2 + x2) * pow(1 - d * x2 * y2, -1, p) % p
    return y == 1


def _rsa(bits):
    """RSAPublicKey: an odd modulus, and an exponent of at most 33 bits, odd and at least 3 (RFC 8017 section 3.1).

    A key that is no RSA key is unsupported whatever its size.
    """
    try:
        start, stop = der.only(bits, 0, len(bits), der.SEQUENCE)
        first, last = der.expect(bits, start, stop, der.INTEGER)
        n = der.integer(bits[first:last])
        first, last = der.only(bits, last, stop, der.INTEGER)
        e = der.integer(bits[first:last])
    except der.DerError:
        raise Unsupported from None
    if n <= 0 or n % 2 == 0 or n.bit_length() > 8192:
        raise Unsupported
    if e < 3 or e % 2 == 0 or e.bit_length() > MAX_EXPONENT_BITS:
        raise Unsupported
    if n.bit_length() < 2048:
        raise TooWeak
    return Key(RSA, (n, e))
