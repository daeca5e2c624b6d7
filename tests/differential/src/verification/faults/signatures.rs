//! Faults of the signature: changed, malleable, encoded otherwise, or made by another key.

use issuedby_generator::algorithm::{Algorithm, Hash};
use issuedby_generator::der;
use issuedby_test_support::Random;

use super::algorithms::sign_with;
use super::{Entries, Fault};
use crate::verification::draft::{CA_KEYS, Change};
use crate::verification::pair::Pair;

/// The order of P-256.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc, 0xe6, 0xfa,
    0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

/// Writes r and s as a signature.
type Writer = fn(&[u8], &[u8]) -> Vec<u8>;

/// A change of the numbers of an ECDSA signature, both without padding.
const ECDSA: Entries<Writer> = &[
    // The second of the two signatures that every ECDSA signature is: RFC 5280 and SEC 1 accept both.
    ("ecdsa-other-s", |r, s| der::sequence(&[der::unsigned(r), der::unsigned(&order_minus(s))])),
    ("ecdsa-swapped", |r, s| der::sequence(&[der::unsigned(s), der::unsigned(r)])),
    ("ecdsa-r-zero", |_, s| der::sequence(&[der::unsigned(&[]), der::unsigned(s)])),
    ("ecdsa-s-zero", |r, _| der::sequence(&[der::unsigned(r), der::unsigned(&[])])),
    ("ecdsa-both-zero", |_, _| der::sequence(&[der::unsigned(&[]), der::unsigned(&[])])),
    ("ecdsa-both-order", |_, _| der::sequence(&[der::unsigned(&ORDER), der::unsigned(&ORDER)])),
    ("ecdsa-s-plus-order", |r, s| der::sequence(&[der::unsigned(r), der::unsigned(&plus_order(s))])),
    ("ecdsa-r-padded", |r, s| der::sequence(&[der::integer(&[&[0, 0], r].concat()), der::unsigned(s)])),
    ("ecdsa-s-padded", |r, s| der::sequence(&[der::unsigned(r), der::integer(&[&[0, 0], s].concat())])),
    ("ecdsa-negative", |r, s| {
        let mut negative = r.to_vec();
        negative[0] |= 0x80;
        der::sequence(&[der::integer(&negative), der::unsigned(s)])
    }),
    ("ecdsa-long-form", |r, s| {
        let content = [der::unsigned(r), der::unsigned(s)].concat();
        [vec![0x30, 0x81, content.len() as u8], content].concat()
    }),
    ("ecdsa-indefinite", |r, s| [vec![0x30, 0x80], der::unsigned(r), der::unsigned(s), vec![0, 0]].concat()),
    ("ecdsa-inner-trailing", |r, s| der::sequence(&[der::unsigned(r), der::unsigned(s), der::null()])),
    ("ecdsa-outer-trailing", |r, s| [der::sequence(&[der::unsigned(r), der::unsigned(s)]), vec![0]].concat()),
    ("ecdsa-as-set", |r, s| der::set(&[der::unsigned(r), der::unsigned(s)])),
    ("ecdsa-fixed", |r, s| [fixed(r), fixed(s)].concat()),
    ("ecdsa-without-s", |r, _| der::sequence(&[der::unsigned(r)])),
];

