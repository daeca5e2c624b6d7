//! stub
use alloc::{format, string::String, vec::Vec};
use core::fmt;
use base64::Engine;
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCertError;
pub struct ClientCert;
impl ClientCert {
    pub fn decode(text: &[u8]) -> Result<Vec<u8>, ClientCertError> {
        let inner = text.strip_prefix(b":").and_then(|t| t.strip_suffix(b":")).ok_or(ClientCertError)?;
        base64::engine::general_purpose::STANDARD.decode(inner).map_err(|_| ClientCertError)
    }
    pub fn encode(der: &[u8]) -> String {
        format!(":{}:", base64::engine::general_purpose::STANDARD.encode(der))
    }
}
impl fmt::Display for ClientCertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not RFC 9440 text")
    }
}
