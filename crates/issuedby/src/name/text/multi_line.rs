//! The form with one RDN a line, most general first: what Node's `X509Certificate.issuer` holds.

use super::attribute::is_keyword_byte;
use super::comma::read_rdn;
use super::cursor::{Cursor, is_blank, is_white_space};
use super::fault::TextFault;
use super::rdn_sequence::RdnSequence;
use crate::name::attribute_type;

/// Tells whether the text has two or more lines, each starting with a type that is known or dotted and `=`, and none
/// with a separator of the comma form.
pub(super) fn is_multi_line(text: &[u8]) -> bool {
    let mut lines = 0_usize;
    for line in text.split(|byte| is_line_end(*byte)) {
        if line.iter().all(|byte| is_white_space(*byte)) {
            continue;
        }
        if !is_rdn(line) {
            return false;
        }
        lines = lines.saturating_add(1);
    }
    lines >= 2
}

pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<RdnSequence, TextFault> {
    let mut sequence = RdnSequence::default();
    loop {
        cursor.skip_while(is_white_space);
        if cursor.peek().is_none() {
            return Ok(sequence);
        }
        read_rdn(cursor, &mut sequence, |byte| is_line_end(byte) || byte == b'+')?;
    }
}

const fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn is_rdn(line: &[u8]) -> bool {
    let mut cursor = Cursor::new(line);
    cursor.skip_while(is_blank);
    let attribute_type = cursor.take_while(|byte| is_keyword_byte(byte) || byte == b'.');
    cursor.skip_while(is_blank);
    is_type(attribute_type) && cursor.skip(b'=') && has_no_separator(cursor.rest())
}

fn is_type(bytes: &[u8]) -> bool {
    let dotted = match bytes.split_first_chunk::<4>() {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(b"OID.") => rest,
        _ => bytes,
    };
    let is_number = |arc: &[u8]| !arc.is_empty() && arc.iter().all(u8::is_ascii_digit);
    let is_dotted = dotted.contains(&b'.') && dotted.split(|byte| *byte == b'.').all(is_number);
    is_dotted
        || core::str::from_utf8(bytes).is_ok_and(|keyword| attribute_type::by_keyword(keyword).is_some())
}

fn has_no_separator(value: &[u8]) -> bool {
    let mut quoted = false;
    let mut bytes = value.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'"' => quoted = !quoted,
            b',' | b';' if !quoted => return false,
            _ => {}
        }
    }
    !quoted
}
