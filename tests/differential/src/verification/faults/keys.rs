//! Faults of the public key of leaf and CA (RFC 3279, RFC 5480, RFC 8410).

use std::sync::LazyLock;

use issuedby_generator::algorithm::{with_null, without_parameters};
use issuedby_generator::key::{self, Key};
use issuedby_generator::{der, oid};

use issuedby_test_support::Random;

use super::Fault;
use super::algorithms::sign_with;
use crate::verification::draft::CA_KEYS;
use crate::verification::pair::{Pair, Place};

/// A SubjectPublicKeyInfo.
type Make = fn() -> Vec<u8>;

const KEYS: &[(&str, Make)] = &[
    ("p256", || key::p256_client().public()),
    ("p384", || key::p384_ca().public()),
    ("p521", || key::p521_ca().public()),
    ("ed25519", || key::ed25519_ca().public()),
    ("rsa-2048", || key::rsa2048_client().public()),
    ("rsa-3072", || key::rsa3072_ca().public()),
    ("rsa-1024", || key::rsa1024_weak().public()),
    ("rsa-2047", || rsa(&modulus(256, 0x7f), &[1, 0, 1])),
    ("rsa-2056", || rsa(&modulus(257, 0xff), &[1, 0, 1])),
    ("rsa-4096", || rsa(&modulus(512, 0xff), &[1, 0, 1])),
    ("rsa-8192", || rsa(&modulus(1024, 0xff), &[1, 0, 1])),
    ("rsa-8200", || rsa(&modulus(1025, 0xff), &[1, 0, 1])),
    ("rsa-16384", || rsa(&modulus(2048, 0xff), &[1, 0, 1])),
    ("rsa-exponent-1", || rsa(&modulus(256, 0xff), &[1])),
    ("rsa-exponent-3", || rsa(&modulus(256, 0xff), &[3])),
    ("rsa-exponent-4", || rsa(&modulus(256, 0xff), &[4])),
    ("rsa-exponent-0", || rsa(&modulus(256, 0xff), &[0])),
    ("rsa-exponent-33-bits", || rsa(&modulus(256, 0xff), &[1, 0, 0, 0, 1])),
    ("rsa-exponent-34-bits", || rsa(&modulus(256, 0xff), &[3, 0, 0, 0, 1])),
    ("rsa-exponent-negative", || rsa_raw(&der::unsigned(&modulus(256, 0xff)), &[2, 1, 0x83])),
    ("rsa-modulus-even", || {
        let mut even = modulus(256, 0xff);
        even[255] = 2;
        rsa(&even, &[1, 0, 1])
    }),
    ("rsa-modulus-negative", || rsa_raw(&der::integer(&modulus(256, 0xff)), &[2, 3, 1, 0, 1])),
    ("rsa-modulus-padded", || {
        rsa_raw(&der::integer(&[&[0, 0], modulus(256, 0xff).as_slice()].concat()), &[2, 3, 1, 0, 1])
    }),
    ("rsa-modulus-0", || rsa(&[0], &[1, 0, 1])),
    ("rsa-trailing", || {
        let key = [der::unsigned(&modulus(256, 0xff)), der::unsigned(&[1, 0, 1]), der::null()];
        with_bits(&with_null(oid::RSA_ENCRYPTION), &der::sequence(&key))
    }),
    ("rsa-behind", || {
        let key = der::sequence(&[der::unsigned(&modulus(256, 0xff)), der::unsigned(&[1, 0, 1])]);
        with_bits(&with_null(oid::RSA_ENCRYPTION), &[key, vec![0]].concat())
    }),
    ("rsa-parameters-absent", || key::rsa2048_client().public_as(without_parameters(oid::RSA_ENCRYPTION))),
    ("rsa-parameters-odd", || {
        let parts = [der::object_identifier(oid::RSA_ENCRYPTION), der::integer(&[1])];
        key::rsa2048_client().public_as(der::sequence(&parts))
    }),
    ("rsa-pss-key", || key::rsa2048_client().public_as(without_parameters(oid::RSASSA_PSS))),
    ("rsa-empty", || with_bits(&with_null(oid::RSA_ENCRYPTION), &[])),
    ("p256-compressed", || key::p256_client().compressed_public()),
    ("p256-off-curve", || point(oid::P256, &off_curve(65))),
    ("p256-infinity", || point(oid::P256, &[0])),
    ("p256-zero", || point(oid::P256, &[&[4][..], &[0; 64]].concat())),
    ("p256-beyond-field", || point(oid::P256, &[&[4][..], &[0xff; 64]].concat())),
    ("p256-hybrid", || {
        let mut hybrid = valid_point();
        hybrid[0] = 6 + (hybrid[64] & 1);
        point(oid::P256, &hybrid)
    }),
    ("p256-short", || point(oid::P256, &valid_point()[..64])),
    ("p256-long", || point(oid::P256, &[valid_point(), vec![0]].concat())),
    ("p256-empty", || point(oid::P256, &[])),
    ("p256-as-p384", || point(oid::P384, &valid_point())),
    ("p384-off-curve", || point(oid::P384, &off_curve(97))),
    ("p521-off-curve", || point(oid::P521, &off_curve(133))),
    ("p256-explicit", || key::foreign_public("p256-explicit")),
    ("p192", || key::foreign_public("p192")),
    ("secp256k1", || key::foreign_public("secp256k1")),
    ("p224-named", || point("1.3.132.0.33", &off_curve(57))),
    ("curve-unknown", || point("1.3.6.1.4.1.32473.6", &valid_point())),
    ("curve-absent", || key::p256_client().public_as(without_parameters(oid::EC_PUBLIC_KEY))),
    ("curve-null", || key::p256_client().public_as(with_null(oid::EC_PUBLIC_KEY))),
    ("curve-twice", || {
        let parts = [der::object_identifier(oid::EC_PUBLIC_KEY), der::object_identifier(oid::P256)];
        let again = der::object_identifier(oid::P256);
        key::p256_client().public_as(der::sequence(&[parts.concat(), again]))
    }),
    ("ecdh", || {
        let parts = [der::object_identifier("1.3.132.1.12"), der::object_identifier(oid::P256)];
        key::p256_client().public_as(der::sequence(&parts))
    }),
    ("ed25519-null", || key::ed25519_ca().public_as(with_null(oid::ED25519))),
    ("ed25519-short", || with_bits(&without_parameters(oid::ED25519), &[9; 31])),
    ("ed25519-long", || with_bits(&without_parameters(oid::ED25519), &[9; 33])),
    ("ed25519-zero", || with_bits(&without_parameters(oid::ED25519), &[0; 32])),
    ("ed25519-off-curve", || with_bits(&without_parameters(oid::ED25519), &[2; 32])),
    ("ed25519-identity", || with_bits(&without_parameters(oid::ED25519), &small_order(1, 0, 0))),
    ("ed25519-identity-signed", || with_bits(&without_parameters(oid::ED25519), &small_order(1, 0, 0x80))),
    ("ed25519-order-2", || with_bits(&without_parameters(oid::ED25519), &small_order(0xec, 0xff, 0x7f))),
    ("ed25519-order-4-as-p", || with_bits(&without_parameters(oid::ED25519), &small_order(0xed, 0xff, 0x7f))),
    ("ed25519-identity-as-p-and-1", || {
        with_bits(&without_parameters(oid::ED25519), &small_order(0xee, 0xff, 0xff))
    }),
    ("ed25519-order-8", || with_bits(&without_parameters(oid::ED25519), &ORDER_8)),
    ("ed25519-order-8-negative", || {
        let mut point = ORDER_8;
        point[31] ^= 0x80;
        with_bits(&without_parameters(oid::ED25519), &point)
    }),
    ("x25519", || with_bits(&without_parameters("1.3.101.110"), &[9; 32])),
    ("ed448", || key::foreign_public("ed448")),
    ("dsa", || key::foreign_public("dsa1024")),
    ("ml-dsa", || with_bits(&without_parameters("2.16.840.1.101.3.4.3.17"), &[7; 1312])),
    ("unknown", || with_bits(&without_parameters("1.3.6.1.4.1.32473.5"), &[1; 32])),
    ("unused-bits", || {
        let bits = der::element(der::BIT_STRING, &[&[1][..], &valid_point()].concat());
        der::sequence(&[named_curve(oid::P256), bits])
    }),
    ("bits-empty", || der::sequence(&[named_curve(oid::P256), vec![3, 0]])),
    ("bytes", || der::sequence(&[named_curve(oid::P256), der::octet_string(&valid_point())])),
    ("bits-constructed", || {
        let bits = der::element(0x23, &der::bit_string(&valid_point()));
        der::sequence(&[named_curve(oid::P256), bits])
    }),
    ("behind", || der::sequence(&[named_curve(oid::P256), der::bit_string(&valid_point()), der::null()])),
    ("bits-missing", || der::sequence(&[named_curve(oid::P256)])),
    ("info-empty", || der::sequence::<[u8; 0]>(&[])),
    ("algorithm-empty", || der::sequence(&[der::sequence::<[u8; 0]>(&[]), der::bit_string(&valid_point())])),
    ("missing", Vec::new),
];

