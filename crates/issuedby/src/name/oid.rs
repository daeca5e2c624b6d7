//! Object identifiers: checked contents, compared as bytes, printed as dotted decimal.

use core::fmt;

use super::attribute_type;
use super::error::NameFault;
use crate::limits::MAX_OID_SIZE;

/// An object identifier, borrowed: the contents of its DER element (X.690 section 8.19).
///
/// Arcs may have any size: `2.25.` and a UUID has an arc of 128 bits. Identifiers compare and order by
/// their bytes; [`Display`](fmt::Display) prints dotted decimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectIdentifier<'a> {
    contents: &'a [u8],
}

impl<'a> ObjectIdentifier<'a> {
    /// The attribute type that a keyword such as `CN`, `commonName` or `E` stands for, in any letter case.
    pub fn from_keyword(keyword: &str) -> Option<ObjectIdentifier<'static>> {
        attribute_type::by_keyword(keyword).map(|found| ObjectIdentifier { contents: found.oid })
    }

    /// Contents bytes, if they are those of an object identifier of at most [`MAX_OID_SIZE`] bytes.
    pub fn from_bytes(contents: &'a [u8]) -> Option<Self> {
        Self::new(contents).ok()
    }

    /// The contents bytes, without tag and length.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.contents
    }

    /// Checks contents bytes: 1 to [`MAX_OID_SIZE`], no arc padded, none cut off.
    #[inline]
    pub(crate) fn new(contents: &'a [u8]) -> Result<Self, NameFault> {
        if contents.len() > MAX_OID_SIZE {
            return Err(NameFault::BadOid("one that is too long"));
        }
        Self::check(contents).map(|()| Self { contents })
    }

    /// Tells whether content bytes of any length are those of an object identifier (X.690 section 8.19).
    #[inline]
    pub(crate) fn is_well_formed(contents: &[u8]) -> bool {
        Self::check(contents).is_ok()
    }

    #[inline]
    fn check(contents: &[u8]) -> Result<(), NameFault> {
        match contents.last() {
            None => return Err(NameFault::BadOid("no bytes")),
            Some(0x80..) => return Err(NameFault::BadOid("one whose last arc is cut off")),
            Some(_) => {}
        }
        let mut first_of_arc = true;
        for &byte in contents {
            if first_of_arc && byte == 0x80 {
                return Err(NameFault::BadOid("an arc that is padded"));
            }
            first_of_arc = byte < 0x80;
        }
        Ok(())
    }
}

impl fmt::Display for ObjectIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut arcs = self.contents.split_inclusive(|byte| *byte < 0x80);
        // The first two arcs share a number: 40 times the first (at most 2) plus the second.
        let mut second = Arc::from_base_128(arcs.next().unwrap_or_default());
        let first = match second {
            Arc { high: None, low: ..40 } => 0,
            Arc { high: None, low: 40..80 } => 1,
            _ => 2,
        };
        second.subtract(first * 40);
        write!(f, "{first}.{second}")?;
        arcs.try_for_each(|arc| write!(f, ".{}", Arc::from_base_128(arc)))
    }
}

/// Contents bytes as dotted decimal; those that are no object identifier as `#` and hexadecimal, cut short.
pub(crate) struct OidText<'a>(pub(crate) &'a [u8]);

impl fmt::Display for OidText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 16;
        if let Some(oid) = ObjectIdentifier::from_bytes(self.0) {
            return oid.fmt(f);
        }
        f.write_str("#")?;
        self.0.iter().take(SHOWN).try_for_each(|byte| write!(f, "{byte:02X}"))?;
        if self.0.len() > SHOWN { f.write_str("...") } else { Ok(()) }
    }
}

impl fmt::Debug for ObjectIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ObjectIdentifier({self})")
    }
}

/// The number of one arc, in base 10^16: an arc of [`MAX_OID_SIZE`] bytes has 448 bits, 135 decimal
/// digits.
struct Arc {
    low: u64,
    /// The other digits, least significant first; `None` if they are all zero.
    high: Option<[u64; 8]>,
}

impl Arc {
    const BASE: u64 = 10_000_000_000_000_000;

    fn from_base_128(bytes: &[u8]) -> Self {
        let mut low = 0;
        let mut high = [0; 8];
        for byte in bytes {
            let mut carry = u64::from(byte & 0x7f);
            for digit in core::iter::once(&mut low).chain(&mut high) {
                // Below 1.3 * 10^18: no overflow.
                let shifted = *digit * 128 + carry;
                *digit = shifted % Self::BASE;
                carry = shifted / Self::BASE;
            }
        }
        Self { low, high: high.iter().any(|digit| *digit != 0).then_some(high) }
    }

