//! What bytes are these? A certificate as people hand it over: PEM, DER or RFC 9440 text.

mod looks_like;
mod shown;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use crate::client_cert::{ClientCert, ClientCertError};
use crate::pem::{self, PemError};
use crate::reason::Reason;

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

/// Tells the form: DER by its first octets, the others by a first `:` or a BEGIN line.
///
/// DER starts with the octet 0x30, which is also the digit `0` of a text before a BEGIN line (`0 s:CN=...`).
/// So what follows must be a length that no text has: a long one, or a short one that covers the rest.
pub fn form(octets: &[u8]) -> Form {
    if is_der(octets) {
        return Form::Der;
    }
    match without_mark(octets).trim_ascii_start().first() {
        Some(b':') => Form::ClientCert,
        Some(_) if contains(octets, b"-----BEGIN ") => Form::Pem,
        _ => Form::Der,
    }
}

fn is_der(octets: &[u8]) -> bool {
    match octets {
        [0x30, 0x80..=0xFF, ..] => true,
        [0x30, length, contents @ ..] => usize::from(*length) == contents.len(),
        _ => false,
    }
}

/// A text without the byte order mark before it.
fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
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
        Form::ClientCert => Ok(Cow::Owned(ClientCert::decode(without_mark(octets).trim_ascii())?)),
    }
}

/// What a caller has: octets may be DER, a text is never.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Given {
    /// Octets of any form.
    Octets,
    /// A text: PEM or RFC 9440.
    Text,
}

/// As [`certificate_der`], for those who need a certificate to go on with and give no verdict about it, such as
/// whoever prints its fingerprint.
///
/// DER is passed through unread all the same.
///
/// # Errors
///
/// [`InputError`] as there, and for nothing at all and for a text in another form.
pub fn required_certificate_der(octets: &[u8], given: Given) -> Result<Cow<'_, [u8]>, InputError> {
    let is_other_text = given == Given::Text && form(octets) == Form::Der;
    match is_other_text || octets.is_empty() {
        true => Err(InputError::NoCertificate(LooksLike::of(octets))),
        false => certificate_der(octets),
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
    /// In no form at all.
    NoCertificate(LooksLike),
}

impl InputError {
    /// The stable name of what is wrong: [`PemError::code`], [`ClientCertError::code`] or `malformed`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Pem(error) => error.code(),
            Self::ClientCert(error) => error.code(),
            Self::NoCertificate(_) => Reason::Malformed.code(),
        }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pem(error) => error.fmt(f),
            Self::ClientCert(error) => error.fmt(f),
            Self::NoCertificate(found) => {
                write!(f, "expected a certificate in DER, PEM or RFC 9440 text, found {found}")
            }
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

    #[test]
    fn a_digit_before_a_text_is_not_der() {
        let text = b"0 s:CN=a\n   i:CN=b\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        assert_eq!(form(text), Form::Pem);
        assert_eq!(certificate_der(text).as_deref(), Ok(&[0x30, 0x00][..]));
        let boundary = b"-----BEGIN CERTIFICATE-----";
        let length = u8::try_from(boundary.len()).expect("a short length");
        assert_eq!(form(&[&[0x30, length], &boundary[..]].concat()), Form::Der);
        assert_eq!(form(&[&[0x30, 0x82, 0xFF, 0xFF], &boundary[..]].concat()), Form::Der);
        for octets in [&b"0"[..], b"0 ", b"0 s:CN=a", b"\x30\x00\x00"] {
            assert_eq!(form(octets), Form::Der);
        }
    }

    #[test]
    fn whoever_needs_a_certificate_gets_none_from_nothing_nor_from_another_text() {
        let der = [0x30, 0x00];
        let read = |octets, given| required_certificate_der(octets, given).map_err(|error| error.code());
        assert_eq!(read(&der, Given::Octets).as_deref(), Ok(&der[..]));
        for given in [Given::Octets, Given::Text] {
            assert_eq!(read(b":MAA=:", given).as_deref(), Ok(&der[..]));
            assert_eq!(read(b"", given), Err("malformed"));
            assert_eq!(read(b":*:", given), Err("bad_base64"));
        }
        for text in [&b"certificate"[..], b"MIIB", b" ", &der] {
            assert_eq!(read(text, Given::Text), Err("malformed"));
        }
        let error = required_certificate_der(b"MIIB", Given::Text);
        assert_eq!(error, Err(InputError::NoCertificate(LooksLike::BareBase64)));
    }

    #[test]
    fn a_byte_order_mark_before_any_text_is_passed_over() {
        for text in [":MAA=:", " :MAA=:\n", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----"] {
            let text = alloc::format!("\u{FEFF}{text}");
            assert_eq!(certificate_der(text.as_bytes()).as_deref(), Ok(&[0x30, 0x00][..]), "{text}");
        }
    }
}
