//! Signatures that a fuzzer can make: what is fuzzed comes after them.
//!
//! A signature holds under a key where the last bits of both are equal. So several CAs with one name differ, and a changed
//! byte in a certificate does not end everything at the signature.

use issuedby::provider::{KeyRejected, PreparedKey, Provider};
use rustls_pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

use crate::der::{contents, split};

/// A provider of toy signatures for three kinds of keys.
#[derive(Debug)]
pub struct Toys;

/// The same algorithms for webpki.
pub static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
    &Toy { key: alg_id::ECDSA_P256, signature: alg_id::ECDSA_SHA256 },
    &Toy { key: alg_id::ECDSA_P384, signature: alg_id::ECDSA_SHA384 },
    &Toy { key: alg_id::RSA_ENCRYPTION, signature: alg_id::RSA_PKCS1_SHA256 },
];

#[derive(Clone, Copy, Debug)]
struct Toy {
    key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
}

impl Provider for Toys {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        ALGORITHMS
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        let (identifier, _) = split(contents(public_key_info));
        let fits = |toy: &&&'static dyn SignatureVerificationAlgorithm| {
            toy.public_key_alg_id().as_ref() == contents(identifier)
        };
        let prepared: Vec<Box<dyn SignatureVerificationAlgorithm>> = ALGORITHMS
            .iter()
            .filter(fits)
            .map(|toy| {
                let toy = Toy { key: toy.public_key_alg_id(), signature: toy.signature_alg_id() };
                Box::new(toy) as Box<dyn SignatureVerificationAlgorithm>
            })
            .collect();
        match prepared.is_empty() {
            true => Err(KeyRejected),
            false => Ok(prepared.into()),
        }
    }
}

impl SignatureVerificationAlgorithm for Toy {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }

    fn verify_signature(&self, key: &[u8], _: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
        match (key.last(), signature.last()) {
            (Some(key), Some(signature)) if (key ^ signature) & 1 == 0 => Ok(()),
            _ => Err(InvalidSignature),
        }
    }
}
