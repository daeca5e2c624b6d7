//! The public key of a certificate: what kind it is, how large, and whether it is one that is accepted.

use core::fmt;

use super::der::{Element, Reader};
use super::ed25519::has_small_order;
use super::error::ParseError;
use crate::oid_name::{self, NamedOid};
use crate::span::Span;
use crate::tag;

/// The kind and size of a public key.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum KeyAlgorithm {
    /// RSA, `rsaEncryption` with NULL parameters; the size of the modulus in bits.
    Rsa(u32),
    /// ECDSA on P-256 (secp256r1), uncompressed point.
    EcdsaP256,
    /// ECDSA on P-384 (secp384r1), uncompressed point.
    EcdsaP384,
    /// ECDSA on P-521 (secp521r1), uncompressed point.
    EcdsaP521,
    /// Ed25519, with a point whose order is not small.
    Ed25519,
    /// Anything else: another algorithm or curve, other parameters, a compressed or ill-sized point, an Ed25519 point for which
    /// anybody can sign.
    Unsupported,
}

/// The parts of a SubjectPublicKeyInfo that are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) algorithm: KeyAlgorithm,
    /// Contents of the BIT STRING.
    pub(crate) bytes: Span,
}

impl fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "RSA {bits} bits"),
            Self::EcdsaP256 => f.write_str("ECDSA P-256"),
            Self::EcdsaP384 => f.write_str("ECDSA P-384"),
            Self::EcdsaP521 => f.write_str("ECDSA P-521"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Unsupported => f.write_str("a kind that is not accepted"),
        }
    }
}

/// `SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }`
pub(super) fn read(element: &Element<'_>) -> Result<Key, ParseError> {
    let (identifier, offset, bytes) = parts(element)?;
    Ok(Key { algorithm: algorithm(identifier, bytes), bytes: Span::new(offset, bytes.len()) })
}

/// The AlgorithmIdentifier contents and the key bytes of a SubjectPublicKeyInfo in DER.
pub(crate) fn split(public_key_info: &[u8]) -> Option<(&[u8], &[u8])> {
    let element = Reader::new(public_key_info).read_only(tag::SEQUENCE, WHAT).ok()?;
    parts(&element).ok().map(|(identifier, _, bytes)| (identifier, bytes))
}

/// The kind and size of a key; `None` where its structure cannot be read.
pub(super) fn algorithm_of(public_key_info: &[u8]) -> Option<KeyAlgorithm> {
    split(public_key_info).map(|(identifier, bytes)| algorithm(identifier, bytes))
}

/// The description of a key that is not accepted, for people.
pub(crate) fn describe(public_key_info: &[u8]) -> impl fmt::Display + '_ {
    Description(public_key_info)
}

const WHAT: &str = "the subjectPublicKeyInfo";

/// AlgorithmIdentifier contents, offset of the key bytes, key bytes.
fn parts<'a>(element: &Element<'a>) -> Result<(&'a [u8], usize, &'a [u8]), ParseError> {
    element.reader().read_all(WHAT, |reader| {
        let identifier = reader.read_tagged(tag::SEQUENCE, WHAT)?;
        let (offset, bytes) = reader.whole_byte_bit_string(WHAT)?;
        Ok((identifier.contents, offset, bytes))
    })
}

/// Tells whether it is an RSA key that may sign with RSASSA-PSS only (RFC 4055 section 1.2).
pub(crate) fn is_restricted_to_pss(public_key_info: &[u8]) -> bool {
    const RSASSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
    split(public_key_info).is_some_and(|(identifier, _)| {
        let oid = Reader::new(identifier).read_tagged(tag::OBJECT_IDENTIFIER, WHAT);
        oid.is_ok_and(|oid| oid.contents == RSASSA_PSS)
    })
}

struct Description<'a>(&'a [u8]);

impl fmt::Display for Description<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read = || {
            let element = Reader::new(self.0).read_tagged(tag::SEQUENCE, WHAT).ok()?;
            let (identifier, _, bytes) = parts(&element).ok()?;
            let mut reader = Reader::new(identifier);
            let oid = reader.read_tagged(tag::OBJECT_IDENTIFIER, WHAT).ok()?.contents;
            let parameter = reader.read(WHAT).ok();
            Some((algorithm(identifier, bytes), oid, parameter, bytes))
        };
        let Some((algorithm, oid, parameter, bytes)) = read() else {
            return f.write_str("one that cannot be read");
        };
        if algorithm != KeyAlgorithm::Unsupported {
            return algorithm.fmt(f);
        }
        let curve = parameter.filter(|parameter| parameter.tag == tag::OBJECT_IDENTIFIER);
        match (oid_name::of(oid), curve.map(|curve| curve.contents)) {
            (Some("ecPublicKey"), Some(curve)) if is_curve_of_the_table(curve) => {
                write!(f, "EC on {} with a point that is not an uncompressed one", NamedOid(curve))
            }
            (Some("ecPublicKey"), Some(curve)) => write!(f, "EC on the curve {}", NamedOid(curve)),
            (Some("ecPublicKey"), None) => f.write_str("EC on a curve that has no name"),
            (Some("rsaEncryption"), _) => {
                f.write_str("RSA with a modulus, an exponent or parameters that are not allowed")
            }
            (Some("Ed25519"), _) if bytes.try_into().is_ok_and(has_small_order) => {
                f.write_str("Ed25519 with a point of small order, for which anybody can sign")
            }
            _ => NamedOid(oid).fmt(f),
        }
    }
}

