//! Values that look alike and are not: what people cannot see must be said to them.

use super::difference::{Difference, DifferenceKind};
use super::look_alike::letter;
use super::mojibake::is_mojibake_of;
use super::pair::Side;
use crate::diagnosis::hidden;

/// The resemblance of two different values for the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resemblance {
    /// The expected one has U+FFFD where the found one has characters beyond ASCII.
    LostCharacters,
    /// The expected one is UTF-8 that was read as Latin-1 or Windows-1252, and the found one is the text.
    MangledExpected,
    /// The same with the two exchanged.
    MangledFound,
    /// They differ in white space alone.
    WhiteSpace,
    /// They differ in characters that cannot be seen.
    HiddenCharacters,
    /// They differ in characters that look alike, such as `a` and the Cyrillic letter.
    SimilarCharacters,
}

impl Resemblance {
    /// The resemblance of two different values, if they have one.
    pub(super) fn between(expected: &str, found: &str) -> Option<Self> {
        let alike = |map: fn(char) -> Option<char>| {
            expected.chars().filter_map(map).eq(found.chars().filter_map(map))
        };
        if expected.contains(char::REPLACEMENT_CHARACTER) && !found.is_ascii() && alike(ascii) {
            Some(Self::LostCharacters)
        } else if is_mojibake_of(expected, found) {
            Some(Self::MangledExpected)
        } else if is_mojibake_of(found, expected) {
            Some(Self::MangledFound)
        } else if alike(black) {
            Some(Self::WhiteSpace)
        } else if alike(visible) {
            Some(Self::HiddenCharacters)
        } else if alike(look) {
            Some(Self::SimilarCharacters)
        } else {
            None
        }
    }
}

/// Tells whether all that differs are values that look alike.
pub(super) fn is_only_difference(differences: &[Difference]) -> bool {
    differences
        .iter()
        .all(|difference| difference.kind() == DifferenceKind::Value && difference.resemblance().is_some())
}

/// Tells whether the found name has none of the characters that may have been put there to look alike.
pub(super) fn is_plain(found: &Side<'_>, differences: &[Difference]) -> bool {
    if differences.iter().any(|it| it.resemblance() == Some(Resemblance::MangledFound)) {
        return false;
    }
    // Where characters were lost or mangled on the way, letters of any alphabet may have stood.
    let lost = |it: &Difference| {
        matches!(it.resemblance(), Some(Resemblance::LostCharacters | Resemblance::MangledExpected))
    };
    let any_letter = differences.iter().all(lost);
    let plain = |character| hidden(character).is_none() && (any_letter || letter(character) == character);
    found.parts.iter().filter_map(|part| part.attribute.text()).all(|text| text.chars().all(plain))
}

fn ascii(character: char) -> Option<char> {
    character.is_ascii().then_some(character.to_ascii_lowercase())
}

/// A character that is not white space, with the letter case that is compared.
fn black(character: char) -> Option<char> {
    (!matches!(character, '\t'..='\r' | ' ')).then_some(character.to_ascii_lowercase())
}

fn visible(character: char) -> Option<char> {
    black(character).filter(|character| hidden(*character).is_none())
}

fn look(character: char) -> Option<char> {
    visible(character).map(letter).and_then(black)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_look_alike_have_their_resemblance() {
        let cases = [
            ("Caf\u{fffd}", "Café", Some(Resemblance::LostCharacters)),
            ("Caf\u{fffd}\u{fffd}", "CAFé", Some(Resemblance::LostCharacters)),
            ("Caf\u{fffd}", "Cafe", None),
            ("ExampleCA", "example ca", Some(Resemblance::WhiteSpace)),
            ("a\u{200b}b", "ab", Some(Resemblance::HiddenCharacters)),
            ("ab", "a\u{202e}b", Some(Resemblance::HiddenCharacters)),
            ("admin\0", "admin", Some(Resemblance::HiddenCharacters)),
            ("аdmin", "Admin", Some(Resemblance::SimilarCharacters)),
            ("a\u{a0}b", "a b", Some(Resemblance::SimilarCharacters)),
            ("ＡＢ", "ab", Some(Resemblance::SimilarCharacters)),
            ("CafÃ©", "Café", Some(Resemblance::MangledExpected)),
            ("Café", "CafÃ©", Some(Resemblance::MangledFound)),
            ("a", "b", None),
            ("é", "e", None),
        ];
        for (expected, found, resemblance) in cases {
            assert_eq!(Resemblance::between(expected, found), resemblance, "{expected} {found}");
        }
    }
}
