"""One parse over the DER of a certificate (RFC 5280 section 4.1): its fields, and the extensions as they stand."""

import der
import extensions
import times

MAX_CERTIFICATE_SIZE = 65_536
MAX_EXTENSIONS = 64


class Malformed(Exception):
    """The bytes are no certificate."""


class MalformedNameConstraints(Malformed):
    """The nameConstraints are not one SEQUENCE, which of a CA is a reason of its own."""


class TooLarge(Exception):
    """The certificate is larger than a limit on its size or the number of its extensions."""


class Certificate:
    """The fields of a certificate. Bytes where nothing is decided yet, numbers where they could be read."""

    __slots__ = (
        "der", "trailing", "signed", "signature", "outer_algorithm", "inner_algorithm", "version", "serial", "issuer",
        "subject", "not_before", "not_after", "key_algorithm", "key_bits", "unique_identifiers", "extensions",
        "is_ca", "path_length", "key_usage", "purposes",
    )

    def value(self, kind):
        """The contents of the extension of this kind, or None. Of one that stands twice the last is read."""
        return next((value for found, _, value in reversed(self.extensions) if found == kind), None)

    def is_critical(self, kind):
        """True if the extension of this kind is critical. Of one that stands twice the last is read."""
        return next((critical for found, critical, _ in reversed(self.extensions) if found == kind), False)

    def has_duplicate_extension(self):
        """True if an extension stands twice."""
        return len({kind for kind, _, _ in self.extensions}) != len(self.extensions)


def parse(data):
    """The certificate that the bytes begin with."""
    if len(data) > MAX_CERTIFICATE_SIZE:
        raise TooLarge
    try:
        return _certificate(data)
    except extensions.NotNameConstraints as error:
        raise MalformedNameConstraints(str(error)) from None
    except der.DerError as error:
        raise Malformed(str(error)) from None


def _certificate(data):
    found = Certificate()
    start, stop = der.expect(data, 0, len(data), der.SEQUENCE)
    found.der = data
    found.trailing = stop != len(data)
    signed = der.expect(data, start, stop, der.SEQUENCE)
    found.signed = data[start:signed[1]]
    first, last = der.expect(data, signed[1], stop, der.SEQUENCE)
    found.outer_algorithm = data[first:last]
    first, last = der.only(data, last, stop, der.BIT_STRING)
    found.signature = der.whole_bytes(data[first:last])
    _to_be_signed(found, data, *signed)
    return found


def _to_be_signed(found, data, position, end):
    """TBSCertificate, from its first field to its last."""
    tag, start, stop = der.element(data, position, end)
    found.version = 0
    if tag == 0xA0:
        first, last = der.only(data, start, stop, der.INTEGER)
        if last - first != 1 or data[first] > 0x7F:
            raise der.DerError("a version is no small number")
        found.version = data[first]
        position = stop
    start, position = der.expect(data, position, end, der.INTEGER)
    found.serial = data[start:position]
    der.integer(found.serial)
    start, position = der.expect(data, position, end, der.SEQUENCE)
    found.inner_algorithm = data[start:position]
    start, position = der.expect(data, position, end, der.SEQUENCE)
    found.issuer = data[start:position]
    start, position = der.expect(data, position, end, der.SEQUENCE)
    tag, first, last = der.element(data, start, position)
    found.not_before = times.read(tag, data[first:last])
    tag, first, after = der.element(data, last, position)
    found.not_after = times.read(tag, data[first:after])
    if after != position:
        raise der.DerError("something follows the validity's dates")
    start, position = der.expect(data, position, end, der.SEQUENCE)
    found.subject = data[start:position]
    start, position = der.expect(data, position, end, der.SEQUENCE)
    first, last = der.expect(data, start, position, der.SEQUENCE)
    found.key_algorithm = data[first:last]
    first, last = der.only(data, last, position, der.BIT_STRING)
    found.key_bits = der.whole_bytes(data[first:last])
    _optional_fields(found, data, position, end)


def _optional_fields(found, data, position, end):
    """Unique identifiers [1] and [2], and extensions [3]."""
    found.unique_identifiers = False
    found.extensions = []
    found.is_ca, found.path_length, found.key_usage, found.purposes = False, 0, None, None
    expected = (0x81, 0x82, 0xA3)
    for tag, start, stop in der.elements(data, position, end):
        if tag not in expected:
            raise der.DerError("an unknown or misplaced field")
        expected = expected[expected.index(tag) + 1:]
        if tag == 0xA3:
            first, last = der.only(data, start, stop, der.SEQUENCE)
            _extensions(found, data, first, last)
        else:
            der.bit_string(data[start:stop])
            found.unique_identifiers = True


def _extensions(found, data, position, end):
    """Extensions ::= SEQUENCE OF Extension. A default value may be written out, and the list empty."""
    for tag, start, stop in der.elements(data, position, end):
        if tag != der.SEQUENCE:
            raise der.DerError("an extension is no SEQUENCE")
        if len(found.extensions) == MAX_EXTENSIONS:
            raise TooLarge
        first, last = der.expect(data, start, stop, der.OID)
        kind = data[first:last]
        if not der.is_oid(kind):
            raise der.DerError("the object identifier of an extension is not well-formed")
        critical = False
        tag, first, after = der.element(data, last, stop)
        if tag == der.BOOLEAN:
            critical = der.boolean(data[first:after])
            last = after
        first, last = der.only(data, last, stop, der.OCTET_STRING)
        found.extensions.append((kind, critical, data[first:last]))
        extensions.read_known(found, kind, data[first:last])
