"""GeneralName (RFC 5280 section 4.2.1.6): its form, and whether its contents are of that form."""

import der
import names

OTHER = 0
RFC822 = 1
DNS = 2
X400 = 3
DIRECTORY = 4
EDI_PARTY = 5
URI = 6
IP = 7
REGISTERED_ID = 8

_TAGS = {
    0xA0: OTHER, 0x81: RFC822, 0x82: DNS, 0xA3: X400, 0xA4: DIRECTORY, 0xA5: EDI_PARTY, 0x86: URI, 0x87: IP,
    0x88: REGISTERED_ID,
}
SMTP_UTF8_MAILBOX = bytes.fromhex("2b06010505070809")  # RFC 9598 section 3


def form(tag):
    """The form of a GeneralName with this tag."""
    found = _TAGS.get(tag)
    if found is None:
        raise der.DerError("no form of GeneralName")
    return found


def each(value):
    """Each name of a GeneralNames, as its form and its contents."""
    start, stop = der.only(value, 0, len(value), der.SEQUENCE)
    for tag, first, last in der.elements(value, start, stop):
        yield form(tag), value[first:last]


def check(value):
    """True if a GeneralNames can be read: at least one name, the contents of each of its form. Else `DerError`."""
    found = [is_of_form(kind, contents) for kind, contents in each(value)]
    if not found or not all(found):
        raise der.DerError("no name, or one that is not of its form")


def is_of_form(kind, contents):
    """True if the contents are the DER of this form. What they mean is not looked at."""
    try:
        if kind in (RFC822, DNS, URI):
            return contents.isascii()
        if kind == IP:
            return len(contents) in (4, 16)
        if kind == REGISTERED_ID:
            return der.is_oid(contents)
        if kind == DIRECTORY:
            directory_name(contents)
        elif kind == OTHER:
            other_name(contents)
        else:
            for _ in der.elements(contents, 0, len(contents)):
                pass
    except (der.DerError, names.MalformedName, names.NameTooLarge):
        return False
    return True


def directory_name(contents):
    """The Name of a directoryName, whose tag is explicit."""
    start, stop = der.only(contents, 0, len(contents), der.SEQUENCE)
    return names.decode(contents[start:stop])


def other_name(contents):
    """The type of an otherName, and the element that it holds as (tag, contents)."""
    start, stop = der.expect(contents, 0, len(contents), der.OID)
    kind = contents[start:stop]
    if not der.is_oid(kind):
        raise der.DerError("a type of otherName is no well-formed object identifier")
    start, stop = der.only(contents, stop, len(contents), 0xA0)
    tag, first, last = der.element(contents, start, stop)
    if last != stop:
        raise der.DerError("something follows the value of an otherName")
    return kind, tag, contents[first:last]
