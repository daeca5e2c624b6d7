//! PEM text inside another text, read where the whole of that text has one reading alone.
//!
//! The strict reader comes first, and what it reads is never read in another way. A wrapping is taken off once, its contents
//! go through the strict reader again, and no byte of base64 is passed over but ASCII white space.

use alloc::vec::Vec;
use core::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::block::label;
use super::error::{PemError, PemErrorKind};
use super::{CertificateBlocks, certificate_blocks, single_certificate};
use crate::diagnosis::{holds, is_base64, without_mark};
use crate::limits::MAX_PEM_SIZE;

/// A text that has PEM text inside it and nothing else.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Wrapping {
    /// Base64 of PEM text, as in a Secret of Kubernetes (RFC 4648 section 4; it may be broken into lines).
    Base64,
    /// PEM text with its line breaks written as `\n`, in quotes or without: a JSON string (RFC 8259 section 7).
    Escapes,
    /// Percent-encoded PEM text, as in nginx's `$ssl_client_escaped_cert` (RFC 3986 section 2.1).
    PercentEncoding,
    /// PEM text with other white space where its lines end, or none (the lax grammar of RFC 7468 section 3).
    WhiteSpace,
}

impl fmt::Display for Wrapping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base64 => "base64 of PEM",
            Self::Escapes => "PEM with escaped line breaks",
            Self::PercentEncoding => "percent-encoded PEM",
            Self::WhiteSpace => "PEM with other white space",
        })
    }
}

/// Reads the certificates of a text that is wrapped PEM; `None` where it is none or where what is inside cannot be read.
///
/// # Errors
/// [`PemErrorKind::PrivateKeyFound`] if there are no certificates inside, and a private key.
pub(crate) fn wrapped_blocks(text: &[u8]) -> Result<Option<(Wrapping, CertificateBlocks)>, PemError> {
    wrapped(text, certificate_blocks).map(|found| {
        // Its lines are not those of the file.
        found.map(|(wrapping, blocks)| (wrapping, CertificateBlocks { second_line: 0, ..blocks }))
    })
}

/// Reads the one certificate of a file as [`single_certificate`] does, also if the file is PEM text in a [`Wrapping`].
///
/// A private key is looked for in the contents of the wrapping too.
///
/// # Errors
/// [`PemError`] with the line, as the file stands.
pub fn unwrapped_certificate(text: &[u8]) -> Result<Vec<u8>, PemError> {
    single_certificate(text).or_else(|error| match error.kind() {
        // The strict reader read it; the answer stands.
        PemErrorKind::PrivateKeyFound { .. } | PemErrorKind::SeveralCertificates { .. } => Err(error),
        _ => wrapped(text, single_certificate)?.map(|(_, der)| der).ok_or(error),
    })
}

pub(super) fn wrapped<T>(
    text: &[u8],
    read: impl Fn(&[u8]) -> Result<T, PemError>,
) -> Result<Option<(Wrapping, T)>, PemError> {
    let Some((wrapping, pem)) = unwrapped(text) else { return Ok(None) };
    match read(&pem) {
        Ok(found) => Ok(Some((wrapping, found))),
        Err(error) if matches!(error.kind(), PemErrorKind::PrivateKeyFound { .. }) => {
            Err(PemError::new(error.kind().clone(), 1))
        }
        // The remedies for the contents are commands about the contents: the wrapping has to go first.
        Err(_) => Ok(None),
    }
}

/// The PEM text in a wrapping, each of its blocks in lines of its own.
fn unwrapped(text: &[u8]) -> Option<(Wrapping, Vec<u8>)> {
    if text.len() > MAX_PEM_SIZE {
        return None;
    }
    let text = without_mark(text).trim_ascii();
    if let Some(decoded) = base64_decoded(text) {
        return holds(&decoded, BEGIN).then(|| (Wrapping::Base64, in_lines(decoded)));
    }
    if let Some(escaped) = in_quotes(text)
        && escaped.contains(&b'\\')
    {
        return Some((Wrapping::Escapes, in_lines(unescaped(escaped)?)));
    }
    if text.contains(&b'%') {
        let decoded = percent_decoded(text)?;
        return decoded.starts_with(BEGIN).then(|| (Wrapping::PercentEncoding, in_lines(decoded)));
    }
    Some((Wrapping::WhiteSpace, lax_blocks(in_quotes(text)?)?))
}

