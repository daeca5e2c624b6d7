//! The vectors of what a reviewer sees of a certificate, `tests/vectors/inspections.json`, as the README beside them describes.

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use issuedby::inspection::{Caution, CautionSource, ReviewCaution};
use issuedby::{Certificate, ErrorDetails, Inspection};
use issuedby_conformance::case::bytes;
use issuedby_test_support::{report_cases, repository};
use serde_json::{Value, json};

/// The one format that this runner knows.
const FORMAT: u64 = 1;

static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    let path = repository().join("tests/vectors/inspections.json");
    let vectors: Value = serde_json::from_slice(&fs::read(&path).expect("inspections.json")).expect("JSON");
    assert_eq!(vectors["format"].as_u64(), Some(FORMAT), "a format that this runner does not know");
    vectors
});

fn cases() -> &'static [Value] {
    VECTORS["cases"].as_array().expect("cases")
}

#[test]
fn every_inspection_gives_what_is_declared() {
    for case in cases() {
        let (id, der) = (&case["id"], bytes(&case["certificate"]));
        let (found, said) = match Inspection::of(&der) {
            Ok(inspection) => {
                let json = inspection.to_json();
                assert_eq!(json!(json), case["inspection"], "{id}");
                assert!(json.is_ascii() && serde_json::from_str::<Value>(&json).is_ok(), "{id}");
                let codes: Vec<_> = inspection.cautions().iter().map(Caution::code).collect();
                (json!({ "cautions": codes }), json)
            }
            Err(error) => {
                assert_eq!(json!(error.to_string()), case["message"], "{id}");
                let remedy = ErrorDetails::remedy(&error).unwrap_or_default().into_owned();
                (json!({ "error": error.code() }), format!("{error}; {remedy}"))
            }
        };
        assert_eq!(found, case["expect"], "{id}");
        for fact in case["facts"].as_array().expect("facts") {
            let fact = fact.as_str().expect("a text");
            assert!(said.contains(fact), "{id}: `{fact}` is not in {said}");
        }
    }
    let count = usize::try_from(VECTORS["count"].as_u64().expect("count")).expect("few");
    report_cases("inspections/json", cases().len(), count);
}

#[test]
fn every_caution_of_a_review_is_shown_by_a_case() {
    let shown: BTreeSet<_> = cases()
        .iter()
        .flat_map(|case| case["expect"]["cautions"].as_array().into_iter().flatten())
        .map(|code| code.as_str().expect("a code"))
        .collect();
    let missing: Vec<_> =
        ReviewCaution::ALL.iter().filter(|caution| !shown.contains(caution.code())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Its answer about verification is the verifier's own answer, and its sentences are safe to print.
#[test]
fn cautions_agree_with_the_verifier_and_are_printable() {
    for case in cases() {
        let (id, der) = (&case["id"], bytes(&case["certificate"]));
        let Ok(inspection) = Inspection::of(&der) else { continue };
        let refusals: Vec<_> =
            inspection.never_verifies().iter().map(|refusal| refusal.reason.code()).collect();
        let of_verifier = |caution: &&Caution| caution.source() == CautionSource::Verification;
        let cautions: Vec<_> = inspection.cautions().iter().filter(of_verifier).map(Caution::code).collect();
        match inspection.is_ca() {
            false => assert_eq!(cautions, refusals, "{id}"),
            true => assert!(cautions.iter().all(|code| refusals.contains(code)), "{id}"),
        }
        let strict = Certificate::from_der(&der);
        assert_eq!(strict.as_ref().err(), inspection.error(), "{id}");
        if let Err(error) = strict {
            assert!(refusals.contains(&error.reason().code()), "{id}");
        }
        for caution in inspection.cautions() {
            let printable = caution.message().chars().all(|character| matches!(character, ' '..='~'));
            assert!(printable, "{id}: {:?}", caution.message());
        }
    }
}

/// Every certificate with one byte changed: an inspection ends, is JSON, and reads as the parser of verdicts does.
#[test]
fn a_changed_byte_never_stops_an_inspection() {
    /// Certificates beyond that are long lists of one kind.
    const MAX_SIZE: usize = 1_024;
    let mut unreadable = 0;
    for (number, case) in cases().iter().enumerate() {
        let mut der = bytes(&case["certificate"]);
        if der.len() > MAX_SIZE {
            continue;
        }
        // Other places in each, so that all kinds of places come.
        for at in (number % 3..der.len()).step_by(3) {
            for mask in [0x01, 0x80] {
                der[at] ^= mask;
                unreadable += usize::from(read_as_by_the_parser(&der));
                der[at] ^= mask;
            }
        }
    }
    assert!(unreadable > 500, "{unreadable} were read beside an extension that cannot be");
}

/// True for a certificate that the strict parser refuses and an inspection shows.
fn read_as_by_the_parser(der: &[u8]) -> bool {
    let strict = Certificate::from_der(der);
    let Ok(inspection) = Inspection::of(der) else {
        assert!(Certificate::from_der_prefix(der).is_err(), "what the parser reads can be inspected");
        return false;
    };
    let json = inspection.to_json();
    let json: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(inspection.error(), strict.as_ref().err());
    match strict {
        Ok(certificate) => {
            assert_eq!(json["isCa"], certificate.is_ca());
            let usage = certificate.key_usage().map(|usage| usage.names().collect::<Vec<_>>());
            assert_eq!(json["keyUsage"], json!(usage));
            assert_eq!(inspection.extensions().len(), certificate.extensions().count());
            false
        }
        Err(error) => {
            let refusals = json["neverVerifies"].as_array().expect("an array");
            assert!(refusals.iter().any(|refusal| refusal["code"] == error.reason().code()), "{json}");
            true
        }
    }
}
