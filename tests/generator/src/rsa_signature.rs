//! RSA signatures whose padding is made here, so that the salt of PSS is the message's own (RFC 8017).

use std::convert::Infallible;

use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, PrivateKey, hazmat};

use crate::algorithm::Hash;
use crate::der;

/// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2).
pub(crate) fn pkcs1(key: &PrivateKey, hash: Hash, message: &[u8]) -> Vec<u8> {
    let info = der::sequence(&[hash.identifier(), der::octet_string(&hash.digest(message))]);
    let padding = vec![0xff; key.size() - info.len() - 3];
    private_operation(key, &[&[0, 1], padding.as_slice(), &[0], &info].concat())
}

/// RSASSA-PSS (RFC 8017 section 8.1); the salt is the start of the message's SHA-512.
pub(crate) fn pss(key: &PrivateKey, hash: Hash, salt: usize, message: &[u8]) -> Vec<u8> {
    let salt = &Hash::Sha512.digest(message)[..salt];
    let inner = hash.digest(&[&[0; 8], hash.digest(message).as_slice(), salt].concat());
    let zeros = vec![0; key.size() - salt.len() - inner.len() - 2];
    let mut block = [zeros.as_slice(), &[1], salt].concat();
    for (byte, mask) in block.iter_mut().zip(mask(hash, &inner)) {
        *byte ^= mask;
    }
    // All kept moduli fill their bytes, so that exactly one bit is left over.
    block[0] &= 0x7f;
    private_operation(key, &[block.as_slice(), &inner, &[0xbc]].concat())
}

/// The bytes of MGF1 (RFC 8017 appendix B.2.1), without end.
fn mask(hash: Hash, seed: &[u8]) -> impl Iterator<Item = u8> {
    let seed = seed.to_vec();
    (0_u32..).flat_map(move |counter| hash.digest(&[seed.as_slice(), &counter.to_be_bytes()].concat()))
}

fn private_operation(key: &PrivateKey, block: &[u8]) -> Vec<u8> {
    let number =
        BoxedUint::from_be_slice(block, key.n().bits_precision()).expect("the block fits the modulus");
    let result = hazmat::rsa_decrypt_and_check::<NoRandomness>(key, None, &number).expect("a kept key signs");
    let bytes = result.to_be_bytes();
    bytes[bytes.len() - key.size()..].to_vec()
}

/// The type of the blinding generator that is never given: signatures must not depend on one.
enum NoRandomness {}

impl TryRng for NoRandomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        match *self {}
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        match *self {}
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Infallible> {
        match *self {}
    }
}

impl TryCryptoRng for NoRandomness {}
