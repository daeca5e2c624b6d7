//! One bit of a certificate flipped, at every byte: nothing of it may be accepted.

use issuedby::{Verifier, check_time};

use crate::outcome::seconds;

/// The results of flipping one bit in each byte.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Damage {
    /// The number of damaged certificates that were evaluated.
    pub evaluated: usize,
    /// The offsets and bits whose flip was accepted.
    pub accepted: Vec<(usize, u32)>,
    /// The number of flips of each bit.
    pub by_bit: [usize; 8],
}

/// Flips one bit in each byte of `leaf` and evaluates every result.
///
/// The bit depends on the offset and on `turn`, so that all eight occur over a certificate, and all
/// eight at each place over eight turns. The whole certificate is covered: header, TBSCertificate,
/// algorithm and signature.
pub fn flip_every_byte(verifier: &Verifier, leaf: &[u8], time: u64, turn: usize) -> Damage {
    let mut damage = Damage::default();
    let mut bytes = leaf.to_vec();
    for offset in 0..bytes.len() {
        // 3 and 8 have no common factor: neighbouring bytes lose different bits.
        let bit = ((offset * 3 + turn) % 8) as u32;
        bytes[offset] ^= 1 << bit;
        let verdict = verifier.evaluate(Some(&bytes), check_time(seconds(time)));
        damage.evaluated += 1;
        damage.by_bit[bit as usize] += 1;
        if verdict.verified() {
            damage.accepted.push((offset, bit));
        }
        bytes[offset] ^= 1 << bit;
    }
    damage
}
