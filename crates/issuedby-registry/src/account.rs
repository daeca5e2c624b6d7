//! The name of an account.

use std::error::Error;
use std::fmt;

use issuedby::ErrorDetails;

use crate::closest_name::closest_name;
use crate::limits::MAX_ACCOUNT_NAME_CHARACTERS;
use crate::quoted::Quoted;

/// The name of an account: ASCII letters, digits, `-`, `_` and `.`, a letter or a digit first.
///
/// Upper and lower case are different names.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AccountName(String);

impl AccountName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// [`AccountNameError`] for an empty, a too long or another text.
    pub fn parse(text: &str) -> Result<Self, AccountNameError> {
        let refused = |kind| AccountNameError { kind, text: text.to_owned() };
        let is_allowed = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
        if text.is_empty() {
            return Err(refused(AccountNameErrorKind::Empty));
        }
        if let Some((place, character)) = text.chars().enumerate().find(|(_, found)| !is_allowed(*found)) {
            return Err(refused(AccountNameErrorKind::BadCharacter { character, position: place + 1 }));
        }
        if text.starts_with(['-', '_', '.']) {
            return Err(refused(AccountNameErrorKind::BadStart));
        }
        if text.len() > MAX_ACCOUNT_NAME_CHARACTERS {
            return Err(refused(AccountNameErrorKind::TooLong { characters: text.len() }));
        }
        Ok(Self(text.to_owned()))
    }

    /// The name among `names` that a misspelt one may mean: the one with the fewest edits, if at most a third of the letters
    /// differ; letter case counts for nothing. The name itself is none of them.
    pub fn similar_among(&self, names: impl IntoIterator<Item = Self>) -> Option<Self> {
        closest_name(self, names.into_iter().filter(|name| name != self))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The error of a text that is not the name of an account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AccountNameError {
    kind: AccountNameErrorKind,
    text: String,
}

impl AccountNameError {
    /// The kind of error.
    pub fn kind(&self) -> AccountNameErrorKind {
        self.kind
    }
}

impl fmt::Display for AccountNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = Quoted(&self.text);
        match self.kind {
            AccountNameErrorKind::BadCharacter { position, .. } => write!(
                f,
                "found {shown}, where character {position} is not allowed, expected the name of an account, of ASCII \
                 letters, digits, `-`, `_` and `.`"
            ),
            AccountNameErrorKind::BadStart => {
                write!(f, "found {shown}, expected the name of an account to begin with a letter or a digit")
            }
            AccountNameErrorKind::Empty => {
                f.write_str("found an empty text, expected the name of an account")
            }
            AccountNameErrorKind::TooLong { characters } => write!(
                f,
                "found {shown} with {characters} characters, expected the name of an account with at most \
                 {MAX_ACCOUNT_NAME_CHARACTERS}"
            ),
        }
    }
}

impl Error for AccountNameError {}

impl ErrorDetails for AccountNameError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn position(&self) -> Option<usize> {
        match self.kind {
            AccountNameErrorKind::BadCharacter { position, .. } => {
                self.text.char_indices().nth(position.saturating_sub(1)).map(|(at, _)| at)
            }
            _ => None,
        }
    }
}

/// The kinds of error in the name of an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum AccountNameErrorKind {
    /// A character is not allowed.
    BadCharacter {
        /// The character.
        character: char,
        /// The position of the character, from 1.
        position: usize,
    },
    /// The first character is neither a letter nor a digit.
    BadStart,
    /// There is nothing.
    Empty,
    /// It is longer than [`MAX_ACCOUNT_NAME_CHARACTERS`].
    TooLong {
        /// The number of its characters.
        characters: usize,
    },
}

impl AccountNameErrorKind {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadCharacter { .. } => "account_name_bad_character",
            Self::BadStart => "account_name_bad_start",
            Self::Empty => "account_name_empty",
            Self::TooLong { .. } => "account_name_too_long",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kept_as_they_are_written() {
        for text in ["acme", "a", "7", "Acme-Corp_2.eu", &"x".repeat(MAX_ACCOUNT_NAME_CHARACTERS)] {
            assert_eq!(AccountName::parse(text).map(|name| name.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn every_other_text_is_refused_by_its_fault() {
        for (text, code) in [
            ("", "account_name_empty"),
            ("-a", "account_name_bad_start"),
            (".", "account_name_bad_start"),
            ("a b", "account_name_bad_character"),
            ("müller", "account_name_bad_character"),
            ("a\0", "account_name_bad_character"),
            ("a/b", "account_name_bad_character"),
            (&"x".repeat(MAX_ACCOUNT_NAME_CHARACTERS + 1), "account_name_too_long"),
        ] {
            let error = AccountName::parse(text).expect_err(text);
            assert_eq!(error.kind().code(), code, "{error}");
        }
    }
}