pub(super) fn faults() -> Vec<Fault> {
    let mut faults = Vec::new();
    for place in Place::ALL {
        for &(tag, make) in KEYS {
            let tag = format!("{}-public-key-{tag}", place.name());
            let weight = if place == Place::Leaf { 5 } else { 3 };
            // Some of them take milliseconds to make.
            let key = LazyLock::new(make);
            let slot = format!("{} key", place.name());
            faults.push(
                Fault::new(tag, slot, move |pair, _| pair.at(place).public_key.clone_from(&key))
                    .weighing(weight),
            );
        }
    }
    for (tag, point) in [("identity", small_order(1, 0, 0)), ("order-4", [0; 32]), ("order-8", ORDER_8)] {
        // A signature that holds under such a key for many leaves, made without any private key.
        let apply = move |pair: &mut Pair, _: &mut Random| {
            sign_with(pair, CA_KEYS[0]);
            pair.cas[0].draft.public_key = with_bits(&without_parameters(oid::ED25519), &point);
            pair.leaf.on_signature.push(Box::new(|signature| {
                *signature = small_order(1, 0, 0).into_iter().chain([0; 32]).collect()
            }));
        };
        let slot = "leaf signature,leaf algorithm,ca key";
        faults.push(Fault::new(format!("signed-without-key-{tag}"), slot, apply).weighing(6));
    }
    faults
}

