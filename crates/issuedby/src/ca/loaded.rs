//! A CA in a set: its certificate and its prepared key.

use core::fmt;
use core::sync::atomic::{AtomicU8, Ordering};

use pki_types::SignatureVerificationAlgorithm;

use super::CaCertificate;
use crate::provider::{PreparedKey, algorithm_of};

/// A CA with its prepared key.
pub(crate) struct LoadedCa {
    pub(crate) ca: CaCertificate,
    key: PreparedKey,
    own_signature: OwnSignature,
}

impl LoadedCa {
    pub(crate) fn new(ca: CaCertificate, key: PreparedKey) -> Self {
        Self { ca, key, own_signature: OwnSignature::default() }
    }

    /// The prepared key under the algorithm with these AlgorithmIdentifier contents, if it fits.
    pub(crate) fn algorithm(&self, identifier: &[u8]) -> Option<&dyn SignatureVerificationAlgorithm> {
        algorithm_of(&self.key, identifier)
    }

    /// True if the CA's certificate was changed after it was signed: it is self-signed by all that it says, and its own key
    /// did not make its signature. False where that is not known.
    ///
    /// For the message about a leaf whose signature does not hold. The signature is checked once for each loaded CA, so that
    /// nothing is charged for it.
    pub(crate) fn is_altered(&self) -> bool {
        self.own_signature.is_broken(|| self.has_broken_signature())
    }

    fn has_broken_signature(&self) -> bool {
        let certificate = self.ca.certificate();
        // A CA that was given a new key may sign its new certificate with the old one (RFC 4210 section 4.4).
        let is_of_another_key = certificate
            .authority_key_identifier()
            .is_some_and(|signer| certificate.subject_key_identifier() != Some(signer));
        if !certificate.is_self_issued() || !certificate.algorithms_agree() || is_of_another_key {
            return false;
        }
        self.algorithm(certificate.signature_algorithm()).is_some_and(|algorithm| {
            let (key, signed) = (certificate.key_bytes(), certificate.to_be_signed());
            algorithm.verify_signature(key, signed, certificate.signature()).is_err()
        })
    }

    pub(crate) fn is_valid_at(&self, now: u64) -> bool {
        self.ca.certificate().is_valid_at(now)
    }
}

impl fmt::Debug for LoadedCa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.ca.fmt(f)
    }
}

/// The result of the check of a CA's own signature, which never changes. Two threads may both make the check.
#[derive(Default)]
struct OwnSignature(AtomicU8);

impl OwnSignature {
    const NOT_CHECKED: u8 = 0;
    const NOT_BROKEN: u8 = 1;
    const BROKEN: u8 = 2;

    fn is_broken(&self, check: impl FnOnce() -> bool) -> bool {
        if self.0.load(Ordering::Relaxed) == Self::NOT_CHECKED {
            let found = if check() { Self::BROKEN } else { Self::NOT_BROKEN };
            self.0.store(found, Ordering::Relaxed);
        }
        self.0.load(Ordering::Relaxed) == Self::BROKEN
    }
}
