//! Untrusted text, safe for a terminal.

use std::borrow::Cow;

use issuedby::name::{Name, NameError, is_hidden};

/// A name as people read it, or why it cannot be read.
pub(crate) fn name(name: Result<Name<'_>, NameError>) -> String {
    match name {
        Ok(name) if name.is_empty() => "(empty)".to_owned(),
        Ok(name) => printable(&name.to_utf8_string()).into_owned(),
        Err(error) => format!("(not a well-formed name: {})", printable(&error.to_string())),
    }
}

/// Text without anything that a terminal would obey or hide: control characters, line breaks, bidirectional
/// and invisible characters stand as `\u{..}`.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let escaped = text.chars().map(|character| match is_hidden(character) {
        true => character.escape_unicode().to_string(),
        false => character.to_string(),
    });
    Cow::Owned(escaped.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_printed() {
        for (text, expected) in [
            ("M\u{fc}ller", "M\u{fc}ller"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\nb\r\u{7f}\u{9b}", "a\\u{a}b\\u{d}\\u{7f}\\u{9b}"),
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"),
            ("\u{feff}\u{e0041}", "\\u{feff}\\u{e0041}"),
        ] {
            assert_eq!(printable(text), expected);
        }
    }
}
