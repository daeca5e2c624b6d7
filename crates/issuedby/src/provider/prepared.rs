//! A signature algorithm bound to the one key that it answers for.

use alloc::boxed::Box;
use core::fmt;

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// Verification with a key that a provider has seen before.
pub(super) trait Verify: Send + Sync {
    /// Verifies `signature` over `message`. `bytes` are the contents of the key's BIT STRING.
    fn verify(
        &self,
        named: &dyn SignatureVerificationAlgorithm,
        bytes: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature>;
}

/// A signature algorithm with its key.
pub(super) struct Prepared<K> {
    /// Gives the algorithm identifiers.
    pub(super) named: &'static dyn SignatureVerificationAlgorithm,
    /// The contents of the key's BIT STRING.
    pub(super) bytes: Box<[u8]>,
    pub(super) key: K,
}

impl<K> fmt::Debug for Prepared<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prepared").field("algorithm", &self.named).finish_non_exhaustive()
    }
}

impl<K: Verify> SignatureVerificationAlgorithm for Prepared<K> {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.named.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.named.signature_alg_id()
    }

    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        // Another key than the prepared one must never verify a signature.
        if public_key != &*self.bytes {
            return Err(InvalidSignature);
        }
        self.key.verify(self.named, &self.bytes, message, signature)
    }

    fn fips(&self) -> bool {
        self.named.fips()
    }
}
