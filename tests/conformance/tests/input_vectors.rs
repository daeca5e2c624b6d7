//! The vectors of input in other forms than DER, `tests/vectors/inputs.json`, as the README beside them describes.

use std::fs;
use std::sync::LazyLock;

use issuedby::input::{CertificateInput, InputKind};
use issuedby::{CaCertificate, CaSet, Fingerprint, Verifier, check_time};
use issuedby_conformance::case::bytes;
use issuedby_conformance::ledger::text;
use issuedby_test_support::{report_cases, repository};
use serde_json::{Value, json};

/// The one format that this runner knows.
const FORMAT: u64 = 1;

static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    let path = repository().join("tests/vectors/inputs.json");
    let vectors: Value = serde_json::from_slice(&fs::read(&path).expect("inputs.json")).expect("JSON");
    assert_eq!(vectors["format"].as_u64(), Some(FORMAT), "a format that this runner does not know");
    vectors
});

fn given(case: &Value) -> InputKind {
    match case["given"].as_str() {
        Some("text") => InputKind::Text,
        _ => InputKind::Bytes,
    }
}

#[test]
fn every_input_is_read_or_refused_as_declared() {
    let cases = VECTORS["cases"].as_array().expect("cases");
    for case in cases {
        let bytes = bytes(&case["input"]);
        let read = CertificateInput::read(&bytes, given(case)).and_then(CertificateInput::into_client);
        let found = match &read {
            Ok(client) => json!({
                "certificate": Fingerprint::of(&client.leaf).to_string(),
                "chain": client.chain.iter().map(|der| Fingerprint::of(der).to_string()).collect::<Vec<_>>(),
            }),
            Err(error) => json!({ "error": error.code() }),
        };
        assert_eq!(found, case["expect"], "{}", case["id"]);
        let message = read.as_ref().err().map(ToString::to_string);
        assert_eq!(json!(message), case["message"], "{}", case["id"]);
        for fact in case["facts"].as_array().expect("facts") {
            let (fact, message) = (fact.as_str().expect("a text"), message.as_deref().unwrap_or_default());
            assert!(message.contains(fact), "{}: `{fact}` is not in `{message}`", case["id"]);
        }
        // The two halves of the sentence are what a verdict says apart.
        if let Err(error) = read {
            assert_eq!(
                error.to_string(),
                format!("{}; {}", error.without_remedy(), error.remedy()),
                "{}",
                case["id"]
            );
        }
    }
    report_cases(
        "inputs/read",
        cases.len(),
        usize::try_from(VECTORS["count"].as_u64().expect("count")).expect("few"),
    );
}

#[test]
fn every_verdict_about_an_input_says_what_was_read() {
    let ca = CaCertificate::from_der(&bytes(&VECTORS["ca"])).expect("the CA");
    let verifier = Verifier::new(CaSet::new([ca]).expect("its key"));
    let now = check_time(VECTORS["now"].as_i64().expect("now"));
    let cases = VECTORS["cases"].as_array().expect("cases");
    for case in cases {
        let bytes = bytes(&case["input"]);
        let verdict = verifier.evaluate_input(Some((&bytes, given(case))), now, &[]);
        assert_eq!(verdict.to_json(), text(case, "verdict"), "{}", case["id"]);
        assert_eq!(json!(verdict.remedy()), case["remedy"], "{}", case["id"]);
        match case["message"].as_str() {
            Some(message) => {
                let remedy = verdict.remedy().expect("a remedy");
                assert_eq!(format!("{}; {remedy}", verdict.message()), message, "{}", case["id"]);
                assert!(!verdict.verified() && verdict.certificate().is_none(), "{}", case["id"]);
            }
            None => {
                let found = verdict.certificate().expect("a certificate").fingerprint().to_string();
                assert_eq!(case["expect"]["certificate"], found, "{}", case["id"]);
            }
        }
        // The call for TLS stacks takes DER and nothing else.
        let strict = verifier.evaluate(Some(&bytes), now);
        assert_eq!(strict.verified(), case["id"] == "read/der", "{}", case["id"]);
    }
    report_cases(
        "inputs/verdicts",
        cases.len(),
        usize::try_from(VECTORS["count"].as_u64().expect("count")).expect("few"),
    );
}
