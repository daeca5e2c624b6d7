//! Untrusted text as an error repeats it.

use std::fmt;

use crate::limits::MAX_SHOWN_CHARACTERS;

/// Text in backticks, cut after [`MAX_SHOWN_CHARACTERS`]. Characters other than printable ASCII, and the backtick,
/// are escaped, so that no terminal and no log acts on them.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`")?;
        for character in self.0.chars().take(MAX_SHOWN_CHARACTERS) {
            match character {
                '`' | '\\' => write!(f, "\\{character}")?,
                ' '..='~' => write!(f, "{character}")?,
                _ => write!(f, "{}", character.escape_default())?,
            }
        }
        match self.0.chars().nth(MAX_SHOWN_CHARACTERS) {
            Some(_) => f.write_str("`..."),
            None => f.write_str("`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_escaped_and_what_is_long_is_cut() {
        assert_eq!(Quoted("a b").to_string(), "`a b`");
        assert_eq!(Quoted("\u{1b}[2J`\u{202e}").to_string(), "`\\u{1b}[2J\\`\\u{202e}`");
        let long = Quoted(&"x".repeat(1_000)).to_string();
        assert_eq!(long, format!("`{}`...", "x".repeat(MAX_SHOWN_CHARACTERS)));
    }
}
