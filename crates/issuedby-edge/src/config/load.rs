//! Reads a configuration file.

use std::path::Path;

use super::claims::Claims;
use super::error::{ConfigError, Source};
use super::read;
use super::settings::Config;
use crate::limits::MAX_CONFIG_SIZE;
use crate::regular_file;

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with the line: what cannot be read, is not TOML, has an unknown key or a value that does not
    /// fit.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        let path = path.as_ref();
        let unreadable = |error: &dyn std::fmt::Display| {
            ConfigError::without_line(path, format!("the configuration could not be read: {error}"))
                .with_remedy("check the path, and that this user may read the file")
        };
        let bytes = regular_file::read(path, MAX_CONFIG_SIZE).map_err(|error| unreadable(&error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let before = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Source::new(path, &text)
                .at(before..before, "found a byte that is not UTF-8, expected a text in UTF-8")
                .with_remedy("save the file as UTF-8")
        })?;
        Self::parse(&text, path)
    }

    /// Reads a text as if it stood in the file `path`.
    ///
    /// # Errors
    ///
    /// As [`Self::from_file`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let config = read::config(Source::new(path, text))?;
        Claims::read(&config)?;
        Ok(config)
    }
}
