//! A signature scheme that anybody can forge: models need verdicts by the million, and no cryptography.

use std::sync::Arc;

use issuedby::provider::{KeyRejected, PreparedKey, Provider};
use issuedby::{CaCertificate, CaSet, Verifier};
use issuedby_generator::algorithm::Algorithm;
use issuedby_generator::certificate::Certificate;
use issuedby_generator::extension::{CRL_SIGN, Extension, KEY_CERT_SIGN};
use issuedby_generator::key;
use issuedby_generator::name::Name;
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

/// The only signature that holds, under any key and over any message.
pub const GENUINE: [u8; 64] = [0x5a; 64];

/// Verifies by comparing with [`GENUINE`]. The identifiers are those of real algorithms, because certificates name them.
#[derive(Debug)]
struct Toy {
    public_key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
}

impl SignatureVerificationAlgorithm for Toy {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.public_key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }

    fn verify_signature(
        &self,
        _key: &[u8],
        _message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        if signature == GENUINE { Ok(()) } else { Err(InvalidSignature) }
    }
}

static ED25519: Toy = Toy { public_key: alg_id::ED25519, signature: alg_id::ED25519 };
static ECDSA: Toy = Toy { public_key: alg_id::ECDSA_P256, signature: alg_id::ECDSA_SHA256 };

/// Every algorithm: Ed25519, with which the CAs of the models sign, and ECDSA on P-256, which fits another key.
pub static ALGORITHMS: [&dyn SignatureVerificationAlgorithm; 2] = [&ED25519, &ECDSA];

/// The scheme as a provider.
#[derive(Debug)]
struct ToyProvider;

impl Provider for ToyProvider {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        &ALGORITHMS
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        /// The length of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 section 4).
        const ED25519_KEY: usize = 44;
        match public_key_info.len() {
            ED25519_KEY => Ok(Box::new([Box::new(Toy { ..ED25519 })])),
            _ => Err(KeyRejected),
        }
    }
}

/// A CA certificate of `CN=example-ca` with more extensions than every CA has. Its signature is not checked.
pub fn ca(extensions: impl IntoIterator<Item = Extension>) -> Certificate {
    let name = Name::example("example-ca");
    let mut certificate = Certificate::new(name.clone(), key::ed25519_ca().public(), name)
        .extended(Extension::ca())
        .extended(Extension::key_usage(KEY_CERT_SIGN | CRL_SIGN));
    certificate.extensions.extend(extensions);
    certificate
}

/// The certificate with the signature that holds.
pub fn sign(certificate: &Certificate) -> Vec<u8> {
    certificate.sign_with(&Algorithm::ed25519().identifier, &GENUINE)
}

/// A verifier with this one CA.
///
/// # Errors
///
/// The reason for which the CA cannot be loaded.
pub fn verifier(ca: &[u8]) -> Result<Verifier, String> {
    let ca = CaCertificate::from_der(ca).map_err(|error| error.to_string())?;
    let set = CaSet::with_provider([ca], Arc::new(ToyProvider)).map_err(|error| error.to_string())?;
    Ok(Verifier::new(set))
}
