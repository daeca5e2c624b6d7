//! The public key of a certificate: what kind it is, how large, and whether it is one that is accepted.

use super::der::{Element, Reader, tag};
use super::error::ParseError;
use super::walk::Span;

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
    /// Ed25519.
    Ed25519,
    /// Anything else: another algorithm or curve, other parameters, a compressed or ill-sized point.
    Unsupported,
}

/// What the walk keeps of a SubjectPublicKeyInfo.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) algorithm: KeyAlgorithm,
    /// Contents of the BIT STRING.
    pub(crate) octets: Span,
}

/// How a key stands to the sizes that are accepted: RSA 2048 to 8192 bits, and every curve of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyFitness {
    Fit,
    TooWeak,
    Unsupported,
}

impl KeyAlgorithm {
    pub(crate) fn fitness(self) -> KeyFitness {
        const SMALLEST_RSA_BITS: u32 = 2048;
        const LARGEST_RSA_BITS: u32 = 8192;
        match self {
            Self::Rsa(bits) if bits < SMALLEST_RSA_BITS => KeyFitness::TooWeak,
            Self::Rsa(bits) if bits > LARGEST_RSA_BITS => KeyFitness::Unsupported,
            Self::Unsupported => KeyFitness::Unsupported,
            _ => KeyFitness::Fit,
        }
    }
}

impl core::fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
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
    const WHAT: &str = "the subjectPublicKeyInfo";
    let mut reader = element.reader();
    let identifier = reader.expect(tag::SEQUENCE, WHAT)?;
    let (offset, octets) = reader.whole_octet_bit_string(WHAT)?;
    reader.finish(WHAT)?;
    Ok(Key { algorithm: algorithm(identifier.contents, octets), octets: Span::new(offset, octets.len()) })
}

fn algorithm(identifier: &[u8], octets: &[u8]) -> KeyAlgorithm {
    use pki_types::alg_id;

    /// Length of an uncompressed point on a curve of `octets` octets (SEC 1 section 2.3.3).
    const fn point(octets: usize) -> usize {
        2 * octets + 1
    }
    let uncompressed = octets.first() == Some(&0x04);
    let is = |known: pki_types::AlgorithmIdentifier| known.as_ref() == identifier;

    if is(alg_id::ECDSA_P256) && uncompressed && octets.len() == point(32) {
        KeyAlgorithm::EcdsaP256
    } else if is(alg_id::RSA_ENCRYPTION) {
        modulus_bits(octets).map_or(KeyAlgorithm::Unsupported, KeyAlgorithm::Rsa)
    } else if is(alg_id::ECDSA_P384) && uncompressed && octets.len() == point(48) {
        KeyAlgorithm::EcdsaP384
    } else if is(alg_id::ED25519) && octets.len() == 32 {
        KeyAlgorithm::Ed25519
    } else if is(alg_id::ECDSA_P521) && uncompressed && octets.len() == point(66) {
        KeyAlgorithm::EcdsaP521
    } else {
        KeyAlgorithm::Unsupported
    }
}

/// `RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER }` (RFC 8017 appendix A.1.1):
/// the bits of the modulus. `None` when either number is not positive or the exponent is even or 1.
fn modulus_bits(octets: &[u8]) -> Option<u32> {
    const WHAT: &str = "the RSAPublicKey";
    let mut outside = Reader::new(octets);
    let mut reader = outside.expect(tag::SEQUENCE, WHAT).ok()?.reader();
    outside.finish(WHAT).ok()?;
    let modulus = magnitude(reader.expect(tag::INTEGER, WHAT).ok()?.contents)?;
    let exponent = magnitude(reader.expect(tag::INTEGER, WHAT).ok()?.contents)?;
    reader.finish(WHAT).ok()?;
    let odd = exponent.last().is_some_and(|last| last & 1 == 1);
    if !odd || exponent == [1] {
        return None;
    }
    let first = modulus.first()?;
    let bits = u32::try_from(modulus.len()).ok()?.checked_mul(8)?;
    bits.checked_sub(first.leading_zeros())
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
