"""The extensions whose contents decide something (RFC 5280 section 4.2.1), and which critical ones are known."""

import constraints
import der
import general_names

KEY_USAGE = bytes.fromhex("551d0f")
SUBJECT_KEY_IDENTIFIER = bytes.fromhex("551d0e")
SUBJECT_ALT_NAME = bytes.fromhex("551d11")
BASIC_CONSTRAINTS = bytes.fromhex("551d13")
NAME_CONSTRAINTS = bytes.fromhex("551d1e")
CERTIFICATE_POLICIES = bytes.fromhex("551d20")
CRL_DISTRIBUTION_POINTS = bytes.fromhex("551d1f")
POLICY_MAPPINGS = bytes.fromhex("551d21")
AUTHORITY_KEY_IDENTIFIER = bytes.fromhex("551d23")
POLICY_CONSTRAINTS = bytes.fromhex("551d24")
EXT_KEY_USAGE = bytes.fromhex("551d25")
INHIBIT_ANY_POLICY = bytes.fromhex("551d36")

SIGNED_CERTIFICATE_TIMESTAMPS = bytes.fromhex("2b06010401d679020402")

# webpki reads one element of these, and the parse is never laxer than that.
_OUTER_TAGS = {
    SUBJECT_ALT_NAME: der.SEQUENCE,
    CRL_DISTRIBUTION_POINTS: der.SEQUENCE,
    SIGNED_CERTIFICATE_TIMESTAMPS: der.OCTET_STRING,
}

CLIENT_AUTH = bytes.fromhex("2b06010505070302")
ANY_POLICY = bytes.fromhex("551d2000")

DIGITAL_SIGNATURE = 0
KEY_CERT_SIGN = 5


class NotNameConstraints(der.DerError):
    """The contents of nameConstraints are not one SEQUENCE."""


def read_known(certificate, kind, value):
    """Reads what every verdict depends on: basicConstraints, keyUsage, extKeyUsage. What cannot be read is a `DerError`."""
    if kind == BASIC_CONSTRAINTS:
        certificate.is_ca, certificate.path_length = basic_constraints(value)
    elif kind == KEY_USAGE:
        certificate.key_usage = key_usage(value)
    elif kind == EXT_KEY_USAGE:
        certificate.purposes = purposes(value)
    elif kind in _OUTER_TAGS:
        der.only(value, 0, len(value), _OUTER_TAGS[kind])
    elif kind == NAME_CONSTRAINTS:
        try:
            der.only(value, 0, len(value), der.SEQUENCE)
        except der.DerError as error:
            raise NotNameConstraints(str(error)) from None


def basic_constraints(value):
    """cA, and pathLenConstraint or 0 (section 4.2.1.9)."""
    position, end = der.only(value, 0, len(value), der.SEQUENCE)
    is_ca = False
    if position < end:
        tag, start, stop = der.element(value, position, end)
        if tag == der.BOOLEAN:
            is_ca = der.boolean(value[start:stop])
            position = stop
    path_length = 0
    if position < end:
        start, stop = der.only(value, position, end, der.INTEGER)
        path_length = der.integer(value[start:stop])
        if path_length < 0:
            raise der.DerError("a negative pathLenConstraint")
    return is_ca, path_length


def key_usage(value):
    """The numbers of the bits that are set (section 4.2.1.3)."""
    start, stop = der.only(value, 0, len(value), der.BIT_STRING)
    unused, bits = der.bit_string(value[start:stop])
    return {8 * place + bit for place, byte in enumerate(bits) for bit in range(8) if byte & 0x80 >> bit}


def purposes(value):
    """The purposes of extKeyUsage, of which there is at least one (section 4.2.1.12)."""
    start, stop = der.only(value, 0, len(value), der.SEQUENCE)
    found = []
    for tag, first, last in der.elements(value, start, stop):
        if tag != der.OID or not der.is_oid(value[first:last]):
            raise der.DerError("a key purpose is no well-formed object identifier")
        found.append(value[first:last])
    if not found:
        raise der.DerError("no key purpose")
    return found


def key_identifier(value):
    """keyIdentifier of an authorityKeyIdentifier (section 4.2.1.1), or None where it has none."""
    position, end = der.only(value, 0, len(value), der.SEQUENCE)
    found = None
    expected = (0x80, 0xA1, 0x82)
    for tag, start, stop in der.elements(value, position, end):
        if tag not in expected:
            raise der.DerError("an unknown or misplaced field")
        expected = expected[expected.index(tag) + 1:]
        if tag == 0x80:
            found = value[start:stop]
    return found