fn is_curve_of_the_table(oid: &[u8]) -> bool {
    matches!(oid, [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7] | [0x2b, 0x81, 4, 0, 0x22 | 0x23])
}

fn algorithm(identifier: &[u8], bytes: &[u8]) -> KeyAlgorithm {
    use pki_types::alg_id;

    /// Length of an uncompressed point on a curve of `bytes` bytes (SEC 1 section 2.3.3).
    const fn point(bytes: usize) -> usize {
        2 * bytes + 1
    }
    let uncompressed = bytes.first() == Some(&0x04);
    let is = |known: pki_types::AlgorithmIdentifier| known.as_ref() == identifier;

    if is(alg_id::ECDSA_P256) && uncompressed && bytes.len() == point(32) {
        KeyAlgorithm::EcdsaP256
    } else if is(alg_id::RSA_ENCRYPTION) {
        modulus_bits(bytes).map_or(KeyAlgorithm::Unsupported, KeyAlgorithm::Rsa)
    } else if is(alg_id::ECDSA_P384) && uncompressed && bytes.len() == point(48) {
        KeyAlgorithm::EcdsaP384
    } else if is(alg_id::ED25519) && bytes.try_into().is_ok_and(|point| !has_small_order(point)) {
        KeyAlgorithm::Ed25519
    } else if is(alg_id::ECDSA_P521) && uncompressed && bytes.len() == point(66) {
        KeyAlgorithm::EcdsaP521
    } else {
        KeyAlgorithm::Unsupported
    }
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 appendix A.1.1):
/// the bits of the modulus.
///
/// `None` for what no RSA key has: an even modulus, an even exponent, 1 as the exponent; and for an exponent
/// of more than 33 bits, with which a verification would cost as much as a signature (aws-lc-rs and ring
/// have the same bound).
fn modulus_bits(bytes: &[u8]) -> Option<u32> {
    const WHAT: &str = "the RSAPublicKey";
    const MAX_EXPONENT_BITS: u32 = 33;
    let sequence = Reader::new(bytes).read_only(tag::SEQUENCE, WHAT).ok()?;
    let both = sequence.reader().read_all(WHAT, |reader| {
        Ok((
            reader.read_tagged(tag::INTEGER, WHAT)?.contents,
            reader.read_tagged(tag::INTEGER, WHAT)?.contents,
        ))
    });
    let (modulus, exponent) = both.ok()?;
    let (modulus, exponent) = (magnitude(modulus)?, magnitude(exponent)?);
    let odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
    if !odd(modulus) || !odd(exponent) || exponent == [1] || bits(exponent)? > MAX_EXPONENT_BITS {
        return None;
    }
    bits(modulus)
}

fn bits(magnitude: &[u8]) -> Option<u32> {
    let bytes = u32::try_from(magnitude.len()).ok()?;
    bytes.checked_mul(8)?.checked_sub(magnitude.first()?.leading_zeros())
}

/// The magnitude of a positive INTEGER in its shortest form.
fn magnitude(contents: &[u8]) -> Option<&[u8]> {
    match contents {
        [] | [0] => None,
        [0, second, ..] if second & 0x80 == 0 => None,
        [0, rest @ ..] => Some(rest),
        [first, ..] if first & 0x80 != 0 => None,
        _ => Some(contents),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RSAPublicKey with a modulus of 2040 bits that ends in this byte, and with this exponent.
    fn key(last: u8, exponent: u8) -> [u8; 267] {
        let mut key = [0xff; 267];
        key[..9].copy_from_slice(&[0x30, 0x82, 1, 7, 0x02, 0x82, 1, 0, 0]);
        key[263..].copy_from_slice(&[last, 0x02, 1, exponent]);
        key
    }

    #[test]
    fn a_key_that_is_not_rsa_has_no_size_that_is_too_weak() {
        let rsa = pki_types::alg_id::RSA_ENCRYPTION;
        assert_eq!(algorithm(&rsa, &key(0xff, 3)), KeyAlgorithm::Rsa(2040));
        for (last, exponent) in [(0xfe, 3), (0xff, 2), (0xff, 1)] {
            assert_eq!(algorithm(&rsa, &key(last, exponent)), KeyAlgorithm::Unsupported);
        }
    }
}