/// A point of order 8 on edwards25519.
const ORDER_8: [u8; 32] = [
    0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
    0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
];

/// An encoding of a point of Ed25519 from its first byte, its last and those between.
fn small_order(first: u8, between: u8, last: u8) -> [u8; 32] {
    let mut point = [between; 32];
    point[0] = first;
    point[31] = last;
    point
}

fn named_curve(curve: &str) -> Vec<u8> {
    der::sequence(&[der::object_identifier(oid::EC_PUBLIC_KEY), der::object_identifier(curve)])
}

fn with_bits(algorithm: &[u8], bits: &[u8]) -> Vec<u8> {
    der::sequence(&[algorithm.to_vec(), der::bit_string(bits)])
}

fn point(curve: &str, bytes: &[u8]) -> Vec<u8> {
    with_bits(&named_curve(curve), bytes)
}

/// The uncompressed point of the client.
fn valid_point() -> Vec<u8> {
    let info = Key::public(key::p256_client());
    info[info.len() - 65..].to_vec()
}

/// The form of an uncompressed point of so many bytes; that these lie on no curve is sure for those of P-256.
fn off_curve(size: usize) -> Vec<u8> {
    [vec![4], vec![1; size - 1]].concat()
}

/// An odd number of so many bytes that begins with this one.
fn modulus(size: usize, first: u8) -> Vec<u8> {
    let mut number: Vec<_> = (0..size).map(|index| (index * 7 + 3) as u8).collect();
    number[0] = first;
    number[size - 1] |= 1;
    number
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    rsa_raw(&der::unsigned(modulus), &der::unsigned(exponent))
}

fn rsa_raw(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    with_bits(&with_null(oid::RSA_ENCRYPTION), &der::sequence(&[modulus, exponent]))
}