def subject_key_identifier(value):
    """The contents of a subjectKeyIdentifier (section 4.2.1.2)."""
    start, stop = der.only(value, 0, len(value), der.OCTET_STRING)
    return value[start:stop]


def read_if_it_can_be(reader, value):
    """The result of the reader for the contents, or None if there are none or they cannot be read."""
    try:
        return None if value is None else reader(value)
    except der.DerError:
        return None


def policies(value):
    """The policy identifiers of certificatePolicies (section 4.2.1.4), of which there is at least one."""
    start, stop = der.only(value, 0, len(value), der.SEQUENCE)
    found = []
    for tag, first, last in der.elements(value, start, stop):
        if tag != der.SEQUENCE:
            raise der.DerError("a PolicyInformation is no SEQUENCE")
        first, inner = der.expect(value, first, last, der.OID)
        if not der.is_oid(value[first:inner]):
            raise der.DerError("a policy is no well-formed object identifier")
        found.append(value[first:inner])
        if inner != last:
            _check_qualifiers(value, *der.only(value, inner, last, der.SEQUENCE))
    if not found:
        raise der.DerError("no policy")
    return found


def _check_qualifiers(value, position, end):
    """PolicyQualifierInfo, at least one: an object identifier and one element."""
    if position == end:
        raise der.DerError("no policy qualifier")
    for tag, start, stop in der.elements(value, position, end):
        if tag != der.SEQUENCE:
            raise der.DerError("a policy qualifier is no SEQUENCE")
        start, last = der.expect(value, start, stop, der.OID)
        if not der.is_oid(value[start:last]) or der.element(value, last, stop)[2] != stop:
            raise der.DerError("a policy qualifier is not of its type")


def require_explicit_policy(value):
    """requireExplicitPolicy of policyConstraints (section 4.2.1.11), or None."""
    position, end = der.only(value, 0, len(value), der.SEQUENCE)
    if position == end:
        raise der.DerError("empty policyConstraints")
    found = None
    expected = (0x80, 0x81)
    for tag, start, stop in der.elements(value, position, end):
        if tag not in expected:
            raise der.DerError("an unknown or misplaced field")
        expected = expected[expected.index(tag) + 1:]
        skip = der.integer(value[start:stop])
        if skip < 0:
            raise der.DerError("a negative number of certificates")
        if tag == 0x80:
            found = skip
    return found


def inhibit_any_policy(value):
    """The number of certificates of inhibitAnyPolicy (section 4.2.1.14)."""
    start, stop = der.only(value, 0, len(value), der.INTEGER)
    skip = der.integer(value[start:stop])
    if skip < 0:
        raise der.DerError("a negative number of certificates")
    return skip


_READERS = {
    BASIC_CONSTRAINTS: basic_constraints,
    KEY_USAGE: key_usage,
    EXT_KEY_USAGE: purposes,
    SUBJECT_ALT_NAME: general_names.check,
    NAME_CONSTRAINTS: constraints.read,
    POLICY_CONSTRAINTS: require_explicit_policy,
    INHIBIT_ANY_POLICY: inhibit_any_policy,
    AUTHORITY_KEY_IDENTIFIER: key_identifier,
    SUBJECT_KEY_IDENTIFIER: subject_key_identifier,
}
KNOWN_IN_LEAF = frozenset(
    (BASIC_CONSTRAINTS, KEY_USAGE, EXT_KEY_USAGE, SUBJECT_ALT_NAME, NAME_CONSTRAINTS, CRL_DISTRIBUTION_POINTS)
)
KNOWN_IN_CA = KNOWN_IN_LEAF | {
    AUTHORITY_KEY_IDENTIFIER, SUBJECT_KEY_IDENTIFIER, CERTIFICATE_POLICIES, POLICY_MAPPINGS, POLICY_CONSTRAINTS,
    INHIBIT_ANY_POLICY,
}


def is_known(known, kind, value):
    """True if a critical extension is understood: its kind is known, and its contents can be read (section 4.2)."""
    if kind not in known:
        return False
    try:
        _READERS.get(kind, len)(value)
    except der.DerError:
        return False
    return True
