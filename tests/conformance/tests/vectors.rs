//! The shared vectors, `tests/vectors/vectors.json`, as its README describes them.

use std::fs;

use issuedby::{CaCertificate, CaError, CaSet, Reason, ReasonGroup, Status, Verifier, check_time};
use issuedby_conformance::PROVIDER;
use issuedby_conformance::case::bytes;
use issuedby_conformance::ledger::text;
use issuedby_test_support::{report_cases, repository};
use serde_json::Value;

/// The one format that this runner knows.
const FORMAT: u64 = 1;

#[test]
fn every_verification_case_gives_what_it_expects() {
    let vectors = vectors();
    let cases = vectors["cases"].as_array().expect("cases");
    let wrong: Vec<String> = cases.iter().flat_map(differences).collect();
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    report_cases("vectors/verification", cases.len(), count(&vectors, "count"));
}

#[test]
fn every_loading_case_gives_what_it_expects() {
    let vectors = vectors();
    let cases = vectors["ca_cases"].as_array().expect("ca_cases");
    let wrong: Vec<String> = cases.iter().filter_map(loading_difference).collect();
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
    report_cases("vectors/loading", cases.len(), count(&vectors, "ca_count"));
}

fn vectors() -> Value {
    let path = repository().join("tests/vectors/vectors.json");
    let vectors: Value = serde_json::from_slice(&fs::read(&path).expect("vectors.json")).expect("JSON");
    assert_eq!(vectors["format"].as_u64(), Some(FORMAT), "a format that this runner does not know");
    vectors
}

fn count(vectors: &Value, key: &str) -> usize {
    usize::try_from(vectors[key].as_u64().expect("a count")).expect("a count")
}

fn holds_for_this_provider(case: &Value) -> bool {
    case["providers"].as_array().expect("providers").iter().any(|name| name == PROVIDER)
}

/// The differences between a verdict and its case, a line each.
fn differences(case: &Value) -> Vec<String> {
    if !holds_for_this_provider(case) {
        return Vec::new();
    }
    let id = text(case, "id");
    let cas = case["cas"].as_array().expect("cas").iter().map(|ca| load(ca).expect("a CA that loads"));
    let verifier = Verifier::new(CaSet::new(cas).expect("keys that this provider takes"))
        .require_client_auth_eku(option(case, "require_client_auth_eku"))
        .ignore_ca_validity(option(case, "ignore_ca_validity"))
        .allow_unusual_serial(option(case, "allow_unusual_serial"));
    let leaf = (!case["leaf"].is_null()).then(|| bytes(&case["leaf"]));
    let chain: Vec<Vec<u8>> = case["chain"].as_array().expect("chain").iter().map(bytes).collect();
    let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
    let now = check_time(case["now"].as_i64().expect("now"));
    let verdict = verifier.evaluate_with_chain(leaf.as_deref(), now, &chain);

    let expect = &case["expect"];
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: Value, found: Value| {
        if expected != found {
            differences.push(format!("{id}: {what}: expected {expected}, found {found}"));
        }
    };
    compare("status", expect["status"].clone(), verdict.status().as_str().into());
    compare("reason", expect["reason"].clone(), verdict.reason().map(|reason| reason.code()).into());
    let reasons: Vec<Value> = verdict.reasons().map(|entry| entry.reason.code().into()).collect();
    compare("reasons", expect["reasons"].clone(), reasons.into());
    let authenticated =
        verdict.status() == Status::Success || verdict.reasons().any(|entry| entry.authenticated);
    compare("authenticated", expect["authenticated"].clone(), authenticated.into());
    let ca = verdict.ca().map(|ca| ca.fingerprint().to_string());
    compare("ca", expect["ca"].clone(), ca.into());
    let permanent: Vec<_> = leaf
        .as_deref()
        .and_then(|leaf| verifier.permanent_refusal(leaf))
        .map(|refusal| refusal.reasons().map(|entry| entry.reason).collect())
        .unwrap_or_default();
    let missing = permanent.iter().find(|reason| !verdict.reasons().any(|entry| entry.reason == **reason));
    compare("a permanent reason that is missing", Value::Null, missing.map(|reason| reason.code()).into());
    let other = verdict.reasons().map(|entry| entry.reason);
    // Constraints of a CA can ask for a name that is not well-formed.
    let of_constraints = |reason| reason == Reason::Malformed && verdict.ca().is_some();
    let other = other.filter(|reason| {
        !permanent.contains(reason) && !depends_on_ca_or_time(*reason) && !of_constraints(*reason)
    });
    compare("a reason that is permanent", Value::Null, other.map(|reason| reason.code()).next().into());
    let said = format!("{} {}", verdict.message(), verdict.remedy().unwrap_or_default());
    for fact in missing_facts(case, &said) {
        compare("a fact in the message or the remedy", fact.clone(), said.as_str().into());
    }
    if let Some(expected) = case["verdict"].as_str() {
        let found = verdict.to_json();
        let same = expected.bytes().zip(found.bytes()).take_while(|(a, b)| a == b).count();
        compare("verdict", excerpt(expected, same), excerpt(&found, same));
    }
    differences
}

