//! Attribute values in the comma and multi-line forms: plain, quoted, or in hexadecimal (RFC 4514 section 2.4, RFC
//! 1779 section 2.3).

use alloc::vec::Vec;

use super::cursor::{Cursor, hex_octet, is_white_space};
use super::error::{Fault, NameTextErrorKind};
use super::rdn_sequence::{UTF8_STRING, push_element};
use crate::name::string_type::{StringType, Text};
use crate::name::tlv::Reader;

/// Reads one value as a DER element, up to the end or an octet that `ends` it.
pub(super) fn read(cursor: &mut Cursor<'_>, ends: impl Fn(u8) -> bool + Copy) -> Result<Vec<u8>, Fault> {
    let is_space = |octet| is_white_space(octet) && !ends(octet);
    cursor.skip_while(is_space);
    match cursor.peek() {
        Some(b'#') => read_hexadecimal(cursor, ends),
        Some(b'"') => {
            let start = cursor.offset();
            let octets = read_quoted(cursor)?;
            cursor.skip_while(is_space);
            match cursor.peek() {
                Some(octet) if !ends(octet) => {
                    Err(Fault::at(cursor.offset(), NameTextErrorKind::TrailingAfterQuote))
                }
                _ => text(octets, start),
            }
        }
        _ => read_plain(cursor, ends),
    }
}

/// The DER element of a text that was put together octet by octet.
pub(super) fn text(octets: Vec<u8>, start: usize) -> Result<Vec<u8>, Fault> {
    if core::str::from_utf8(&octets).is_err() {
        return Err(Fault::at(start, NameTextErrorKind::InvalidUtf8Escape));
    }
    let mut element = Vec::with_capacity(octets.len().saturating_add(4));
    push_element(&mut element, UTF8_STRING, &octets);
    Ok(element)
}

/// `#` and the hexadecimal digits of one DER element.
///
/// A number sign alone is a text: OpenSSL prints the value `#` so, and it can mean nothing else.
fn read_hexadecimal(cursor: &mut Cursor<'_>, ends: impl Fn(u8) -> bool + Copy) -> Result<Vec<u8>, Fault> {
    let start = cursor.offset();
    cursor.advance(1);
    let digits = cursor.take_while(|octet| octet.is_ascii_hexdigit());
    let after = cursor.offset();
    cursor.skip_while(|octet| is_white_space(octet) && !ends(octet));
    if cursor.peek().is_some_and(|octet| !ends(octet)) {
        return Err(Fault::at(after, NameTextErrorKind::BadHexDigit));
    }
    if digits.is_empty() {
        return text(Vec::from(*b"#"), start);
    }
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Fault::at(start, NameTextErrorKind::OddHex));
    }
    let element: Vec<u8> = pairs.iter().filter_map(|[high, low]| hex_octet(*high, *low)).collect();
    match why_not_a_value(&element) {
        None => Ok(element),
        Some(found) => Err(Fault::about(start, NameTextErrorKind::HexNotDer, found.as_bytes())),
    }
}

/// What the octets are, unless they are one DER element, and a string that decodes if it is of a string type.
fn why_not_a_value(element: &[u8]) -> Option<&'static str> {
    let mut reader = Reader::new(element);
    let Ok(value) = reader.read("a value") else { return Some("octets that are none") };
    if !reader.is_empty() {
        return Some("octets after it");
    }
    match StringType::of_tag(value.tag).map(|found| found.map(|it| Text::new(it, value.contents))) {
        Ok(None | Some(Ok(_))) => None,
        Ok(Some(Err(_))) => Some("a string that does not decode, such as half a surrogate pair"),
        Err(_) => Some("a string in several parts, as BER has it"),
    }
}

/// Text between quotation marks. A mark inside is escaped, or doubled as .NET writes it.
fn read_quoted(cursor: &mut Cursor<'_>) -> Result<Vec<u8>, Fault> {
    let start = cursor.offset();
    cursor.advance(1);
    let mut octets = Vec::new();
    loop {
        match cursor.peek() {
            None => return Err(Fault::at(start, NameTextErrorKind::UnterminatedQuote)),
            Some(b'\\') => octets.push(read_escape(cursor)?),
            Some(b'"') => {
                cursor.advance(1);
                if !cursor.skip(b'"') {
                    return Ok(octets);
                }
                octets.push(b'"');
            }
            Some(octet) => {
                octets.push(octet);
                cursor.advance(1);
            }
        }
    }
}

/// Text without marks; white space round it is not part of it unless it is escaped.
fn read_plain(cursor: &mut Cursor<'_>, ends: impl Fn(u8) -> bool) -> Result<Vec<u8>, Fault> {
    let start = cursor.offset();
    let mut octets = Vec::new();
    let mut kept = 0;
    while let Some(octet) = cursor.peek().filter(|octet| !ends(*octet)) {
        match octet {
            b'\\' => {
                octets.push(read_escape(cursor)?);
                kept = octets.len();
            }
            b'"' | b'<' | b'>' | b',' | b';' | b'+' => {
                return Err(Fault::at(cursor.offset(), NameTextErrorKind::UnescapedSpecial));
            }
            _ => {
                octets.push(octet);
                cursor.advance(1);
                if !is_white_space(octet) {
                    kept = octets.len();
                }
            }
        }
    }
    octets.truncate(kept);
    text(octets, start)
}

/// A backslash with a special character, or with the two digits of one octet of UTF-8.
fn read_escape(cursor: &mut Cursor<'_>) -> Result<u8, Fault> {
    let (octet, length) = match *cursor.rest() {
        [_, special @ (b' ' | b'"' | b'#' | b'+' | b',' | b';' | b'<' | b'=' | b'>' | b'\\'), ..] => {
            (Some(special), 2)
        }
        [_, high, low, ..] => (hex_octet(high, low), 3),
        _ => (None, 0),
    };
    let octet = octet.ok_or(Fault::at(cursor.offset(), NameTextErrorKind::BadEscape))?;
    cursor.advance(length);
    Ok(octet)
}
