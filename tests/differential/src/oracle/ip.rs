//! iPAddress: an address, and in a base an address and a mask "in the style of RFC 4632 (CIDR)".

use super::Match;
use super::domain::inside;

/// Whether a base is not an address with a contiguous mask, of IPv4 or IPv6.
pub(super) fn is_faulty_base(base: &[u8]) -> bool {
    !matches!(base.len(), 8 | 32) || !has_contiguous_mask(base)
}

/// Whether the second half of a base is ones, then zeros.
pub fn has_contiguous_mask(base: &[u8]) -> bool {
    let mask = &base[base.len() / 2..];
    let bits: Vec<_> =
        mask.iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0)).collect();
    bits.is_sorted_by(|first, second| first >= second)
}

pub(super) fn matches(name: &[u8], base: &[u8]) -> Match {
    if !matches!(name.len(), 4 | 16) {
        return Match::Uncertain;
    }
    let (address, mask) = base.split_at(base.len() / 2);
    let equal = name.len() == address.len()
        && name.iter().zip(address).zip(mask).all(|((name, address), mask)| name & mask == address & mask);
    inside(equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc() {
        let base = [192, 0, 2, 0, 255, 255, 255, 0];
        assert_eq!(matches(&[192, 0, 2, 255], &base), Match::Inside);
        assert_eq!(matches(&[192, 0, 3, 0], &base), Match::Outside);
        assert_eq!(matches(&[0; 16], &base), Match::Outside);
        assert_eq!(matches(&[192, 0, 2], &base), Match::Uncertain);
    }

    #[test]
    fn a_mask_has_no_ones_after_a_zero() {
        assert!(!is_faulty_base(&[10, 0, 0, 0, 255, 128, 0, 0]));
        assert!(is_faulty_base(&[10, 0, 0, 0, 255, 0, 255, 0]));
        assert!(is_faulty_base(&[10, 0, 0, 0, 254, 128, 0, 0]));
        assert!(is_faulty_base(&[10, 0, 0, 0]));
    }
}
