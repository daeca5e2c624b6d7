//! RFC 9440.

use issuedby::ClientCert;
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::error::IntoScript;
use crate::input::required_der;

/// A certificate as the value of `Client-Cert`.
#[napi(catch_unwind)]
pub(crate) fn client_cert_encode(certificate: &[u8], is_text: bool) -> napi::Result<String> {
    let der = required_der(certificate, is_text)?;
    Ok(ClientCert::encode(&der))
}

/// The DER in a value of `Client-Cert`.
#[napi(catch_unwind)]
pub(crate) fn client_cert_decode(value: String) -> napi::Result<Buffer> {
    ClientCert::decode(value.as_bytes()).map(Buffer::from).map_err(IntoScript::into_script)
}
