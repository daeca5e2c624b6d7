//! The table of hidden characters against the data of Unicode 18.0.0, as `icu_properties` 2.4 has it.

use icu_properties::props::{BidiControl, DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use issuedby::diagnosis::is_hidden;

/// Default_Ignorable_Code_Point that names print as they are: format controls of shorthand and of musical notation,
/// which only stand inside text of these.
const PRINTED: [core::ops::RangeInclusive<char>; 2] = ['\u{1bca0}'..='\u{1bca3}', '\u{1d173}'..='\u{1d17a}'];

/// The rule of the table: controls, characters that change the direction, that cannot be seen, or that have no fixed
/// look (line separators, annotation controls, private use, noncharacters, and planes 14 to 16).
fn has_a_hidden_property(character: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    let is_ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
        && !PRINTED.iter().any(|range| range.contains(&character));
    let is_noncharacter =
        matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe;
    is_ignorable
        || is_noncharacter
        || CodePointSetData::new::<BidiControl>().contains(character)
        || matches!(
            category,
            GeneralCategory::Control
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
                | GeneralCategory::PrivateUse
        )
        || matches!(character, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..)
}

#[test]
fn every_character_is_hidden_exactly_where_unicode_says_so() {
    let differing: Vec<String> = ('\0'..=char::MAX)
        .filter(|character| is_hidden(*character) != has_a_hidden_property(*character))
        .map(|character| character.escape_unicode().to_string())
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn the_printed_exceptions_are_ignorable() {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    for character in PRINTED.into_iter().flatten() {
        assert!(ignorable.contains(character) && !is_hidden(character), "{}", character.escape_unicode());
    }
}
