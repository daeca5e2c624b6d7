"""A strict reader of DER (X.690): positions into one bytes object, no copies, no recursion.

An element is a triple (tag, start, stop): the identifier as an integer, and where its contents begin and end.
"""

BOOLEAN = 0x01
INTEGER = 0x02
BIT_STRING = 0x03
OCTET_STRING = 0x04
NULL = 0x05
OID = 0x06
UTF8_STRING = 0x0C
UTC_TIME = 0x17
GENERALIZED_TIME = 0x18
SEQUENCE = 0x30
SET = 0x31


class DerError(Exception):
    """The bytes are not the DER of what was expected."""


def element(data, position, end):
    """The element at a position. Lengths are definite, minimal and at most four bytes (X.690 sections 8.1.3 and 10.1)."""
    if position >= end:
        raise DerError("an element is missing")
    tag = data[position]
    position += 1
    if tag & 0x1F == 0x1F:
        tag, position = _high_tag(data, tag, position, end)
    if position >= end:
        raise DerError("a length is missing")
    length = data[position]
    position += 1
    if length >= 0x80:
        count = length & 0x7F
        if not 1 <= count <= 4 or position + count > end:
            raise DerError("a length is indefinite, too long or cut off")
        length = int.from_bytes(data[position:position + count], "big")
        if length < 0x80 or length >> (8 * (count - 1)) == 0:
            raise DerError("a length is not minimal")
        position += count
    if length > end - position:
        raise DerError("an element ends after what holds it")
    return tag, position, position + length


def _high_tag(data, tag, position, end):
    """A tag number of 31 or more, in base 128, minimal and below 2^28 (X.690 section 8.1.2.4)."""
    number = 0
    for count in range(4):
        if position >= end:
            raise DerError("a tag is cut off")
        byte = data[position]
        position += 1
        if count == 0 and byte == 0x80:
            raise DerError("a tag is not minimal")
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            if number < 31:
                raise DerError("a tag is not minimal")
            return tag << 32 | number, position
    raise DerError("a tag is too large")


def expect(data, position, end, tag):
    """The offsets where the contents of the element with this tag begin and end."""
    found, start, stop = element(data, position, end)
    if found != tag:
        raise DerError(f"tag {found:#x} in place of {tag:#x}")
    return start, stop


def only(data, position, end, tag):
    """Like `expect`, of an element that fills everything up to the end."""
    start, stop = expect(data, position, end, tag)
    if stop != end:
        raise DerError("bytes after the last element")
    return start, stop


def elements(data, position, end):
    """Every element up to the end."""
    while position < end:
        found = element(data, position, end)
        yield found
        position = found[2]


def integer(contents):
    """The value of an INTEGER, which is minimal (X.690 section 8.3)."""
    if not contents:
        raise DerError("an INTEGER is empty")
    if len(contents) > 1 and (contents[0] == 0 and contents[1] < 0x80 or contents[0] == 0xFF and contents[1] >= 0x80):
        raise DerError("an INTEGER is not minimal")
    return int.from_bytes(contents, "big", signed=True)


def boolean(contents):
    """The value of a BOOLEAN (X.690 section 11.1)."""
    if contents == b"\xff":
        return True
    if contents == b"\x00":
        return False
    raise DerError("a BOOLEAN is neither 00 nor FF")


def bit_string(contents):
    """The number of unused bits and the bytes of a BIT STRING, whose unused bits are zero (X.690 section 11.2)."""
    if not contents or contents[0] > 7 or contents[0] and len(contents) == 1:
        raise DerError("a BIT STRING has no well-formed number of unused bits")
    unused = contents[0]
    if unused and contents[-1] & ((1 << unused) - 1):
        raise DerError("an unused bit is set")
    return unused, contents[1:]


def whole_bytes(contents):
    """The bytes of a BIT STRING without unused bits."""
    unused, value = bit_string(contents)
    if unused:
        raise DerError("a BIT STRING is not of whole bytes")
    return value


def is_oid(contents):
    """True if the contents of an OBJECT IDENTIFIER are well-formed (X.690 section 8.19)."""
    if not contents or contents[-1] >= 0x80:
        return False
    begins = True
    for byte in contents:
        if begins and byte == 0x80:
            return False
        begins = byte < 0x80
    return True