const BEGIN: &[u8] = b"-----BEGIN ";

/// The text with the line ends that its grammar allows to leave out; as it stands where it has another grammar.
fn in_lines(pem: Vec<u8>) -> Vec<u8> {
    lax_blocks(&pem).unwrap_or(pem)
}

/// A text that begins with a BEGIN line, without one pair of quotes around it.
fn in_quotes(text: &[u8]) -> Option<&[u8]> {
    let inside = match text {
        [quote @ (b'"' | b'\''), inside @ .., last] if quote == last => inside,
        other => other,
    };
    inside.starts_with(BEGIN).then_some(inside)
}

/// The decoded bytes of a text that is base64 and ASCII white space, and nothing else. Base64 of DER begins with an `M`: that
/// is never looked into, because a certificate can have any text in it.
fn base64_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let is_base64 = text.iter().all(|byte| is_base64(*byte) || byte.is_ascii_whitespace());
    if !is_base64 || text.starts_with(b"M") {
        return None;
    }
    let base64: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(base64).ok()
}

/// Resolves the escapes of JSON that PEM text can need, also where it was escaped twice. `None` for any other.
fn unescaped(text: &[u8]) -> Option<Vec<u8>> {
    let mut pem = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        if *first != b'\\' {
            pem.push(*first);
            rest = after;
            continue;
        }
        // PEM text has no backslash, so that two of them stand for one that escapes.
        let escape = after.strip_prefix(b"\\").unwrap_or(after);
        let (byte, after) = match escape {
            [b'n', after @ ..] => (b'\n', after),
            [b'r', after @ ..] => (b'\r', after),
            [b't', after @ ..] => (b'\t', after),
            [b'/', after @ ..] => (b'/', after),
            [b'u', b'0', b'0', high, low, after @ ..] => (of_digits(*high, *low)?, after),
            _ => return None,
        };
        pem.push(byte);
        rest = after;
    }
    Some(pem)
}

/// Percent-decoding (RFC 3986 section 2.1): `+` stands for itself, and there are no blanks.
fn percent_decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let (byte, after) = match (first, after) {
            (b'%', [high, low, after @ ..]) => (of_digits(*high, *low)?, after),
            (byte, after) if byte.is_ascii_graphic() && *byte != b'%' => (*byte, after),
            _ => return None,
        };
        decoded.push(byte);
        rest = after;
    }
    Some(decoded)
}

/// The ASCII character with this number in hexadecimal.
fn of_digits(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let byte = u8::try_from(digit(high)?.checked_mul(16)?.checked_add(digit(low)?)?).ok()?;
    byte.is_ascii().then_some(byte)
}

/// The blocks of a text that has nothing else in it, in lines of their own, by the lax grammar of RFC 7468 section 3: white
/// space anywhere between the BEGIN and the END, and any or none after them.
fn lax_blocks(text: &[u8]) -> Option<Vec<u8>> {
    let mut lines = Vec::with_capacity(text.len());
    let mut rest = text.trim_ascii();
    while !rest.is_empty() {
        let (name, after) = boundary(rest, BEGIN)?;
        let end = after.iter().position(|byte| *byte == b'-')?;
        let (body, after) = after.split_at_checked(end)?;
        let (end_name, after) = boundary(after, b"-----END ")?;
        if name != end_name || !body.iter().all(|byte| is_base64(*byte) || byte.is_ascii_whitespace()) {
            return None;
        }
        lines.extend_from_slice(BEGIN);
        lines.extend_from_slice(name.as_bytes());
        lines.extend_from_slice(b"-----\n");
        lines.extend(body.iter().filter(|byte| is_base64(**byte)));
        lines.extend_from_slice(b"\n-----END ");
        lines.extend_from_slice(name.as_bytes());
        lines.extend_from_slice(b"-----\n");
        rest = after.trim_ascii_start();
    }
    Some(lines).filter(|lines| !lines.is_empty())
}

/// The label of the boundary at the start of a text, and the text after it.
fn boundary<'a>(text: &'a [u8], start: &[u8]) -> Option<(&'a str, &'a [u8])> {
    let rest = text.strip_prefix(start)?;
    let hyphens = rest.iter().position(|byte| *byte == b'-')?;
    let (name, after) = rest.split_at_checked(hyphens)?;
    Some((label(name)?, after.strip_prefix(b"-----")?))
}
