//! RFC 9440.

use issuedby::{ClientCert, input};
use napi::bindgen_prelude::Buffer;
use napi_derive::napi;

use crate::error::IntoScript;

/// A certificate as the value of `Client-Cert`.
#[napi(catch_unwind)]
pub(crate) fn client_cert_encode(certificate: &[u8]) -> napi::Result<String> {
    let der = input::certificate_der(certificate).map_err(IntoScript::into_script)?;
    Ok(ClientCert::encode(&der))
}

/// The DER in a value of `Client-Cert`.
#[napi(catch_unwind)]
pub(crate) fn client_cert_decode(value: String) -> napi::Result<Buffer> {
    ClientCert::decode(value.as_bytes()).map(Buffer::from).map_err(IntoScript::into_script)
}
