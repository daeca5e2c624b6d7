//! stub
use alloc::{string::String, vec::Vec};
use core::fmt;
use base64::Engine;
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PemError(&'static str);
impl PemError {
    pub fn kind(&self) -> PemErrorKind {
        match self.0 {
            "several" => PemErrorKind::SeveralCertificates,
            "key" => PemErrorKind::PrivateKeyFound,
            "none" => PemErrorKind::NotPem,
            _ => PemErrorKind::Other,
        }
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
        write!(f, "stub pem: {}", self.0)
    }
}
pub fn single_certificate(t: &[u8]) -> Result<Vec<u8>, PemError> {
    if t.windows(11).any(|w| w == b"PRIVATE KEY") {
        return Err(PemError("key"));
    }
    let mut all = certificates(t)?;
    if all.len() > 1 {
        return Err(PemError("several"));
    }
    all.pop().ok_or(PemError("none"))
}
pub fn certificates(t: &[u8]) -> Result<Vec<Vec<u8>>, PemError> {
    let t = String::from_utf8_lossy(t);
    let mut out = Vec::new();
    for part in t.split("-----BEGIN CERTIFICATE-----").skip(1) {
        let body = part.split("-----END").next().unwrap_or("");
        let body: String = body.chars().filter(|c| !c.is_whitespace()).collect();
        out.push(base64::engine::general_purpose::STANDARD.decode(body).map_err(|_| PemError("base64"))?);
    }
    if out.is_empty() { Err(PemError("none")) } else { Ok(out) }
}
