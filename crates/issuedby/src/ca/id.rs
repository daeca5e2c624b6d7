//! The identifier of a CA: what verdicts, header fields and logs can carry without writing it otherwise.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::diagnosis::Quoted;
use crate::error_details::ErrorDetails;
use crate::limits::MAX_CA_ID_SIZE;

/// Tells whether bytes are an identifier: visible ASCII only, so that no parser trims or folds it and no language
/// escapes it in another way.
pub(crate) fn is_ca_id(bytes: &[u8]) -> bool {
    (1..=MAX_CA_ID_SIZE).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic)
}

/// A text that is not an identifier of a CA.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CaIdError {
    found: String,
    position: Option<usize>,
}

impl CaIdError {
    pub(super) fn new(id: &str) -> Self {
        let invalid = id.char_indices().enumerate().find(|(_, (_, character))| !character.is_ascii_graphic());
        let found = match invalid {
            _ if id.is_empty() => String::from("none"),
            _ if id.len() > MAX_CA_ID_SIZE => format!("{} bytes", id.len()),
            Some((index, _)) => {
                format!("{} with another as character {}", Quoted(id), index.saturating_add(1))
            }
            None => format!("{}", Quoted(id)),
        };
        let position = invalid.filter(|_| id.len() <= MAX_CA_ID_SIZE).map(|(_, (offset, _))| offset);
        Self { found, position }
    }

    fn is_empty(&self) -> bool {
        self.found == "none"
    }
}

/// The found and the expected value; for an empty identifier, the remedy after a semicolon.
impl fmt::Display for CaIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = &self.found;
        write!(
            f,
            "found {found} as the identifier of a CA, expected 1 to {MAX_CA_ID_SIZE} visible ASCII characters"
        )?;
        if self.is_empty() { write!(f, "; {LEAVE_OUT}") } else { Ok(()) }
    }
}

const LEAVE_OUT: &str = "leave it out for a CA without an identifier";

impl core::error::Error for CaIdError {}

impl ErrorDetails for CaIdError {
    fn code(&self) -> &'static str {
        "malformed_ca_id"
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(match self.is_empty() {
            true => LEAVE_OUT,
            false => "write visible ASCII characters without blanks, as in a UUID",
        }))
    }

    fn position(&self) -> Option<usize> {
        self.position
    }
}
