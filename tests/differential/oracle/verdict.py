"""The verdict: candidates in order, signatures, reasons, and whether they are authenticated."""

import certificate
import constraints
import extensions
import leaf
import reasons as table
import signatures
import times

MAX_SIGNATURE_CHECKS = 64


class Verdict:
    """SUCCESS where there are no reasons. `ca` is the index of the CA that is named, or None."""

    __slots__ = ("ca", "reasons", "authenticated")

    def __init__(self, ca, reasons, authenticated):
        self.ca = ca
        self.reasons = table.in_table_order(reasons)
        self.authenticated = authenticated


def evaluate(data, time, cas, options):
    """The verdict on a leaf under CAs, each None where it could not be loaded."""
    try:
        found = certificate.parse(data)
    except certificate.TooLarge:
        return Verdict(None, {"too_large"}, False)
    except certificate.Malformed:
        return Verdict(None, {"malformed"}, False)
    reasons, issuer, subject = leaf.structure_violations(found, options)
    reasons |= leaf.usage_violations(found, options)
    reasons |= leaf.time_violations(found, time)
    algorithm = signatures.algorithm(found.outer_algorithm)
    if found.outer_algorithm != found.inner_algorithm:
        reasons.add("signature_algorithm_mismatch")
        algorithm = None
    elif algorithm is None:
        reasons.add("signature_algorithm_unsupported")
    if issuer is None:
        return Verdict(None, reasons, False)
    candidates = _candidates(found, issuer, time, cas)
    if not candidates:
        return Verdict(None, reasons | {"no_matching_ca"}, False)
    only = candidates[0] if len(candidates) == 1 else None
    if algorithm is None:
        return Verdict(only, reasons, False)
    signers, refusal = _signers(found, algorithm, cas, candidates)
    named = None
    for index in signers:
        reasons_here = reasons | _ca_violations(found, subject, time, cas[index], options)
        if not reasons_here:
            return Verdict(index, set(), True)
        if named is None:
            named = index, reasons_here
    index, reasons = named or (only, reasons)
    return Verdict(index, reasons | refusal, bool(signers))


def _candidates(found, issuer, time, cas):
    """The CAs with the issuer's name: by key identifier, valid at the time, latest notAfter, SHA-256.

    They are a set: of two equal certificates the first counts.
    """
    wanted = extensions.read_if_it_can_be(
        extensions.key_identifier, found.value(extensions.AUTHORITY_KEY_IDENTIFIER)
    )
    comparable = times.is_check_time(time)

    def order(index):
        ca = cas[index]
        valid = comparable and ca.is_valid(time)
        return wanted is None or ca.key_identifier != wanted, not valid, -ca.not_after, ca.sha256

    distinct = {}
    for index, ca in enumerate(cas):
        if ca is not None and ca.normal == issuer.normal:
            distinct.setdefault(ca.sha256, index)
    return sorted(distinct.values(), key=order)


def _signers(found, algorithm, cas, candidates):
    """The candidates whose key made the signature, and the reasons why there is none or not all were asked."""
    fitting = [index for index in candidates if algorithm.fits(cas[index].key)]
    if not fitting:
        return [], {"signature_algorithm_mismatch"}
    answers = {}
    signers = []
    for index in fitting:
        key = cas[index].key_bits
        if key not in answers:
            if len(answers) == MAX_SIGNATURE_CHECKS:
                return signers, {"too_many_candidates"}
            answers[key] = signatures.verifies(algorithm, cas[index].key, found.signed, found.signature)
        if answers[key]:
            signers.append(index)
    return signers, set() if signers else {"signature_invalid"}


def _ca_violations(found, subject, time, ca, options):
    """Reasons about a CA whose key made the signature."""
    reasons = set()
    if times.is_check_time(time) and not options.ignore_ca_validity:
        if time < ca.not_before:
            reasons.add("ca_not_yet_valid")
        if time > ca.not_after:
            reasons.add("ca_expired")
    if ca.needs_policy:
        policies = extensions.read_if_it_can_be(extensions.policies, found.value(extensions.CERTIFICATE_POLICIES)) or []
        if all(ca.any_policy_is_none and oid == extensions.ANY_POLICY for oid in policies):
            reasons.add("certificate_policies_missing")
    if ca.subtrees:
        named_subject = subject if subject is not None and found.subject else None
        alternative_names = found.value(extensions.SUBJECT_ALT_NAME)
        reasons |= constraints.violations(ca.subtrees, named_subject, alternative_names)
    return reasons