/// The end of a tag, how often it is drawn, and the change.
type Weighted = (&'static str, usize, fn(&mut Random) -> Change);

/// A change of any signature.
const ANY: &[Weighted] = &[
    ("bit-flipped", 20, |random| {
        let (place, bit) = (random.below(1 << 16), random.below(8));
        Box::new(move |signature| {
            let place = place % signature.len();
            signature[place] ^= 1 << bit;
        })
    }),
    ("empty", 6, |_| Box::new(Vec::clear)),
    ("cut", 6, |_| Box::new(|signature| signature.truncate(signature.len() - 1))),
    ("longer", 6, |_| Box::new(|signature| signature.push(0))),
    ("zero-before", 6, |_| Box::new(|signature| signature.insert(0, 0))),
    ("of-zeros", 6, |_| Box::new(|signature| signature.fill(0))),
    ("of-ones", 6, |_| Box::new(|signature| signature.fill(0xff))),
    ("doubled", 3, |_| Box::new(|signature| *signature = signature.repeat(2))),
];

/// A change of the BIT STRING around the signature.
const BIT_STRINGS: Entries<fn() -> Change> = &[
    ("unused-bit", || Box::new(|bits| set_unused(bits, 1))),
    ("unused-8", || Box::new(|bits| set_unused(bits, 8))),
    ("bytes", || Box::new(|bits| bits[0] = der::OCTET_STRING)),
    ("constructed", || Box::new(|bits| *bits = der::element(0x23, bits))),
    ("without-unused", || Box::new(|bits| *bits = vec![3, 0])),
    ("long-form", || {
        Box::new(|bits| {
            let start = content(bits);
            let content = bits[start..].to_vec();
            let [high, low] = (content.len() as u16).to_be_bytes();
            *bits = [vec![3, 0x83, 0, high, low], content].concat();
        })
    }),
    ("missing", || Box::new(Vec::clear)),
    ("twice", || Box::new(|bits| *bits = bits.repeat(2))),
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for &(tag, change) in ECDSA {
        let apply = move |pair: &mut Pair, random: &mut Random| {
            // P-256 alone: the order is its own. The CA has to have such a key.
            sign_with(pair, CA_KEYS[1]);
            pair.leaf.algorithm =
                Some(Algorithm::ecdsa(random.pick(&[Hash::Sha256, Hash::Sha256, Hash::Sha384])));
            pair.leaf.on_signature.push(Box::new(move |signature| {
                if let Some((r, s)) = numbers(signature) {
                    *signature = change(&r, &s);
                }
            }));
        };
        faults.push(
            Fault::new(format!("signature-{tag}"), "leaf signature,leaf algorithm,ca key", apply).weighing(6),
        );
    }
    for &(tag, weight, change) in ANY {
        let apply = move |pair: &mut Pair, random: &mut Random| pair.leaf.on_signature.push(change(random));
        faults.push(Fault::new(format!("signature-{tag}"), "leaf signature", apply).weighing(weight));
    }
    for &(tag, change) in BIT_STRINGS {
        let apply = move |pair: &mut Pair, _: &mut Random| pair.leaf.on_bit_string.push(change());
        faults.push(Fault::new(format!("signature-bits-{tag}"), "leaf signature bits", apply).weighing(5));
    }
    faults.push(
        Fault::new("signature-of-another-key", "leaf signature,leaf algorithm", |pair, random| {
            pair.signer = CA_KEYS[random.below(CA_KEYS.len())];
            if pair.leaf.algorithm.is_none() {
                pair.leaf.algorithm = Some((pair.cas[0].key.key)().algorithm());
            }
        })
        .weighing(25),
    );
    faults.push(
        Fault::new(
            "signature-of-another-key-of-its-kind",
            "leaf signature,leaf algorithm,ca key",
            |pair, _| {
                sign_with(pair, CA_KEYS[1]);
                pair.signer = CA_KEYS[6];
            },
        )
        .weighing(20),
    );
    faults.push(
        Fault::new("signed-part-changed", "leaf signed part", |pair, random| {
            let (place, bit) = (random.below(1 << 16), random.below(8));
            pair.leaf.after_signing.push(Box::new(move |signed| {
                let place = place % signed.len();
                signed[place] ^= 1 << bit;
            }));
        })
        .weighing(20),
    );
    faults
}

/// The numbers of ECDSA-Sig-Value without the byte that keeps them positive; nothing where another fault has the CA sign
/// otherwise.
fn numbers(signature: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (&[0x30, length, 2, size], _) = signature.split_first_chunk()? else { return None };
    if usize::from(length) + 2 != signature.len() {
        return None;
    }
    let (r, s) = signature[2..].split_at_checked(2 + usize::from(size))?;
    let plain = |number: &[u8]| number[2..].iter().copied().skip_while(|&byte| byte == 0).collect();
    Some((plain(r), plain(s)))
}

/// Writes another number of unused bits.
fn set_unused(bits: &mut [u8], count: u8) {
    let start = content(bits);
    bits[start] = count;
}

/// The offset at which the content of an element begins.
fn content(element: &[u8]) -> usize {
    match element[1] {
        length @ 0x81..=0x84 => 2 + usize::from(length & 0x7f),
        _ => 2,
    }
}

fn fixed(number: &[u8]) -> Vec<u8> {
    [vec![0; 32 - number.len()], number.to_vec()].concat()
}

fn order_minus(number: &[u8]) -> Vec<u8> {
    let (mut result, mut borrow) = (ORDER, 0);
    for (digit, &subtrahend) in result.iter_mut().zip(&fixed(number)).rev() {
        let difference = i16::from(*digit) - i16::from(subtrahend) - borrow;
        borrow = i16::from(difference < 0);
        *digit = difference.rem_euclid(256) as u8;
    }
    result.to_vec()
}

fn plus_order(number: &[u8]) -> Vec<u8> {
    let (mut result, mut carry) = (vec![0; 33], 0);
    let number = fixed(number);
    for place in (0..32).rev() {
        let sum = u16::from(number[place]) + u16::from(ORDER[place]) + carry;
        [carry, result[place + 1]] = [sum >> 8, sum & 0xff];
    }
    result[0] = carry;
    result.into_iter().map(|digit| digit as u8).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_minus_and_plus_a_number() {
        assert_eq!(order_minus(&[1])[31], 0x50);
        assert_eq!(order_minus(&order_minus(&[7, 8, 9]))[29..], [7, 8, 9]);
        assert_eq!(plus_order(&ORDER)[..3], [1, 0xff, 0xff]);
        assert_eq!(plus_order(&[1])[32], 0x52);
    }
}
