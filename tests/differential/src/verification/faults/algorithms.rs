//! Faults of the two algorithm fields (RFC 5280 sections 4.1.1.2 and 4.1.2.3, RFC 4055, RFC 5758, RFC 8410).

use issuedby_generator::algorithm::{Algorithm, Hash, with_null, without_parameters};
use issuedby_generator::{der, oid};

use super::{Entries, Fault};
use crate::verification::draft::{CA_KEYS, SigningKey};
use crate::verification::pair::{Authority, Pair, Place};

/// Identifiers that name another algorithm than the key's, or one in another form.
fn identifiers() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("ecdsa-sha1", without_parameters("1.2.840.10045.4.1")),
        ("ecdsa-sha224", without_parameters("1.2.840.10045.4.3.1")),
        ("ecdsa-sha256", without_parameters("1.2.840.10045.4.3.2")),
        ("ecdsa-sha384", without_parameters("1.2.840.10045.4.3.3")),
        ("ecdsa-sha512", without_parameters("1.2.840.10045.4.3.4")),
        ("ecdsa-sha256-null", with_null("1.2.840.10045.4.3.2")),
        ("ecdsa-sha3", without_parameters("2.16.840.1.101.3.4.3.10")),
        ("ed25519", without_parameters(oid::ED25519)),
        ("ed25519-null", with_null(oid::ED25519)),
        ("ed448", without_parameters("1.3.101.113")),
        ("rsa-md5", with_null("1.2.840.113549.1.1.4")),
        ("rsa-sha1", with_null("1.2.840.113549.1.1.5")),
        ("rsa-sha256", with_null("1.2.840.113549.1.1.11")),
        ("rsa-sha256-absent", without_parameters("1.2.840.113549.1.1.11")),
        (
            "rsa-sha256-odd",
            der::sequence(&[der::object_identifier("1.2.840.113549.1.1.11"), der::integer(&[5])]),
        ),
        ("rsa-pss-absent", without_parameters(oid::RSASSA_PSS)),
        (
            "rsa-pss-empty",
            der::sequence(&[der::object_identifier(oid::RSASSA_PSS), der::sequence::<[u8; 0]>(&[])]),
        ),
        ("dsa-sha256", without_parameters("2.16.840.1.101.3.4.3.2")),
        ("unknown", without_parameters("1.3.6.1.4.1.32473.8")),
        ("key-type", without_parameters(oid::EC_PUBLIC_KEY)),
        ("empty", der::sequence::<[u8; 0]>(&[])),
        ("null", der::null()),
        ("oid-empty", der::sequence(&[[6, 0]])),
        ("of-three", {
            let ecdsa = der::object_identifier("1.2.840.10045.4.3.2");
            der::sequence(&[ecdsa, der::null(), der::null()])
        }),
    ]
}

/// RSA signatures, written and made in each way.
const RSA: Entries<fn() -> Algorithm> = &[
    ("pkcs1-sha256", || Algorithm::pkcs1(Hash::Sha256)),
    ("pkcs1-sha384", || Algorithm::pkcs1(Hash::Sha384)),
    ("pkcs1-sha512", || Algorithm::pkcs1(Hash::Sha512)),
    ("pkcs1-sha1", || Algorithm::pkcs1(Hash::Sha1)),
    ("pkcs1-absent", || Algorithm::pkcs1(Hash::Sha256).named(without_parameters("1.2.840.113549.1.1.11"))),
    ("pss-sha256", || Algorithm::pss(Hash::Sha256)),
    ("pss-sha384", || Algorithm::pss(Hash::Sha384)),
    ("pss-sha512", || Algorithm::pss(Hash::Sha512)),
    ("pss-sha1", || Algorithm::pss(Hash::Sha1)),
    ("pss-hash-absent", || Algorithm::pss_spelled(Hash::Sha256, (false, true))),
    ("pss-mask-absent", || Algorithm::pss_spelled(Hash::Sha256, (true, false))),
    ("pss-both-absent", || Algorithm::pss_spelled(Hash::Sha256, (false, false))),
    ("pss-salt-20", || Algorithm::pss_with_salt(Hash::Sha256, 20)),
    ("pss-salt-0", || Algorithm::pss_with_salt(Hash::Sha256, 0)),
    ("pss-salt-33", || Algorithm::pss_with_salt(Hash::Sha256, 33)),
    ("pss-masks-differ", || pss(&[hash(0, Hash::Sha256), mask(Hash::Sha384), salt(32)])),
    ("pss-trailer-written", || {
        pss(&[hash(0, Hash::Sha256), mask(Hash::Sha256), salt(32), der::explicit(3, &der::integer(&[1]))])
    }),
    ("pss-trailer-2", || {
        pss(&[hash(0, Hash::Sha256), mask(Hash::Sha256), salt(32), der::explicit(3, &der::integer(&[2]))])
    }),
    ("pss-out-of-order", || pss(&[salt(32), hash(0, Hash::Sha256), mask(Hash::Sha256)])),
    ("pss-without-salt", || pss(&[hash(0, Hash::Sha256), mask(Hash::Sha256)])),
    ("pss-salt-padded", || {
        pss(&[hash(0, Hash::Sha256), mask(Hash::Sha256), der::explicit(2, &der::integer(&[0, 32]))])
    }),
    ("pss-more-inside", || pss(&[hash(0, Hash::Sha256), mask(Hash::Sha256), salt(32), der::null()])),
    ("pss-null-parameters", || {
        Algorithm::pss(Hash::Sha256)
            .named(der::sequence(&[der::object_identifier(oid::RSASSA_PSS), der::null()]))
    }),
    ("pss-as-pkcs1", || Algorithm::pss(Hash::Sha256).named(with_null("1.2.840.113549.1.1.11"))),
];

