//! A slice of the run of name constraints, the same each time: `cargo xtask differential --only constraints` has all of it.

mod wanted;

use issuedby_differential::constraints::run;
use issuedby_test_support::{report_cases, repository};

const SUITE: &str = "differential/constraints";
const SEED: u64 = 5280;
const CASES: u64 = 10_000;

#[test]
fn every_disagreement_has_its_row() {
    if !wanted::peers_are_there(SUITE) {
        return;
    }
    let folder = repository().join("target/differential/slice-constraints");
    let report = run::run(SEED, CASES, &folder).unwrap_or_else(|error| panic!("{error}"));
    println!("{report}");
    assert!(
        report.is_success(),
        "{:?} verdicts without an explanation, rows without a case: {:?}",
        report.unexplained,
        report.vanished
    );
    let run = usize::try_from(report.cases).expect("a small number");
    report_cases(SUITE, run, 10_000);
}
