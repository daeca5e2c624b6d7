//! A CA in a set: its certificate and its prepared key.

use core::fmt;

use pki_types::SignatureVerificationAlgorithm;

use super::CaCertificate;
use crate::provider::{PreparedKey, algorithm_of};

/// A CA with its prepared key.
pub(crate) struct LoadedCa {
    pub(crate) ca: CaCertificate,
    key: PreparedKey,
}

impl LoadedCa {
    pub(crate) fn new(ca: CaCertificate, key: PreparedKey) -> Self {
        Self { ca, key }
    }

    /// The prepared key under the algorithm with these AlgorithmIdentifier contents, if it fits.
    pub(crate) fn algorithm(&self, identifier: &[u8]) -> Option<&dyn SignatureVerificationAlgorithm> {
        algorithm_of(&self.key, identifier)
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
