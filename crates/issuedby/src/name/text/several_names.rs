//! Several names on lines of their own, where one name is expected.

use alloc::format;
use alloc::string::String;

use super::cursor::{Cursor, is_white_space};
use super::error::NameTextErrorKind;
use super::fault::TextFault;
use super::label::skip_label;
use super::{comma, multi_line, slash};
use crate::diagnosis::Quoted;
use crate::limits::MAX_NAME_TEXT_SIZE;

/// The most lines that are read: this many more says nothing new.
const MAX_LINES: usize = 4;

/// The error where two or more lines are each a whole name in the comma or the slash form.
///
/// Otherwise the second would be read as a part of the last value of the first. A name that a mail program broke has
/// lines that are not whole names.
pub(super) fn refuse_several(text: &[u8]) -> Result<(), TextFault> {
    if text.len() > MAX_NAME_TEXT_SIZE || multi_line::is_multi_line(text) && !are_common_names(text) {
        return Ok(());
    }
    let mut lines = text
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .map(<[u8]>::trim_ascii)
        .filter(|line| !line.is_empty())
        .take(MAX_LINES);
    let (Some(first), Some(second)) = (lines.next(), lines.next()) else { return Ok(()) };
    let is_slash_form = is_in_slash_form(first);
    let is_like_first = |line| is_name(line) && is_in_slash_form(line) == is_slash_form;
    if !is_name(first) || !is_like_first(second) || !lines.all(is_like_first) {
        return Ok(());
    }
    let offset = text.windows(second.len()).enumerate().skip(first.len());
    let place = offset.filter(|(_, window)| *window == second).map(|(place, _)| place).next().unwrap_or(0);
    let both = format!("{} and {}", quoted(first), quoted(second));
    Err(TextFault::with_words(place, NameTextErrorKind::SeveralNames, both))
}

/// Tells whether every line begins with a common name: one name has one, as its most specific RDN.
fn are_common_names(text: &[u8]) -> bool {
    let lines = text.split(|byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii);
    lines.filter(|line| !line.is_empty()).all(|line| {
        let attribute_type = line.split(|byte| *byte == b'=').next().unwrap_or_default().trim_ascii();
        [&b"CN"[..], b"commonName", b"2.5.4.3"].iter().any(|name| attribute_type.eq_ignore_ascii_case(name))
    })
}

fn quoted(line: &[u8]) -> String {
    format!("{}", Quoted(core::str::from_utf8(line).unwrap_or_default()))
}

fn is_in_slash_form(line: &[u8]) -> bool {
    let mut cursor = Cursor::new(line);
    skip_label(&mut cursor);
    cursor.peek() == Some(b'/')
}

/// Tells whether a line is a whole name of its own.
fn is_name(line: &[u8]) -> bool {
    let mut cursor = Cursor::new(line);
    skip_label(&mut cursor);
    cursor.skip_while(is_white_space);
    match cursor.peek() {
        None => false,
        Some(b'/') => slash::parse(&mut cursor).is_ok(),
        Some(_) => comma::parse(&mut cursor).is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use crate::name::{DistinguishedName, NameTextErrorKind};

    fn kind(text: &str) -> Option<NameTextErrorKind> {
        DistinguishedName::parse_single(text).err().map(|error| error.kind())
    }

    #[test]
    fn lines_that_are_each_a_name_are_refused() {
        for text in [
            "CN=a,O=b\nCN=c,O=d",
            "\n CN=a,O=b \r\n\r\n CN=c \n",
            "CN=a\nCN=b",
            "issuer=CN=a\nsubject=CN=b",
            "/CN=a\n/CN=b",
            "CN=a,O=b\nCN=c\nCN=d\nCN=e\nCN=f",
        ] {
            assert_eq!(kind(text), Some(NameTextErrorKind::SeveralNames), "{text:?}");
        }
    }

    #[test]
    fn one_name_on_several_lines_is_read() {
        for text in [
            "C=US\nO=a\nCN=b",
            "CN=a,\nO=b,\nC=US",
            "CN=a\n",
            "/CN=a\nO=b",
            "CN=\"a\nO=b\"",
            "CN=a\\0AO=b",
            "",
        ] {
            assert_eq!(kind(text), None, "{text:?}");
        }
    }
}
