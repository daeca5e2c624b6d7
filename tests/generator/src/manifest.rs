//! Writes the cases as `tests/vectors/vectors.json`: one case a line, so that a change is read as one.

use issuedby::input::{CertificateInput, Form, InputKind};
use serde_json::{Value, json};

use crate::ca_case::{CaCase, CaExpectation, Format, Input};
use crate::case::{Case, LoadedCa, fingerprint};
use crate::file::GeneratedFile;
use crate::pem;
use crate::vectors;
use crate::verdict::verdict_json;

/// The number of the file's format. A runner must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// The vector file.
pub fn file() -> GeneratedFile {
    let (cases, ca_cases) = (vectors::cases(), vectors::ca_cases());
    let text = format!(
        "{{\"format\":{FORMAT},\"count\":{},\"ca_count\":{},\"cases\":[\n{}\n],\"ca_cases\":[\n{}\n]}}\n",
        cases.len(),
        ca_cases.len(),
        lines(cases.iter().map(case)),
        lines(ca_cases.iter().map(ca_case)),
    );
    GeneratedFile::new("tests/vectors/vectors.json", text)
}

fn lines(values: impl Iterator<Item = Value>) -> String {
    let lines: Vec<_> = values.map(|value| value.to_string()).collect();
    lines.join(",\n")
}

fn case(case: &Case) -> Value {
    let encoded: Vec<_> = case.chain.iter().map(|certificate| pem::base64(certificate)).collect();
    json!({
        "id": case.id,
        "description": case.description,
        "cas": case.cas.iter().map(loaded_ca).collect::<Vec<_>>(),
        "leaf": case.leaf.as_deref().map(pem::base64),
        "chain": encoded,
        "now": case.now.0,
        "options": {
            "require_client_auth_eku": case.require_client_auth_eku,
            "ignore_ca_validity": case.ignore_ca_validity,
            "allow_unusual_serial": case.allow_unusual_serial,
        },
        "expect": {
            "status": case.expect.status,
            "reason": case.expect.reason(),
            "reasons": case.expect.reasons,
            "authenticated": case.expect.authenticated,
            "ca": case.expect.ca.map(|index| fingerprint(&case.cas[index].der)),
        },
        // Input that is not DER is read, or refused with another sentence, in languages that read other forms.
        "verdict": is_der(case).then(|| verdict_json(case)),
        "facts": case.facts,
        "providers": case.providers,
    })
}

fn is_der(case: &Case) -> bool {
    let read = case.leaf.as_deref().map(|leaf| CertificateInput::read(leaf, InputKind::Bytes));
    read.is_none_or(|read| read.is_ok_and(|input| input.form() == Form::Der))
}

fn loaded_ca(ca: &LoadedCa) -> Value {
    json!({ "der": pem::base64(&ca.der), "id": ca.id })
}

fn ca_case(case: &CaCase) -> Value {
    let input = match &case.input {
        Input::Bytes(bytes) => json!(pem::base64(bytes)),
        Input::Repeat(byte, count) => json!({ "repeat": [byte, count] }),
    };
    let expect = match &case.expect {
        CaExpectation::Error(code) => json!({ "error": code }),
        CaExpectation::Warnings(warnings) => json!({ "warnings": warnings }),
    };
    let format = match case.format {
        Format::Der => "der",
        Format::Pem => "pem",
    };
    json!({
        "id": case.id,
        "description": case.description,
        "format": format,
        "input": input,
        "expect": expect,
        "facts": case.facts,
        "providers": case.providers,
    })
}
