//! CA certificates of the registry as JSON.

use issuedby_registry::CaCertificateRecord;
use issuedby_registry::lint::Stack;
use serde_json::{Map, Value, json};

use super::attention::Attention;

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

/// The same, and `findings` as the last key.
pub(super) fn with_findings(record: &CaCertificateRecord, findings: &[Attention]) -> Map<String, Value> {
    let mut object = of_record(record);
    object.insert("findings".to_owned(), of_findings(findings));
    object
}

/// What there is to know: an array.
pub(super) fn of_findings(findings: &[Attention]) -> Value {
    findings
        .iter()
        .map(|finding| {
            json!({
                "code": finding.code,
                "severity": finding.label(),
                "message": finding.message,
                "refusedBy": finding.refused_by.iter().copied().map(stack).collect::<Vec<_>>(),
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
