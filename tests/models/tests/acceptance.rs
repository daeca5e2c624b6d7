//! Acceptance: every subset of the commonest faults, every two of all faults, and a slice of the random cases.

use issuedby_models::{Bound, acceptance};
use issuedby_test_support::report_cases;

#[test]
fn a_verdict_is_success_or_has_every_reason() {
    let cases = acceptance::exhaustive(Bound::Test).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/acceptance", cases, 27_272);
}

#[test]
fn a_verdict_about_random_faults_has_every_reason() {
    let cases = acceptance::random(6125, 4_000).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/random acceptance", cases as usize, 4_000);
}
