//! The comma form: `CN=example-ca, O="Example"; C=US`, most specific RDN first (RFC 4514 section 2.1, RFC 2253
//! section 4, RFC 1779 section 2.3).

use super::cursor::{Cursor, is_white_space};
use super::error::NameTextErrorKind;
use super::fault::TextFault;
use super::rdn_sequence::RdnSequence;
use super::{attribute, value};

pub(super) fn parse(cursor: &mut Cursor<'_>) -> Result<RdnSequence, TextFault> {
    let mut sequence = RdnSequence::default();
    loop {
        read_rdn(cursor, &mut sequence, |byte| matches!(byte, b',' | b';' | b'+'))?;
        let separator = cursor.offset();
        if cursor.next().is_none() {
            return Ok(sequence);
        }
        cursor.skip_while(is_white_space);
        if cursor.peek().is_none() {
            return Err(TextFault::at(separator, NameTextErrorKind::TrailingSeparator));
        }
    }
}

/// Reads `type=value` and, after each `+`, one more; it ends at the end or before another byte that `ends` a value.
pub(super) fn read_rdn(
    cursor: &mut Cursor<'_>,
    sequence: &mut RdnSequence,
    ends: impl Fn(u8) -> bool + Copy,
) -> Result<(), TextFault> {
    sequence.start_rdn();
    loop {
        cursor.skip_while(|byte| is_white_space(byte) && !ends(byte));
        let attribute_type = attribute::read_type(cursor)?;
        let value = value::read(cursor, ends)?;
        sequence.push(attribute_type.as_bytes(), &value);
        if !cursor.skip(b'+') {
            return Ok(());
        }
    }
}
