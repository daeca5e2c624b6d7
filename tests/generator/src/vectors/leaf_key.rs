//! The client's own key: kinds that are not taken.

use crate::algorithm;
use crate::authority;
use crate::case::Case;
use crate::der;
use crate::key;
use crate::oid;

pub(super) fn cases() -> Vec<Case> {
    let ca = authority::example();
    let refused = |id: &str, description: &str, public_key: Vec<u8>, code| {
        let client = ca.client().with(|client| client.public_key = public_key);
        Case::refused(&format!("leaf-key/{id}"), description, ca.issue(&client), &[code])
    };
    let unsupported = |id: &str, description: &str, public_key: Vec<u8>| {
        refused(id, description, public_key, "key_unsupported")
    };
    let foreign = |id: &str, description: &str| unsupported(id, description, key::foreign_public(id));
    let rsa = key::rsa2048_client();
    vec![
        refused("rsa1024", "RSA with 1024 bits", key::rsa1024_weak().public(), "key_too_weak"),
        foreign("p192", "curve P-192"),
        foreign("secp256k1", "curve secp256k1"),
        foreign("p256-explicit", "P-256 with explicit parameters"),
        foreign("dsa1024", "DSA"),
        foreign("ed448", "Ed448"),
        unsupported("p256-compressed", "a compressed point", key::p256_client().compressed_public()),
        unsupported(
            "p256-point-of-p384",
            "a P-384 point said to be on P-256",
            key::p384_ca().public_as(key::elliptic_curve(oid::P256)),
        ),
        unsupported(
            "rsa-pss",
            "an RSA key for RSASSA-PSS only",
            rsa.public_as(algorithm::without_parameters(oid::RSASSA_PSS)),
        ),
        unsupported(
            "rsa-without-null",
            "rsaEncryption without its NULL",
            rsa.public_as(algorithm::without_parameters(oid::RSA_ENCRYPTION)),
        ),
        unsupported("rsa-even-modulus", "an RSA modulus that is even", rsa_public(&[0xfe; 256], &[3])),
        unsupported(
            "rsa-exponent-of-34-bits",
            "an RSA exponent with which a check costs as much as a signature",
            rsa_public(&[0xff; 256], &[2, 0, 0, 0, 1]),
        ),
        unsupported(
            "ed25519-identity",
            "an Ed25519 point for which one signature, made by anybody, fits every message",
            ed25519_identity(),
        ),
        unsupported(
            "unknown",
            "a key type that no one knows",
            rsa.public_as(algorithm::without_parameters(oid::UNKNOWN)),
        ),
    ]
}

/// An Ed25519 key that is the neutral element (RFC 8032 section 5.1.2: y = 1).
pub(super) fn ed25519_identity() -> Vec<u8> {
    let mut point = [0; 32];
    point[0] = 1;
    der::sequence(&[algorithm::without_parameters(oid::ED25519), der::bit_string(&point)])
}

/// An RSA key of these numbers, whose other half no one has.
fn rsa_public(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let numbers = der::sequence(&[der::unsigned(modulus), der::unsigned(exponent)]);
    der::sequence(&[algorithm::with_null(oid::RSA_ENCRYPTION), der::bit_string(&numbers)])
}
