//! Name constraints: every small name under every small base, and a slice of the random cases.

use issuedby_models::{Bound, constraints};
use issuedby_test_support::report_cases;

#[test]
fn small_names_are_refused_exactly_where_the_reference_says() {
    let cases = constraints::exhaustive(Bound::Test).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/constraints", cases, 68_276);
}

#[test]
fn random_certificates_are_refused_exactly_where_the_reference_says() {
    const CASES: u64 = 4_000;
    constraints::random(5280, CASES).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/constraints, random", CASES as usize, 4_000);
}
