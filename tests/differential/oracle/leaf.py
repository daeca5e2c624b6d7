"""The rules about a leaf that hold whichever CA issued it (ARCHITECTURE, "Acceptance")."""

import der
import extensions
import keys
import names
import times


MAX_PATH_LENGTH = 255  # of a leaf: webpki takes no larger pathLenConstraint


class Options:
    """The options of a verifier."""

    __slots__ = ("require_client_auth_eku", "ignore_ca_validity", "allow_unusual_serial")

    def __init__(self, given):
        for name in self.__slots__:
            setattr(self, name, given.get(name, False))
        unknown = set(given) - set(self.__slots__)
        if unknown:
            raise ValueError(f"unknown options: {sorted(unknown)}")


def structure_violations(found, options):
    """Reasons about the structure, and the issuer's and the subject's Name, or None where there is none."""
    reasons = set()
    if found.version != 2:
        reasons.add("unsupported_version")
    if found.trailing:
        reasons.add("trailing_data")
    if found.has_duplicate_extension():
        reasons.add("duplicate_extension")
    if not is_serial(found.serial, options.allow_unusual_serial):
        reasons.add("invalid_serial")
    issuer = _name(found.issuer, "malformed_issuer", reasons)
    subject = _name(found.subject, "malformed_subject", reasons)
    if not found.issuer:
        reasons.add("empty_issuer")
        issuer = None
    return reasons, issuer, subject


def is_serial(contents, unusual):
    """True if a serial number is positive and at most 20 bytes (RFC 5280 section 4.1.2.2)."""
    value = der.integer(contents)
    if unusual:
        return len(contents) <= 20 or len(contents) == 21 and contents[0] == 0
    return value > 0 and len(contents) <= 20


def _name(contents, malformed, reasons):
    try:
        return names.decode(contents)
    except names.MalformedName:
        reasons.add(malformed)
    except names.NameTooLarge:
        reasons.add("too_large")
    return None


def usage_violations(found, options):
    """Reasons about the leaf's key and what it may be used for."""
    reasons = set()
    try:
        keys.read(found.key_algorithm, found.key_bits)
    except keys.Unsupported:
        reasons.add("key_unsupported")
    except keys.TooWeak:
        reasons.add("key_too_weak")
    if found.is_ca:
        reasons.add("is_a_ca")
    if options.require_client_auth_eku if found.purposes is None else extensions.CLIENT_AUTH not in found.purposes:
        reasons.add("not_for_client_authentication")
    if found.key_usage is not None and extensions.DIGITAL_SIGNATURE not in found.key_usage:
        reasons.add("key_usage_forbids_digital_signature")
    for kind, critical, value in found.extensions:
        if critical and kind != extensions.CERTIFICATE_POLICIES and not extensions.is_known(extensions.KNOWN_IN_LEAF, kind, value):
            reasons.add("unknown_critical_extension")
    if found.unique_identifiers or found.not_before < 0 or found.is_critical(extensions.CERTIFICATE_POLICIES):
        reasons.add("unsupported_by_verifier")
    if found.path_length > MAX_PATH_LENGTH:
        reasons.add("unsupported_by_verifier")
    return reasons


def time_violations(found, time):
    """Reasons about the time of the check."""
    if not times.is_check_time(time):
        return {"invalid_check_time"}
    reasons = set()
    if time < found.not_before:
        reasons.add("not_yet_valid")
    if time > found.not_after:
        reasons.add("expired")
    return reasons
