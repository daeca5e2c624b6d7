//! Text that is not TOML.

use super::error::{ConfigError, Source};

/// The message of the parser for a key that is there twice.
const DUPLICATE: &str = "duplicate key";

/// Its message for a value without quotes.
const WITHOUT_QUOTES: &str = "string values must be quoted";

/// The error of a text that is not TOML.
pub(super) fn error(source: &Source, error: &toml::de::Error) -> ConfigError {
    let message = error.message().trim_end().replace('\n', ", ");
    let Some(span) = error.span() else {
        return source.whole(format!("found what is not TOML: {message}"));
    };
    if message.starts_with(DUPLICATE) {
        let name = source.text().get(span.clone()).unwrap_or_default();
        let error =
            source.at(span, format!("found `{name}` a second time, expected each key and table once"));
        return error.with_remedy("remove one of the two, or put their lines together");
    }
    let help = match message.starts_with(WITHOUT_QUOTES) {
        true => "put the text in quotes: registry = \"registry.sqlite\"",
        false => "",
    };
    source.at(span, format!("found what is not TOML: {message}")).with_remedy(help)
}
