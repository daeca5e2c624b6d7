"""A CA certificate: whether it is fit to anchor ("Fitness of a CA"), and what a verdict asks of it."""

import hashlib

import certificate
import constraints
import der
import extensions
import keys
import names


class Unfit(Exception):
    """The CA cannot be loaded; the argument is the reason code."""


class Ca:
    """A CA that was loaded."""

    __slots__ = (
        "normal", "key", "key_bits", "key_identifier", "not_before", "not_after", "sha256", "subtrees", "needs_policy",
        "any_policy_is_none",
    )

    def is_valid(self, time):
        """True if the time lies in its validity, both ends included."""
        return self.not_before <= time <= self.not_after


def load(data):
    """The CA of a certificate, else `Unfit`. Of several reasons the first in this order is given."""
    try:
        found = certificate.parse(data)
    except certificate.MalformedNameConstraints:
        raise Unfit("ca_name_constraints_malformed") from None
    except certificate.Malformed:
        raise Unfit("malformed") from None
    except certificate.TooLarge:
        raise Unfit("too_large") from None
    _check_structure(found)
    _check_fitness(found)
    loaded = Ca()
    loaded.key = _key(found)
    loaded.key_bits = (found.key_algorithm, found.key_bits)
    _check_critical_extensions(found)
    if not found.subject:
        raise Unfit("ca_empty_subject")
    loaded.normal = _name(found.subject, "malformed_subject").normal
    loaded.subtrees = _subtrees(found)
    loaded.needs_policy, loaded.any_policy_is_none = _policy_requirements(found)
    if found.unique_identifiers:
        raise Unfit("unsupported_by_verifier")
    if not loaded.key.is_on_its_curve():
        raise Unfit("ca_key_unsupported")
    loaded.key_identifier = extensions.read_if_it_can_be(
        extensions.subject_key_identifier, found.value(extensions.SUBJECT_KEY_IDENTIFIER)
    )
    loaded.not_before, loaded.not_after = found.not_before, found.not_after
    loaded.sha256 = hashlib.sha256(data).digest()
    return loaded


def _check_structure(found):
    if found.trailing:
        raise Unfit("trailing_data")
    if found.has_duplicate_extension():
        raise Unfit("duplicate_extension")
    _name(found.issuer, "malformed_issuer")
    if found.outer_algorithm != found.inner_algorithm:
        raise Unfit("signature_algorithm_mismatch")  # webpki takes no such certificate


def _name(contents, malformed):
    try:
        return names.decode(contents)
    except names.MalformedName:
        raise Unfit(malformed) from None
    except names.NameTooLarge:
        raise Unfit("too_large") from None


def _check_fitness(found):
    """Version 3, and a CA that may sign certificates."""
    if found.version != 2:
        raise Unfit("ca_unsupported_version")
    if not found.is_ca:
        raise Unfit("not_a_ca")
    if found.key_usage is not None and extensions.KEY_CERT_SIGN not in found.key_usage:
        raise Unfit("ca_key_cert_sign_missing")


def _key(found):
    try:
        return keys.read(found.key_algorithm, found.key_bits)
    except keys.Unsupported:
        raise Unfit("ca_key_unsupported") from None
    except keys.TooWeak:
        raise Unfit("ca_key_too_weak") from None


def _check_critical_extensions(found):
    """Constraints on names and policies are read afterwards, critical or not, with reasons of their own."""
    apart = (extensions.NAME_CONSTRAINTS, extensions.POLICY_CONSTRAINTS, extensions.INHIBIT_ANY_POLICY)
    for kind, critical, value in found.extensions:
        if critical and kind not in apart and not extensions.is_known(extensions.KNOWN_IN_CA, kind, value):
            raise Unfit("ca_unknown_critical_extension")


def _subtrees(found):
    value = found.value(extensions.NAME_CONSTRAINTS)
    try:
        return [] if value is None else constraints.read(value)
    except der.DerError:
        raise Unfit("ca_name_constraints_malformed") from None


def _policy_requirements(found):
    """Two rules: a leaf needs a policy (requireExplicitPolicy 0 or 1); anyPolicy does not count (inhibitAnyPolicy 0)."""
    policy_constraints = found.value(extensions.POLICY_CONSTRAINTS)
    any_policy = found.value(extensions.INHIBIT_ANY_POLICY)
    try:
        required = None if policy_constraints is None else extensions.require_explicit_policy(policy_constraints)
        inhibited = None if any_policy is None else extensions.inhibit_any_policy(any_policy)
    except der.DerError:
        raise Unfit("malformed") from None
    return required in (0, 1), inhibited == 0
