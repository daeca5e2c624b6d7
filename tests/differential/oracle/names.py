"""Distinguished Names: decoded strictly, and brought to the normal form that decides whether two are equal."""

import der

MAX_NAME_SIZE = 65_535
MAX_RDNS = 128
MAX_ATTRIBUTES = 256
MAX_OID_SIZE = 64

EMAIL_ADDRESS = bytes.fromhex("2a864886f70d010901")

# Decoded byte for byte: NumericString, PrintableString, TeletexString, IA5String, UTCTime, GeneralizedTime, VisibleString.
_LATIN_1 = frozenset((0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A))
_CODECS = {0x0C: "utf-8", 0x1C: "utf-32-be", 0x1E: "utf-16-be"} | dict.fromkeys(_LATIN_1, "latin-1")
_WHITE_SPACE = "\t\n\x0b\x0c\r "
_FOLDED = str.maketrans({code: chr(code + 32) for code in range(0x41, 0x5B)} | dict.fromkeys(map(ord, _WHITE_SPACE), " "))


class MalformedName(Exception):
    """The bytes are not a well-formed Name."""


class NameTooLarge(Exception):
    """The Name has more RDNs or attributes than are read."""


class Name:
    """A Name that was decoded: `rdns` in order, each a list of (type, text or None, whole value)."""

    __slots__ = ("rdns", "normal")

    def __init__(self, rdns):
        self.rdns = rdns
        self.normal = tuple(map(normal_rdn, rdns))

    def email_addresses(self):
        """The text of each emailAddress, or None for one whose value is no string."""
        return [text for rdn in self.rdns for kind, text, _ in rdn if kind == EMAIL_ADDRESS]


def normal_rdn(rdn):
    """The normal form of an RDN: a multiset of types and values. Text never equals another kind of value."""
    return tuple(sorted((kind, 1, value) if text is None else (kind, 0, normal_text(text)) for kind, text, value in rdn))


def normal_text(text):
    """ASCII letters in lower case, the six white-space characters of ASCII trimmed and collapsed, and nothing else."""
    folded = text.translate(_FOLDED).strip(" ")
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded.encode("utf-8")


def decode(contents):
    """The Name whose RDNSequence has these contents."""
    if len(contents) > MAX_NAME_SIZE:
        raise NameTooLarge
    try:
        return Name(_rdns(contents))
    except der.DerError as error:
        raise MalformedName(str(error)) from None


def _rdns(data):
    rdns = []
    attributes = 0
    for tag, start, stop in der.elements(data, 0, len(data)):
        if tag != der.SET or start == stop:
            raise MalformedName("an RDN is not a SET, or empty")
        if len(rdns) == MAX_RDNS:
            raise NameTooLarge
        rdn = []
        while start < stop:
            attribute, inner_stop = der.expect(data, start, stop, der.SEQUENCE)
            attributes += 1
            if attributes > MAX_ATTRIBUTES:
                raise NameTooLarge
            rdn.append(_attribute(data, attribute, inner_stop))
            start = inner_stop
        rdns.append(rdn)
    return rdns


def _attribute(data, start, stop):
    first, last = der.expect(data, start, stop, der.OID)
    kind = data[first:last]
    if len(kind) > MAX_OID_SIZE or not der.is_oid(kind):
        raise MalformedName("a type is not a well-formed object identifier")
    tag, first, end = der.element(data, last, stop)
    if end != stop:
        raise MalformedName("something follows the value of an attribute")
    return kind, _text(tag, data[first:end]), data[last:stop]


def _text(tag, contents):
    """The text of a string type, or None for every other type."""
    codec = _CODECS.get(tag)
    if codec is None:
        if tag & 0xE0 == 0x20 and tag & 0x1F in _CODECS:
            raise MalformedName("a string is constructed")
        return None
    try:
        return contents.decode(codec)
    except UnicodeDecodeError as error:
        raise MalformedName(str(error)) from None
