//! CA certificates.
//!
//! A CA crosses as its certificate in the form of RFC 9440 and, on the next line, its contents as JSON: a form that the
//! core itself reads and writes without loss. A script holds no memory of this side for it: Node would free that memory
//! only between two turns of its event loop, and a script that loads CAs in a loop would grow with each.

use issuedby::{CaCertificate, ClientCert};
use napi_derive::napi;
use serde_json::{Value, json};

use crate::error::IntoScript;

/// A CA certificate in PEM.
#[napi(catch_unwind)]
pub(crate) fn ca_from_pem(pem: &[u8]) -> napi::Result<String> {
    CaCertificate::from_pem(pem).map(|ca| crossing(&ca)).map_err(IntoScript::into_script)
}

/// Every CA certificate of a PEM text.
#[napi(catch_unwind)]
pub(crate) fn cas_from_pem_bundle(pem: &[u8]) -> napi::Result<Vec<String>> {
    let cas = CaCertificate::from_pem_bundle(pem).map_err(IntoScript::into_script)?;
    Ok(cas.iter().map(crossing).collect())
}

/// A CA certificate in DER.
#[napi(catch_unwind)]
pub(crate) fn ca_from_der(der: &[u8]) -> napi::Result<String> {
    CaCertificate::from_der(der).map(|ca| crossing(&ca)).map_err(IntoScript::into_script)
}

/// The same with an identifier.
#[napi(catch_unwind)]
pub(crate) fn ca_with_id(ca: String, id: String) -> napi::Result<String> {
    let named = read(&ca)?.with_id(id).map_err(IntoScript::into_script)?;
    let (field, mut facts) = parts(&ca);
    // The other contents stay: a CA of a bundle has warnings that its certificate alone does not give.
    facts["id"] = json!(named.id());
    Ok(format!("{field}\n{facts}"))
}

/// The CAs that a script holds.
pub(crate) fn read_all(cas: &[String]) -> napi::Result<Vec<CaCertificate>> {
    cas.iter().map(|ca| read(ca)).collect()
}

/// The CA that a script holds.
fn read(ca: &str) -> napi::Result<CaCertificate> {
    let (field, facts) = parts(ca);
    let der = ClientCert::decode(field.as_bytes()).map_err(IntoScript::into_script)?;
    let read = CaCertificate::from_der(&der).map_err(IntoScript::into_script)?;
    match facts["id"].as_str() {
        Some(id) => read.with_id(id).map_err(IntoScript::into_script),
        None => Ok(read),
    }
}

fn parts(ca: &str) -> (&str, Value) {
    let (field, facts) = ca.split_once('\n').unwrap_or((ca, ""));
    (field, serde_json::from_str(facts).unwrap_or_default())
}

/// The form in which a script holds a CA, as [`read`] reads it.
fn crossing(ca: &CaCertificate) -> String {
    let warnings: Vec<_> = ca
        .warnings()
        .iter()
        .map(|warning| json!({ "code": warning.code(), "message": warning.sentence() }))
        .collect();
    let facts = json!({
        "id": ca.id(),
        "subject": ca.subject().to_string(),
        "sha256Fingerprint": ca.fingerprint().to_string(),
        "notBefore": ca.certificate().not_before_text().to_string(),
        "notAfter": ca.certificate().not_after_text().to_string(),
        "warnings": warnings,
    });
    format!("{}\n{facts}", ClientCert::encode(ca.certificate().der()))
}
