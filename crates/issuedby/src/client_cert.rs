//! stub
use alloc::vec::Vec;
use core::fmt;
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCertError;
pub struct ClientCert;
impl ClientCert {
    pub fn decode(_: &[u8]) -> Result<Vec<u8>, ClientCertError> {
        Err(ClientCertError)
    }
}
impl fmt::Display for ClientCertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("x")
    }
}
