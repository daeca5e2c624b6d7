//! Name constraints: every small name under every small base, and a slice of the random cases.

use issuedby_models::{Bound, constraints};
use issuedby_test_support::report_cases;

#[test]
fn small_names_are_refused_exactly_where_the_reference_says() {
    let cases = constraints::exhaustive(Bound::Test).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/constraints", cases, 73_236);
}

#[test]
fn random_certificates_are_refused_as_by_the_reference() {
    let cases = constraints::random(5280, 4_000).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/random constraints", cases as usize, 4_000);
}
