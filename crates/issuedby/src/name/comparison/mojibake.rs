//! UTF-8 that was read as Windows-1252 or Latin-1: `CafÃ©` in place of `Café`.

use alloc::string::String;
use alloc::vec::Vec;

/// The number of times that a text is read in the wrong way, at most: once by a terminal, once by an editor.
const MAX_ROUNDS: usize = 2;

/// Windows-1252 from 0x80 to 0x9F (WHATWG Encoding, index windows-1252): the five bytes that it leaves free are controls.
const FROM_0X80: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// Tells whether a text becomes the other one where it is read as UTF-8 again, the letter case of ASCII ignored.
pub(super) fn is_mojibake_of(mangled: &str, text: &str) -> bool {
    let mut read = String::from(mangled);
    for _ in 0..MAX_ROUNDS {
        match read_again(&read) {
            Some(again) if again.eq_ignore_ascii_case(text) => return true,
            Some(again) => read = again,
            None => return false,
        }
    }
    false
}

/// The characters as bytes, read as UTF-8; `None` where they are no such bytes, or nothing changes.
fn read_again(text: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(byte_of).collect();
    String::from_utf8(bytes?).ok().filter(|again| again != text)
}

fn byte_of(character: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(character)) {
        return Some(byte);
    }
    let place = FROM_0X80.iter().position(|other| *other == character)?;
    u8::try_from(place.saturating_add(0x80)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_8_read_as_latin_1_or_windows_1252_is_found_once_and_twice() {
        for mangled in
            ["CafÃ© MÃ¼ller", "CAFÃ© MÃ¼LLER", "CafÃƒÂ© MÃƒÂ¼ller", "Caf\u{c3}\u{a9} M\u{c3}\u{bc}ller"]
        {
            assert!(is_mojibake_of(mangled, "Café Müller"), "{mangled}");
        }
        assert!(is_mojibake_of("â€“", "–") && is_mojibake_of("Ð\u{b0}", "а"));
        for other in ["Café Müller", "Cafe Muller", "Caf\u{fffd}", "CafÃ", "日本", ""] {
            assert!(!is_mojibake_of(other, "Café Müller"), "{other}");
        }
    }
}
