//! The public key and the signature algorithm of a certificate in words.

use alloc::format;
use alloc::string::{String, ToString};

use super::Inspection;
use crate::certificate::KeyAlgorithm;
use crate::certificate::der::Reader;
use crate::certificate::key;
use crate::oid_name::NamedOid;
use crate::tag;

/// The kind and size of a public key.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct InspectedKey {
    /// The kind, such as `RSA` or `ECDSA P-256`; of a key that is not accepted its algorithm, and its curve if it names one.
    pub kind: String,
    /// The size; unknown for kinds that are not accepted.
    pub bits: Option<u32>,
    /// Both, for people.
    pub description: String,
}

const WHAT: &str = "the algorithm";

impl Inspection<'_> {
    /// The kind and size of the public key.
    pub fn key(&self) -> InspectedKey {
        let algorithm = self.certificate.key_algorithm();
        let (kind, bits) = match algorithm {
            KeyAlgorithm::Rsa(bits) => (String::from("RSA"), bits),
            KeyAlgorithm::EcdsaP256 | KeyAlgorithm::Ed25519 => (algorithm.to_string(), 256),
            KeyAlgorithm::EcdsaP384 => (algorithm.to_string(), 384),
            KeyAlgorithm::EcdsaP521 => (algorithm.to_string(), 521),
            KeyAlgorithm::Unsupported => {
                let kind = unsupported(self.certificate.public_key_info());
                return InspectedKey { description: format!("{kind}: {algorithm}"), kind, bits: None };
            }
        };
        InspectedKey { kind, bits: Some(bits), description: algorithm.to_string() }
    }

    /// The usual name of the signature algorithm, or its number; `unreadable` for neither.
    pub fn signature_algorithm(&self) -> String {
        self.certificate.signature_algorithm_text().to_string()
    }
}

/// The algorithm of a key that is not accepted, with its curve if it names one.
fn unsupported(public_key_info: &[u8]) -> String {
    let Some((identifier, _)) = key::split(public_key_info) else { return String::from("unreadable") };
    let mut reader = Reader::new(identifier);
    let Ok(oid) = reader.read_tagged(tag::OBJECT_IDENTIFIER, WHAT) else { return String::from("unreadable") };
    let name = NamedOid(oid.contents);
    match reader.read_tagged(tag::OBJECT_IDENTIFIER, WHAT) {
        Ok(curve) => format!("{name}, {}", NamedOid(curve.contents)),
        Err(_) => name.to_string(),
    }
}
