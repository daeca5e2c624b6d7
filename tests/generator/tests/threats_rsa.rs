//! Attacks of `THREATS.md` on RSA signatures: malformed padding blocks under the CA's real key (RFC 8017 section 9.2), a
//! forgery without a key, other PSS parameters, and algorithm fields that differ.

use std::convert::Infallible;

use issuedby::{CaCertificate, CaSet, Verifier, check_time};
use issuedby_generator::algorithm::{self, Algorithm, Hash, Scheme};
use issuedby_generator::authority::{self, Authority};
use issuedby_generator::certificate::{Certificate, assemble};
use issuedby_generator::name::Name;
use issuedby_generator::{der, key, oid};
use rsa::pkcs8::DecodePrivateKey;
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, PrivateKey, hazmat};

/// 2026-11-23T12:00:00Z
const NOW: i64 = 1_795_435_200;

/// The bytes of a modulus of 2048 bits.
const SIZE: usize = 256;

/// The verdict of the core about a signature that does not hold.
const INVALID: &[&str] = &["signature_invalid"];

#[test]
fn only_the_standard_padding_block_is_accepted() {
    let ca = ca();
    let key = private_key();
    let part = ca.client().signed_part(&Algorithm::pkcs1(Hash::Sha256).identifier);
    let hash = Hash::Sha256.digest(&part);
    let info = der::sequence(&[Hash::Sha256.identifier(), der::octet_string(&hash)]);
    let with_block = |block: &[u8]| {
        codes(&ca.der, &assemble(&part, &Algorithm::pkcs1(Hash::Sha256).identifier, &sign_block(&key, block)))
    };
    assert_eq!(with_block(&padded(&info)), [""; 0], "the block that is right");

    let short = [&[0, 1], [0xff; 8].as_slice(), &[0], &info].concat();
    let filled = |mut block: Vec<u8>, with: u8| {
        block.resize(SIZE, with);
        block
    };
    let with_info = |parts: &[Vec<u8>]| padded(&der::sequence(parts));
    let changed = |at: usize, byte: u8| {
        let mut block = padded(&info);
        block[at] = byte;
        block
    };
    let long_form = [&[0x30, 0x81, info.len() as u8 - 2], &info[2..]].concat();
    let long_hash = [&[4, 0x81, 32], hash.as_slice()].concat();
    let huge_length = [&[0x30, 0x84, 0, 0, 0, info.len() as u8 - 2], &info[2..]].concat();
    let indefinite = [&[0x30, 0x80], &info[2..], &[0, 0]].concat();
    let sha256 = der::object_identifier("2.16.840.1.101.3.4.2.1");
    let blocks = [
        ("zeros behind the hash", filled(short.clone(), 0)),
        ("anything behind the hash", filled(short, 0xa5)),
        ("no padding", filled([&[0, 1, 0], info.as_slice()].concat(), 0x5a)),
        ("another block type", changed(1, 2)),
        ("the block type of no padding", changed(1, 0)),
        ("a byte of the padding", changed(100, 0xfe)),
        ("no zero before the value", changed(SIZE - info.len() - 1, 0xff)),
        ("a length in long form", padded(&long_form)),
        ("a length of four bytes", padded(&huge_length)),
        ("the hash's length in long form", with_info(&[Hash::Sha256.identifier(), long_hash])),
        ("an indefinite length", padded(&indefinite)),
        ("bytes as parameters of the hash", {
            let identifier = der::sequence(&[sha256, der::octet_string(&[0xa5; 60])]);
            with_info(&[identifier, der::octet_string(&hash)])
        }),
        ("an element behind the hash", {
            with_info(&[Hash::Sha256.identifier(), der::octet_string(&hash), der::octet_string(&[0xa5; 30])])
        }),
        ("the hash alone", padded(&hash)),
        ("the hash as another function's", {
            with_info(&[Hash::Sha384.identifier(), der::octet_string(&hash)])
        }),
        ("SHA-1", { with_info(&[Hash::Sha1.identifier(), der::octet_string(&Hash::Sha1.digest(&part))]) }),
        ("SHA-512", {
            with_info(&[Hash::Sha512.identifier(), der::octet_string(&Hash::Sha512.digest(&part))])
        }),
        ("the start of the hash", {
            with_info(&[Hash::Sha256.identifier(), der::octet_string(&hash[..16])])
        }),
        ("no hash", with_info(&[Hash::Sha256.identifier(), der::octet_string(&[])])),
    ];
    for (what, block) in blocks {
        assert_eq!(with_block(&block), INVALID, "{what}");
    }
}

