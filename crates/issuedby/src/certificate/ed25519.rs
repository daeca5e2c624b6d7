//! Ed25519 keys for which anybody can sign.

/// The y coordinates of the eight points of small order, little-endian (RFC 8032 section 5.1.2), with those of them that are not
/// reduced modulo 2^255 - 19. Readers take both, and any sign bit.
const SMALL_ORDER: [[u8; 32]; 7] = [
    y(0x00, [0x00; 30], 0x00),
    y(0x01, [0x00; 30], 0x00),
    y(0xec, [0xff; 30], 0x7f),
    y(0xed, [0xff; 30], 0x7f),
    y(0xee, [0xff; 30], 0x7f),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
        0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
];

const fn y(first: u8, middle: [u8; 30], last: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    let (head, rest) = bytes.split_at_mut(1);
    let (between, tail) = rest.split_at_mut(30);
    head.copy_from_slice(&[first]);
    between.copy_from_slice(&middle);
    tail.copy_from_slice(&[last]);
    bytes
}

/// Tells whether a point has an order of 8 or less: then a signature that no private key made verifies for many messages, for
/// the identity point for all of them.
pub(super) fn has_small_order(point: &[u8; 32]) -> bool {
    const SIGN_BIT: u8 = 0x80;
    let [between @ .., last] = point;
    SMALL_ORDER.iter().any(|[known @ .., end]| known == between && *end == last & !SIGN_BIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_of_small_order_are_found_with_either_sign() {
        for mut point in SMALL_ORDER {
            assert!(has_small_order(&point), "{point:02x?}");
            point[31] |= 0x80;
            assert!(has_small_order(&point), "{point:02x?}");
            point[7] ^= 1;
            assert!(!has_small_order(&point), "{point:02x?}");
        }
    }

    #[test]
    fn the_base_point_is_none_of_them() {
        let mut base = [0x66; 32];
        base[0] = 0x58;
        assert!(!has_small_order(&base));
    }
}
