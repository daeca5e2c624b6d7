//! Providers that are not what they should be, for tests of the tests: one that is always content, one that
//! takes few keys, and one that counts.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use issuedby::provider::{KeyRejected, PreparedKey, Provider, default_provider};
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// A provider that calls every signature valid.
#[derive(Clone, Copy, Debug)]
pub struct Credulous;

impl Provider for Credulous {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        webpki::ALL_VERIFICATION_ALGS
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        let honest = default_provider().prepare(public_key_info)?;
        Ok(honest.into_iter().map(|algorithm| Box::new(Content(algorithm)) as _).collect())
    }
}

/// An algorithm that is always content.
#[derive(Debug)]
struct Content(Box<dyn SignatureVerificationAlgorithm>);

impl SignatureVerificationAlgorithm for Content {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.0.signature_alg_id()
    }

    fn verify_signature(
        &self,
        _key: &[u8],
        _message: &[u8],
        _signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        Ok(())
    }
}

/// The provider of this build, with P-256 as the only kind of key that it admits to.
#[derive(Clone, Copy, Debug)]
pub struct OnlyP256;

impl Provider for OnlyP256 {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        #[cfg(feature = "aws-lc-rs")]
        static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[webpki::aws_lc_rs::ECDSA_P256_SHA256];
        #[cfg(not(feature = "aws-lc-rs"))]
        static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[webpki::ring::ECDSA_P256_SHA256];
        ALGORITHMS
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        default_provider().prepare(public_key_info)
    }
}

/// The provider of this build, and how many signatures it was asked to check.
#[derive(Clone, Debug, Default)]
pub struct Counting(Arc<AtomicUsize>);

impl Counting {
    /// The number of signatures that were checked while `work` ran.
    pub fn during<T>(&self, work: impl FnOnce() -> T) -> (T, usize) {
        let before = self.0.load(Ordering::SeqCst);
        let result = work();
        (result, self.0.load(Ordering::SeqCst) - before)
    }
}

impl Provider for Counting {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        default_provider().algorithms()
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        let honest = default_provider().prepare(public_key_info)?;
        let counted = |algorithm| Box::new(Counted { algorithm, count: Arc::clone(&self.0) }) as _;
        Ok(honest.into_iter().map(counted).collect())
    }
}

struct Counted {
    algorithm: Box<dyn SignatureVerificationAlgorithm>,
    count: Arc<AtomicUsize>,
}

impl fmt::Debug for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.algorithm.fmt(f)
    }
}

impl SignatureVerificationAlgorithm for Counted {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.signature_alg_id()
    }

    fn verify_signature(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        self.count.fetch_add(1, Ordering::SeqCst);
        self.algorithm.verify_signature(key, message, signature)
    }
}
