//! CA certificates.

use issuedby::CaCertificate;
use napi::bindgen_prelude::External;
use napi_derive::napi;
use serde_json::json;

use crate::error::IntoScript;

/// A CA certificate in PEM.
#[napi(catch_unwind)]
pub(crate) fn ca_from_pem(pem: &[u8]) -> napi::Result<External<CaCertificate>> {
    CaCertificate::from_pem(pem).map(External::new).map_err(IntoScript::into_script)
}

/// Every CA certificate of a PEM text.
#[napi(catch_unwind)]
pub(crate) fn cas_from_pem_bundle(pem: &[u8]) -> napi::Result<Vec<External<CaCertificate>>> {
    let cas = CaCertificate::from_pem_bundle(pem).map_err(IntoScript::into_script)?;
    Ok(cas.into_iter().map(External::new).collect())
}

/// A CA certificate in DER.
#[napi(catch_unwind)]
pub(crate) fn ca_from_der(der: &[u8]) -> napi::Result<External<CaCertificate>> {
    CaCertificate::from_der(der).map(External::new).map_err(IntoScript::into_script)
}

/// The same with an identifier.
#[napi(catch_unwind)]
pub(crate) fn ca_with_id(ca: &External<CaCertificate>, id: String) -> napi::Result<External<CaCertificate>> {
    CaCertificate::clone(ca).with_id(id).map(External::new).map_err(IntoScript::into_script)
}

/// The contents of a CA certificate, as JSON.
#[napi(catch_unwind)]
pub(crate) fn ca_facts(ca: &External<CaCertificate>) -> String {
    let warnings: Vec<_> = ca
        .warnings()
        .iter()
        .map(|warning| json!({ "code": warning.code(), "message": warning.sentence() }))
        .collect();
    json!({
        "id": ca.id(),
        "subject": ca.subject().to_string(),
        "sha256Fingerprint": ca.fingerprint().to_string(),
        "notBefore": ca.certificate().not_before_seconds(),
        "notAfter": ca.certificate().not_after_seconds(),
        "warnings": warnings,
    })
    .to_string()
}
