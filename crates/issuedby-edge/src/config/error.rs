//! Errors of a configuration: the file, the line and the remedy.

use std::borrow::Cow;
use std::error;
use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

use issuedby::ErrorDetails;
use issuedby_registry::limits::MAX_SHOWN_CHARACTERS;
use issuedby_registry::{RegistryError, StorageError};
use toml::Spanned;

/// Something in a configuration file, or in a file that it names, that keeps an edge from starting.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError {
    file: PathBuf,
    place: Option<Box<Place>>,
    message: String,
    remedy: String,
    suggestion: Option<Box<str>>,
    /// The failure of the registry's storage behind it.
    storage: Option<Box<StorageError>>,
    /// The byte of the file, from 0.
    position: Option<usize>,
}

/// The place of an error in a configuration file: a line of it, and a part of that line.
///
/// The text is as it is in the file. It may have any character but a line break: a program that shows it must escape what
/// a terminal would obey.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    line: usize,
    column: usize,
    text: String,
    span: Range<usize>,
}

impl Place {
    /// The number of the line, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The first character of the part, counted in the line from 1.
    pub fn column(&self) -> usize {
        self.column
    }

    /// The line, without its end.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The part of the line that is wrong, in bytes: at the boundaries of characters. It is empty where something is missing.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl ConfigError {
    pub(crate) fn without_line(file: &Path, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            place: None,
            message: message.into(),
            remedy: String::new(),
            suggestion: None,
            storage: None,
            position: None,
        }
    }

    pub(crate) fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// With the line to write instead.
    pub(crate) fn with_line(self, line: impl Into<String>) -> Self {
        let line = line.into();
        Self { suggestion: Some(line.as_str().into()), ..self.with_remedy(format!("write: {line}")) }
    }

    pub(crate) fn with_suggestion(self, suggestion: Option<String>) -> Self {
        Self { suggestion: suggestion.map(Into::into), ..self }
    }

    /// With the failure of the registry that it is about.
    pub(crate) fn with_registry(mut self, error: &RegistryError) -> Self {
        if let RegistryError::Storage(storage) = error {
            self.storage = Some(Box::new(storage.clone()));
        }
        self.with_remedy(error.remedy().unwrap_or_default())
    }

    /// The configuration file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The place in the file, unless the error is about the file as a whole.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_deref()
    }

    /// The failure of the registry's storage behind the error, if there is one: a program can word its remedy as commands.
    pub fn storage(&self) -> Option<&StorageError> {
        self.storage.as_deref()
    }

    /// The message: what was found and what was expected, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.file.display())?;
        if let Some(place) = &self.place {
            write!(f, " line {}, column {}", place.line, place.column)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl error::Error for ConfigError {}

impl ErrorDetails for ConfigError {
    fn code(&self) -> &'static str {
        "invalid_config"
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        (!self.remedy.is_empty()).then(|| Cow::from(&self.remedy))
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        self.suggestion.as_deref().map(Cow::from)
    }

    fn position(&self) -> Option<usize> {
        self.position
    }
}

/// The text of a configuration file.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    path: PathBuf,
    text: String,
}

/// The mark that some editors put before the first character of a file.
const BYTE_ORDER_MARK: char = '\u{feff}';

impl Source {
    pub(super) fn new(path: &Path, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The text in the file, where it fits into a sentence.
    pub(super) fn short<T>(&self, place: &Spanned<T>) -> Option<&str> {
        let text = self.text.get(place.span())?;
        let is_short = text.len() <= MAX_SHOWN_CHARACTERS && !text.chars().any(char::is_control);
        is_short.then_some(text)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// An error at a part of the file.
    pub(super) fn at(&self, span: Range<usize>, message: impl Into<String>) -> ConfigError {
        let position = Some(span.start);
        let place = Some(Box::new(self.place(span)));
        ConfigError { place, position, ..ConfigError::without_line(&self.path, message) }
    }

    /// An error about what is missing.
    pub(super) fn whole(&self, message: impl Into<String>) -> ConfigError {
        ConfigError::without_line(&self.path, message)
    }

    /// The number of the line in which a part of the file begins.
    pub(super) fn line(&self, span: &Range<usize>) -> usize {
        self.place(span.clone()).line
    }

    /// A part that goes on after the line ends with it.
    fn place(&self, span: Range<usize>) -> Place {
        let start = self.text.floor_char_boundary(span.start);
        let (before, after) = self.text.split_at_checked(start).unwrap_or((&self.text, ""));
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let before = before.rsplit('\n').next().unwrap_or_default();
        let before = before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before);
        let after = after.split('\n').next().unwrap_or_default();
        let after = after.strip_suffix('\r').unwrap_or(after);
        let length = after.floor_char_boundary(span.end.saturating_sub(start));
        Place {
            line,
            column: before.chars().count() + 1,
            text: [before, after].concat(),
            span: before.len()..before.len() + length,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_one_line_with_a_part_of_it() {
        let place = |text: &str, span: Range<usize>| {
            let error = Source::new(Path::new("edge.toml"), text).at(span, "");
            let place = *error.place.unwrap();
            (place.line, place.column, place.text, place.span)
        };
        let expected = |line, column, text: &str, span| (line, column, text.to_owned(), span);
        assert_eq!(place("a = 1\nb = 22\nc = 3\n", 10..12), expected(2, 5, "b = 22", 4..6));
        assert_eq!(place("a = 1\r\nb = 22\r\n", 11..13), expected(2, 5, "b = 22", 4..6));
        assert_eq!(place("\u{feff}a = 1", 3..4), expected(1, 1, "a = 1", 0..1));
        assert_eq!(place("ä = 1", 5..6), expected(1, 5, "ä = 1", 5..6));
        assert_eq!(place("a = [\n1,\n]", 4..10), expected(1, 5, "a = [", 4..5));
        assert_eq!(place("a", 1..1), expected(1, 2, "a", 1..1));
        assert_eq!(place("", 0..0), expected(1, 1, "", 0..0));
        // Spans that no parser gives must not panic.
        assert_eq!(place("ä", 1..9), expected(1, 1, "ä", 0..2));
        assert_eq!(place("ab", 7..9), expected(1, 3, "ab", 2..2));
    }
}
