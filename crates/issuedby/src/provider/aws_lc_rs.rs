//! Signature verification by aws-lc-rs, with every key parsed once.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use aws_lc_rs::signature::{self, ParsedPublicKey, VerificationAlgorithm};
use pki_types::{InvalidSignature, SignatureVerificationAlgorithm};
use webpki::aws_lc_rs as algorithms;

use crate::certificate::key;

use super::prepared::{Prepared, Verify};
use super::signature_algorithms::signature_algorithms;
use super::{KeyRejected, PreparedKey, Provider};

/// aws-lc-rs: RSA PKCS#1 v1.5 and PSS, ECDSA on P-256, P-384 and P-521, Ed25519.
#[derive(Clone, Copy, Debug)]
pub struct AwsLcRs;

impl Provider for AwsLcRs {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        ALGORITHMS
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        let (identifier, bytes) = key::split(public_key_info).ok_or(KeyRejected)?;
        let mut parsed: Vec<(&'static dyn VerificationAlgorithm, Arc<ParsedPublicKey>)> = Vec::new();
        let mut prepared: Vec<Box<dyn SignatureVerificationAlgorithm>> = Vec::new();
        for named in ALGORITHMS.iter().filter(|named| named.public_key_alg_id().as_ref() == identifier) {
            let Some(verification) = verification(*named) else { continue };
            let known = parsed.iter().find(|(other, _)| core::ptr::addr_eq(*other, verification));
            let key = match known {
                Some((_, key)) => Arc::clone(key),
                None => {
                    let key = ParsedPublicKey::new(verification, bytes).map_err(|_| KeyRejected)?;
                    let key = Arc::new(key);
                    parsed.push((verification, Arc::clone(&key)));
                    key
                }
            };
            prepared.push(Box::new(Prepared { named: *named, bytes: bytes.into(), key }));
        }
        match prepared.is_empty() {
            true => Err(KeyRejected),
            false => Ok(prepared.into_boxed_slice()),
        }
    }
}

/// A key that was parsed; the named algorithm, which would parse it again, is not asked.
impl Verify for Arc<ParsedPublicKey> {
    fn verify(
        &self,
        _: &dyn SignatureVerificationAlgorithm,
        _: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        self.verify_sig(message, signature).map_err(|_| InvalidSignature)
    }
}

signature_algorithms!(
    algorithms,
    ECDSA_P256_SHA512,
    ECDSA_P384_SHA512,
    ECDSA_P521_SHA256,
    ECDSA_P521_SHA384,
    ECDSA_P521_SHA512,
);

/// The aws-lc-rs algorithm behind a webpki one, found by the pair of identifiers that name it.
///
/// RFC 4055 section 5: the parameters of a PKCS#1 v1.5 signature algorithm may be NULL or absent.
fn verification(named: &dyn SignatureVerificationAlgorithm) -> Option<&'static dyn VerificationAlgorithm> {
    let same = |other: &&dyn SignatureVerificationAlgorithm| {
        other.public_key_alg_id() == named.public_key_alg_id()
            && other.signature_alg_id() == named.signature_alg_id()
    };
    let found = PAIRS.iter().find(|(other, _)| same(other)).map(|(_, verification)| *verification);
    found.or_else(|| {
        let spelling = PSS_SPELLINGS.iter().find(|spelling| {
            let spelling: &dyn SignatureVerificationAlgorithm = *spelling;
            same(&spelling)
        })?;
        verification(spelling.named)
    })
}

type Pair = (&'static dyn SignatureVerificationAlgorithm, &'static dyn VerificationAlgorithm);

static PAIRS: &[Pair] = &[
    (algorithms::ECDSA_P256_SHA256, &signature::ECDSA_P256_SHA256_ASN1),
    (algorithms::ECDSA_P256_SHA384, &signature::ECDSA_P256_SHA384_ASN1),
    (algorithms::ECDSA_P256_SHA512, &signature::ECDSA_P256_SHA512_ASN1),
    (algorithms::ECDSA_P384_SHA256, &signature::ECDSA_P384_SHA256_ASN1),
    (algorithms::ECDSA_P384_SHA384, &signature::ECDSA_P384_SHA384_ASN1),
    (algorithms::ECDSA_P384_SHA512, &signature::ECDSA_P384_SHA512_ASN1),
    (algorithms::ECDSA_P521_SHA256, &signature::ECDSA_P521_SHA256_ASN1),
    (algorithms::ECDSA_P521_SHA384, &signature::ECDSA_P521_SHA384_ASN1),
    (algorithms::ECDSA_P521_SHA512, &signature::ECDSA_P521_SHA512_ASN1),
    (algorithms::ED25519, &signature::ED25519),
    (algorithms::RSA_PKCS1_2048_8192_SHA256, &signature::RSA_PKCS1_2048_8192_SHA256),
    (algorithms::RSA_PKCS1_2048_8192_SHA384, &signature::RSA_PKCS1_2048_8192_SHA384),
    (algorithms::RSA_PKCS1_2048_8192_SHA512, &signature::RSA_PKCS1_2048_8192_SHA512),
    (algorithms::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS, &signature::RSA_PKCS1_2048_8192_SHA256),
    (algorithms::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS, &signature::RSA_PKCS1_2048_8192_SHA384),
    (algorithms::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS, &signature::RSA_PKCS1_2048_8192_SHA512),
    (algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY, &signature::RSA_PSS_2048_8192_SHA256),
    (algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY, &signature::RSA_PSS_2048_8192_SHA384),
    (algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY, &signature::RSA_PSS_2048_8192_SHA512),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_algorithm_has_its_verification_and_no_other_has() {
        assert_eq!(ALGORITHMS.len(), PAIRS.len() + PSS_SPELLINGS.len());
        for named in ALGORITHMS {
            assert!(verification(*named).is_some(), "{named:?}");
        }
    }

    #[test]
    fn an_unknown_key_is_rejected() {
        assert_eq!(AwsLcRs.prepare(&[]).unwrap_err(), KeyRejected);
        assert_eq!(AwsLcRs.prepare(&[0x30, 0x00]).unwrap_err(), KeyRejected);
    }
}