/// CVE-2006-4339: with an exponent of 3, the cube root of a block with room behind the hash passes a verifier that does not
/// check the whole block. The attacker knows the modulus alone.
#[test]
fn a_cube_root_forgery_is_refused() {
    let mut modulus = Hash::Sha512.digest(b"a modulus").repeat(4);
    modulus[0] |= 0xc0;
    modulus[SIZE - 1] |= 1;
    let numbers = der::sequence(&[der::unsigned(&modulus), der::integer(&[3])]);
    let public = der::sequence(&[algorithm::with_null(oid::RSA_ENCRYPTION), der::bit_string(&numbers)]);
    let ca = authority::root_certificate(Name::example("example-rsa-ca"), key::rsa2048_ca())
        .with(|certificate| certificate.public_key = public)
        .sign(key::rsa2048_ca());

    let part = self::ca().client().signed_part(&Algorithm::pkcs1(Hash::Sha256).identifier);
    let info = der::sequence(&[Hash::Sha256.identifier(), der::octet_string(&Hash::Sha256.digest(&part))]);
    let start = [&[0, 1], [0xff; 8].as_slice(), &[0], &info].concat();
    let mut greatest = start.clone();
    greatest.resize(SIZE, 0xff);
    let root = cube_root(&greatest);
    let block = big_endian(&cube(&root));
    assert_eq!(block[..start.len()], start, "the block that a lax verifier accepts");

    let leaf = assemble(&part, &Algorithm::pkcs1(Hash::Sha256).identifier, &big_endian(&root));
    assert_eq!(codes(&ca, &leaf), INVALID);
}

/// RFC 8017 section 8.2.2: the signature is below the modulus and has exactly its size.
#[test]
fn a_signature_has_one_value_and_one_size() {
    let ca = ca();
    let modulus = BoxedUint::from_be_slice_vartime(&private_key().n().to_be_bytes());
    let leaf = ca.client();
    let identifier = Algorithm::pkcs1(Hash::Sha256).identifier;
    let part = leaf.signed_part(&identifier);
    let signature = ca.key().sign(Scheme::Pkcs1(Hash::Sha256), &part);
    assert_eq!(codes(&ca.der, &assemble(&part, &identifier, &signature)), [""; 0]);
    let modulus = modulus.to_be_bytes();
    let modulus = &modulus[modulus.len() - SIZE..];
    let mut sum = vec![0; SIZE + 1];
    let mut carry = 0;
    for place in (0..SIZE).rev() {
        let total = u16::from(signature[place]) + u16::from(modulus[place]) + carry;
        (sum[place + 1], carry) = (total as u8, total >> 8);
    }
    sum[0] = carry as u8;
    for (what, signature) in [
        ("and the modulus", sum),
        ("with a zero in front", [&[0], signature.as_slice()].concat()),
        ("without its last byte", signature[..SIZE - 1].to_vec()),
        ("with a zero behind", [signature.as_slice(), &[0]].concat()),
        ("the modulus itself", modulus.to_vec()),
    ] {
        assert_eq!(codes(&ca.der, &assemble(&part, &identifier, &signature)), INVALID, "{what}");
    }
}

