//! Certificates of the vectors that every language runs, by the identifier of their case.
#![allow(dead_code, reason = "each test uses a part of it")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use issuedby::CaCertificate;
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
use issuedby::{CaSet, Verifier};
use serde_json::Value;

pub(crate) struct Case {
    value: Value,
}

/// Every case of a leaf.
pub(crate) fn cases() -> Vec<Case> {
    let mut file = file();
    let Value::Array(cases) = file["cases"].take() else { panic!("no list of cases") };
    cases.into_iter().map(|value| Case { value }).collect()
}

/// The case with this identifier.
pub(crate) fn case(id: &str) -> Case {
    cases().into_iter().find(|case| case.id() == id).unwrap_or_else(|| panic!("no case {id}"))
}

/// The file of the case of a CA with this identifier.
pub(crate) fn ca_file(id: &str) -> Vec<u8> {
    let file = file();
    let cases = file["ca_cases"].as_array().expect("a list of cases");
    let case = cases.iter().find(|case| case["id"] == id).unwrap_or_else(|| panic!("no case {id}"));
    decoded(&case["input"])
}

fn file() -> Value {
    let path = issuedby_test_support::repository().join("tests/vectors/vectors.json");
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).expect("JSON")
}

fn decoded(text: &Value) -> Vec<u8> {
    STANDARD.decode(text.as_str().expect("a string")).expect("base64")
}

impl Case {
    pub(crate) fn id(&self) -> &str {
        self.value["id"].as_str().expect("an identifier")
    }

    /// The status that its verdict must have.
    pub(crate) fn status(&self) -> &str {
        self.value["expect"]["status"].as_str().expect("a status")
    }

    /// Tells whether the provider of this build takes its keys.
    pub(crate) fn is_for_this_build(&self) -> bool {
        let provider = if cfg!(feature = "aws-lc-rs") { "aws-lc-rs" } else { "ring" };
        self.value["providers"].as_array().is_some_and(|names| names.iter().any(|name| name == provider))
    }

    /// The presented bytes; empty where nothing was presented.
    pub(crate) fn leaf(&self) -> Vec<u8> {
        if self.value["leaf"].is_null() { Vec::new() } else { decoded(&self.value["leaf"]) }
    }

    pub(crate) fn cas(&self) -> Vec<CaCertificate> {
        let cas = self.value["cas"].as_array().expect("a list of CAs");
        let load = |ca: &Value| CaCertificate::from_der(&decoded(&ca["der"])).expect("a CA of a case is fit");
        cas.iter().map(load).collect()
    }

    /// A verifier with its CAs and its options.
    #[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
    pub(crate) fn verifier(&self) -> Verifier {
        let option = |name: &str| self.value["options"][name].as_bool().expect("an option");
        Verifier::new(CaSet::new(self.cas()).expect("the keys are taken"))
            .require_client_auth_eku(option("require_client_auth_eku"))
            .ignore_ca_validity(option("ignore_ca_validity"))
            .allow_unusual_serial(option("allow_unusual_serial"))
    }

    pub(crate) fn now(&self) -> i64 {
        self.value["now"].as_i64().expect("seconds")
    }
}

/// The bytes of an input of `inputs.json`.
pub(crate) fn input(id: &str) -> Vec<u8> {
    let path = issuedby_test_support::repository().join("tests/vectors/inputs.json");
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: Value = serde_json::from_slice(&text).expect("JSON");
    let inputs = file["inputs"].as_array().or(file["cases"].as_array()).expect("a list of inputs");
    decoded(
        &inputs.iter().find(|input| input["id"] == id).unwrap_or_else(|| panic!("no input {id}"))["input"],
    )
}
