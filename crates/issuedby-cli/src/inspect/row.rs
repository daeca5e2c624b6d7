//! An inspection as a row of CSV.

use serde_json::Value;

use super::facts::Facts;
use crate::csv;
use crate::failure::Failure;

/// The columns, an interface: those that JSON has too have its names.
const COLUMNS: [&str; 22] = [
    "source",
    "error",
    "message",
    "remedy",
    "subject",
    "issuer",
    "serialNumber",
    "notBefore",
    "notAfter",
    "sha256Fingerprint",
    "spkiSha256Fingerprint",
    "certIssuerDN",
    "version",
    "key",
    "signatureAlgorithm",
    "isCa",
    "keyUsage",
    "extendedKeyUsage",
    "subjectAlternativeNames",
    "neverVerifies",
    "loadableAsCa",
    "cautions",
];

/// The header.
pub(super) fn header() -> String {
    csv::row(COLUMNS)
}

/// The row of a certificate, with the error about it; or of a file without one.
pub(super) fn of_certificate(source: &str, facts: Option<&Facts<'_>>, failure: Option<&Failure>) -> String {
    let object = facts.and_then(|facts| serde_json::from_str(&facts.json()).ok()).unwrap_or(Value::Null);
    let cells = COLUMNS.map(|column| match (column, failure, facts) {
        ("source", ..) => source.to_owned(),
        ("error", failure, _) => failure.map_or_else(String::new, |failure| failure.code().to_owned()),
        ("message", failure, _) => failure.map_or_else(String::new, |failure| failure.message.clone()),
        ("remedy", failure, _) => failure.map_or_else(String::new, |failure| failure.remedies.join("; ")),
        ("key", _, Some(facts)) => facts.inspection.key().description,
        // The code of what keeps it from being one.
        ("loadableAsCa", _, Some(facts)) => {
            facts.inspection.as_ca().as_ref().err().map_or("yes", |error| error.reason().code()).to_owned()
        }
        (column, ..) => object.get(column).map_or_else(String::new, cell),
    });
    csv::row(cells.iter().map(String::as_str))
}

/// A value of JSON in one cell: of a list each entry, with blanks between; of an entry its code, or its type and value.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(cell).collect::<Vec<_>>().join(" "),
        Value::Object(entry) => match (entry.get("code"), entry.get("type"), entry.get("value")) {
            (Some(code), ..) => cell(code),
            (None, Some(kind), Some(value)) => format!("{}:{}", cell(kind), cell(value)),
            _ => String::new(),
        },
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}
