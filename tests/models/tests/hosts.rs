//! Hosts: every text of up to four symbols, every pair of up to three, and a slice of the random cases.

use issuedby_models::{Bound, hosts};
use issuedby_test_support::report_cases;

#[test]
fn every_short_text_names_the_domain_of_the_reference() {
    let cases = hosts::exhaustive(Bound::Test).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/hosts", cases, 63_420);
}

#[test]
fn random_longer_texts_name_the_domain_of_the_reference() {
    let cases = hosts::random(3986, 20_000).unwrap_or_else(|error| panic!("{error}"));
    report_cases("models/random hosts", cases as usize, 20_000);
}
