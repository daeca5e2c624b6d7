//! The vectors of several CAs in one text, `tests/vectors/bundles.json`, as the README beside them describes.

use std::fs;

use issuedby::CaCertificate;
use issuedby::ca::UnfitCertificate;
use issuedby_conformance::case::bytes;
use issuedby_test_support::{report_cases, repository};
use serde_json::{Value, json};

/// The one format that this runner knows.
const FORMAT: u64 = 1;

#[test]
fn every_bundle_gives_its_cas_or_every_unfit_certificate() {
    let path = repository().join("tests/vectors/bundles.json");
    let vectors: Value = serde_json::from_slice(&fs::read(&path).expect("bundles.json")).expect("JSON");
    assert_eq!(vectors["format"].as_u64(), Some(FORMAT), "a format that this runner does not know");
    let cases = vectors["cases"].as_array().expect("cases");
    for case in cases {
        let id = &case["id"];
        match CaCertificate::from_pem_bundle(&bytes(&case["input"])) {
            Ok(cas) => {
                let cas: Vec<_> = cas.iter().map(loaded).collect();
                assert_eq!(json!({ "cas": cas }), case["expect"], "{id}");
            }
            Err(error) => {
                let unfit: Vec<_> = error.unfit().iter().map(declared).collect();
                let found = json!({ "error": error.reason().code(), "unfit": unfit });
                assert_eq!(found, case["expect"], "{id}: {error}");
                assert_eq!(json!(error.to_string()), case["message"], "{id}");
                let remedies: Vec<_> = error.unfit().iter().map(|unfit| unfit.error().remedy()).collect();
                let said = format!("{error} {} {remedies:?}", error.remedy());
                for fact in case["facts"].as_array().expect("facts") {
                    let fact = fact.as_str().expect("a text");
                    assert!(said.contains(fact), "{id}: `{fact}` is not in `{said}`");
                }
            }
        }
    }
    let count = usize::try_from(vectors["count"].as_u64().expect("count")).expect("few");
    report_cases("bundles/loading", cases.len(), count);
}

fn loaded(ca: &CaCertificate) -> Value {
    let warnings: Vec<_> = ca.warnings().iter().map(|warning| warning.code()).collect();
    json!({ "sha256": ca.fingerprint().to_string(), "warnings": warnings })
}

fn declared(unfit: &UnfitCertificate) -> Value {
    let code = unfit.error().reason().code();
    json!({ "number": unfit.number(), "line": unfit.line(), "code": code })
}
