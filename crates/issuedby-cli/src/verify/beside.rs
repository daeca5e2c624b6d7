//! The certificates that stand in the file of a client's certificate, after it or before it.

use issuedby::Certificate;

use super::text::WIDTH;
use super::{Check, Evaluated};
use crate::printable::name;
use crate::terminal::Console;

/// The number of names that are shown.
const SHOWN: usize = 4;

/// Says what the rest of the file is.
pub(super) fn write(check: &Check<'_>, evaluated: Evaluated<'_>, console: &mut Console) {
    let beside = evaluated.beside;
    if beside.is_empty() {
        return;
    }
    let certificates: Vec<&[u8]> =
        std::iter::once(evaluated.leaf).chain(beside.iter().map(Vec::as_slice)).collect();
    let kind = match (beside.len(), check.verifier.is_signed_chain(&certificates)) {
        (1, true) => "1 CA certificate after it, which signed it".to_owned(),
        (count, true) => format!("{count} CA certificates after it, each of which signed the one before"),
        (1, false) => "1 CA certificate beside it".to_owned(),
        (count, false) => format!("{count} CA certificates beside it"),
    };
    console.field(WIDTH, "chain", format_args!("{kind}, as if sent along: not trusted"));
    for der in beside.iter().take(SHOWN) {
        let subject = Certificate::from_der(der).map(|certificate| name(certificate.subject()));
        console.field(WIDTH, "", subject.unwrap_or_else(|_| "(not readable)".to_owned()));
    }
    if let Some(more @ 1..) = beside.len().checked_sub(SHOWN) {
        console.field(WIDTH, "", format_args!("and {more} more"));
    }
}