    /// Subtracts a number that is below the base and not above the arc's.
    fn subtract(&mut self, number: u64) {
        if let Some(low) = self.low.checked_sub(number) {
            self.low = low;
            return;
        }
        self.low = self.low.saturating_add(Self::BASE).saturating_sub(number);
        for digit in self.high.iter_mut().flatten() {
            if let Some(rest) = digit.checked_sub(1) {
                *digit = rest;
                return;
            }
            *digit = Self::BASE - 1;
        }
    }
}

impl fmt::Display for Arc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut leading = true;
        for digit in self.high.iter().flatten().rev() {
            if !leading {
                write!(f, "{digit:016}")?;
            } else if *digit != 0 {
                write!(f, "{digit}")?;
                leading = false;
            }
        }
        if leading { write!(f, "{}", self.low) } else { write!(f, "{:016}", self.low) }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::*;

    fn dotted(contents: &[u8]) -> String {
        ObjectIdentifier::new(contents).unwrap().to_string()
    }

    fn base_128(mut number: u128) -> Vec<u8> {
        let mut bytes = Vec::from([u8::try_from(number & 0x7f).unwrap()]);
        while number > 0x7f {
            number >>= 7;
            bytes.insert(0, 0x80 | u8::try_from(number & 0x7f).unwrap());
        }
        bytes
    }

    #[test]
    fn the_first_number_holds_two_arcs() {
        assert_eq!(dotted(&[0]), "0.0");
        assert_eq!(dotted(&[39]), "0.39");
        assert_eq!(dotted(&[40]), "1.0");
        assert_eq!(dotted(&[79]), "1.39");
        assert_eq!(dotted(&[80]), "2.0");
        assert_eq!(dotted(&[0x88, 0x37, 3]), "2.999.3");
        assert_eq!(dotted(&[0x55, 4, 3]), "2.5.4.3");
    }

    #[test]
    fn arcs_of_every_size_print_in_decimal() {
        let mut number = 1_u128;
        loop {
            for arc in [number - 1, number, number + 1] {
                let mut contents = Vec::from([0x69]);
                contents.extend(base_128(arc));
                assert_eq!(dotted(&contents), alloc::format!("2.25.{arc}"));
                assert_eq!(dotted(&base_128(arc.saturating_add(80))), alloc::format!("2.{arc}"));
            }
            match number.checked_mul(10) {
                Some(next) if next < u128::MAX - 200 => number = next,
                _ => break,
            }
        }
    }

    #[test]
    fn the_largest_arc_prints_in_full() {
        // 2^441 - 1 in 63 bytes, and 2^448 - 1 - 80 as a second arc in 64.
        let mut contents = Vec::from([0x69]);
        contents.extend([0xff; 62]);
        contents.push(0x7f);
        let largest = "5678427533559428832416592249125035424637823130369672345949142181098744438385921275985867583701277855943457200048954515105739075223551";
        assert_eq!(dotted(&contents), alloc::format!("2.25.{largest}"));
        let mut contents = Vec::from([0xff; 63]);
        contents.push(0x7f);
        let second = "726838724295606890549323807888004534353641360687318060281490199180639288113397923326191050713763565560762521606266177933534601628614575";
        assert_eq!(dotted(&contents), alloc::format!("2.{second}"));
    }

    #[test]
    fn padded_cut_off_empty_and_long_ones_are_refused() {
        for bad in [&[][..], &[0x80, 1], &[0x55, 0x80, 1], &[0x55, 0x84], &[1; 65]] {
            assert!(matches!(ObjectIdentifier::new(bad), Err(NameFault::BadOid(_))), "{bad:02x?}");
        }
        assert!(ObjectIdentifier::new(&[1; 64]).is_ok());
    }

    #[test]
    fn keywords_are_found_in_any_letter_case() {
        let common_name = ObjectIdentifier::from_keyword("CN").unwrap();
        assert_eq!(common_name.as_bytes(), [0x55, 4, 3]);
        assert_eq!(ObjectIdentifier::from_keyword("COMMONNAME"), Some(common_name));
        assert_eq!(ObjectIdentifier::from_keyword("commonname "), None);
    }
}
