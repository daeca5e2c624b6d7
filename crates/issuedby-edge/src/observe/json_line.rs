//! Lines of JSON that a terminal can show: whatever a stranger chose, no character in them moves a cursor, changes the
//! direction of the text or hides.

use std::io::{self, Write};

use issuedby::name::is_hidden;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// The value as one line of JSON, with its line break. Control characters, also those of Latin-1, line separators, and
/// characters that are invisible or change the direction of text stand as `\uXXXX`: readers of JSON get them as they were.
pub(crate) fn json_line(value: &impl Serialize) -> Option<Vec<u8>> {
    let mut line = Vec::with_capacity(512);
    value.serialize(&mut Serializer::with_formatter(&mut line, Escaping)).ok()?;
    line.push(b'\n');
    Some(line)
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(start) = rest.find(is_hidden) {
            let (shown, hidden) = rest.split_at(start);
            out.write_all(shown.as_bytes())?;
            let mut characters = hidden.chars();
            if let Some(character) = characters.next() {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_or_hides_is_escaped_and_comes_back() {
        let hostile: String = ('\0'..=char::MAX).filter(|character| is_hidden(*character)).collect();
        for wanted in
            "\u{1b}\u{7f}\u{85}\u{9b}\u{61c}\u{200e}\u{202e}\u{2028}\u{2029}\u{2066}\u{feff}\u{e0041}".chars()
        {
            assert!(hostile.contains(wanted), "{}", wanted.escape_unicode());
        }
        let line = String::from_utf8(json_line(&hostile).unwrap()).unwrap();
        let (text, end) = line.split_at(line.len() - 1);
        assert!(!text.contains(is_hidden) && text.is_ascii() && end == "\n");
        assert_eq!(serde_json::from_str::<String>(text).unwrap(), hostile);
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        let text = "é 日本 \"quoted\" \\ 🔐";
        let line = json_line(&text).unwrap();
        assert_eq!(line, format!("{}\n", serde_json::to_string(text).unwrap()).into_bytes());
    }
}
