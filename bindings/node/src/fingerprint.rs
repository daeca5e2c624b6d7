//! Fingerprints.

use issuedby::Fingerprint;
use napi_derive::napi;

use crate::error::IntoScript;
use crate::input::required_der;

/// The SHA-256 of a certificate's DER.
#[napi(catch_unwind)]
pub(crate) fn fingerprint(certificate: &[u8], is_text: bool) -> napi::Result<String> {
    let der = required_der(certificate, is_text)?;
    Ok(Fingerprint::of(&der).to_string())
}

/// True if two texts are the same fingerprint.
#[napi(catch_unwind)]
pub(crate) fn fingerprint_equal(a: String, b: String) -> napi::Result<bool> {
    let parse = |text: String| Fingerprint::parse(&text).map_err(IntoScript::into_script);
    Ok(parse(a)? == parse(b)?)
}
