//! The algorithms that a provider lists and prepares: the same answers, for every signature of the vectors.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

#[cfg(feature = "aws-lc-rs")]
mod unsigned_certificate;
mod vector_file;

use std::collections::BTreeSet;
use std::sync::Arc;

use issuedby::provider::{KeyRejected, PreparedKey, Provider, default_provider};
use issuedby::{CaSet, Certificate, Reason, Verifier, check_time};
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// The first element of some DER, header included, its contents, and what follows.
fn split(der: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (header, length) = match der[1] {
        short @ ..=0x7f => (2, usize::from(short)),
        0x81 => (3, usize::from(der[2])),
        _ => (4, usize::from(der[2]) << 8 | usize::from(der[3])),
    };
    let (element, rest) = der.split_at(header + length);
    (element, &element[header..], rest)
}

/// The signed bytes, and the signature.
fn signed(certificate: &[u8]) -> (&[u8], &[u8]) {
    let (to_be_signed, _, rest) = split(split(certificate).1);
    let (_, _, signature) = split(rest);
    (to_be_signed, &split(signature).1[1..])
}

/// The contents of a key's AlgorithmIdentifier, and of its BIT STRING.
fn key(public_key_info: &[u8]) -> (&[u8], &[u8]) {
    let (_, identifier, rest) = split(split(public_key_info).1);
    (identifier, &split(rest).1[1..])
}

#[test]
fn a_listed_algorithm_and_a_prepared_key_agree() {
    let provider = default_provider();
    let mut seen = BTreeSet::new();
    for case in
        vector_file::cases().iter().filter(|case| case.status() == "SUCCESS" && case.is_for_this_build())
    {
        let der = case.leaf();
        let leaf = Certificate::from_der(&der).expect("a certificate");
        let (message, signature) = signed(&der);
        let verdict = case.verifier();
        let verdict = verdict.evaluate(Some(&der), check_time(case.now()));
        let Some(ca) = verdict.ca() else { continue };
        let info = ca.certificate().public_key_info();
        let (identifier, bytes) = key(info);

        let prepared = provider.prepare(info).expect("a key of this provider");
        let of_leaf = |id: AlgorithmIdentifier| id.as_ref() == leaf.signature_algorithm();
        let prepared = prepared.iter().find(|one| of_leaf(one.signature_alg_id())).expect("a prepared key");
        let is_listed = |one: &&&dyn SignatureVerificationAlgorithm| {
            of_leaf(one.signature_alg_id()) && one.public_key_alg_id().as_ref() == identifier
        };
        let listed = provider.algorithms().iter().find(is_listed).expect("a listed algorithm");

        let mut other = message.to_vec();
        *other.last_mut().expect("contents") ^= 1;
        for (message, holds) in [(message, true), (&other, false)] {
            assert_eq!(listed.verify_signature(bytes, message, signature).is_ok(), holds, "{}", case.id());
            assert_eq!(prepared.verify_signature(bytes, message, signature).is_ok(), holds, "{}", case.id());
        }
        assert!(prepared.verify_signature(&bytes[1..], message, signature).is_err(), "{}", case.id());
        assert_eq!(prepared.public_key_alg_id(), listed.public_key_alg_id(), "{}", case.id());
        assert_eq!(prepared.fips(), listed.fips(), "{}", case.id());
        seen.insert((leaf.signature_algorithm().to_vec(), identifier.to_vec()));
    }
    // Every algorithm that is listed has a vector, but PKCS#1 v1.5 without parameters.
    let without_vector: BTreeSet<_> = provider
        .algorithms()
        .iter()
        .map(|one| (one.signature_alg_id().to_vec(), one.public_key_alg_id().to_vec()))
        .filter(|listed| !seen.contains(listed))
        .collect();
    let without_parameters =
        |last| (vec![0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last], rsa_encryption());
    assert_eq!(without_vector, BTreeSet::from([11, 12, 13].map(without_parameters)));
}

fn rsa_encryption() -> Vec<u8> {
    pki_types::alg_id::RSA_ENCRYPTION.to_vec()
}