/// ECDSA with each hash, on each curve.
const ECDSA: &[(&str, Hash)] =
    &[("sha1", Hash::Sha1), ("sha256", Hash::Sha256), ("sha384", Hash::Sha384), ("sha512", Hash::Sha512)];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for (tag, identifier) in identifiers() {
        for (place, name) in [(Place::Leaf, "leaf"), (Place::Ca, "ca")] {
            let weight = if place == Place::Leaf { 4 } else { 3 };
            let (inner, outer, both) = (identifier.clone(), identifier.clone(), identifier.clone());
            let slot = format!("{name} algorithm");
            faults.push(
                Fault::new(format!("{name}-inner-algorithm-{tag}"), &slot, move |pair, _| {
                    pair.at(place).inner_algorithm = Some(inner.clone());
                })
                .weighing(weight),
            );
            faults.push(
                Fault::new(format!("{name}-outer-algorithm-{tag}"), &slot, move |pair, _| {
                    pair.at(place).outer_algorithm = Some(outer.clone());
                })
                .weighing(weight),
            );
            faults.push(
                Fault::new(format!("{name}-algorithm-{tag}"), &slot, move |pair, _| {
                    let draft = pair.at(place);
                    draft.inner_algorithm = Some(both.clone());
                    draft.outer_algorithm = Some(both.clone());
                })
                .weighing(weight),
            );
        }
    }
    for &(tag, make) in RSA {
        let apply = move |pair: &mut Pair, _: &mut _| {
            sign_with(pair, CA_KEYS[4]);
            pair.leaf.algorithm = Some(make());
        };
        faults.push(Fault::new(format!("signed-rsa-{tag}"), "leaf algorithm,ca key", apply).weighing(4));
    }
    for (curve, key) in [("p256", CA_KEYS[1]), ("p384", CA_KEYS[2]), ("p521", CA_KEYS[3])] {
        for &(tag, hash) in ECDSA {
            let apply = move |pair: &mut Pair, _: &mut _| {
                sign_with(pair, key);
                pair.leaf.algorithm = Some(Algorithm::ecdsa(hash));
            };
            faults.push(
                Fault::new(format!("signed-{curve}-{tag}"), "leaf algorithm,ca key", apply).weighing(4),
            );
        }
    }
    for (tag, key) in [("rsa-3072", CA_KEYS[5]), ("ed25519", CA_KEYS[0])] {
        let apply = move |pair: &mut Pair, _: &mut _| sign_with(pair, key);
        faults.push(Fault::new(format!("signed-{tag}"), "leaf algorithm,ca key", apply).weighing(4));
    }
    faults
}

/// Makes another key the CA's.
pub(super) fn sign_with(pair: &mut Pair, key: SigningKey) {
    pair.signer = key;
    let public_key = Authority::new(&pair.ca_name, key).draft.public_key;
    pair.cas[0].draft.public_key = public_key;
    pair.cas[0].key = key;
}

/// A PSS signature with SHA-256 and a salt of 32 bytes, under these parameters.
fn pss(parameters: &[Vec<u8>]) -> Algorithm {
    let parts = [der::object_identifier(oid::RSASSA_PSS), der::sequence(parameters)];
    Algorithm::pss(Hash::Sha256).named(der::sequence(&parts))
}

fn hash(number: u8, hash: Hash) -> Vec<u8> {
    der::explicit(number, &hash.identifier())
}

fn mask(hash: Hash) -> Vec<u8> {
    der::explicit(1, &der::sequence(&[der::object_identifier(oid::MGF1), hash.identifier()]))
}

fn salt(size: u8) -> Vec<u8> {
    der::explicit(2, &der::integer(&[size]))
}
