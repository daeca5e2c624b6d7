//! Signature verification by ring, which works without std. It parses the key anew for each signature.

use alloc::boxed::Box;
use alloc::vec::Vec;

use pki_types::{InvalidSignature, SignatureVerificationAlgorithm};
use webpki::ring as algorithms;

use crate::certificate::key;

use super::prepared::{Prepared, Verify};
use super::signature_algorithms::signature_algorithms;
use super::{KeyRejected, PreparedKey, Provider};

/// ring: RSA PKCS#1 v1.5 and PSS, ECDSA on P-256 and P-384 with SHA-256 and SHA-384, Ed25519.
#[derive(Clone, Copy, Debug)]
pub struct Ring;

impl Provider for Ring {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        ALGORITHMS
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        let (identifier, bytes) = key::split(public_key_info).ok_or(KeyRejected)?;
        let prepared: Vec<_> = ALGORITHMS
            .iter()
            .filter(|named| named.public_key_alg_id().as_ref() == identifier)
            .map(|named| -> Box<dyn SignatureVerificationAlgorithm> {
                Box::new(Prepared { named: *named, bytes: bytes.into(), key: Unparsed })
            })
            .collect();
        match prepared.is_empty() {
            true => Err(KeyRejected),
            false => Ok(prepared.into_boxed_slice()),
        }
    }
}

/// ring keeps no parsed keys: the named algorithm parses the bytes for each signature.
struct Unparsed;

impl Verify for Unparsed {
    fn verify(
        &self,
        named: &dyn SignatureVerificationAlgorithm,
        bytes: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        named.verify_signature(bytes, message, signature)
    }
}

signature_algorithms!(algorithms);
