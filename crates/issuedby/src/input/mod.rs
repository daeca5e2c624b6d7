//! What bytes are these? A certificate as people hand it over: PEM, DER or RFC 9440 text.

mod looks_like;
mod shown;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use crate::client_cert::{ClientCert, ClientCertError};
use crate::pem::{self, PemError};

pub use looks_like::LooksLike;
pub(crate) use looks_like::{BYTE_ORDER_MARK, first_outside_base64};
pub(crate) use shown::Shown;

/// The form in which a certificate is written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// RFC 7468 text with `-----BEGIN CERTIFICATE-----`.
    Pem,
    /// DER, the octets themselves. Also what is given to octets that are neither of the others.
    Der,
    /// RFC 9440: a structured-field Byte Sequence, `:MIIB...:`.
    ClientCert,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pem => "PEM",
            Self::Der => "DER",
            Self::ClientCert => "RFC 9440",
        })
    }
}

/// Tells the form by its first significant octets; it looks at nothing else.
///
/// DER starts with the octet 0x30, which is the digit `0`: no PEM text and no structured field does.
pub fn form(octets: &[u8]) -> Form {
    if octets.first() == Some(&0x30) {
        return Form::Der;
    }
    let text = octets.strip_prefix(BYTE_ORDER_MARK).unwrap_or(octets);
    match text.trim_ascii_start().first() {
        Some(b':') => Form::ClientCert,
        Some(_) if contains(text, b"-----BEGIN ") => Form::Pem,
        _ => Form::Der,
    }
}

/// The DER of the one certificate in `octets`, whatever its form.
///
/// DER is passed through unread, so that the verdict about it is the verifier's.
///
/// # Errors
///
/// [`InputError`] when it is text that does not hold exactly one certificate.
pub fn certificate_der(octets: &[u8]) -> Result<Cow<'_, [u8]>, InputError> {
    match form(octets) {
        Form::Der => Ok(Cow::Borrowed(octets)),
        Form::Pem => Ok(Cow::Owned(pem::single_certificate(octets)?)),
        Form::ClientCert => Ok(Cow::Owned(ClientCert::decode(octets.trim_ascii())?)),
    }
}

/// The DER of every certificate in `octets`: a PEM bundle in file order, or the one of another form.
///
/// # Errors
///
/// [`InputError`] when it is text that holds no certificate or a broken one.
pub fn certificates_der(octets: &[u8]) -> Result<Vec<Cow<'_, [u8]>>, InputError> {
    match form(octets) {
        Form::Pem => Ok(pem::certificates(octets)?.into_iter().map(Cow::Owned).collect()),
        Form::Der | Form::ClientCert => Ok(alloc::vec![certificate_der(octets)?]),
    }
}

/// Text that holds no certificate, or not exactly one.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum InputError {
    /// As PEM.
    Pem(PemError),
    /// As RFC 9440 text.
    ClientCert(ClientCertError),
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pem(error) => error.fmt(f),
            Self::ClientCert(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for InputError {}

impl From<PemError> for InputError {
    fn from(error: PemError) -> Self {
        Self::Pem(error)
    }
}

impl From<ClientCertError> for InputError {
    fn from(error: ClientCertError) -> Self {
        Self::ClientCert(error)
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_told_by_its_start() {
        assert_eq!(form(&[0x30, 0x82]), Form::Der);
        assert_eq!(form(b":MIIB:"), Form::ClientCert);
        assert_eq!(form(b"  :MIIB:\n"), Form::ClientCert);
        assert_eq!(form(b"-----BEGIN CERTIFICATE-----"), Form::Pem);
        assert_eq!(form(b"subject=CN=a\n-----BEGIN CERTIFICATE-----"), Form::Pem);
        assert_eq!(form(b"\xef\xbb\xbf-----BEGIN CERTIFICATE-----"), Form::Pem);
        assert_eq!(form(b""), Form::Der);
        assert_eq!(form(&[0; 64]), Form::Der);
    }
}
