//! A slice of the run of certificates with faults, the same each time: `cargo xtask differential` has all of it.

mod wanted;

use issuedby_differential::verification::run::Run;
use issuedby_test_support::{report_cases, repository};

const SUITE: &str = "differential/verification";
const SEED: u64 = 5280;
const CASES: u64 = 20_000;

#[test]
fn the_core_is_the_oracle_and_every_peer_has_its_rows() {
    let python = std::env::var("ISSUEDBY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let package = "cryptography (Python package cryptography; ISSUEDBY_PYTHON names the interpreter)";
    if !wanted::peers_are_there(SUITE)
        || !wanted::is_there(SUITE, &python, &["-c", "import cryptography"], package)
    {
        return;
    }
    let folder = repository().join("target/differential/slice-verification");
    let run = Run { seed: SEED, cases: CASES, jobs: 2, folder };
    let report = run.run().unwrap_or_else(|error| panic!("{error}"));
    println!("{report}");
    // At least half of the cases are about more than the structure.
    assert!(report.parsed * 2 > report.cases, "{} can be parsed", report.parsed);
    assert!(
        report.is_success(),
        "see above; `cargo xtask differential --seed {SEED} --show NUMBER` shows a case"
    );
    let cases = usize::try_from(report.cases).expect("a small number");
    report_cases(SUITE, cases, 20_000);
}