/// RFC 4055 section 3.1, with one hash function for both uses and a salt of its size.
#[test]
fn only_the_four_pss_spellings_are_accepted() {
    let ca = ca();
    let hash = der::explicit(0, &Hash::Sha256.identifier());
    let mask_of =
        |hash: Vec<u8>| der::explicit(1, &der::sequence(&[der::object_identifier(oid::MGF1), hash]));
    let mask = mask_of(Hash::Sha256.identifier());
    let salt_of = |contents: &[u8]| der::explicit(2, &der::integer(contents));
    let salt = salt_of(&[32]);
    let trailer = |contents: &[u8]| der::explicit(3, &der::integer(contents));
    let some = |parts: &[Vec<u8>]| der::sequence(parts);
    let parameters = [
        ("none", Vec::new()),
        ("NULL", der::null()),
        ("an empty list", some(&[])),
        ("no mask", some(&[hash.clone(), salt.clone()])),
        ("no salt", some(&[hash.clone(), mask.clone()])),
        ("no hash", some(&[mask.clone(), salt.clone()])),
        (
            "a mask of another function",
            some(&[hash.clone(), mask_of(Hash::Sha512.identifier()), salt.clone()]),
        ),
        ("a mask of SHA-1", some(&[hash.clone(), mask_of(Hash::Sha1.identifier()), salt.clone()])),
        ("a mask without a function", {
            some(&[hash.clone(), der::explicit(1, &algorithm::without_parameters(oid::MGF1)), salt.clone()])
        }),
        ("a mask that is no MGF1", {
            let mask = der::sequence(&[der::object_identifier(oid::UNKNOWN), Hash::Sha256.identifier()]);
            some(&[hash.clone(), der::explicit(1, &mask), salt.clone()])
        }),
        ("a salt of 31", some(&[hash.clone(), mask.clone(), salt_of(&[31])])),
        ("a salt of 33", some(&[hash.clone(), mask.clone(), salt_of(&[33])])),
        ("a salt of 222", some(&[hash.clone(), mask.clone(), salt_of(&[0, 222])])),
        ("a negative salt", some(&[hash.clone(), mask.clone(), salt_of(&[0xe0])])),
        ("a salt in two bytes", some(&[hash.clone(), mask.clone(), salt_of(&[0, 32])])),
        ("the usual trailer written out", some(&[hash.clone(), mask.clone(), salt.clone(), trailer(&[1])])),
        ("another trailer", some(&[hash.clone(), mask.clone(), salt.clone(), trailer(&[2])])),
        ("another order", some(&[mask.clone(), hash.clone(), salt.clone()])),
        ("a field twice", some(&[hash.clone(), mask.clone(), salt.clone(), salt.clone()])),
        (
            "a field that no one knows",
            some(&[hash.clone(), mask.clone(), salt.clone(), der::explicit(4, &der::null())]),
        ),
    ];
    for (what, parameters) in parameters {
        let identifier = der::sequence(&[der::object_identifier(oid::RSASSA_PSS), parameters]);
        let pss = Algorithm::pss(Hash::Sha256).named(identifier);
        let leaf = Certificate { algorithm: Some(pss), ..ca.client() };
        assert_eq!(codes(&ca.der, &ca.issue(&leaf)), ["signature_algorithm_unsupported"], "{what}");
    }
}

/// CVE-2020-36478: parameters of equal length were equal. RSA has two valid spellings, so that each field alone is right.
#[test]
fn both_algorithm_fields_have_the_same_bytes() {
    let ca = ca();
    let oid = der::object_identifier("1.2.840.113549.1.1.11");
    let spelled = |parameters: &[u8]| der::sequence(&[oid.as_slice(), parameters]);
    let spellings = [
        ("NULL", spelled(&der::null())),
        ("absent", spelled(&[])),
        ("an empty REAL", spelled(&[9, 0])),
        ("an empty OCTET STRING", spelled(&[4, 0])),
    ];
    for (inner_name, inner) in &spellings {
        for (outer_name, outer) in &spellings {
            let leaf = ca.client().with(|client| {
                client.inner_algorithm = Some(inner.clone());
                client.algorithm = Some(Algorithm::pkcs1(Hash::Sha256).named(outer.clone()));
            });
            let valid = ["NULL", "absent"].contains(inner_name);
            let expected: &[&str] = match (inner == outer, valid) {
                (true, true) => &[],
                (true, false) => &["signature_algorithm_unsupported"],
                (false, _) => &["signature_algorithm_mismatch"],
            };
            assert_eq!(codes(&ca.der, &ca.issue(&leaf)), expected, "{inner_name}, {outer_name}");
        }
    }
}

