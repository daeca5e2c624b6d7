//! Malformed public keys, and keys that ask for endless work, in a CA, a client and an intermediate CA.

use issuedby::{CaCertificate, check_time};
use issuedby_conformance::PROVIDER;
use issuedby_conformance::certificates::{Issuer, fresh_key};
use issuedby_conformance::der::{bit_string, element, integer, oid, read, sequence};
use issuedby_conformance::outcome::{Outcome, seconds, verifier};
use issuedby_conformance::template::{NOW, Template};
use rcgen::PublicKeyData;

use crate::certificate_parts::{Parts, answer};

/// id-ecPublicKey (RFC 5480 section 2.1.1).
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
/// secp256r1.
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
/// prime-field.
const PRIME_FIELD: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 1, 1];
/// rsaEncryption.
const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];

fn p256_key(point: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(&[&oid(EC_PUBLIC_KEY), &oid(P256)]), &bit_string(point)])
}

fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let numbers = sequence(&[&integer(modulus), &integer(exponent)]);
    sequence(&[&sequence(&[&oid(RSA), &[5, 0]]), &bit_string(&numbers)])
}

/// A key with explicit curve parameters: field, coefficients, generator, order.
fn explicit_key(field: &[u8], generator: &[u8], order: &[u8], point: &[u8]) -> Vec<u8> {
    let field = sequence(&[&oid(PRIME_FIELD), &integer(field)]);
    let curve = sequence(&[&element(4, &[0]), &element(4, &[23])]);
    let parameters =
        sequence(&[&integer(&[1]), &field, &curve, &element(4, generator), &integer(order), &integer(&[1])]);
    sequence(&[&sequence(&[&oid(EC_PUBLIC_KEY), &parameters]), &bit_string(point)])
}

/// A point of P-256.
fn point() -> Vec<u8> {
    let key = fresh_key().subject_public_key_info();
    let (_, contents, _) = read(&key);
    let (_, _, rest) = read(contents);
    let (_, bits, _) = read(rest);
    bits[1..].to_vec()
}

/// Keys with explicit curve parameters. CVE-2020-0601 uses another CA's key as generator, CVE-2022-0778 a composite field
/// and a compressed point.
fn explicit_curves() -> Vec<(&'static str, Vec<u8>)> {
    let victim = point();
    let prime = [&[0_u8] as &[u8], &[0xff; 32]].concat();
    vec![
        ("the key as its own generator", explicit_key(&prime, &victim, &[0x7f; 32], &victim)),
        ("a composite field", explicit_key(&[2, 0xb9], &[2, 0, 7], &[0x7f], &[3, 0, 9])),
        ("a field of zero", explicit_key(&[0], &[2, 0], &[1], &[2, 0])),
    ]
}

/// Ed25519 keys for which anybody can sign, each with both signs: y = 0, 1, -1 and the two of order 8, then p and p + 1, which are 0 and 1
/// again (RFC 8032 section 5.1.2).
fn small_order_keys() -> Vec<Vec<u8>> {
    const ORDER_8: [[u8; 32]; 2] = [
        *b"\x26\xe8\x95\x8f\xc2\xb2\x27\xb0\x45\xc3\xf4\x89\xf2\xef\x98\xf0\xd5\xdf\xac\x05\xd3\xc6\x33\x39\xb1\x38\x02\x88\x6d\x53\xfc\x05",
        *b"\xc7\x17\x6a\x70\x3d\x4d\xd8\x4f\xba\x3c\x0b\x76\x0d\x10\x67\x0f\x2a\x20\x53\xfa\x2c\x39\xcc\xc6\x4e\xc7\xfd\x77\x92\xac\x03\x7a",
    ];
    let small = |first: u8| [&[first] as &[u8], &[0; 31]].concat();
    let near_the_prime = |first: u8| [&[first] as &[u8], &[0xff; 30], &[0x7f]].concat();
    let mut points =
        vec![small(0), small(1), near_the_prime(0xec), near_the_prime(0xed), near_the_prime(0xee)];
    points.extend(ORDER_8.map(|point| point.to_vec()));
    let with_both_signs = |point: Vec<u8>| {
        let mut other = point.clone();
        other[31] |= 0x80;
        [point, other]
    };
    points.into_iter().flat_map(with_both_signs).map(|point| ed25519_key(&point)).collect()
}

fn ed25519_key(point: &[u8]) -> Vec<u8> {
    sequence(&[&sequence(&[&oid(&[0x2b, 0x65, 0x70])]), &bit_string(point)])
}

fn malformed_points() -> Vec<(&'static str, Vec<u8>)> {
    let good = point();
    let changed = |at: usize, bits: u8| {
        let mut point = good.clone();
        point[at] ^= bits;
        point
    };
    vec![
        ("beside the curve", changed(64, 1)),
        ("the point at infinity", vec![0]),
        ("both coordinates zero", [&[4_u8] as &[u8], &[0; 64]].concat()),
        ("coordinates beyond the field", [&[4_u8] as &[u8], &[0xff; 64]].concat()),
        ("the hybrid form", changed(0, 4 ^ (6 + (good[64] & 1)))),
        ("the compressed form", [&[2 + (good[64] & 1)], &good[1..33]].concat()),
        ("cut", good[..64].to_vec()),
        ("a byte too many", [good.as_slice(), &[0]].concat()),
        ("nothing", Vec::new()),
    ]
}

