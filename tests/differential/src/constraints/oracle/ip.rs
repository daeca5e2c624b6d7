//! iPAddress: an address, and in a base an address and a mask "in the style of RFC 4632 (CIDR)".

use super::Match;
use super::domain::inside;
use crate::constraints::case::Side;

/// The bytes before an IPv4 address in an IPv4-mapped IPv6 address (RFC 4291 section 2.5.5.2).
const MAPPED: [u8; 12] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/// True if a base is not an address with a contiguous mask, of IPv4 or IPv6.
pub(super) fn is_faulty_base(base: &[u8]) -> bool {
    !matches!(base.len(), 8 | 32) || !has_contiguous_mask(base)
}

/// True if the second half of a base is ones, then zeros.
pub fn has_contiguous_mask(base: &[u8]) -> bool {
    let mask = &base[base.len() / 2..];
    let bits: Vec<_> =
        mask.iter().flat_map(|byte| (0..8).map(move |bit| byte & (0x80 >> bit) != 0)).collect();
    bits.is_sorted_by(|first, second| first >= second)
}

pub(super) fn matches(name: &[u8], base: &[u8], side: Side) -> Match {
    if !matches!(name.len(), 4 | 16) {
        return Match::Uncertain;
    }
    // Both forms of one address reach one host, so that the mapped one does not escape the exclusion of the other. The
    // opposite is not so: CAs exclude `::/0` beside permitted networks of IPv4.
    let mapped = name.strip_prefix(&MAPPED).filter(|_| side == Side::Excluded);
    inside(is_inside(name, base) || mapped.is_some_and(|address| is_inside(address, base)))
}

fn is_inside(name: &[u8], base: &[u8]) -> bool {
    let (address, mask) = base.split_at(base.len() / 2);
    name.len() == address.len()
        && name.iter().zip(address).zip(mask).all(|((name, address), mask)| name & mask == address & mask)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc() {
        let base = [192, 0, 2, 0, 255, 255, 255, 0];
        assert_eq!(matches(&[192, 0, 2, 255], &base, Side::Permitted), Match::Inside);
        assert_eq!(matches(&[192, 0, 3, 0], &base, Side::Permitted), Match::Outside);
        assert_eq!(matches(&[0; 16], &base, Side::Permitted), Match::Outside);
        assert_eq!(matches(&[192, 0, 2], &base, Side::Permitted), Match::Uncertain);
    }

    #[test]
    fn a_mapped_address_is_excluded_as_what_it_maps() {
        let base = [10, 0, 0, 0, 255, 0, 0, 0];
        let name = [&MAPPED[..], &[10, 1, 2, 3]].concat();
        assert_eq!(matches(&name, &base, Side::Excluded), Match::Inside);
        assert_eq!(matches(&name, &base, Side::Permitted), Match::Outside);
        let base = [&MAPPED[..], &[0; 4], &[255; 12], &[0; 4]].concat();
        assert_eq!(matches(&[10, 1, 2, 3], &base, Side::Excluded), Match::Outside);
        assert_eq!(matches(&[10, 1, 2, 3], &[0; 32], Side::Excluded), Match::Outside);
    }

    #[test]
    fn a_mask_has_no_ones_after_a_zero() {
        assert!(!is_faulty_base(&[10, 0, 0, 0, 255, 128, 0, 0]));
        assert!(is_faulty_base(&[10, 0, 0, 0, 255, 0, 255, 0]));
        assert!(is_faulty_base(&[10, 0, 0, 0, 254, 128, 0, 0]));
        assert!(is_faulty_base(&[10, 0, 0, 0]));
    }
}