/// Reasons that another CA or another time may change.
fn depends_on_ca_or_time(reason: Reason) -> bool {
    use Reason::*;

    matches!(
        reason,
        NoMatchingCa | NotDirectlySigned | TooManyCandidates | SignatureInvalid | SignatureAlgorithmMismatch
    ) || matches!(
        reason,
        NameConstraintsViolated
            | NameConstraintsUnsupported
            | NameConstraintsTooComplex
            | CertificatePoliciesMissing
    ) || matches!(reason.group(), ReasonGroup::Time | ReasonGroup::Presentation)
}

/// The facts that are not in the message and the remedy.
fn missing_facts<'c>(case: &'c Value, said: &str) -> Vec<&'c Value> {
    let facts = case["facts"].as_array().expect("facts");
    facts.iter().filter(|fact| !said.contains(fact.as_str().expect("a fact"))).collect()
}

/// Some of `json` from its first difference, where there is one.
fn excerpt(json: &str, same: usize) -> Value {
    json.chars().skip(same).take(60).collect::<String>().into()
}

fn load(ca: &Value) -> Result<CaCertificate, CaError> {
    let loaded = CaCertificate::from_der(&bytes(&ca["der"]))?;
    Ok(match ca["id"].as_str() {
        Some(id) => loaded.with_id(id).expect("an identifier"),
        None => loaded,
    })
}

fn option(case: &Value, name: &str) -> bool {
    case["options"][name].as_bool().expect("an option")
}

fn loading_difference(case: &Value) -> Option<String> {
    if !holds_for_this_provider(case) {
        return None;
    }
    let input = match case["input"]["repeat"].as_array() {
        Some(repeat) => repeated(repeat),
        None => bytes(&case["input"]),
    };
    let loaded = match case["format"].as_str() {
        Some("pem") => CaCertificate::from_pem(&input),
        Some("der") => CaCertificate::from_der(&input),
        other => panic!("format {other:?}"),
    };
    let found = match loaded.and_then(|ca| CaSet::new([ca.clone()]).map(|_| ca)) {
        Ok(ca) => {
            let warnings: Vec<&str> = ca.warnings().iter().map(|warning| warning.code()).collect();
            serde_json::json!({ "warnings": warnings })
        }
        Err(error) => {
            let said = format!("{error} {}", error.remedy());
            if let Some(fact) = missing_facts(case, &said).first() {
                return Some(format!("{}: expected {fact} in the message, found {said}", text(case, "id")));
            }
            serde_json::json!({ "error": error.reason().code() })
        }
    };
    (found != case["expect"])
        .then(|| format!("{}: expected {}, found {found}", text(case, "id"), case["expect"]))
}

fn repeated(repeat: &[Value]) -> Vec<u8> {
    let byte = u8::try_from(repeat[0].as_u64().expect("a byte")).expect("a byte");
    vec![byte; usize::try_from(repeat[1].as_u64().expect("a count")).expect("a count")]
}
