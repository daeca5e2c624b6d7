//! The name of a CA certificate: what an operator and the code beside the gateway call it.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use issuedby::ErrorDetails;

use crate::limits::MAX_CA_NAME_CHARACTERS;
use crate::quoted::Quoted;

/// The name of a CA certificate: a JavaScript identifier in ASCII.
///
/// Letters, digits, `_` and `$`, no digit first, and no reserved word (ECMA-262, "Names and Keywords"): the code
/// that a gateway runs must be able to use it as it stands. Upper and lower case are different names.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CaName(String);

impl CaName {
    /// Reads a name.
    ///
    /// # Errors
    ///
    /// [`CaNameError`] for an empty, a too long or another text.
    pub fn parse(text: &str) -> Result<Self, CaNameError> {
        let refused = |kind| CaNameError { kind, text: text.to_owned() };
        if text.is_empty() {
            return Err(refused(CaNameErrorKind::Empty));
        }
        if let Some((place, character)) = text.chars().enumerate().find(|(_, found)| !is_allowed(*found)) {
            return Err(refused(CaNameErrorKind::BadCharacter { character, position: place + 1 }));
        }
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            return Err(refused(CaNameErrorKind::DigitFirst));
        }
        if text.len() > MAX_CA_NAME_CHARACTERS {
            return Err(refused(CaNameErrorKind::TooLong { characters: text.len() }));
        }
        if RESERVED_WORDS.contains(&text) {
            return Err(refused(CaNameErrorKind::ReservedWord));
        }
        Ok(Self(text.to_owned()))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The error of a text that is not the name of a CA certificate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CaNameError {
    kind: CaNameErrorKind,
    text: String,
}

impl CaNameError {
    /// The kind of error.
    pub fn kind(&self) -> CaNameErrorKind {
        self.kind
    }

    /// A name near the refused text that can be used, where there is one.
    pub fn valid_name(&self) -> Option<CaName> {
        let spelled = self.text.chars().map(|found| if is_allowed(found) { found } else { '_' });
        let mut near: String = spelled.take(MAX_CA_NAME_CHARACTERS - 1).collect();
        if !near.contains(|found: char| found.is_ascii_alphanumeric()) {
            return None;
        }
        if CaName::parse(&near).is_err() {
            near.insert(0, '_');
        }
        CaName::parse(&near).ok()
    }
}

impl fmt::Display for CaNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = Quoted(&self.text);
        match self.kind {
            CaNameErrorKind::BadCharacter { position, .. } => {
                write!(f, "found {shown}, where character {position} is not allowed")
            }
            CaNameErrorKind::DigitFirst => write!(f, "found {shown}, which begins with a digit"),
            CaNameErrorKind::Empty => f.write_str("found an empty text"),
            CaNameErrorKind::ReservedWord => write!(f, "found {shown}, which JavaScript reserves"),
            CaNameErrorKind::TooLong { characters } => {
                write!(
                    f,
                    "found {shown} with {characters} characters, of {MAX_CA_NAME_CHARACTERS} that it may have"
                )
            }
        }?;
        f.write_str(", expected a name of ASCII letters, digits, `_` and `$`")
    }
}

impl Error for CaNameError {}

impl ErrorDetails for CaNameError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        self.valid_name().map(|name| format!("give `{name}`").into())
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        self.valid_name().map(|name| name.as_str().to_owned().into())
    }

    fn position(&self) -> Option<usize> {
        match self.kind {
            CaNameErrorKind::BadCharacter { position, .. } => {
                self.text.char_indices().nth(position.saturating_sub(1)).map(|(at, _)| at)
            }
            _ => None,
        }
    }
}

/// The kinds of error in the name of a CA certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CaNameErrorKind {
    /// A character is not allowed.
    BadCharacter {
        /// The character.
        character: char,
        /// The position of the character, from 1.
        position: usize,
    },
    /// It begins with a digit.
    DigitFirst,
    /// There is nothing.
    Empty,
    /// It is a reserved word of JavaScript.
    ReservedWord,
    /// It is longer than [`MAX_CA_NAME_CHARACTERS`].
    TooLong {
        /// The number of its characters.
        characters: usize,
    },
}

impl CaNameErrorKind {
    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadCharacter { .. } => "ca_name_bad_character",
            Self::DigitFirst => "ca_name_digit_first",
            Self::Empty => "ca_name_empty",
            Self::ReservedWord => "ca_name_reserved_word",
            Self::TooLong { .. } => "ca_name_too_long",
        }
    }
}

fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_' || character == '$'
}

/// The words that cannot be identifiers in a module (ECMA-262, `ReservedWord`, and those of strict mode).
const RESERVED_WORDS: [&str; 46] = [
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_kept_as_they_are_written() {
        for text in ["a", "_", "$", "clients2026", "Partner_CA$", &"x".repeat(MAX_CA_NAME_CHARACTERS)] {
            assert_eq!(CaName::parse(text).map(|name| name.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn every_other_text_is_refused_with_a_valid_name() {
        for (text, code, near) in [
            ("", "ca_name_empty", None),
            ("2026ca", "ca_name_digit_first", Some("_2026ca")),
            ("my-ca", "ca_name_bad_character", Some("my_ca")),
            ("my ca", "ca_name_bad_character", Some("my_ca")),
            ("Größe", "ca_name_bad_character", Some("Gr__e")),
            ("🔑", "ca_name_bad_character", None),
            ("a\0b", "ca_name_bad_character", Some("a_b")),
            ("class", "ca_name_reserved_word", Some("_class")),
            (&"x".repeat(1_000), "ca_name_too_long", Some(&"x".repeat(MAX_CA_NAME_CHARACTERS - 1))),
        ] {
            let error = CaName::parse(text).expect_err(text);
            assert_eq!(error.kind().code(), code, "{error}");
            assert_eq!(error.suggestion().as_deref(), near, "{error}");
        }
    }
}
