//! Serial numbers (RFC 5280 section 4.1.2.2): as text, and what is unusual about one.

use core::fmt::{self, Display};

/// Content bytes of a serial number as upper hex with colons.
pub(crate) struct SerialNumber<'a>(pub(crate) &'a [u8]);

impl Display for SerialNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { ":" };
            write!(f, "{separator}{byte:02X}")?;
        }
        Ok(())
    }
}

/// Why a serial number is not "a positive integer" of at most 20 bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum SerialNumberDefect {
    Zero,
    Negative,
    /// 20 bytes whose top bit is set, so that DER writes 21: what half of all `openssl rand -hex 20` become.
    TopBitSet,
    TooLong,
}

impl SerialNumberDefect {
    /// Whether RFC 5280 asks to "be prepared to gracefully handle such certificates", as it asks for zero and negative
    /// numbers. The number of 20 random bytes has the size that it allows, and only its encoding is longer.
    pub(crate) fn may_be_allowed(self) -> bool {
        match self {
            Self::Zero | Self::Negative | Self::TopBitSet => true,
            Self::TooLong => false,
        }
    }
}

/// What is unusual about the content bytes of a serial number.
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
    use super::*;

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
