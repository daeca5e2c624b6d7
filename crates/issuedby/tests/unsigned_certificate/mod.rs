//! Certificates put together field by field, without a signature; and a provider under which every signature holds.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::sync::Arc;

use issuedby::provider::{KeyRejected, PreparedKey, Provider, default_provider};
use issuedby::{CaCertificate, CaSet, Certificate, DistinguishedName, Verifier};
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

pub(crate) const CA_NAME: &str = "CN=example-ca,O=Example,C=US";
pub(crate) const ECDSA_WITH_SHA256: &[u8] = &[0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
pub(crate) const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
pub(crate) const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x11];
pub(crate) const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
pub(crate) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];

/// 2026-11-23T12:00:00Z
pub(crate) const NOW: i64 = 1_795_435_200;

/// One DER element.
pub(crate) fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len().to_be_bytes();
    let mut der = vec![tag];
    match contents.len() {
        ..=0x7f => der.push(length[7]),
        0x80..=0xff => der.extend([0x81, length[7]]),
        0x100..=0xffff => der.extend([0x82, length[6], length[7]]),
        _ => der.extend([0x83, length[5], length[6], length[7]]),
    }
    der.extend(contents);
    der
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// A sample of `tests/certs`.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    let path = issuedby_test_support::repository().join("tests/certs").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The SubjectPublicKeyInfo of a sample that is one PEM certificate.
pub(crate) fn key_of(name: &str) -> Vec<u8> {
    let der = issuedby::pem::single_certificate(&sample(name)).expect("one certificate");
    Certificate::from_der(&der).expect("a certificate").public_key_info().to_vec()
}

fn rdn_sequence(name: &str) -> Vec<u8> {
    let name = DistinguishedName::parse(name).expect("a name");
    name.name().as_name().rdn_sequence().to_vec()
}

pub(crate) struct Unsigned {
    algorithm: Vec<u8>,
    issuer: Vec<u8>,
    subject: Vec<u8>,
    public_key_info: Vec<u8>,
    extensions: Vec<u8>,
}

impl Unsigned {
    /// A client certificate of the CA that [`Self::ca`] makes.
    pub(crate) fn leaf() -> Self {
        Self {
            algorithm: ECDSA_WITH_SHA256.to_vec(),
            issuer: rdn_sequence(CA_NAME),
            subject: rdn_sequence("CN=client-1"),
            public_key_info: key_of("client.pem"),
            extensions: Vec::new(),
        }
    }

    pub(crate) fn ca() -> Self {
        let name = rdn_sequence(CA_NAME);
        let ca = Self { subject: name, public_key_info: key_of("ca.pem"), ..Self::leaf() };
        ca.with_extension(BASIC_CONSTRAINTS, &sequence(&[&[0x01, 1, 0xff]]))
    }

    /// The contents of both AlgorithmIdentifiers.
    pub(crate) fn with_algorithm(self, contents: &[u8]) -> Self {
        Self { algorithm: contents.to_vec(), ..self }
    }

    /// The contents of the subject, which may be no name.
    pub(crate) fn with_subject(self, contents: &[u8]) -> Self {
        Self { subject: contents.to_vec(), ..self }
    }

    pub(crate) fn with_key(self, public_key_info: Vec<u8>) -> Self {
        Self { public_key_info, ..self }
    }

    pub(crate) fn with_extension(mut self, oid: &[u8], value: &[u8]) -> Self {
        self.extensions.extend(sequence(&[&tlv(0x06, oid), &tlv(0x04, value)]));
        self
    }

    pub(crate) fn der(&self) -> Vec<u8> {
        self.signed_by(|_| vec![1, 2, 3])
    }

    /// The certificate with the signature that `sign` makes over the signed part.
    pub(crate) fn signed_by(&self, sign: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
        let algorithm = sequence(&[&self.algorithm]);
        let validity = sequence(&[&tlv(0x17, b"260101000000Z"), &tlv(0x18, b"20991231235959Z")]);
        let extensions = match self.extensions.is_empty() {
            true => Vec::new(),
            false => tlv(0xa3, &sequence(&[&self.extensions])),
        };
        let to_be_signed = sequence(&[
            &tlv(0xa0, &[0x02, 1, 2]),
            &[0x02, 1, 1],
            &algorithm,
            &sequence(&[&self.issuer]),
            &validity,
            &sequence(&[&self.subject]),
            &self.public_key_info,
            &extensions,
        ]);
        let signature = [vec![0], sign(&to_be_signed)].concat();
        sequence(&[&to_be_signed, &algorithm, &tlv(0x03, &signature)])
    }

    pub(crate) fn load(&self) -> CaCertificate {
        CaCertificate::from_der(&self.der()).expect("a CA that is fit")
    }
}

/// A verifier to whom every signature of these CAs holds.
pub(crate) fn trusting(cas: impl IntoIterator<Item = CaCertificate>) -> Verifier {
    Verifier::new(CaSet::with_provider(cas, Arc::new(EverySignatureHolds)).expect("the keys are taken"))
}

#[derive(Debug)]
struct EverySignatureHolds;

#[derive(Debug)]
struct Holds(AlgorithmIdentifier, AlgorithmIdentifier);

impl SignatureVerificationAlgorithm for Holds {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.0
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.1
    }

    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }
}

impl Provider for EverySignatureHolds {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        default_provider().algorithms()
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        let prepared = default_provider().prepare(public_key_info)?;
        let identifiers = prepared.iter().map(|one| (one.public_key_alg_id(), one.signature_alg_id()));
        Ok(identifiers.map(|(key, signature)| Box::new(Holds(key, signature)) as Box<_>).collect())
    }
}
