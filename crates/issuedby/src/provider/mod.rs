//! Signature verification behind one trait, so that the core needs no cryptography of its own.
//!
//! The features `aws-lc-rs` and `ring` each bring a [`Provider`]; with both, aws-lc-rs is the default.
//! A program with its own (an HSM, a FIPS module) implements the trait and uses
//! [`CaSet::with_provider`](crate::CaSet::with_provider).

#[cfg(feature = "aws-lc-rs")]
mod aws_lc_rs;
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
mod prepared;
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
mod pss;
#[cfg(feature = "ring")]
mod ring;
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
mod signature_algorithms;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::fmt;

use pki_types::SignatureVerificationAlgorithm;

use crate::error_details::ErrorDetails;
use crate::reason::Reason;

#[cfg(feature = "aws-lc-rs")]
pub use self::aws_lc_rs::AwsLcRs;
#[cfg(feature = "ring")]
pub use self::ring::Ring;

/// A source of signature verification.
pub trait Provider: fmt::Debug + Send + Sync {
    /// Every signature algorithm that keys of this provider can verify, whatever the key.
    ///
    /// It tells an algorithm that is not supported from one that does not fit a CA's key.
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm];

    /// Parses a public key once: one algorithm object for each signature algorithm that fits it.
    ///
    /// `public_key_info` is a SubjectPublicKeyInfo in DER with its SEQUENCE header. Each returned object
    /// compares the given public key with its own, and returns an error on a difference.
    ///
    /// # Errors
    ///
    /// [`KeyRejected`] when the key is of a kind that this provider does not take, or is not a key.
    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected>;
}

/// One object for each signature algorithm that a key can verify.
pub type PreparedKey = Box<[Box<dyn SignatureVerificationAlgorithm>]>;

/// The algorithm of a prepared key that has these AlgorithmIdentifier contents.
pub(crate) fn algorithm_of<'a>(
    key: &'a PreparedKey,
    identifier: &[u8],
) -> Option<&'a dyn SignatureVerificationAlgorithm> {
    key.iter().find(|algorithm| algorithm.signature_alg_id().as_ref() == identifier).map(|found| &**found)
}

/// A public key that a provider does not take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeyRejected;

impl fmt::Display for KeyRejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the public key is not one that this build can verify signatures with")
    }
}

impl core::error::Error for KeyRejected {}

impl ErrorDetails for KeyRejected {
    fn code(&self) -> &'static str {
        Reason::KeyUnsupported.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(Reason::KeyUnsupported.remedy()))
    }
}

impl<P: Provider + ?Sized> Provider for &P {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        (**self).algorithms()
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        (**self).prepare(public_key_info)
    }
}

/// The provider of this build: aws-lc-rs where the feature is on, else ring.
#[cfg(any(feature = "aws-lc-rs", feature = "ring"))]
pub fn default_provider() -> &'static dyn Provider {
    #[cfg(feature = "aws-lc-rs")]
    return &AwsLcRs;
    #[cfg(not(feature = "aws-lc-rs"))]
    return &Ring;
}