fn ca() -> Authority {
    Authority::root(Name::example("example-rsa-ca"), key::rsa2048_ca())
}

/// The key of [`ca`], for blocks that its signer never makes.
fn private_key() -> PrivateKey {
    PrivateKey::from_pkcs8_pem(include_str!("../keys/rsa2048-ca.pem")).expect("a kept key")
}

/// Every code of the refusal; none for an acceptance.
fn codes(ca: &[u8], leaf: &[u8]) -> Vec<&'static str> {
    let ca = CaCertificate::from_der(ca).expect("a CA");
    let verifier = Verifier::new(CaSet::new([ca]).expect("an RSA key"));
    let verdict = verifier.evaluate(Some(leaf), check_time(NOW));
    let codes: Vec<_> = verdict.reasons().map(|entry| entry.reason.code()).collect();
    assert_eq!(verdict.verified(), codes.is_empty());
    codes
}

/// EMSA-PKCS1-v1_5 of a DigestInfo (RFC 8017 section 9.2).
fn padded(info: &[u8]) -> Vec<u8> {
    let padding = vec![0xff; SIZE - info.len() - 3];
    [&[0, 1], padding.as_slice(), &[0], info].concat()
}

/// RSASP1 of a block (RFC 8017 section 5.2.1).
fn sign_block(key: &PrivateKey, block: &[u8]) -> Vec<u8> {
    assert_eq!(block.len(), SIZE);
    let number =
        BoxedUint::from_be_slice(block, key.n().bits_precision()).expect("the block fits the modulus");
    let signature =
        hazmat::rsa_decrypt_and_check::<NoRandomness>(key, None, &number).expect("a kept key signs");
    let bytes = signature.to_be_bytes();
    bytes[bytes.len() - SIZE..].to_vec()
}

/// The greatest number whose cube is not above this one: 22 digits of 32 bits, lowest first.
fn cube_root(number: &[u8]) -> Vec<u32> {
    let mut root = vec![0_u32; 22];
    for bit in (0..683).rev() {
        root[bit / 32] |= 1 << (bit % 32);
        if big_endian(&cube(&root)).as_slice() > number {
            root[bit / 32] &= !(1 << (bit % 32));
        }
    }
    root
}

fn cube(number: &[u32]) -> Vec<u32> {
    product(&product(number, number), number)
}

fn product(one: &[u32], other: &[u32]) -> Vec<u32> {
    let mut out = vec![0_u32; one.len() + other.len()];
    for (place, &digit) in one.iter().enumerate() {
        let mut carry = 0_u64;
        for (offset, &factor) in other.iter().enumerate() {
            let sum = u64::from(out[place + offset]) + u64::from(digit) * u64::from(factor) + carry;
            (out[place + offset], carry) = (sum as u32, sum >> 32);
        }
        out[place + other.len()] = carry as u32;
    }
    out
}

/// A number below 2^2048 in 256 bytes.
fn big_endian(digits: &[u32]) -> Vec<u8> {
    assert!(digits.iter().skip(SIZE / 4).all(|&digit| digit == 0));
    let mut digits = digits.to_vec();
    digits.resize(SIZE / 4, 0);
    digits.iter().rev().flat_map(|digit| digit.to_be_bytes()).collect()
}

/// The type of the generator that blinding would use: none is given.
enum NoRandomness {}

impl TryRng for NoRandomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        match *self {}
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        match *self {}
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), Infallible> {
        match *self {}
    }
}

impl TryCryptoRng for NoRandomness {}
