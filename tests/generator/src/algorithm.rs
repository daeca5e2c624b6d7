//! Signature algorithms: what the certificate says and what the signer does.

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::der;
use crate::oid;

/// A signature algorithm: its AlgorithmIdentifier as DER, and how to sign.
#[derive(Clone)]
pub struct Algorithm {
    /// The AlgorithmIdentifier.
    pub identifier: Vec<u8>,
    /// The way to make the bytes.
    pub scheme: Scheme,
}

impl Algorithm {
    /// ECDSA with this hash function (RFC 5758 section 3.2): no parameters.
    pub fn ecdsa(hash: Hash) -> Self {
        let oid = match hash {
            Hash::Sha1 => "1.2.840.10045.4.1",
            Hash::Sha256 => "1.2.840.10045.4.3.2",
            Hash::Sha384 => "1.2.840.10045.4.3.3",
            Hash::Sha512 => "1.2.840.10045.4.3.4",
        };
        Self { identifier: without_parameters(oid), scheme: Scheme::Ecdsa(hash) }
    }

    /// Ed25519 (RFC 8410): no parameters.
    pub fn ed25519() -> Self {
        Self { identifier: without_parameters(oid::ED25519), scheme: Scheme::Ed25519 }
    }

    /// RSA PKCS#1 v1.5 with this hash function (RFC 4055 section 5): NULL parameters.
    pub fn pkcs1(hash: Hash) -> Self {
        let oid = match hash {
            Hash::Sha1 => "1.2.840.113549.1.1.5",
            Hash::Sha256 => "1.2.840.113549.1.1.11",
            Hash::Sha384 => "1.2.840.113549.1.1.12",
            Hash::Sha512 => "1.2.840.113549.1.1.13",
        };
        Self { identifier: with_null(oid), scheme: Scheme::Pkcs1(hash) }
    }

    /// RSASSA-PSS with this hash function, MGF1 with the same, and a salt as long as the hash.
    pub fn pss(hash: Hash) -> Self {
        Self::pss_with_salt(hash, hash.digest(&[]).len() as u8)
    }

    /// RSASSA-PSS with NULL parameters or none in the hash, and in the hash of the mask.
    pub fn pss_spelled(hash: Hash, (null_in_hash, null_in_mask): (bool, bool)) -> Self {
        let spelled = |with_null| match with_null {
            true => hash.identifier(),
            false => hash.identifier_without_null(),
        };
        let mask = der::sequence(&[der::object_identifier(oid::MGF1), spelled(null_in_mask)]);
        let salt = hash.digest(&[]).len() as u8;
        let parameters = der::sequence(&[
            der::explicit(0, &spelled(null_in_hash)),
            der::explicit(1, &mask),
            der::explicit(2, &der::integer(&[salt])),
        ]);
        Self {
            identifier: der::sequence(&[der::object_identifier(oid::RSASSA_PSS), parameters]),
            scheme: Scheme::Pss(hash, salt.into()),
        }
    }

    /// RSASSA-PSS with a salt of any length.
    pub fn pss_with_salt(hash: Hash, salt: u8) -> Self {
        let parameters = der::sequence(&[
            der::explicit(0, &hash.identifier()),
            der::explicit(1, &der::sequence(&[der::object_identifier(oid::MGF1), hash.identifier()])),
            der::explicit(2, &der::integer(&[salt])),
        ]);
        Self {
            identifier: der::sequence(&[der::object_identifier(oid::RSASSA_PSS), parameters]),
            scheme: Scheme::Pss(hash, salt.into()),
        }
    }

    /// The same signature, named otherwise.
    pub fn named(self, identifier: Vec<u8>) -> Self {
        Self { identifier, ..self }
    }
}

/// The way to make signature bytes.
#[derive(Clone, Copy)]
pub enum Scheme {
    /// ECDSA, with the nonce of RFC 6979.
    Ecdsa(Hash),
    /// Ed25519.
    Ed25519,
    /// RSASSA-PKCS1-v1_5.
    Pkcs1(Hash),
    /// RSASSA-PSS with a salt of so many bytes, derived from the message.
    Pss(Hash, usize),
}

/// The hash functions of the schemes.
#[derive(Clone, Copy)]
pub enum Hash {
    /// SHA-1, which no verifier takes any more.
    Sha1,
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl Hash {
    /// The digest of a message.
    pub fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => Sha1::digest(message).to_vec(),
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    /// The AlgorithmIdentifier of the hash function, with the NULL that RFC 4055 section 2.1 asks for.
    pub fn identifier(self) -> Vec<u8> {
        with_null(self.oid())
    }

    /// The same without parameters, which RFC 4055 section 2.1 has as equivalent.
    pub fn identifier_without_null(self) -> Vec<u8> {
        without_parameters(self.oid())
    }

    fn oid(self) -> &'static str {
        match self {
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        }
    }
}

/// An AlgorithmIdentifier without parameters.
pub fn without_parameters(oid: &str) -> Vec<u8> {
    der::sequence(&[der::object_identifier(oid)])
}

/// An AlgorithmIdentifier with NULL parameters.
pub fn with_null(oid: &str) -> Vec<u8> {
    der::sequence(&[der::object_identifier(oid), der::null()])
}
