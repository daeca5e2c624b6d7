//! Attribute types in text: keywords and dotted decimal (RFC 4514 section 3, RFC 4512 section 1.4).

use super::cursor::{Cursor, is_white_space};
use super::error::NameTextErrorKind;
use super::fault::TextFault;
use crate::limits::MAX_OID_SIZE;
use crate::name::attribute_type;

/// The contents bytes of an object identifier.
#[derive(Clone, Copy)]
pub(super) struct TypeBytes {
    bytes: [u8; MAX_OID_SIZE],
    length: usize,
}

impl TypeBytes {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// Tells whether a byte may stand in a keyword.
pub(super) const fn is_keyword_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

/// Reads a type and the `=` after it.
pub(super) fn read_type(cursor: &mut Cursor<'_>) -> Result<TypeBytes, TextFault> {
    let start = cursor.offset();
    let written = cursor.take_while(|byte| is_keyword_byte(byte) || matches!(byte, b'.' | b'_'));
    cursor.skip_while(is_white_space);
    if written.is_empty() {
        let kind = match cursor.peek() {
            None | Some(b'=' | b',' | b';' | b'+') => NameTextErrorKind::EmptyAttributeType,
            Some(_) => NameTextErrorKind::BadAttributeType,
        };
        return Err(TextFault::at(start, kind));
    }
    let after = cursor.offset();
    if !cursor.skip(b'=') {
        return Err(TextFault::about(after, NameTextErrorKind::MissingEquals, written));
    }
    let dotted = match written.split_first_chunk::<4>() {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(b"OID.") => rest,
        _ => written,
    };
    if dotted.first().is_some_and(u8::is_ascii_digit) {
        return from_dotted(dotted)
            .ok_or_else(|| TextFault::about(start, NameTextErrorKind::BadOid, written));
    }
    let known = core::str::from_utf8(written).ok().and_then(attribute_type::by_keyword);
    known.and_then(|known| type_bytes(known.oid)).ok_or_else(|| TextFault::unknown_type(start, written))
}

fn type_bytes(contents: &[u8]) -> Option<TypeBytes> {
    let mut bytes = [0; MAX_OID_SIZE];
    bytes.get_mut(..contents.len())?.copy_from_slice(contents);
    Some(TypeBytes { bytes, length: contents.len() })
}

/// Two or more decimal numbers without leading zeros; the first is 0, 1 or 2, and below 2 the second is below 40
/// (X.690 section 8.19).
fn from_dotted(dotted: &[u8]) -> Option<TypeBytes> {
    let mut arcs = dotted.split(|byte| *byte == b'.');
    let first = match arcs.next()? {
        b"0" => 0,
        b"1" => 1,
        b"2" => 2,
        _ => return None,
    };
    let second = arcs.next()?;
    if first < 2 && !matches!(second, [b'0'..=b'9'] | [b'1'..=b'3', b'0'..=b'9']) {
        return None;
    }
    let mut out = TypeBytes { bytes: [0; MAX_OID_SIZE], length: 0 };
    push_arc(&mut out, second, first * 40)?;
    for arc in arcs {
        push_arc(&mut out, arc, 0)?;
    }
    Some(out)
}

/// Pushes a decimal number of any size, increased by `plus`, in base 128.
fn push_arc(out: &mut TypeBytes, decimal: &[u8], plus: u16) -> Option<()> {
    if decimal.is_empty() || (decimal.len() > 1 && decimal.first() == Some(&b'0')) {
        return None;
    }
    let mut number = Base128::default();
    for digit in decimal {
        if !digit.is_ascii_digit() {
            return None;
        }
        number.multiply_and_add(10, u16::from(digit - b'0'))?;
    }
    number.multiply_and_add(1, plus)?;
    let digits = number.digits.get(..number.length.max(1))?;
    let place = out.bytes.get_mut(out.length..)?.get_mut(..digits.len())?;
    for (position, (place, digit)) in place.iter_mut().zip(digits.iter().rev()).enumerate() {
        let is_last = position.saturating_add(1) == digits.len();
        *place = if is_last { *digit } else { digit | 0x80 };
    }
    out.length = out.length.saturating_add(digits.len());
    Some(())
}

/// A number of at most [`MAX_OID_SIZE`] digits of seven bits, the lowest first.
struct Base128 {
    digits: [u8; MAX_OID_SIZE],
    length: usize,
}

impl Default for Base128 {
    fn default() -> Self {
        Self { digits: [0; MAX_OID_SIZE], length: 0 }
    }
}

impl Base128 {
    /// `None` where the number has too many digits, so that a long text costs no more than the limit.
    fn multiply_and_add(&mut self, factor: u16, plus: u16) -> Option<()> {
        let mut carry = plus;
        for digit in self.digits.get_mut(..self.length)? {
            let value = u16::from(*digit) * factor + carry;
            *digit = u8::try_from(value & 0x7f).ok()?;
            carry = value >> 7;
        }
        while carry > 0 {
            *self.digits.get_mut(self.length)? = u8::try_from(carry & 0x7f).ok()?;
            self.length = self.length.saturating_add(1);
            carry >>= 7;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;
    use crate::name::ObjectIdentifier;

    fn round_trip(dotted: &str) -> Option<bool> {
        let bytes = from_dotted(dotted.as_bytes())?;
        Some(ObjectIdentifier::from_bytes(bytes.as_bytes())?.to_string() == dotted)
    }

    #[test]
    fn dotted_decimal_of_every_size_is_read_as_it_is_printed() {
        for dotted in
            ["0.0", "0.39", "1.0", "1.39", "2.0", "2.40", "2.999.3", "2.5.4.3", "1.3.6.1.4.1.99999.1"]
        {
            assert_eq!(round_trip(dotted), Some(true), "{dotted}");
        }
        let mut number = 1_u128;
        while let Some(next) = number.checked_mul(7) {
            for arc in [number - 1, number, number + 1] {
                assert_eq!(round_trip(&format!("2.25.{arc}")), Some(true), "{arc}");
                assert_eq!(round_trip(&format!("2.{arc}")), Some(true), "{arc}");
            }
            number = next;
        }
    }

    #[test]
    fn an_identifier_may_be_as_long_as_the_limit_and_no_longer() {
        // 2^441 - 1 fills 63 bytes after 2.25, 2^441 would need 64.
        let largest = "5678427533559428832416592249125035424637823130369672345949142181098744438385921275985867583701277855943457200048954515105739075223551";
        assert_eq!(round_trip(&format!("2.25.{largest}")), Some(true));
        assert_eq!(round_trip(&format!("2.25.{}", largest.replacen("5678", "5679", 1))), None);
        assert_eq!(round_trip(&format!("2.25.{}", "9".repeat(16_000))), None);
        assert_eq!(round_trip(&format!("2.5{}", ".1".repeat(63))), Some(true));
        assert_eq!(round_trip(&format!("2.5{}", ".1".repeat(64))), None);
    }

    #[test]
    fn what_is_no_identifier_is_refused() {
        for dotted in
            ["2", "3.1", "0.40", "1.040", "02.5", "2.05", "2..5", "2.5.", "2.5.4.x", "1.100", "10.1"]
        {
            assert_eq!(round_trip(dotted), None, "{dotted}");
        }
    }
}
