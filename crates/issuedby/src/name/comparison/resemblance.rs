//! Values that look alike and are not: what people cannot see must be said to them.

use super::difference::{Difference, DifferenceKind};
use super::pair::Side;
use crate::diagnosis::hidden;

/// The resemblance of two different values for the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resemblance {
    /// The expected one has U+FFFD where the found one has characters beyond ASCII.
    LostCharacters,
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
    // Where characters were lost on the way, letters of any alphabet may have stood.
    let lost = |it: &Difference| it.resemblance() == Some(Resemblance::LostCharacters);
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

/// The character of ASCII that looks the same, else the character itself.
///
/// Blanks, dashes, quotation marks and full-width forms that word processors put in, and the letters of
/// other alphabets that no common typeface tells from Latin ones.
fn letter(character: char) -> char {
    match character {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{2032}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{2033}' => '"',
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character).saturating_sub(0xfee0)).unwrap_or(character)
        }
        'А' | 'а' | 'Α' => 'a',
        'В' | 'Β' => 'b',
        'С' | 'с' => 'c',
        'ԁ' => 'd',
        'Е' | 'е' | 'Ε' => 'e',
        'Н' | 'һ' | 'Η' => 'h',
        'І' | 'і' | 'Ι' | 'ı' => 'i',
        'Ј' | 'ј' => 'j',
        'К' | 'Κ' | '\u{212a}' => 'k',
        'М' | 'Μ' => 'm',
        'Ν' => 'n',
        'О' | 'о' | 'Ο' | 'ο' => 'o',
        'Р' | 'р' | 'Ρ' => 'p',
        'Ѕ' | 'ѕ' => 's',
        'Т' | 'Τ' => 't',
        'ѵ' | 'ν' => 'v',
        'Х' | 'х' | 'Χ' => 'x',
        'У' | 'у' | 'Υ' => 'y',
        'Ζ' => 'z',
        other => other,
    }
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
            ("a", "b", None),
            ("é", "e", None),
        ];
        for (expected, found, resemblance) in cases {
            assert_eq!(Resemblance::between(expected, found), resemblance, "{expected} {found}");
        }
    }

    #[test]
    fn every_look_alike_looks_like_ascii() {
        let odd = "АВСЕНІЈКМОРЅТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧаеосрхуіјѕһԁοıν“”‘’–—\u{3000}";
        assert!(odd.chars().filter_map(look).all(|character| character.is_ascii()));
    }
}
