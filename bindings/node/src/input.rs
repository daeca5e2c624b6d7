//! Certificates in whatever form they come.

use std::borrow::Cow;

use issuedby::input::{InputKind, certificate_der, required_certificate_der};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::error::IntoScript;

/// The DER of a certificate that was sent along in another form; nothing where the bytes are passed on as they are, also
/// those that hold no certificate.
#[napi(catch_unwind)]
pub(crate) fn der_sent_along(bytes: &[u8]) -> Option<Buffer> {
    match certificate_der(bytes) {
        Ok(Cow::Owned(der)) => Some(der.into()),
        Ok(Cow::Borrowed(_)) | Err(_) => None,
    }
}

/// The DER of a certificate, for those who need one.
pub(crate) fn required_der(certificate: &[u8], is_text: bool) -> napi::Result<Cow<'_, [u8]>> {
    let given = if is_text { InputKind::Text } else { InputKind::Bytes };
    required_certificate_der(certificate, given).map_err(IntoScript::into_script)
}
