//! The two numbers of an ECDSA signature, and numbers out of their range.

use issuedby_conformance::der::{integer, read, sequence};

use crate::certificate_parts::{answer, p256};

/// The order of P-256 (SEC 2 section 2.4.2), highest byte first.
pub(crate) const P256_ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// The prime of P-256 (SEC 2 section 2.4.2), highest byte first.
const P256_PRIME: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
];

/// The contents of both INTEGERs of an ECDSA-Sig-Value.
pub(crate) fn numbers(value: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (_, contents, _) = read(value);
    let (_, r, rest) = read(contents);
    let (_, s, _) = read(rest);
    (r.to_vec(), s.to_vec())
}

/// An ECDSA-Sig-Value of two numbers, in the shortest form.
pub(crate) fn ecdsa_value(r: &[u8], s: &[u8]) -> Vec<u8> {
    sequence(&[&unsigned(r), &unsigned(s)])
}

fn unsigned(number: &[u8]) -> Vec<u8> {
    let first = number.iter().position(|&byte| byte != 0).unwrap_or(number.len().saturating_sub(1));
    let sign: &[u8] = if number[first] >= 0x80 { &[0] } else { &[] };
    integer(&[sign, &number[first..]].concat())
}

/// The difference of two numbers, which is not negative.
pub(crate) fn minus(from: &[u8], what: &[u8]) -> Vec<u8> {
    combined(from, what, |a, b| a - b)
}

/// The sum of two numbers.
pub(crate) fn plus(one: &[u8], other: &[u8]) -> Vec<u8> {
    combined(one, other, |a, b| a + b)
}

fn combined(one: &[u8], other: &[u8], digit: impl Fn(i32, i32) -> i32) -> Vec<u8> {
    let at = |number: &[u8], place: usize| number.iter().rev().nth(place).map_or(0, |&byte| i32::from(byte));
    let mut carry = 0;
    let mut out: Vec<u8> = (0..one.len().max(other.len()) + 1)
        .map(|place| {
            let value = digit(at(one, place), at(other, place)) + carry;
            carry = value.div_euclid(256);
            value.rem_euclid(256) as u8
        })
        .collect();
    assert_eq!(carry, 0, "the result is not negative");
    out.reverse();
    out
}

/// Both numbers lie between 0 and the order (FIPS 186-5 section 6.4.2). A verifier that does not check it accepts anything.
#[test]
fn numbers_out_of_range_are_refused() {
    let (verifier, leaf) = p256();
    let (r, s) = numbers(leaf.signature());
    let outside = [
        vec![0],
        P256_ORDER.to_vec(),
        plus(&P256_ORDER, &[1]),
        plus(&P256_ORDER, &P256_ORDER),
        P256_PRIME.to_vec(),
        vec![0xff; 32],
        [&[1_u8] as &[u8], &[0; 32]].concat(),
        vec![0xff; 255],
    ];
    let inside = [r, s, vec![1], minus(&P256_ORDER, &[1])];
    let mut tried = 0;
    for bad in &outside {
        for other in outside.iter().chain(&inside) {
            for (r, s) in [(bad, other), (other, bad)] {
                let answer = answer(&verifier, &leaf.with_signature(&ecdsa_value(r, s)));
                assert_eq!(answer, "not authenticated: signature_invalid", "r = {r:02x?}, s = {s:02x?}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 192);
}

#[test]
fn the_test_arithmetic_is_right() {
    assert_eq!(minus(&[1, 0], &[1]), [0, 0, 0xff]);
    assert_eq!(plus(&[0xff], &[1]), [1, 0]);
    assert_eq!(ecdsa_value(&[0], &[0, 0x80]), [0x30, 7, 2, 1, 0, 2, 2, 0, 0x80]);
}
