//! The identifier of a CA: what verdicts, header fields and logs can carry without writing it otherwise.

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::limits::MAX_CA_ID_SIZE;
use crate::quoted::Quoted;

/// Whether bytes are an identifier: visible ASCII only, so that no parser trims or folds it and no language
/// escapes it in another way.
pub(crate) fn is_ca_id(bytes: &[u8]) -> bool {
    (1..=MAX_CA_ID_SIZE).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic)
}

/// A text that is no identifier of a CA.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CaIdError {
    message: String,
}

impl CaIdError {
    pub(super) fn new(id: &str) -> Self {
        let found = match id.chars().position(|character| !character.is_ascii_graphic()) {
            _ if id.is_empty() => String::from("none; leave it out for a CA without an identifier"),
            _ if id.len() > MAX_CA_ID_SIZE => format!("{} bytes", id.len()),
            Some(index) => format!("{} with another as character {}", Quoted(id), index.saturating_add(1)),
            None => format!("{}", Quoted(id)),
        };
        let message = format!(
            "expected 1 to {MAX_CA_ID_SIZE} visible ASCII characters as the identifier of a CA, found {found}"
        );
        Self { message }
    }

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        "malformed_ca_id"
    }
}

impl fmt::Display for CaIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for CaIdError {}
