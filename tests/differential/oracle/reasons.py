"""The reason codes that a verdict can list or a CA can be left out with, in table order (REASONS.md)."""

TABLE = (
    "malformed",
    "too_large",
    "unsupported_version",
    "trailing_data",
    "duplicate_extension",
    "invalid_serial",
    "malformed_issuer",
    "malformed_subject",
    "empty_issuer",
    "no_matching_ca",
    "not_directly_signed",
    "too_many_candidates",
    "signature_invalid",
    "signature_algorithm_mismatch",
    "signature_algorithm_unsupported",
    "key_unsupported",
    "key_too_weak",
    "is_a_ca",
    "not_for_client_authentication",
    "key_usage_forbids_digital_signature",
    "unknown_critical_extension",
    "name_constraints_violated",
    "name_constraints_unsupported",
    "name_constraints_too_complex",
    "certificate_policies_missing",
    "unsupported_by_verifier",
    "not_yet_valid",
    "expired",
    "ca_not_yet_valid",
    "ca_expired",
    "invalid_check_time",
    "not_a_ca",
    "ca_key_cert_sign_missing",
    "ca_unsupported_version",
    "ca_key_unsupported",
    "ca_key_too_weak",
    "ca_unknown_critical_extension",
    "ca_empty_subject",
    "ca_name_constraints_malformed",
)

_POSITION = {code: position for position, code in enumerate(TABLE)}


def in_table_order(codes):
    """The codes as a verdict lists them. A code that the table lacks is a `KeyError`."""
    return sorted(codes, key=_POSITION.__getitem__)
