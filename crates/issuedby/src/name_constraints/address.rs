//! Ranges of IP addresses (RFC 5280 section 4.2.1.10, RFC 4632).

use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::subtree::NameConstraintFault;

/// An address and a mask.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum AddressRange {
    V4 { base: u32, mask: u32 },
    V6 { base: u128, mask: u128 },
}

impl AddressRange {
    /// 8 bytes for IPv4, 32 for IPv6: an address, then a mask as long.
    pub(super) fn from_bytes(bytes: &[u8]) -> Result<Self, NameConstraintFault> {
        let (base, mask) = bytes.split_at_checked(bytes.len() / 2).unwrap_or((bytes, &[]));
        if let (Ok(base), Ok(mask)) = (<[u8; 4]>::try_from(base), <[u8; 4]>::try_from(mask)) {
            let (base, mask) = (u32::from_be_bytes(base), u32::from_be_bytes(mask));
            let is_contiguous = mask.leading_ones() == mask.count_ones();
            return is_contiguous
                .then_some(Self::V4 { base, mask })
                .ok_or(NameConstraintFault::MaskNotContiguous);
        }
        match (<[u8; 16]>::try_from(base), <[u8; 16]>::try_from(mask)) {
            (Ok(base), Ok(mask)) => {
                let (base, mask) = (u128::from_be_bytes(base), u128::from_be_bytes(mask));
                let is_contiguous = mask.leading_ones() == mask.count_ones();
                is_contiguous.then_some(Self::V6 { base, mask }).ok_or(NameConstraintFault::MaskNotContiguous)
            }
            _ => Err(NameConstraintFault::AddressSize),
        }
    }

    /// Tells whether the address is in the range. An address of the other version never is.
    pub(super) fn contains(self, address: IpAddr) -> bool {
        match (self, address) {
            (Self::V4 { base, mask }, IpAddr::V4(address)) => (address.to_bits() ^ base) & mask == 0,
            (Self::V6 { base, mask }, IpAddr::V6(address)) => (address.to_bits() ^ base) & mask == 0,
            _ => false,
        }
    }

    /// As [`Self::contains`], and for an IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) also of that
    /// address: a reader may take it for the same.
    pub(super) fn touches(self, address: IpAddr) -> bool {
        let as_v4 = match address {
            IpAddr::V6(address) => address.to_ipv4_mapped(),
            IpAddr::V4(_) => None,
        };
        self.contains(address) || as_v4.is_some_and(|address| self.contains(IpAddr::V4(address)))
    }
}

/// CIDR notation.
impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::V4 { base, mask } => write!(f, "{}/{}", Ipv4Addr::from_bits(base), mask.count_ones()),
            Self::V6 { base, mask } => write!(f, "{}/{}", Ipv6Addr::from_bits(base), mask.count_ones()),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    fn range(address: [u8; 4], mask: [u8; 4]) -> Result<AddressRange, NameConstraintFault> {
        AddressRange::from_bytes(&[address, mask].concat())
    }

    #[test]
    fn masks_are_contiguous_from_the_highest_bit() {
        for bits in 0..=32_u32 {
            let mask = u32::MAX.checked_shl(32 - bits).unwrap_or(0);
            let range = range([10, 0, 0, 0], mask.to_be_bytes()).unwrap();
            assert_eq!(range.to_string(), alloc::format!("10.0.0.0/{bits}"));
        }
        for mask in [[0, 255, 255, 255], [255, 0, 255, 0], [0, 0, 0, 1], [255, 255, 255, 253]] {
            assert_eq!(range([10, 0, 0, 0], mask), Err(NameConstraintFault::MaskNotContiguous));
        }
        for length in (0..40).filter(|length| ![8, 32].contains(length)) {
            let bytes = alloc::vec![0; length];
            assert_eq!(AddressRange::from_bytes(&bytes), Err(NameConstraintFault::AddressSize), "{length}");
        }
    }

    #[test]
    fn bits_beyond_the_mask_are_not_compared() {
        let range = range([192, 0, 2, 77], [255, 255, 255, 0]).unwrap();
        assert!(
            range.contains("192.0.2.1".parse().unwrap()) && !range.contains("192.0.3.77".parse().unwrap())
        );
        assert!(!range.contains("::ffff:192.0.2.1".parse().unwrap()));
        assert!(range.touches("::ffff:192.0.2.1".parse().unwrap()));
        assert!(!range.touches("::192.0.2.1".parse().unwrap()));
    }
}
