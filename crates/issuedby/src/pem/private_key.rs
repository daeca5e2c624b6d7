//! Tells whether there is a private key in a text, however damaged the text is.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use core::str;

use super::Found;
use super::cause::Cause;
use super::error::{PemError, PemErrorKind};
use super::lines::Lines;
use crate::diagnosis::LooksLike;
use crate::limits::MAX_PEM_LABEL_SIZE;

const KEY: &[u8] = b"PRIVATE KEY";
const BEGIN: &[u8] = b"-BEGIN ";

/// Refuses a text with the beginning of a private key anywhere: indented, inside another block, without
/// its END, with its line breaks lost, or in UTF-16; and a private key in DER.
pub(super) fn refuse(text: &[u8]) -> Result<(), PemError> {
    for line in Lines::new(&without_zeros(text), 1) {
        if let Some(label) = label(line.text) {
            return Err(PemError::new(PemErrorKind::PrivateKeyFound { label }, line.number));
        }
    }
    match LooksLike::of(text) {
        LooksLike::PrivateKey => {
            Err(PemError::new(PemErrorKind::PrivateKeyFound { label: String::new() }, 1))
        }
        _ => Ok(()),
    }
}

/// Refuses as [`refuse`], and says so where there are certificates beside the key.
pub(super) fn refuse_beside_certificates(text: &[u8]) -> Result<(), PemError> {
    refuse(text).map_err(|error| {
        let has_certificate = Found::in_text(text).is_ok_and(|found| !found.certificates.is_empty());
        if has_certificate { error.because(Cause::BesideCertificate) } else { error }
    })
}

/// UTF-16 is ASCII with a zero byte beside each letter, as far as labels go.
fn without_zeros(text: &[u8]) -> Cow<'_, [u8]> {
    match text.contains(&0) {
        true => text.iter().copied().filter(|byte| *byte != 0).collect(),
        false => Cow::Borrowed(text),
    }
}

/// The label of the first private key that begins on a line.
fn label(line: &[u8]) -> Option<String> {
    line.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY).find_map(|(at, _)| {
        // A label is short, so that looking back from every find stays linear.
        let from = at.saturating_sub(MAX_PEM_LABEL_SIZE + BEGIN.len());
        let before = line.get(from..at)?;
        let begin = before.windows(BEGIN.len()).rposition(|window| window == BEGIN)?;
        let prefix = before.get(begin + BEGIN.len()..)?;
        let printable = prefix.iter().all(|byte| matches!(byte, b' ' | b'0'..=b'9' | b'A'..=b'Z'));
        let prefix = if printable { str::from_utf8(prefix).ok()? } else { "" };
        Some(prefix.to_string() + "PRIVATE KEY")
    })
}
