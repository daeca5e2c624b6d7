//! A slice of the differential run, the same each time: `cargo xtask differential` has all of it.

use std::process::Command;

use issuedby_differential::constraints::run;
use issuedby_test_support::{not_run, report_cases, repository};

const SEED: u64 = 5280;
const CASES: u64 = 10_000;

#[test]
fn every_disagreement_has_its_row() {
    let wanted = [
        (["cc", "--version"], "a C compiler (Debian package gcc)"),
        (["go", "version"], "go (Debian package golang-go)"),
        (
            ["pkg-config", "--exists libcrypto"],
            "OpenSSL's library (Debian packages pkg-config and libssl-dev)",
        ),
    ];
    for ([program, arguments], package) in wanted {
        let run = Command::new(program).args(arguments.split(' ')).output();
        if !run.is_ok_and(|done| done.status.success()) {
            return not_run("differential/constraints", package);
        }
    }
    let folder = repository().join("target/differential/slice");
    let report = run::run(SEED, CASES, &folder).unwrap_or_else(|error| panic!("{error}"));
    println!("{report}");
    assert!(
        report.is_success(),
        "{:?} verdicts without an explanation, rows without a case: {:?}",
        report.unexplained,
        report.vanished
    );
    let run = usize::try_from(report.cases).expect("a small number");
    report_cases("differential/constraints", run, 10_000);
}
