//! The committed results are those of now, and each difference from upstream's expectation has its reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use issuedby_limbo_harness::result::{ActualResult, Results, TestcaseResult};
use issuedby_limbo_harness::suite::Suite;
use issuedby_limbo_harness::{convert, evaluate};
use issuedby_test_support::{corpora, not_run, report_cases};
use serde::Deserialize;

/// A case that is answered otherwise than upstream expects.
#[derive(Deserialize)]
struct Difference {
    id: String,
    expected: String,
    ours: ActualResult,
    why: String,
}

#[test]
fn the_committed_results_are_what_the_harness_gives() {
    let Some(suite) = suite() else {
        return not_run("limbo/results", "the certificate corpora");
    };
    let found = evaluate::suite(&suite).expect("a well-formed suite");
    let committed: Results = serde_json::from_str(&read("results.json")).expect("results");
    for (found, committed) in found.results.iter().zip(&committed.results) {
        assert_eq!(found, committed);
    }
    assert_eq!(found, committed);
    report_cases("limbo/results", found.results.len(), suite.testcases.len());
}

#[test]
fn every_difference_from_an_expectation_has_its_reason() {
    let Some(suite) = suite() else {
        return not_run("limbo/differences", "the certificate corpora");
    };
    let rows: Vec<Difference> = serde_json::from_str(&read("differences.json")).expect("rows");
    let rows: BTreeMap<&str, &Difference> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
    let found = evaluate::suite(&suite).expect("a well-formed suite");
    let mut differences = 0;
    for (case, result) in suite.testcases.iter().zip(&found.results) {
        let row = rows.get(case.id.as_str());
        if agrees(&case.expected_result, result) {
            assert!(row.is_none(), "{}: the difference has vanished", case.id);
            continue;
        }
        let row = row.unwrap_or_else(|| panic!("{}: no row, {result:?}", case.id));
        assert_eq!((&row.expected, row.ours), (&case.expected_result, result.actual_result), "{}", case.id);
        assert!(row.why.len() > 20, "{}: the row does not say why", case.id);
        differences += 1;
    }
    report_cases("limbo/differences", differences, rows.len());
}

#[test]
fn what_one_hop_cannot_express_is_skipped_and_nothing_else() {
    let Some(suite) = suite() else {
        return not_run("limbo/skipped", "the certificate corpora");
    };
    let found = evaluate::suite(&suite).expect("a well-formed suite");
    for (case, result) in suite.testcases.iter().zip(&found.results) {
        let skipped = result.actual_result == ActualResult::Skipped;
        let feature = |name: &str| case.features.iter().any(|feature| feature == name);
        let asked = case.validation_kind == "CLIENT" && !feature("max-chain-depth") && !feature("has-crl");
        if !asked {
            assert!(skipped, "{}", case.id);
        } else if skipped {
            assert!(!case.untrusted_intermediates.is_empty(), "{}", case.id);
        }
    }
}

fn agrees(expected: &str, result: &TestcaseResult) -> bool {
    match result.actual_result {
        ActualResult::Skipped => true,
        ActualResult::Success => expected == "SUCCESS",
        ActualResult::Failure => expected == "FAILURE",
    }
}

fn suite() -> Option<Suite> {
    let lines = fs::read_to_string(corpora()?.join("limbo.jsonl")).expect("a corpus");
    Some(convert::suite(&lines).expect("lines of the corpus"))
}

fn read(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
