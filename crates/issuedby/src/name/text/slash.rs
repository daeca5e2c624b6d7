//! The slash form: `/C=US/O=Example/CN=example-ca`, most general RDN first, as `X509_NAME_oneline` prints it.
//!
//! OpenSSL escapes `/` and `+` in it since version 3 and nothing before. So only the text after a slash tells a
//! separator from a slash inside a value. If that text looks like a type but is not a known one, the result is an
//! error, not a guess.

use alloc::vec::Vec;

use super::attribute::{self, is_keyword_byte};
use super::cursor::{Cursor, hex_byte};
use super::error::NameTextErrorKind;
use super::fault::TextFault;
use super::rdn_sequence::RdnSequence;
use super::value;
use crate::name::attribute_type;

pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<RdnSequence, TextFault> {
    let mut sequence = RdnSequence::default();
    while let Some(separator) = cursor.next() {
        let start = cursor.offset();
        match type_ahead(*cursor) {
            Ahead::Type => {}
            Ahead::UnknownKeyword(keyword) => return Err(TextFault::unknown_type(start, keyword)),
            Ahead::Text => return Err(TextFault::at(start, NameTextErrorKind::EmptyAttributeType)),
        }
        let attribute_type = attribute::read_type(cursor)?;
        let value = read_value(cursor)?;
        if separator != b'+' {
            sequence.start_rdn();
        }
        sequence.push(attribute_type.as_bytes(), &value);
    }
    Ok(sequence)
}

/// Reads text up to the next separator.
fn read_value(cursor: &mut Cursor<'_>) -> Result<Vec<u8>, TextFault> {
    let start = cursor.offset();
    let mut text = Vec::new();
    while let Some(byte) = cursor.peek() {
        match (byte, cursor.rest()) {
            (b'\\', [_, escaped @ (b'/' | b'+'), ..]) => {
                text.push(*escaped);
                cursor.advance(2);
                continue;
            }
            (b'\\', [_, b'x', high, low, ..]) => {
                if let Some(byte) = hex_byte(*high, *low) {
                    text.push(byte);
                    cursor.advance(4);
                    continue;
                }
            }
            (b'/' | b'+', _) => {
                let mut ahead = *cursor;
                ahead.advance(1);
                match type_ahead(ahead) {
                    Ahead::Type => break,
                    Ahead::UnknownKeyword(keyword) if byte == b'/' => {
                        return Err(TextFault::about(
                            cursor.offset(),
                            NameTextErrorKind::AmbiguousSlash,
                            keyword,
                        ));
                    }
                    Ahead::UnknownKeyword(_) | Ahead::Text => {}
                }
            }
            _ => {}
        }
        text.push(byte);
        cursor.advance(1);
    }
    value::text(text, start)
}

/// The text before the next `=`, if it looks like a type.
enum Ahead<'a> {
    /// A keyword that is known, or dotted decimal.
    Type,
    UnknownKeyword(&'a [u8]),
    Text,
}

fn type_ahead(mut cursor: Cursor<'_>) -> Ahead<'_> {
    let is_dotted = cursor.peek().is_some_and(|byte| byte.is_ascii_digit());
    let keyword = match is_dotted {
        true => cursor.take_while(|byte| byte == b'.' || byte.is_ascii_digit()),
        false => cursor.take_while(is_keyword_byte),
    };
    if cursor.peek() != Some(b'=') || keyword.is_empty() {
        return Ahead::Text;
    }
    if is_dotted {
        let arcs = || keyword.split(|byte| *byte == b'.');
        return if arcs().count() > 1 && arcs().all(|arc| !arc.is_empty()) {
            Ahead::Type
        } else {
            Ahead::Text
        };
    }
    match core::str::from_utf8(keyword).ok().and_then(attribute_type::by_keyword) {
        Some(_) => Ahead::Type,
        None if keyword.first().is_some_and(u8::is_ascii_alphabetic) => Ahead::UnknownKeyword(keyword),
        None => Ahead::Text,
    }
}