/// RFC 4055 section 5: the parameters of PKCS#1 v1.5 are NULL, and readers take absent ones too.
#[cfg(feature = "aws-lc-rs")]
#[test]
fn pkcs1_without_parameters_is_verified_as_with_null() {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::{KeyPair, KeySize};
    use aws_lc_rs::signature::{self, KeyPair as _, RsaEncoding};
    use unsigned_certificate::{Unsigned, sequence, tlv};

    let key = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let bits = [&[0][..], key.public_key().as_ref()].concat();
    let info = sequence(&[&sequence(&[&rsa_encryption()]), &tlv(0x03, &bits)]);
    let ca = Unsigned::ca().with_key(info).load();
    let verifier = Verifier::new(CaSet::new([ca]).expect("the key is taken"));
    let schemes: [(u8, &dyn RsaEncoding); 3] = [
        (11, &signature::RSA_PKCS1_SHA256),
        (12, &signature::RSA_PKCS1_SHA384),
        (13, &signature::RSA_PKCS1_SHA512),
    ];
    for (last, scheme) in schemes {
        let sign = |message: &[u8]| {
            let mut signature = vec![0; key.public_modulus_len()];
            key.sign(scheme, &SystemRandom::new(), message, &mut signature).expect("a signature");
            signature
        };
        let oid = [0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last];
        for parameters in [&[][..], &[0x05, 0]] {
            let leaf = Unsigned::leaf().with_algorithm(&[&oid, parameters].concat());
            let der = leaf.signed_by(sign);
            let at = check_time(unsigned_certificate::NOW);
            assert!(verifier.evaluate(Some(&der), at).verified(), "{last} {parameters:?}");
            let other = leaf.signed_by(|message| sign(&message[1..]));
            assert_eq!(verifier.evaluate(Some(&other), at).reason(), Some(Reason::SignatureInvalid));
        }
        let zero_octet_string =
            Unsigned::leaf().with_algorithm(&[&oid[..], &[0x04, 0]].concat()).signed_by(sign);
        let verdict = verifier.evaluate(Some(&zero_octet_string), check_time(unsigned_certificate::NOW));
        assert_eq!(verdict.reason(), Some(Reason::SignatureAlgorithmUnsupported));
    }
}

/// `Debug` of a key may stand in a log.
#[test]
fn debug_of_a_prepared_key_shows_no_bytes_of_it() {
    let [ca] = &vector_file::case("algorithm/rsa2048-pss-sha256-no-null").cas()[..] else { panic!("one CA") };
    let info = ca.certificate().public_key_info();
    let prepared = default_provider().prepare(info).expect("a key");
    let modulus: Vec<String> = key(info).1[10..14].iter().map(u8::to_string).collect();
    let hexadecimal: String = key(info).1[10..14].iter().map(|byte| format!("{byte:02x}")).collect();
    for one in &prepared {
        let shown = format!("{one:?}");
        assert!(shown.starts_with("Prepared"), "{shown}");
        assert!(
            !shown.contains(&modulus.join(", ")) && !shown.to_lowercase().contains(&hexadecimal),
            "{shown}"
        );
    }
}

#[test]
fn keys_that_no_listed_algorithm_fits_are_rejected() {
    for id in
        ["leaf-key/ed448", "leaf-key/dsa1024", "leaf-key/secp256k1", "leaf-key/rsa-pss", "leaf-key/p192"]
    {
        let der = vector_file::case(id).leaf();
        let leaf = Certificate::from_der(&der).expect("a certificate");
        assert_eq!(default_provider().prepare(leaf.public_key_info()).err(), Some(KeyRejected), "{id}");
    }
    let sentence = KeyRejected.to_string();
    assert!(sentence.contains("public key") && sentence.is_ascii(), "{sentence}");
}

/// A provider of a caller's own whose keys say that they are of another kind than the CA's.
#[derive(Debug)]
struct Contradictory {
    signature_holds: bool,
}

/// id-Ed448, which no CA here has.
const ED448: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[0x06, 3, 0x2b, 0x65, 0x71]);

#[derive(Debug)]
struct ContradictoryKey {
    signature: AlgorithmIdentifier,
    signature_holds: bool,
}

impl SignatureVerificationAlgorithm for ContradictoryKey {
    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        ED448
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }

    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        if self.signature_holds { Ok(()) } else { Err(InvalidSignature) }
    }
}

impl Provider for Contradictory {
    fn algorithms(&self) -> &[&'static dyn SignatureVerificationAlgorithm] {
        default_provider().algorithms()
    }

    fn prepare(&self, public_key_info: &[u8]) -> Result<PreparedKey, KeyRejected> {
        let prepared = default_provider().prepare(public_key_info)?;
        let signature_holds = self.signature_holds;
        let contradictory = |signature| Box::new(ContradictoryKey { signature, signature_holds }) as Box<_>;
        Ok(prepared.iter().map(|one| one.signature_alg_id()).map(contradictory).collect())
    }
}

/// webpki compares the key's algorithm before it asks for the signature; our own rules do not.
#[test]
fn a_provider_that_contradicts_itself_verifies_no_client() {
    let case = vector_file::case("profile/plain");
    let der = case.leaf();
    for (signature_holds, reasons) in [
        (true, vec![(Reason::SignatureAlgorithmMismatch, true)]),
        (false, vec![(Reason::SignatureInvalid, false), (Reason::SignatureAlgorithmMismatch, false)]),
    ] {
        let cas = CaSet::with_provider(case.cas(), Arc::new(Contradictory { signature_holds }))
            .expect("the key is taken");
        let verifier = Verifier::new(cas);
        let verdict = verifier.evaluate(Some(&der), check_time(case.now()));
        let found: Vec<_> = verdict.reasons().map(|entry| (entry.reason, entry.authenticated)).collect();
        assert_eq!(found, reasons);
    }
}
