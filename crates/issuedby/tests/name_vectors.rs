//! The vectors of the Distinguished Name specification: equality, normal form and printed text.

mod specification_word;

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use issuedby::name::{DistinguishedName, Name};
use issuedby_test_support::{distinguished_names, not_run, report_cases};
use serde_json::Value;
use specification_word::specification_word;

const WANTS: &str = "the folder of Distinguished Name vectors";

#[test]
fn pairs_of_der_names_compare_as_the_vectors_say() {
    const SUITE: &str = "name/equality";
    let Some(folder) = distinguished_names() else { return not_run(SUITE, WANTS) };
    let vectors = equality_vectors(&folder);
    let pairs =
        || vectors.iter().filter(|vector| vector["a"]["der"].is_string() && vector["b"]["der"].is_string());
    let mut run = 0;
    for vector in pairs() {
        let id = vector["id"].as_str().unwrap();
        let (der_a, der_b) = (hex(&vector["a"]["der"]), hex(&vector["b"]["der"]));
        let (a, b) = (Name::from_der(&der_a), Name::from_der(&der_b));
        match &vector["equal"] {
            Value::Bool(equal) => {
                let (a, b) = (a.expect(id), b.expect(id));
                assert_eq!(a == b, *equal, "{id}");
                assert_eq!(b == a, *equal, "{id}, the other way round");
                let (a, b) = (a.to_distinguished_name(), b.to_distinguished_name());
                assert_eq!(a == b, *equal, "{id}, owned");
            }
            Value::String(_) => {
                let errors = [a, b].into_iter().filter_map(Result::err);
                let kinds: Vec<String> =
                    errors.map(|error| specification_word(error.kind().code())).collect();
                let expected = vector["error"].as_str().unwrap();
                assert!(
                    kinds.iter().any(|kind| kind == expected),
                    "{id}: expected {expected}, found {kinds:?}"
                );
            }
            other => panic!("{id}: {other} is no expectation"),
        }
        run += 1;
    }
    report_cases(SUITE, run, pairs().count());
}

#[test]
fn der_sides_have_the_normal_form_and_the_text_of_the_vectors() {
    const SUITE: &str = "name/equality-sides";
    let Some(folder) = distinguished_names() else { return not_run(SUITE, WANTS) };
    let vectors = equality_vectors(&folder);
    let (mut run, mut expected) = (0, 0);
    for vector in &vectors {
        for side in ["a", "b"] {
            if !vector[side]["der"].is_string() {
                continue;
            }
            let norm = &vector[format!("{side}_norm")];
            let print = &vector[format!("{side}_print")];
            expected += usize::from(norm.is_string()) + usize::from(print.is_string());
            let Ok(name) = DistinguishedName::from_der(&hex(&vector[side]["der"])) else { continue };
            if norm.is_string() {
                assert_eq!(name.normalized(), hex(norm), "{} {side}", vector["id"]);
                assert_eq!(&*name.as_name().normal_form(), name.normalized());
                run += 1;
            }
            if let Some(print) = print.as_str() {
                assert_eq!(name.to_string(), print, "{} {side}", vector["id"]);
                run += 1;
            }
        }
    }
    assert!(expected > 0, "no vector has a DER side with a normal form");
    report_cases(SUITE, run, expected);
}

#[test]
fn names_of_hard_certificates_are_as_the_vectors_say() {
    const SUITE: &str = "name/printouts";
    let Some(folder) = distinguished_names() else { return not_run(SUITE, WANTS) };
    let printouts = json(&folder.join("printouts.json"));
    let certificates = printouts["certs"].as_array().unwrap();
    let mut run = 0;
    for certificate in certificates {
        let id = certificate["id"].as_str().unwrap();
        let spec = &certificate["spec"];
        let der = STANDARD.decode(certificate["name_der_b64"].as_str().unwrap()).unwrap();
        run += 1;
        if let Some(rejected) = spec["rejected"].as_str() {
            let error = Name::from_der(&der).expect_err(id);
            let found = format!("{} at byte {}:", specification_word(error.kind().code()), error.offset());
            assert!(rejected.starts_with(&found), "{id}: expected {rejected}, found {found}");
            continue;
        }
        let name = Name::from_der(&der).expect(id);
        assert_eq!(name.to_string(), spec["ascii"].as_str().unwrap(), "{id}");
        assert_eq!(name.to_utf8_string(), spec["utf8"].as_str().unwrap(), "{id}");
        assert_eq!(*name.normal_form(), hex(&spec["normalized_hex"]), "{id}");
    }
    report_cases(SUITE, run, certificates.len());
}

fn equality_vectors(folder: &Path) -> Vec<Value> {
    match json(&folder.join("equality.json")).get_mut("vectors").map(Value::take) {
        Some(Value::Array(vectors)) => vectors,
        _ => panic!("equality.json has no list of vectors"),
    }
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn hex(digits: &Value) -> Vec<u8> {
    let digits = digits.as_str().unwrap().as_bytes();
    digits.chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
