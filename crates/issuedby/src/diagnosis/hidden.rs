//! Characters that cannot be seen, or that make others be seen elsewhere.
//!
//! The test `hidden_characters` compares the table with the data of Unicode 18.0.0.

/// The reason why a character cannot be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hidden {
    /// A control character of ASCII or of Latin-1.
    Control,
    /// It changes the direction in which the text around it is shown (Unicode Standard Annex #9).
    Bidirectional,
    /// A filler, a format character or a variation selector; also what has no fixed look: private use,
    /// noncharacters, planes 14 to 16.
    Invisible,
}

/// Tells whether a character must not reach a terminal or a log as it is.
///
/// Such a character is a control character, changes the direction of the text around it, or cannot be seen. Names
/// printed by this crate never hold one; this is for printers of other untrusted text.
pub fn is_hidden(character: char) -> bool {
    hidden(character).is_some()
}

/// The reason why a character cannot be seen; `None` if it can, and for blanks.
pub(crate) fn hidden(character: char) -> Option<Hidden> {
    match character {
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some(Hidden::Control),
        ' '..='~' => None,
        '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Hidden::Bidirectional)
        }
        _ => is_invisible(character).then_some(Hidden::Invisible),
    }
}

fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2028}'..='\u{2029}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..)
        || u32::from(character) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_control_of_ascii_and_latin_1_is_hidden() {
        let controls = ('\0'..=char::MAX).filter(|character| hidden(*character) == Some(Hidden::Control));
        assert!(controls.eq(('\0'..=char::MAX).filter(|character| character.is_control())));
    }

    #[test]
    fn what_changes_the_direction_is_not_just_invisible() {
        for character in "\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}".chars() {
            assert_eq!(hidden(character), Some(Hidden::Bidirectional), "{}", character.escape_unicode());
        }
        for character in
            "\u{ad}\u{200b}\u{200d}\u{2028}\u{2060}\u{feff}\u{fe0f}\u{e000}\u{1fffe}\u{e0041}".chars()
        {
            assert_eq!(hidden(character), Some(Hidden::Invisible), "{}", character.escape_unicode());
        }
    }

    #[test]
    fn letters_blanks_and_symbols_are_not_hidden() {
        assert!("aé日 \u{a0}\u{3000}🔐\u{301}~".chars().all(|character| hidden(character).is_none()));
    }
}
