//! The first character in which two values differ.

use core::fmt;

use super::look_alike::kind;
use crate::diagnosis::QuotedCharacter;

/// The first place where two values differ, letter case of ASCII and white space round them ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OddCharacter {
    /// The character, counted from 1.
    position: usize,
    expected: Option<char>,
    found: Option<char>,
}

impl OddCharacter {
    /// `None` where nothing differs.
    pub(super) fn between(expected: &str, found: &str) -> Option<Self> {
        let (mut expected, mut found) = (expected.trim_ascii().chars(), found.trim_ascii().chars());
        let mut position = 1_usize;
        loop {
            let (e, f) = (expected.next(), found.next());
            let is_equal = match (e, f) {
                (None, None) => return None,
                (Some(e), Some(f)) => e.eq_ignore_ascii_case(&f),
                _ => false,
            };
            if !is_equal {
                return Some(Self { position, expected: e, found: f });
            }
            position = position.saturating_add(1);
        }
    }
}

/// Found before expected: `character 8: found U+2013 (an en dash), expected "-"`.
impl fmt::Display for OddCharacter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, expected, found } = self;
        write!(f, "character {position}: found {}, expected {}", Named(*found), Named(*expected))
    }
}

/// One character with what people call it; `None` is the end.
struct Named(Option<char>);

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(character) = self.0 else { return f.write_str("the end") };
        QuotedCharacter(character).fmt(f)?;
        match kind(character) {
            Some(kind) => write!(f, " ({kind})"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_first_difference_has_its_place_and_both_characters() {
        let between = |expected, found| OddCharacter::between(expected, found).map(|odd| odd.to_string());
        assert_eq!(
            between("example\u{2013}ca", "EXAMPLE-ca").as_deref(),
            Some("character 8: found `-`, expected U+2013 (an en dash)")
        );
        assert_eq!(
            between("admin", "\u{430}dmin").as_deref(),
            Some("character 1: found U+0430 (a Cyrillic letter), expected `a`")
        );
        assert_eq!(between("ab", "a").as_deref(), Some("character 2: found the end, expected `b`"));
        assert_eq!(between(" Ab ", "aB"), None);
    }
}
