//! Fingerprints.

use issuedby::{Fingerprint, input};
use napi_derive::napi;

use crate::error::IntoScript;

/// The SHA-256 of a certificate's DER.
#[napi(catch_unwind)]
pub(crate) fn fingerprint(certificate: &[u8]) -> napi::Result<String> {
    let der = input::certificate_der(certificate).map_err(IntoScript::into_script)?;
    Ok(Fingerprint::of(&der).to_string())
}

/// A fingerprint in any spelling, as it is printed.
#[napi(catch_unwind)]
pub(crate) fn fingerprint_printed(text: String) -> napi::Result<String> {
    Fingerprint::parse(&text).map(|parsed| parsed.to_string()).map_err(IntoScript::into_script)
}

/// Whether two texts are the same fingerprint.
#[napi(catch_unwind)]
pub(crate) fn fingerprint_equal(a: String, b: String) -> napi::Result<bool> {
    let parse = |text: String| Fingerprint::parse(&text).map_err(IntoScript::into_script);
    Ok(parse(a)? == parse(b)?)
}
