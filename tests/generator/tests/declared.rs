//! The declarations themselves: ids, codes and their order.

use std::collections::BTreeSet;

use issuedby_generator::ca_case::CaExpectation;
use issuedby_generator::vectors;

/// Every code that a verification can give, in the order in which a verdict lists them.
const VERIFICATION_CODES: &[&str] = &[
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
    "no_certificate",
];

/// Every code that loading a CA can give, besides those of a certificate that cannot be read.
const LOADING_CODES: &[&str] = &[
    "pem_expected",
    "several_certificates",
    "private_key_found",
    "not_a_ca",
    "ca_key_cert_sign_missing",
    "ca_unsupported_version",
    "ca_key_unsupported",
    "ca_key_too_weak",
    "ca_unknown_critical_extension",
    "ca_empty_subject",
    "ca_name_constraints_malformed",
];

#[test]
fn ids_are_unique() {
    let mut seen = BTreeSet::new();
    let cases = vectors::cases().into_iter().map(|case| case.id);
    for id in cases.chain(vectors::ca_cases().into_iter().map(|case| case.id)) {
        assert!(seen.insert(id.clone()), "{id} is there twice");
    }
}

#[test]
fn reasons_are_in_table_order() {
    for case in vectors::cases() {
        let position = |code: &&str| {
            VERIFICATION_CODES
                .iter()
                .position(|known| known == code)
                .unwrap_or_else(|| panic!("{}: no code `{code}`", case.id))
        };
        assert!(case.expect.reasons.iter().map(position).is_sorted(), "{}: out of order", case.id);
        assert_eq!(case.expect.status == "SUCCESS", case.expect.reasons.is_empty(), "{}", case.id);
    }
}

#[test]
fn every_code_comes_alone_once() {
    let mut alone = BTreeSet::new();
    for case in vectors::cases() {
        if let [code] = case.expect.reasons[..] {
            alone.insert(code);
        }
    }
    for case in vectors::ca_cases() {
        if let CaExpectation::Error(code) = case.expect {
            alone.insert(code);
        }
    }
    for code in VERIFICATION_CODES.iter().chain(LOADING_CODES) {
        assert!(alone.contains(code), "no case gives `{code}` alone");
    }
}
