//! Characters that look like those of ASCII, and what people call them.
//!
//! The source is `confusables.txt` of Unicode Technical Standard #39, reduced to what no common typeface tells from
//! ASCII: letters of the Cyrillic and Greek alphabets, full-width forms, and the blanks, dashes and quotation marks that
//! word processors and web pages put in.

/// The character of ASCII that looks the same, else the character itself.
pub(super) fn letter(character: char) -> char {
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

/// The kind of a character that looks like one of ASCII or cannot be seen; `None` for others.
pub(super) fn kind(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{a0}' | '\u{202f}' => "a no-break space",
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => "a wide or thin space",
        '\u{2010}' | '\u{2011}' => "a typographic hyphen",
        '\u{2013}' => "an en dash",
        '\u{2012}' | '\u{2014}' | '\u{2015}' => "a dash",
        '\u{2212}' => "a minus sign",
        '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{2032}' => "a typographic apostrophe",
        '\u{201c}' | '\u{201d}' | '\u{2033}' => "a typographic quotation mark",
        '\u{ff01}'..='\u{ff5e}' => "a full-width form",
        '\u{370}'..='\u{3ff}' => "a Greek letter",
        '\u{400}'..='\u{52f}' => "a Cyrillic letter",
        'ı' => "a dotless i",
        '\u{212a}' => "the Kelvin sign",
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' => "a zero-width space",
        '\u{feff}' => "a byte order mark",
        char::REPLACEMENT_CHARACTER => "the sign for a lost character",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_alike_looks_like_ascii_and_has_a_kind() {
        let odd = "АВСЕНІЈКМОРЅТХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧаеосрхуіјѕһԁοıν“”‘’–—‐‑−\u{3000}\u{a0}\u{212a}Ａ";
        for character in odd.chars() {
            assert!(letter(character).is_ascii(), "{}", character.escape_unicode());
            assert!(kind(character).is_some(), "{}", character.escape_unicode());
        }
    }
}
