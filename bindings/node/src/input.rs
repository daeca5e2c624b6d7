//! Certificates in whatever form they come.

use std::borrow::Cow;

use issuedby::input::{InputKind, certificate_der, required_certificate_der};
use napi::Env;
use napi::bindgen_prelude::BufferSlice;
use napi_derive::napi;

use crate::error::IntoScript;

/// The DER of a certificate that was sent along in another form; nothing where the bytes are passed on as they are, also
/// those that hold no certificate.
#[napi(catch_unwind)]
pub(crate) fn der_sent_along<'env>(env: &'env Env, bytes: &[u8]) -> napi::Result<Option<BufferSlice<'env>>> {
    match certificate_der(bytes) {
        Ok(Cow::Owned(der)) => BufferSlice::copy_from(env, der).map(Some),
        Ok(Cow::Borrowed(_)) | Err(_) => Ok(None),
    }
}

/// The DER of a certificate, for those who need one.
pub(crate) fn required_der(certificate: &[u8], is_text: bool) -> napi::Result<Cow<'_, [u8]>> {
    let given = if is_text { InputKind::Text } else { InputKind::Bytes };
    required_certificate_der(certificate, given).map_err(IntoScript::into_script)
}
