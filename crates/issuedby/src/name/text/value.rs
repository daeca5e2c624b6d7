//! Attribute values in the comma and multi-line forms: plain, quoted, or in hexadecimal (RFC 4514 section 2.4, RFC
//! 1779 section 2.3).

use alloc::vec::Vec;

use super::cursor::{Cursor, hex_byte, is_white_space};
use super::error::NameTextErrorKind;
use super::fault::TextFault;
use super::rdn_sequence::{UTF8_STRING, push_element};
use crate::name::der::Reader;
use crate::name::string_type::{StringType, Text};

/// Reads one value as a DER element, up to the end or a byte that `ends` it.
pub(super) fn read(cursor: &mut Cursor<'_>, ends: impl Fn(u8) -> bool + Copy) -> Result<Vec<u8>, TextFault> {
    let is_space = |byte| is_white_space(byte) && !ends(byte);
    cursor.skip_while(is_space);
    match cursor.peek() {
        Some(b'#') => read_hexadecimal(cursor, ends),
        Some(b'"') => {
            let start = cursor.offset();
            let bytes = read_quoted(cursor)?;
            cursor.skip_while(is_space);
            match cursor.peek() {
                Some(byte) if !ends(byte) => {
                    Err(TextFault::at(cursor.offset(), NameTextErrorKind::TrailingAfterQuote))
                }
                _ => text(bytes, start),
            }
        }
        _ => read_plain(cursor, ends),
    }
}

/// The DER element of a text that was put together byte by byte.
pub(super) fn text(bytes: Vec<u8>, start: usize) -> Result<Vec<u8>, TextFault> {
    if core::str::from_utf8(&bytes).is_err() {
        return Err(TextFault::at(start, NameTextErrorKind::InvalidUtf8Escape));
    }
    let mut element = Vec::with_capacity(bytes.len().saturating_add(4));
    push_element(&mut element, UTF8_STRING, &bytes);
    Ok(element)
}

/// `#` and the hexadecimal digits of one DER element.
///
/// A number sign alone is a text: OpenSSL prints the value `#` so, and it can mean nothing else.
fn read_hexadecimal(cursor: &mut Cursor<'_>, ends: impl Fn(u8) -> bool + Copy) -> Result<Vec<u8>, TextFault> {
    let start = cursor.offset();
    cursor.advance(1);
    let digits = cursor.take_while(|byte| byte.is_ascii_hexdigit());
    let after = cursor.offset();
    cursor.skip_while(|byte| is_white_space(byte) && !ends(byte));
    if cursor.peek().is_some_and(|byte| !ends(byte)) {
        return Err(TextFault::at(after, NameTextErrorKind::BadHexDigit));
    }
    if digits.is_empty() {
        return text(Vec::from(*b"#"), start);
    }
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(TextFault::at(start, NameTextErrorKind::OddHex));
    }
    let element: Vec<u8> = pairs.iter().filter_map(|[high, low]| hex_byte(*high, *low)).collect();
    match why_not_a_value(&element) {
        None => Ok(element),
        Some(found) => Err(TextFault::about(start, NameTextErrorKind::HexNotDer, found.as_bytes())),
    }
}

/// The form of the bytes, unless they are one DER element, and a string that decodes if it is of a string type.
fn why_not_a_value(element: &[u8]) -> Option<&'static str> {
    let mut reader = Reader::new(element);
    let Ok(value) = reader.read("a value") else { return Some("bytes that are no DER element") };
    if !reader.is_at_end() {
        return Some("bytes after the element");
    }
    match StringType::of_tag(value.tag).map(|found| found.map(|it| Text::new(it, value.contents))) {
        Ok(None | Some(Ok(_))) => None,
        Ok(Some(Err(_))) => Some("a string that does not decode, such as half a surrogate pair"),
        Err(_) => Some("a string in several parts, as BER has it"),
    }
}

/// Text between quotation marks. A mark inside is escaped, or doubled as .NET writes it.
fn read_quoted(cursor: &mut Cursor<'_>) -> Result<Vec<u8>, TextFault> {
    let start = cursor.offset();
    cursor.advance(1);
    let mut bytes = Vec::new();
    loop {
        match cursor.peek() {
            None => return Err(TextFault::at(start, NameTextErrorKind::UnterminatedQuote)),
            Some(b'\\') => bytes.push(read_escape(cursor)?),
            Some(b'"') => {
                cursor.advance(1);
                if !cursor.skip(b'"') {
                    return Ok(bytes);
                }
                bytes.push(b'"');
            }
            Some(byte) => {
                bytes.push(byte);
                cursor.advance(1);
            }
        }
    }
}

/// Text without marks; white space round it is not part of it unless it is escaped.
fn read_plain(cursor: &mut Cursor<'_>, ends: impl Fn(u8) -> bool) -> Result<Vec<u8>, TextFault> {
    let start = cursor.offset();
    let mut bytes = Vec::new();
    let mut kept = 0;
    while let Some(byte) = cursor.peek().filter(|byte| !ends(*byte)) {
        match byte {
            b'\\' => {
                bytes.push(read_escape(cursor)?);
                kept = bytes.len();
            }
            b'"' | b'<' | b'>' | b',' | b';' | b'+' => {
                return Err(TextFault::at(cursor.offset(), NameTextErrorKind::UnescapedSpecial));
            }
            _ => {
                bytes.push(byte);
                cursor.advance(1);
                if !is_white_space(byte) {
                    kept = bytes.len();
                }
            }
        }
    }
    bytes.truncate(kept);
    text(bytes, start)
}

/// A backslash with a special character, or with the two digits of one byte of UTF-8.
fn read_escape(cursor: &mut Cursor<'_>) -> Result<u8, TextFault> {
    let (byte, length) = match *cursor.rest() {
        [_, special @ (b' ' | b'"' | b'#' | b'+' | b',' | b';' | b'<' | b'=' | b'>' | b'\\'), ..] => {
            (Some(special), 2)
        }
        [_, high, low, ..] => (hex_byte(high, low), 3),
        _ => (None, 0),
    };
    let byte = byte.ok_or(TextFault::at(cursor.offset(), NameTextErrorKind::BadEscape))?;
    cursor.advance(length);
    Ok(byte)
}