fn malformed_rsa_keys() -> Vec<(&'static str, Vec<u8>)> {
    let modulus = [&[0_u8, 0xff] as &[u8], &[0x55; 255]].concat();
    let even = [&modulus[..256], &[0x54]].concat();
    let huge = [&[0_u8, 0xff] as &[u8], &[0x55; 2047]].concat();
    vec![
        ("an exponent of 1", rsa_key(&modulus, &[1])),
        ("an exponent of 0", rsa_key(&modulus, &[0])),
        ("an even exponent", rsa_key(&modulus, &[2])),
        ("a negative exponent", rsa_key(&modulus, &[0xff])),
        ("an exponent of the modulus' size", rsa_key(&modulus, &modulus)),
        ("an even modulus", rsa_key(&even, &[1, 0, 1])),
        ("a negative modulus", rsa_key(&modulus[1..], &[1, 0, 1])),
        ("a modulus of 16384 bits", rsa_key(&huge, &[1, 0, 1])),
        ("a modulus of zero", rsa_key(&[0], &[1, 0, 1])),
    ]
}

/// Offers the key in a CA certificate. aws-lc-rs refuses it when the CA is loaded; ring may refuse its signatures instead.
fn assert_verifies_no_certificate(what: &str, public_key_info: &[u8], signatures: &[Vec<u8>]) {
    let issuer = Issuer::new();
    let ca = Template { public_key_info: public_key_info.to_vec(), ..issuer.template() }.sign(&issuer.key);
    match verifier(&ca) {
        Err(code) => assert_eq!(code, "ca_key_unsupported", "{what}"),
        Ok(_) if PROVIDER == "aws-lc-rs" => panic!("{what}: a CA with this key is loaded"),
        Ok(verifier) => {
            let leaf = Parts::of(&issuer.issue(&issuer.client()));
            for signature in signatures {
                let answer = answer(&verifier, &leaf.with_signature(signature));
                assert!(answer.starts_with("not authenticated: "), "{what}: {answer}");
            }
        }
    }
}

#[test]
fn a_point_off_its_curve_verifies_no_certificate() {
    let signatures: Vec<Vec<u8>> =
        [(&[0_u8] as &[u8], &[0_u8] as &[u8]), (&[1], &[1]), (&[0], &[1]), (&[1], &[0])]
            .map(|(r, s)| sequence(&[&integer(r), &integer(s)]))
            .to_vec();
    for (what, point) in malformed_points() {
        assert_verifies_no_certificate(what, &p256_key(&point), &signatures);
    }
}

#[test]
fn a_malformed_rsa_key_verifies_no_certificate() {
    let padded = [&[0_u8, 1] as &[u8], &[0xff; 254]].concat();
    for (what, key) in malformed_rsa_keys() {
        assert_verifies_no_certificate(
            what,
            &key,
            &[vec![0; 256], [&[0; 255], &[1_u8] as &[u8]].concat(), padded.clone()],
        );
    }
}

/// The signature of one message fits others too, for the identity point all of them.
#[test]
fn an_ed25519_key_of_small_order_is_refused_in_a_ca() {
    let keys = small_order_keys();
    assert_eq!(keys.len(), 14);
    for key in keys {
        let issuer = Issuer::new();
        let ca = Template { public_key_info: key.clone(), ..issuer.template() }.sign(&issuer.key);
        let refusal = CaCertificate::from_der(&ca).expect_err("a key of small order");
        assert_eq!(refusal.reason().code(), "ca_key_unsupported", "{key:02x?}");
        assert!(refusal.to_string().contains("anybody can sign"), "{refusal}");
    }
}

/// Anybody could show possession of it in the handshake.
#[test]
fn an_ed25519_key_of_small_order_is_refused_in_a_client() {
    for key in small_order_keys() {
        let issuer = Issuer::new();
        let client = Template { public_key_info: key, ..issuer.client() };
        let verifier = verifier(&issuer.certificate()).expect("a CA");
        assert_eq!(answer(&verifier, &issuer.issue(&client)), "authenticated: key_unsupported");
    }
}

#[test]
fn explicit_curve_parameters_are_refused_in_a_ca() {
    for (what, key) in explicit_curves() {
        let issuer = Issuer::new();
        let ca = Template { public_key_info: key, ..issuer.template() }.sign(&issuer.key);
        let refusal = CaCertificate::from_der(&ca).expect_err(what);
        assert_eq!(refusal.reason().code(), "ca_key_unsupported", "{what}");
    }
}

#[test]
fn explicit_curve_parameters_are_refused_in_a_client() {
    for (what, key) in explicit_curves() {
        let issuer = Issuer::new();
        let client = Template { public_key_info: key, ..issuer.client() };
        let verifier = verifier(&issuer.certificate()).expect("a CA");
        let answer = answer(&verifier, &issuer.issue(&client));
        assert_eq!(answer, "authenticated: key_unsupported", "{what}");
    }
}

/// The presented chain is read after a refusal. Its explicit curve parameters are not computed with either.
#[test]
fn explicit_curve_parameters_are_refused_in_an_intermediate() {
    for (what, key) in explicit_curves() {
        let root = Issuer::new();
        let between = Issuer::named(issuedby_conformance::der::common_name(0x0c, "between"));
        let intermediate = Template { public_key_info: key, issuer: root.name.clone(), ..between.template() }
            .sign(&root.key);
        let verifier = verifier(&root.certificate()).expect("a CA");
        let leaf = between.issue(&between.client());
        let now = check_time(seconds(NOW));
        let verdict = verifier.evaluate_with_chain(Some(&leaf), now, &[&intermediate]);
        assert_eq!(Outcome::of_verdict(&verdict).to_string(), "not authenticated: no_matching_ca", "{what}");
    }
}
