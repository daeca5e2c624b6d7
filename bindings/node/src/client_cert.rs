//! RFC 9440.

use issuedby::ClientCert;
use napi::Env;
use napi::bindgen_prelude::BufferSlice;
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
pub(crate) fn client_cert_decode(env: &Env, value: String) -> napi::Result<BufferSlice<'_>> {
    let der = ClientCert::decode(value.as_bytes()).map_err(IntoScript::into_script)?;
    // A copy that Node owns: memory of this side would be freed only when the event loop turns.
    BufferSlice::copy_from(env, der)
}
