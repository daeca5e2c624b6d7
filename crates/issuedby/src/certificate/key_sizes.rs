//! The accepted sizes of keys: RSA 2048 to 8192 bits, and every curve of [`KeyAlgorithm`].

use super::KeyAlgorithm;

/// The smallest RSA modulus in bits: 112 bits of strength (NIST SP 800-57 part 1).
const MIN_RSA_BITS: u32 = 2048;

/// The largest RSA modulus in bits: aws-lc-rs and ring verify no signature of a larger one.
const MAX_RSA_BITS: u32 = 8192;

/// The fitness of a key by its kind and size.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyFitness {
    Fit,
    TooWeak,
    Unsupported,
}

impl KeyAlgorithm {
    pub(crate) fn fitness(self) -> KeyFitness {
        match self {
            Self::Rsa(bits) if bits < MIN_RSA_BITS => KeyFitness::TooWeak,
            Self::Rsa(bits) if bits > MAX_RSA_BITS => KeyFitness::Unsupported,
            Self::Unsupported => KeyFitness::Unsupported,
            _ => KeyFitness::Fit,
        }
    }
}
