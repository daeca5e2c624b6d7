//! Certificates in the forms that people hand over: PEM, DER or RFC 9440 text.

mod bundle;
mod error;
mod read;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

pub use crate::diagnosis::LooksLike;
use crate::diagnosis::without_mark;
pub use crate::pem::Wrapping;

pub use bundle::issuing_ca;
pub use error::InputError;
pub use read::{CertificateInput, ClientInput};

/// The form in which a certificate is written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Form {
    /// RFC 7468 text with `-----BEGIN CERTIFICATE-----`.
    Pem,
    /// DER, the bytes themselves. Also what is given to bytes that are neither of the others.
    Der,
    /// RFC 9440: a structured-field Byte Sequence, `:MIIB...:`.
    ClientCert,
    /// PEM text inside another text. [`form`] never gives it: only reading shows it.
    WrappedPem(Wrapping),
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pem => f.write_str("PEM"),
            Self::Der => f.write_str("DER"),
            Self::ClientCert => f.write_str("RFC 9440"),
            Self::WrappedPem(wrapping) => wrapping.fmt(f),
        }
    }
}

/// Tells the form: DER by its first bytes, the others by a first `:` or a BEGIN line.
///
/// DER starts with the byte 0x30, which is also the digit `0` of a text before a BEGIN line (`0 s:CN=...`).
/// So what follows must be a length that no text has: a long one, or a short one that covers the rest.
pub fn form(bytes: &[u8]) -> Form {
    if is_der(bytes) {
        return Form::Der;
    }
    match without_mark(bytes).trim_ascii_start().first() {
        Some(b':') => Form::ClientCert,
        Some(_) if contains(bytes, b"-----BEGIN ") => Form::Pem,
        _ => Form::Der,
    }
}

fn is_der(bytes: &[u8]) -> bool {
    match bytes {
        [0x30, 0x80..=0xFF, ..] => true,
        [0x30, length, contents @ ..] => usize::from(*length) == contents.len(),
        _ => false,
    }
}

/// The kind of input: bytes may be DER, a text is never.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum InputKind {
    /// Bytes of any form.
    Bytes,
    /// A text: PEM or RFC 9440.
    Text,
}

/// The DER of the one client's certificate in some bytes, as [`CertificateInput::into_client`] chooses it.
///
/// DER is passed through unread, so that the verdict about it is the verifier's.
///
/// # Errors
///
/// [`InputError`] when there is no certificate, or not exactly one client's.
pub fn certificate_der(bytes: &[u8]) -> Result<Cow<'_, [u8]>, InputError> {
    Ok(CertificateInput::read(bytes, InputKind::Bytes)?.into_client()?.leaf)
}

/// As [`certificate_der`], for those who need a certificate to go on with and give no verdict about it, such as
/// whoever prints its fingerprint.
///
/// DER is passed through unread all the same.
///
/// # Errors
///
/// [`InputError`] as there, and for nothing at all and for a text in another form.
pub fn required_certificate_der(bytes: &[u8], given: InputKind) -> Result<Cow<'_, [u8]>, InputError> {
    match bytes.is_empty() {
        true => Err(InputError::NoCertificate(LooksLike::Empty)),
        false => Ok(CertificateInput::read(bytes, given)?.into_client()?.leaf),
    }
}

/// The DER of every certificate in some bytes: a PEM bundle in file order, or the one of another form.
///
/// # Errors
///
/// [`InputError`] when there is no certificate, or a broken one.
pub fn certificates_der(bytes: &[u8]) -> Result<Vec<Cow<'_, [u8]>>, InputError> {
    Ok(CertificateInput::read(bytes, InputKind::Bytes)?.into_certificates().collect())
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_is_known_by_its_start() {
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
        for bytes in [&b"0"[..], b"0 ", b"0 s:CN=a", b"\x30\x00\x00"] {
            assert_eq!(form(bytes), Form::Der);
        }
    }

    #[test]
    fn no_certificate_comes_from_nothing_nor_from_another_text() {
        let der = [0x30, 0x00];
        let read = |bytes, given| required_certificate_der(bytes, given).map_err(|error| error.code());
        assert_eq!(read(&der, InputKind::Bytes).as_deref(), Ok(&der[..]));
        for given in [InputKind::Bytes, InputKind::Text] {
            assert_eq!(read(b":MAA=:", given).as_deref(), Ok(&der[..]));
            assert_eq!(read(b"", given), Err("malformed"));
            assert_eq!(read(b":*:", given), Err("bad_base64"));
        }
        for text in [&b"certificate"[..], b"MIIB", b" ", &der] {
            assert_eq!(read(text, InputKind::Text), Err("malformed"));
        }
        let error = required_certificate_der(b"MIIB", InputKind::Text);
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
