//! One bit of a certificate flipped, at every octet: nothing of it may be accepted.

use issuedby::{Verifier, check_time};

use crate::outcome::seconds;

/// What came of flipping one bit in each octet.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Damage {
    /// How many damaged certificates were judged.
    pub judged: usize,
    /// The offsets and bits whose flip was accepted.
    pub accepted: Vec<(usize, u32)>,
    /// How many of each bit were flipped.
    pub by_bit: [usize; 8],
}

/// Flips one bit in each octet of `leaf` and judges every result.
///
/// Which bit depends on the offset and on `turn`, so that all eight occur over a certificate, and all
/// eight at each place over eight turns. The whole certificate is covered: header, TBSCertificate,
/// algorithm and signature.
pub fn flip_every_octet(verifier: &Verifier, leaf: &[u8], time: u64, turn: usize) -> Damage {
    let mut damage = Damage::default();
    let mut octets = leaf.to_vec();
    for offset in 0..octets.len() {
        // 3 and 8 have no common factor: neighbouring octets lose different bits.
        let bit = ((offset * 3 + turn) % 8) as u32;
        octets[offset] ^= 1 << bit;
        let verdict = verifier.evaluate(Some(&octets), check_time(seconds(time)));
        damage.judged += 1;
        damage.by_bit[bit as usize] += 1;
        if verdict.verified() {
            damage.accepted.push((offset, bit));
        }
        octets[offset] ^= 1 << bit;
    }
    damage
}
