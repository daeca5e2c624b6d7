//! Names: every small value, every short contents, every small structure, pairs of them, and a slice of the random cases.

use issuedby_models::{Bound, names};
use issuedby_test_support::report_cases;

#[test]
fn small_names_are_equal_exactly_where_the_reference_says() {
    let cases = names::exhaustive(Bound::Test).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/names", cases, 126_285);
}

#[test]
fn random_larger_names_are_equal_as_in_the_reference() {
    let cases = names::random(4514, 3_000).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/random names", cases as usize, 3_000);
}
