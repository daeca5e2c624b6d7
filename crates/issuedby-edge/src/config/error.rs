//! Why an edge cannot start: the file, the line and the fix.

use std::error;
use std::fmt;
use std::path::{Path, PathBuf};

/// Something in a configuration file, or in a file that it names, that keeps an edge from starting.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConfigError {
    file: PathBuf,
    /// Line and column, from 1.
    place: Option<(usize, usize)>,
    message: String,
    help: String,
}

impl ConfigError {
    pub(crate) fn without_line(file: &Path, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: None, message: message.into(), help: String::new() }
    }

    pub(crate) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// The configuration file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Line and column in it, from 1.
    pub fn place(&self) -> Option<(usize, usize)> {
        self.place
    }

    /// What to do; empty where the message says it.
    pub fn help(&self) -> &str {
        &self.help
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.file.display())?;
        if let Some((line, column)) = self.place {
            write!(f, " line {line}, column {column}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl error::Error for ConfigError {}

/// The file that an error names, and where its lines begin.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    pub(super) fn new(path: &Path, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }

    /// An error at an octet of the file.
    pub(super) fn at(&self, offset: usize, message: impl Into<String>) -> ConfigError {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.bytes().filter(|octet| *octet == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        ConfigError { place: Some((line, column)), ..ConfigError::without_line(&self.path, message) }
    }

    /// An error about what is missing.
    pub(super) fn whole(&self, message: impl Into<String>) -> ConfigError {
        ConfigError::without_line(&self.path, message)
    }

    pub(super) fn of_toml(&self, error: &toml::de::Error) -> ConfigError {
        let message = error.message().trim_end().replace('\n', ", ");
        match error.span() {
            Some(span) => self.at(span.start, message),
            None => self.whole(message),
        }
    }
}
