//! CA certificates of the registry as JSON.

use issuedby_registry::CaCertificateRecord;
use issuedby_registry::lint::Stack;
use serde_json::{Map, Value, json};

use super::warning::Warning;

/// A certificate as the registry holds it, the keys in order.
pub(super) fn of_record(record: &CaCertificateRecord) -> Map<String, Value> {
    let entries = [
        ("id", record.id.to_string()),
        ("account", record.account.to_string()),
        ("name", record.name.to_string()),
        ("pem", record.pem()),
        ("subject", record.subject.clone()),
        ("sha256Fingerprint", record.sha256_fingerprint.to_string()),
        ("notBefore", crate::time::format(record.not_before)),
        ("notAfter", crate::time::format(record.not_after)),
        ("createdAt", crate::time::format(record.created_at)),
        ("updatedAt", crate::time::format(record.updated_at)),
    ];
    entries.into_iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect()
}

/// The same, and `warnings` as the last key.
pub(super) fn with_warnings(record: &CaCertificateRecord, warnings: &[Warning]) -> Map<String, Value> {
    let mut object = of_record(record);
    object.insert("findings".to_owned(), of_warnings(warnings));
    object
}

/// The warnings as an array.
pub(super) fn of_warnings(warnings: &[Warning]) -> Value {
    warnings
        .iter()
        .map(|warning| {
            json!({
                "code": warning.code,
                "severity": warning.label(),
                "message": warning.message,
                "remedy": (!warning.remedy.is_empty()).then_some(&warning.remedy),
                "refusedBy": warning.refused_by.iter().copied().map(stack).collect::<Vec<_>>(),
            })
        })
        .collect()
}

/// One line.
pub(super) fn line(object: Map<String, Value>) -> String {
    crate::json::line(&Value::Object(object))
}

const fn stack(stack: Stack) -> &'static str {
    match stack {
        Stack::Go => "go",
        Stack::Issuedby => "issuedby",
        Stack::OpenSsl => "openssl",
    }
}
