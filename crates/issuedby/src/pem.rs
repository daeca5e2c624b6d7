//! stub
use alloc::vec::Vec;
use core::fmt;
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PemError;
impl PemError {
    pub fn kind(&self) -> PemErrorKind {
        PemErrorKind::Other
    }
}
pub enum PemErrorKind {
    PrivateKeyFound,
    SeveralCertificates,
    TooLarge,
    NotPem,
    NoCertificate,
    Other,
}
impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("x")
    }
}
pub fn single_certificate(_: &[u8]) -> Result<Vec<u8>, PemError> {
    Err(PemError)
}
pub fn certificates(_: &[u8]) -> Result<Vec<Vec<u8>>, PemError> {
    Err(PemError)
}
