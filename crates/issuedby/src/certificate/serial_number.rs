//! Serial numbers (RFC 5280 section 4.1.2.2): their text, and the rule that one breaks.

use core::fmt::{self, Display};

/// The serial number with these content bytes, in upper-case hexadecimal with colons.
///
/// The text is that of OpenSSL, Go and CRL listings: the magnitude in whole bytes without the sign byte of DER, after a
/// `-` where the number is negative. Zero is `00`.
pub(crate) struct SerialNumber<'a>(pub(crate) &'a [u8]);

impl Display for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_negative = matches!(self.0, [0x80..=0xff, ..]);
        if is_negative {
            f.write_str("-")?;
        }
        // In two's complement, the magnitude of a negative number has every bit inverted before the last 1.
        let last_one = self.0.iter().rposition(|byte| *byte != 0).unwrap_or_default();
        let magnitude = self.0.iter().enumerate().map(|(position, byte)| match position < last_one {
            _ if !is_negative => *byte,
            true => !*byte,
            false => byte.wrapping_neg(),
        });
        let has_sign_byte = self.0.len() > 1 && magnitude.clone().next() == Some(0);
        for (position, byte) in magnitude.skip(usize::from(has_sign_byte)).enumerate() {
            let separator = if position == 0 { "" } else { ":" };
            write!(f, "{separator}{byte:02X}")?;
        }
        Ok(())
    }
}

/// The way in which a serial number is not "a positive integer" of at most 20 bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum SerialNumberDefect {
    Zero,
    Negative,
    /// 20 bytes whose top bit is set, so that DER writes 21: half of all `openssl rand -hex 20` are such numbers.
    TopBitSet,
    TooLong,
}

impl SerialNumberDefect {
    /// Tells whether RFC 5280 asks to "be prepared to gracefully handle such certificates", as it asks for zero and negative
    /// numbers. The number of 20 random bytes has the size that it allows, and only its encoding is longer.
    pub(crate) fn may_be_allowed(self) -> bool {
        match self {
            Self::Zero | Self::Negative | Self::TopBitSet => true,
            Self::TooLong => false,
        }
    }
}

/// The rule that the content bytes of a serial number break.
pub(super) fn defect(bytes: &[u8]) -> Option<SerialNumberDefect> {
    const MAX_SIZE: usize = 20;
    if bytes.iter().all(|byte| *byte == 0) {
        return Some(SerialNumberDefect::Zero);
    }
    match bytes {
        [0, rest @ ..] if rest.len() == MAX_SIZE => Some(SerialNumberDefect::TopBitSet),
        _ if bytes.len() > MAX_SIZE => Some(SerialNumberDefect::TooLong),
        [0x80..=0xff, ..] => Some(SerialNumberDefect::Negative),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn the_text_is_the_magnitude_without_the_sign_byte() {
        for (bytes, text) in [
            (&[0x00][..], "00"),
            (&[0x01], "01"),
            (&[0x7f], "7F"),
            (&[0x00, 0x80], "80"),
            (&[0x00, 0x9c, 0x50], "9C:50"),
            (&[0x0a, 0x1b], "0A:1B"),
            (&[0x01, 0x00], "01:00"),
            (&[0xff], "-01"),
            (&[0x80], "-80"),
            (&[0xff, 0x7f], "-81"),
            (&[0xff, 0x00], "-01:00"),
            (&[0x80, 0x00], "-80:00"),
            (&[0xfe, 0xff, 0xff], "-01:00:01"),
        ] {
            assert_eq!(SerialNumber(bytes).to_string(), text, "{bytes:02x?}");
        }
        let top_bit_set = [&[0][..], &[0xab; 20]].concat();
        assert_eq!(SerialNumber(&top_bit_set).to_string(), format!("AB{}", ":AB".repeat(19)));
    }

    #[test]
    fn the_text_of_each_two_byte_number_is_its_value() {
        for number in i16::MIN..=i16::MAX {
            let bytes = number.to_be_bytes();
            let bytes = match bytes {
                [0, 0..=0x7f] | [0xff, 0x80..=0xff] => &bytes[1..],
                _ => &bytes[..],
            };
            let text = SerialNumber(bytes).to_string().replace(':', "");
            assert_eq!(i32::from_str_radix(&text, 16), Ok(i32::from(number)), "{text}");
        }
    }

    #[test]
    fn each_unusual_number_has_its_name() {
        assert_eq!(defect(&[0]), Some(SerialNumberDefect::Zero));
        assert_eq!(defect(&[0x80]), Some(SerialNumberDefect::Negative));
        assert_eq!(defect(&[0xff; 20]), Some(SerialNumberDefect::Negative));
        assert_eq!(defect(&[0xff; 21]), Some(SerialNumberDefect::TooLong));
        let top_bit_set = [&[0][..], &[0x80; 20]].concat();
        assert_eq!(defect(&top_bit_set), Some(SerialNumberDefect::TopBitSet));
        assert_eq!(defect(&[0x01; 21]), Some(SerialNumberDefect::TooLong));
        assert_eq!(defect(&[&[0][..], &[0x80; 21]].concat()), Some(SerialNumberDefect::TooLong));
        assert_eq!(defect(&[0x7f; 20]), None);
        assert_eq!(defect(&[0, 0x80]), None);
    }
}
