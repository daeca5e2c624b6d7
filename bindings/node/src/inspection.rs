//! Everything that a reviewer of a certificate looks at.

use issuedby::Inspection;
use napi_derive::napi;

use crate::error::IntoScript;
use crate::input::required_der;

/// The inspection of a certificate, as JSON.
#[napi(catch_unwind)]
pub(crate) fn certificate_inspect(certificate: &[u8], is_text: bool) -> napi::Result<String> {
    let der = required_der(certificate, is_text)?;
    Inspection::of(&der).map(|inspection| inspection.to_json()).map_err(IntoScript::into_script)
}
