//! The vectors of the policy, `tests/vectors/policy.json`, as the README beside it describes them.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use issuedby::policy::{OptionError, PolicyOptions, RequestUser};
use issuedby::{EdgeReport, MtlsAuthInbound, edge_headers};
use issuedby_conformance::case::bytes;
use issuedby_conformance::ledger::text;
use issuedby_test_support::{report_cases, repository};
use serde_json::{Value, json};

/// The one format that this runner knows.
const FORMAT: u64 = 1;

static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    let path = repository().join("tests/vectors/policy.json");
    let vectors: Value = serde_json::from_slice(&fs::read(&path).expect("policy.json")).expect("JSON");
    assert_eq!(vectors["format"].as_u64(), Some(FORMAT), "a format that this runner does not know");
    vectors
});

#[test]
fn every_decision_is_as_declared() {
    run("decisions", "policy/decisions", |case| {
        let policy = MtlsAuthInbound::from_json(text(case, "options")).expect("options that load");
        let user = match case["user"].as_bool() {
            Some(true) => RequestUser::Present,
            Some(false) => RequestUser::Absent,
            None => panic!("no `user` in {case}"),
        };
        let report = report(case);
        let decision = policy.decide_for(&report, user);
        let metadata = decision.metadata();
        let expect = json!({
            "action": decision.action(),
            "reason": decision.reason().map(|reason| reason.code()),
            "metadata": metadata.map(|metadata| metadata.fingerprint().to_string()),
            "sub": decision.sub(),
        });
        // What holds of every decision.
        let allowed = decision.action() == "allow";
        assert!(metadata.is_none_or(|metadata| metadata.verified() == allowed), "{case}");
        assert!(metadata.is_none_or(|metadata| metadata.reason() == decision.reason()), "{case}");
        assert!(metadata.is_none_or(|metadata| metadata.status() == report.status()), "{case}");
        assert_eq!(decision.problem().is_some(), decision.action() == "reject", "{case}");
        assert_eq!(decision.log().is_none(), allowed, "{case}");
        vec![
            (case["expect"].clone(), expect),
            (case["decision"].clone(), decision.to_json().into()),
            (json!([]), missing_facts(case, decision.log().unwrap_or_default())),
        ]
    });
}

#[test]
fn every_text_of_options_loads_or_is_refused_as_declared() {
    run("options", "policy/options", |case| {
        let options = option_bytes(&case["options"]);
        let policy = PolicyOptions::from_json(options).and_then(MtlsAuthInbound::new);
        let message = policy.as_ref().err().map(ToString::to_string).unwrap_or_default();
        vec![(json!([]), missing_facts(case, &message)), (case["expect"].clone(), loaded(policy))]
    });
}

#[test]
fn all_header_lines_are_read_as_declared() {
    run("headers", "policy/headers", |case| {
        let report = report(case);
        let found = json!({
            "status": report.status().as_str(),
            "reason": report.reason().map(|reason| reason.code()),
            "certificate": report.certificate_der().is_some(),
            "chain": report.chain().len(),
            "ca_id": report.ca_id(),
        });
        vec![(case["expect"].clone(), found)]
    });
}

#[test]
fn an_edge_strips_what_is_declared_and_nothing_else() {
    run("strip", "policy/strip", |case| {
        vec![(case["strip"].clone(), edge_headers::must_strip(text(case, "name").as_bytes()).into())]
    });
    run("vary", "policy/vary", |case| {
        let value = text(case, "value");
        vec![(case["names"].clone(), edge_headers::vary_names_client_cert(value.as_bytes()).into())]
    });
}

#[test]
fn no_answer_to_a_client_tells_what_is_configured() {
    run("decisions", "policy/answers", |case| {
        let policy = MtlsAuthInbound::from_json(text(case, "options")).expect("options that load");
        let decision = policy.decide(&report(case));
        let response = decision.problem().map(|problem| problem.to_json()).unwrap_or_default();
        // Every configured name and every issuer of the cases ends in one of these.
        let leaks = ["-ca", "Example", "CN="].iter().any(|part| response.contains(part));
        vec![(json!(false), json!(leaks))]
    });
}

/// Runs every case of one list, reported as `suite`: each gives pairs of what is expected and what was found.
fn run(list: &str, suite: &str, pairs: impl Fn(&Value) -> Vec<(Value, Value)>) {
    let cases = VECTORS[list].as_array().expect("a list of cases");
    let mut wrong = Vec::new();
    let ids: BTreeSet<_> = cases.iter().map(|case| case.get("id").unwrap_or(case).to_string()).collect();
    assert_eq!(ids.len(), cases.len(), "{list}: an id stands twice");
    for case in cases {
        for (expected, found) in pairs(case) {
            if expected != found {
                let id = case.get("id").unwrap_or(case);
                wrong.push(format!("{id}: expected {expected}, found {found}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    let count = VECTORS["count"][list].as_u64().expect("a count");
    report_cases(suite, cases.len(), usize::try_from(count).expect("a count"));
}

/// The declared facts of a case that a text does not hold.
fn missing_facts(case: &Value, text: &str) -> Value {
    let facts = case["facts"].as_array().into_iter().flatten();
    facts.filter(|fact| !text.contains(fact.as_str().expect("a text"))).cloned().collect()
}

fn report(case: &Value) -> EdgeReport<'static> {
    let lines = case["headers"].as_array().expect("header lines");
    EdgeReport::from_headers(lines.iter().map(|line| {
        let part = |index: usize| line[index].as_str().expect("a name or a value");
        (part(0), part(1))
    }))
}

fn option_bytes(options: &Value) -> Vec<u8> {
    if let Some(text) = options.as_str() {
        return text.as_bytes().to_vec();
    }
    if let Some(repeat) = options["repeat"].as_array() {
        let count = usize::try_from(repeat[1].as_u64().expect("a count")).expect("a count");
        return repeat[0].as_str().expect("a text").repeat(count).into_bytes();
    }
    bytes(&options["base64"])
}

fn loaded(policy: Result<MtlsAuthInbound, OptionError>) -> Value {
    match policy {
        Ok(policy) => {
            let warnings: Vec<_> = policy.warnings().iter().map(|warning| warning.code()).collect();
            json!({ "warnings": warnings })
        }
        Err(error) => {
            let sentence = error.to_string();
            assert!(sentence.bytes().all(|byte| matches!(byte, b' '..=b'~')), "not printable: {sentence:?}");
            let mut found = json!({ "error": error.code() });
            if let Some(element) = error.element() {
                found["element"] = element.into();
            }
            if let Some(error) = error.name_error() {
                found["name_error"] = error.kind().code().into();
            }
            found
        }
    }
}
