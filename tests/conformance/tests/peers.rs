//! The core beside bare webpki: what webpki was measured to say it says here too, and what the core accepts
//! webpki accepts as well, but for the names that the core compares in normal form.

use std::collections::BTreeMap;

use issuedby_conformance::case::{Case, all_cases, lines};
use issuedby_conformance::ledger::{assert_same, entries, text};
use issuedby_conformance::outcome::Outcome;
use issuedby_conformance::threads::in_parallel;
use issuedby_conformance::{PROVIDER, bare_webpki, counting};
use issuedby_test_support::{corpora, not_run, report_cases};

const SUITE: &str = "peers/webpki";

#[test]
fn bare_webpki_answers_every_case_as_it_was_measured() {
    let Some(folder) = corpora() else {
        return not_run(SUITE, "the certificate corpora");
    };
    let measured: BTreeMap<String, String> = lines(&folder.join("peer-verdicts.jsonl"))
        .iter()
        .map(|line| (text(line, "id"), text(line, "webpki")))
        .collect();
    let (cases, _) = all_cases();
    let elsewhere = entries("providers.json");
    let found: BTreeMap<String, String> = answers(&cases).into_iter().collect();
    let mut run = 0;
    for (id, expected) in &measured {
        let found = found.get(id).unwrap_or_else(|| panic!("no corpus has `{id}`"));
        let measured_elsewhere = PROVIDER != "aws-lc-rs" && elsewhere.contains_key(id);
        assert!(measured_elsewhere || found == expected, "{id}: measured {expected}, found {found}");
        run += 1;
    }
    report_cases(SUITE, run, counting::expected(SUITE));
}

#[test]
fn bare_webpki_accepts_what_the_core_accepts() {
    let (cases, missing) = all_cases();
    if !missing.is_empty() {
        not_run("peers/never-wider", "all the certificate corpora");
    }
    let wider: BTreeMap<String, String> = in_parallel(&cases, wider)
        .into_iter()
        .zip(&cases)
        .filter_map(|(error, case)| error.map(|error| (case.id.clone(), error)))
        .collect();
    let ledger: BTreeMap<String, String> = entries("wider.json")
        .into_iter()
        .map(|(id, entry)| {
            assert!(text(&entry, "why").len() > 20, "{id}: the ledger does not say why");
            (id, text(&entry, "webpki"))
        })
        .collect();
    assert_same("wider.json", &wider, &ledger);
}

fn answers(cases: &[Case]) -> Vec<(String, String)> {
    in_parallel(cases, |case| {
        let accepted = bare_webpki::verify(&case.leaf, &case.ca, case.time).is_ok();
        (case.id.clone(), if accepted { "SUCCESS" } else { "FAILURE" }.to_owned())
    })
}

/// webpki's error for a case that the core accepts.
fn wider(case: &Case) -> Option<String> {
    if Outcome::of(case) != Outcome::Success {
        return None;
    }
    bare_webpki::verify(&case.leaf, &case.ca, case.time).err().map(|error| format!("{error:?}"))
}
