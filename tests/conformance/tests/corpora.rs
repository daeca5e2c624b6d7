//! The core against every verification case of the corpora.
//!
//! Binding expectations must agree. What depends on policy is decided by the acceptance rules of
//! ARCHITECTURE.md; where the corpus would have it otherwise, `ledger/verdicts.json` says why. The codes of
//! every refusal stand in `ledger/reasons.json`, and what another provider answers in
//! `ledger/providers.json`.

use std::collections::{BTreeMap, BTreeSet};

use issuedby_conformance::case::{Case, Corpus, Force, all_cases};
use issuedby_conformance::ledger::{self, assert_same, entries, text};
use issuedby_conformance::outcome::Outcome;
use issuedby_conformance::threads::in_parallel;
use issuedby_conformance::{PROVIDER, counting};
use issuedby_test_support::{not_run, report_cases};

/// The provider whose answers `reasons.json` and `verdicts.json` hold.
const LEDGER_PROVIDER: &str = "aws-lc-rs";

#[test]
fn every_limbo_case_is_as_expected_or_in_the_ledger() {
    run(Corpus::Limbo);
}

#[test]
fn every_generated_case_is_as_expected_or_in_the_ledger() {
    run(Corpus::Generated);
}

#[test]
fn every_differential_case_is_as_expected_or_in_the_ledger() {
    run(Corpus::Differential);
}

#[test]
fn the_ledgers_explain_only_existing_open_cases() {
    let (cases, missing) = all_cases();
    if !missing.is_empty() {
        return not_run("corpora/ledgers", "the certificate corpora");
    }
    let known: BTreeMap<&str, &Case> = cases.iter().map(|case| (case.id.as_str(), case)).collect();
    assert_eq!(known.len(), cases.len(), "an id stands twice");
    for id in ledger::map("reasons.json").keys().chain(entries("providers.json").keys()) {
        assert!(known.contains_key(id.as_str()), "no corpus has `{id}`");
    }
    for (id, entry) in entries("verdicts.json") {
        let case = known.get(id.as_str()).unwrap_or_else(|| panic!("no corpus has `{id}`"));
        assert_eq!(case.force, Force::Advisory, "{id} is binding");
        assert!(text(&entry, "why").len() > 20, "{id}: the ledger does not say why");
    }
}

fn run(corpus: Corpus) {
    let suite = format!("corpora/{}", corpus.name());
    let Some(cases) = corpus.cases() else {
        return not_run(&suite, "the certificate corpora");
    };
    let outcomes = in_parallel(&cases, Outcome::of);
    let answers = Answers { of: cases.iter().zip(&outcomes).collect() };
    answers.check_provider_differences();
    answers.check_binding();
    answers.check_advisory();
    answers.check_reasons();
    report_cases(&suite, outcomes.len(), counting::expected(&suite));
}

struct Answers<'a> {
    of: Vec<(&'a Case, &'a Outcome)>,
}

impl Answers<'_> {
    /// The verdict that the ledger gives for this provider, and the proof that it differs from the other's answer.
    fn check_provider_differences(&self) {
        let differences = entries("providers.json");
        for (case, outcome) in &self.of {
            let Some(entry) = differences.get(&case.id) else { continue };
            assert_eq!(outcome.to_string(), text(entry, PROVIDER), "{}", case.id);
            assert_ne!(text(entry, "aws-lc-rs"), text(entry, "ring"), "{}: no difference", case.id);
            assert!(text(entry, "why").len() > 20, "{}: no explanation", case.id);
        }
    }

    fn check_binding(&self) {
        let elsewhere = differences_of_this_provider();
        let missed: Vec<String> = self
            .of
            .iter()
            .filter(|(case, _)| case.force == Force::Binding && !elsewhere.contains(&case.id))
            .filter(|(case, outcome)| outcome.as_expectation() != case.expected)
            .map(|(case, outcome)| format!("{}: expected {}, {outcome}", case.id, case.expected))
            .collect();
        assert!(missed.is_empty(), "{} binding expectations missed:\n{}", missed.len(), missed.join("\n"));
    }

    fn check_advisory(&self) {
        let elsewhere = differences_of_this_provider();
        let found: BTreeMap<String, String> = self
            .of
            .iter()
            .filter(|(case, _)| case.force == Force::Advisory && !elsewhere.contains(&case.id))
            .filter(|(case, outcome)| outcome.as_expectation() != case.expected)
            .map(|(case, outcome)| (case.id.clone(), format!("{} / {outcome}", case.expected)))
            .collect();
        let ids = self.ids();
        let ledger: BTreeMap<String, String> = entries("verdicts.json")
            .into_iter()
            .filter(|(id, _)| ids.contains(id) && !elsewhere.contains(id))
            .map(|(id, entry)| (id, format!("{} / {}", text(&entry, "expected"), text(&entry, "ours"))))
            .collect();
        assert_same("verdicts.json", &found, &ledger);
    }

    fn check_reasons(&self) {
        let ids = self.ids();
        let mut ledger = ledger::map("reasons.json");
        ledger.extend(entries("providers.json").into_iter().map(|(id, entry)| (id, text(&entry, PROVIDER))));
        ledger.retain(|id, outcome| ids.contains(id) && outcome != "SUCCESS");
        let found: BTreeMap<String, String> = self
            .of
            .iter()
            .filter(|(_, outcome)| **outcome != Outcome::Success)
            .map(|(case, outcome)| (case.id.clone(), outcome.to_string()))
            .collect();
        assert_same("reasons.json", &found, &ledger);
    }

    fn ids(&self) -> BTreeSet<String> {
        self.of.iter().map(|(case, _)| case.id.clone()).collect()
    }
}

/// The cases whose answer `providers.json` gives instead of the other ledgers.
fn differences_of_this_provider() -> BTreeSet<String> {
    match PROVIDER {
        LEDGER_PROVIDER => BTreeSet::new(),
        _ => entries("providers.json").into_keys().collect(),
    }
}
