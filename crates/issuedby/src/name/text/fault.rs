//! A fault while a text is read as a name, before its place in characters is known.

use alloc::boxed::Box;
use alloc::string::String;

use super::error::{NameTextError, NameTextErrorKind};

/// The fault, its place in bytes, and its details.
#[derive(Debug)]
pub(super) struct TextFault {
    kind: NameTextErrorKind,
    offset: usize,
    written: Option<Box<str>>,
}

/// The most bytes of it in a message; the longest keyword has 45 letters, and our own words are shorter than this.
const SHOWN_BYTES: usize = 64;

impl TextFault {
    pub(super) const fn at(offset: usize, kind: NameTextErrorKind) -> Self {
        Self { kind, offset, written: None }
    }

    /// A fault with more to say: an attribute type, which holds letters, digits, `.`, `-` and `_` only, or words
    /// of our own.
    pub(super) fn about(offset: usize, kind: NameTextErrorKind, written: &[u8]) -> Self {
        let mut shown: String = written.iter().take(SHOWN_BYTES).map(|byte| char::from(*byte)).collect();
        if written.len() > SHOWN_BYTES {
            shown.push_str("...");
        }
        Self { kind, offset, written: Some(shown.into_boxed_str()) }
    }

    /// A fault with words that are printable ASCII and bounded.
    pub(super) fn with_words(offset: usize, kind: NameTextErrorKind, words: String) -> Self {
        Self { kind, offset, written: Some(words.into_boxed_str()) }
    }

    pub(super) fn unknown_type(offset: usize, written: &[u8]) -> Self {
        Self::about(offset, NameTextErrorKind::UnknownAttributeType, written)
    }

    /// The fault with its place in characters.
    pub(super) fn in_text(self, text: &[u8]) -> NameTextError {
        NameTextError::of(self.kind, self.offset, self.written, text)
    }

    pub(super) const fn kind(&self) -> NameTextErrorKind {
        self.kind
    }

    pub(super) const fn offset(&self) -> usize {
        self.offset
    }
}
