//! A builder of certificates in which every field can be replaced, also by what is not DER.

use crate::algorithm::Algorithm;
use crate::der;
use crate::extension::Extension;
use crate::key::Key;
use crate::name::Name;
use crate::time::Time;

/// Everything a certificate holds, before it is signed.
#[derive(Clone)]
pub struct Certificate {
    /// The version element, tag and all; nothing for version 1.
    pub version: Vec<u8>,
    /// The content bytes of the serial number.
    pub serial: Vec<u8>,
    /// The algorithm to sign with; the issuer key's own if `None`.
    pub algorithm: Option<Algorithm>,
    /// The AlgorithmIdentifier inside the signed part, where it must differ from the one outside.
    pub inner_algorithm: Option<Vec<u8>>,
    /// The issuer.
    pub issuer: Name,
    /// The start of the validity period.
    pub not_before: Time,
    /// The end of the validity period.
    pub not_after: Time,
    /// The subject.
    pub subject: Name,
    /// The SubjectPublicKeyInfo.
    pub public_key: Vec<u8>,
    /// The bytes between the public key and the extensions: none, or unique identifiers.
    pub unique_identifiers: Vec<u8>,
    /// The extensions.
    pub extensions: Vec<Extension>,
    /// The whole extensions element, where it must not be made from `extensions`.
    pub raw_extensions: Option<Vec<u8>>,
}

impl Certificate {
    /// The version element of version `number` (1 is written out as well).
    pub fn version(number: u8) -> Vec<u8> {
        der::explicit(0, &der::integer(&[number - 1]))
    }

    /// A certificate of version 3 without extensions.
    pub fn new(subject: Name, public_key: Vec<u8>, issuer: Name) -> Self {
        Self {
            version: Self::version(3),
            serial: vec![0x0a, 0x1b],
            algorithm: None,
            inner_algorithm: None,
            issuer,
            not_before: Time::at("2026-01-01T00:00:00Z"),
            not_after: Time::at("2099-12-31T23:59:59Z"),
            subject,
            public_key,
            unique_identifiers: Vec::new(),
            extensions: Vec::new(),
            raw_extensions: None,
        }
    }

    /// The certificate after a change.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The certificate with another validity period.
    pub fn valid(self, not_before: &str, not_after: &str) -> Self {
        Self { not_before: Time::at(not_before), not_after: Time::at(not_after), ..self }
    }

    /// The certificate with one extension more.
    pub fn extended(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// The certificate without the extensions of this type.
    pub fn without(mut self, oid: &str) -> Self {
        let oid = der::object_identifier(oid);
        self.extensions.retain(|extension| extension.oid != oid);
        self
    }

    /// The certificate with this extension in the place of the one of the same type.
    pub fn replacing(mut self, extension: Extension) -> Self {
        for old in &mut self.extensions {
            if old.oid == extension.oid {
                *old = extension.clone();
            }
        }
        self
    }

    /// The part that is signed.
    pub fn signed_part(&self, algorithm: &[u8]) -> Vec<u8> {
        let extensions = self.raw_extensions.clone().unwrap_or_else(|| self.extensions_element());
        der::sequence(&[
            self.version.clone(),
            der::integer(&self.serial),
            self.inner_algorithm.clone().unwrap_or_else(|| algorithm.to_vec()),
            self.issuer.to_der(),
            der::sequence(&[self.not_before.to_der(), self.not_after.to_der()]),
            self.subject.to_der(),
            self.public_key.clone(),
            self.unique_identifiers.clone(),
            extensions,
        ])
    }

    /// The certificate, signed with this key.
    pub fn sign(&self, key: &Key) -> Vec<u8> {
        let algorithm = self.algorithm.clone().unwrap_or_else(|| key.algorithm());
        let signed = self.signed_part(&algorithm.identifier);
        assemble(&signed, &algorithm.identifier, &key.sign(algorithm.scheme, &signed))
    }

    /// The certificate with these bytes in the place of its signature.
    pub fn sign_with(&self, algorithm: &[u8], signature: &[u8]) -> Vec<u8> {
        assemble(&self.signed_part(algorithm), algorithm, signature)
    }

    /// The certificate with a change made to the signed part after it was signed.
    pub fn sign_then_change(&self, key: &Key, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
        let algorithm = self.algorithm.clone().unwrap_or_else(|| key.algorithm());
        let mut signed = self.signed_part(&algorithm.identifier);
        let signature = key.sign(algorithm.scheme, &signed);
        change(&mut signed);
        assemble(&signed, &algorithm.identifier, &signature)
    }

    fn extensions_element(&self) -> Vec<u8> {
        if self.extensions.is_empty() {
            return Vec::new();
        }
        let extensions: Vec<_> = self.extensions.iter().map(Extension::to_der).collect();
        der::explicit(3, &der::sequence(&extensions))
    }
}

/// A certificate from its three parts.
pub fn assemble(signed_part: &[u8], algorithm: &[u8], signature: &[u8]) -> Vec<u8> {
    der::sequence(&[signed_part, algorithm, &der::bit_string(signature)])
}
