//! Other bytes for a signature that the CA made: which of them verify too.

use issuedby::Certificate;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{UTF8_STRING, common_name, element, integer, oid, sequence};
use issuedby_conformance::outcome::verifier;
use issuedby_conformance::template::Template;
use rcgen::KeyPair;

use crate::certificate_parts::{Parts, answer, p256};
use crate::signature_numbers::{P256_ORDER, ecdsa_value, minus, numbers, plus};

/// The answer to a certificate whose signature does not hold.
const INVALID: &str = "not authenticated: signature_invalid";

/// The order of the group of Ed25519 (RFC 8032 section 5.1), lowest byte first.
const ED25519_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// ECDSA allows it (FIPS 186-5 section 6.4 bounds s by the order alone), so that it is documented: a certificate has two
/// fingerprints that verify, and everything that it says is the same under both.
#[test]
fn the_second_ecdsa_value_verifies_with_another_fingerprint() {
    let (verifier, leaf) = p256();
    let (r, s) = numbers(leaf.signature());
    let one = leaf.with_signature(leaf.signature());
    let other = leaf.with_signature(&ecdsa_value(&r, &minus(&P256_ORDER, &s)));
    assert_ne!(one, other);
    assert_eq!(answer(&verifier, &other), "SUCCESS");

    let (one, other) = (Certificate::from_der(&one), Certificate::from_der(&other));
    let (one, other) = (one.expect("a certificate"), other.expect("a certificate"));
    assert_ne!(one.fingerprint(), other.fingerprint());
    assert_eq!(one.subject().expect("a name").to_string(), other.subject().expect("a name").to_string());
    assert_eq!(one.serial_number(), other.serial_number());
    assert_eq!(one.public_key_info(), other.public_key_info());
    assert_eq!(one.issuer().expect("a name").to_string(), other.issuer().expect("a name").to_string());
}

#[test]
fn no_other_spelling_of_an_ecdsa_signature_verifies() {
    let (verifier, leaf) = p256();
    let (r, s) = numbers(leaf.signature());
    let (r_der, s_der) = (integer(&r), integer(&s));
    let contents = [r_der.as_slice(), &s_der].concat();
    let long_form = |tag: u8, contents: &[u8]| [&[tag, 0x81, contents.len() as u8], contents].concat();
    let spellings = [
        ("zeros before r", sequence(&[&integer(&[&[0, 0], r.as_slice()].concat()), &s_der])),
        ("zeros before s", sequence(&[&r_der, &integer(&[&[0, 0], s.as_slice()].concat())])),
        ("the length of r in long form", sequence(&[&long_form(2, &r), &s_der])),
        ("the outer length in long form", long_form(0x30, &contents)),
        ("an indefinite length", [&[0x30, 0x80], contents.as_slice(), &[0, 0]].concat()),
        ("a third number", sequence(&[&r_der, &s_der, &integer(&[1])])),
        ("NULL behind the numbers", sequence(&[&r_der, &s_der, &[5, 0]])),
        ("a byte behind the value", [leaf.signature(), &[0]].concat()),
        ("a SET", element(0x31, &contents)),
        ("r and s exchanged", sequence(&[&s_der, &r_der])),
        ("r and s without a SEQUENCE", contents.clone()),
        ("r and s as 32 bytes each", [fixed(&r), fixed(&s)].concat()),
        ("s and the order", ecdsa_value(&r, &plus(&s, &P256_ORDER))),
        ("r and the order", ecdsa_value(&plus(&r, &P256_ORDER), &s)),
        ("s negated", sequence(&[&r_der, &integer(&negated(&s))])),
    ];
    for (what, signature) in spellings {
        assert_ne!(signature, leaf.signature(), "{what} changes nothing");
        let answer = answer(&verifier, &leaf.with_signature(&signature));
        assert_eq!(answer, INVALID, "{what}");
    }
}

#[test]
fn no_other_form_of_the_bit_string_verifies() {
    let (verifier, leaf) = p256();
    let signature = leaf.signature();
    let whole = [&[0], signature].concat();
    let forms = [
        ("one unused bit", element(3, &[&[1], signature].concat())),
        ("seven unused bits", element(3, &[&[7], signature].concat())),
        ("eight unused bits", element(3, &[&[8], signature].concat())),
        (
            "in two segments",
            element(0x23, &[element(3, &whole[..20]), element(3, &[&[0], &whole[20..]].concat())].concat()),
        ),
        ("in one segment", element(0x23, &element(3, &whole))),
        ("an OCTET STRING", element(4, signature)),
        ("a length in long form", [&[3, 0x81, whole.len() as u8], whole.as_slice()].concat()),
        ("a length with a zero", [&[3, 0x82, 0, whole.len() as u8], whole.as_slice()].concat()),
    ];
    for (what, element) in forms {
        let answer = answer(&verifier, &leaf.with_signature_element(&element));
        assert_eq!(answer, "not authenticated: malformed", "{what}");
    }
}

/// RFC 8032 section 5.1.7: S is below the order.
#[test]
fn an_ed25519_signature_has_one_form() {
    let key = KeyPair::generate_for(&rcgen::PKCS_ED25519).expect("an Ed25519 key");
    let ed25519 = sequence(&[&oid(&[0x2b, 101, 112])]);
    let signed_so = |template: Template| Template {
        inner_algorithm: ed25519.clone(),
        outer_algorithm: ed25519.clone(),
        ..template
    };
    let name = common_name(UTF8_STRING, "example-ca");
    let ca = signed_so(Template::ca(&name, &key)).sign(&key);
    let client = Issuer::new().client_key;
    let leaf = signed_so(Template::leaf(&name, &client)).sign(&key);
    let verifier = verifier(&ca).expect("a CA");
    assert_eq!(answer(&verifier, &leaf), "SUCCESS");
    let leaf = Parts::of(&leaf);

    let (r, s) = leaf.signature().split_at(32);
    let mut greater = [0; 32];
    let mut carry = 0;
    for (sum, (a, b)) in greater.iter_mut().zip(s.iter().zip(ED25519_ORDER)) {
        let total = u16::from(*a) + u16::from(b) + carry;
        (*sum, carry) = (total as u8, total >> 8);
    }
    assert_eq!(carry, 0, "it fits 32 bytes, so that only a check of S refuses it");
    let answer = answer(&verifier, &leaf.with_signature(&[r, &greater].concat()));
    assert_eq!(answer, INVALID);
}

#[test]
fn the_second_ecdsa_value_of_an_expired_leaf_is_refused_too() {
    let issuer = Issuer::new();
    let verifier = verifier(&issuer.certificate()).expect("a CA");
    let expired = Template { not_after: element(0x17, b"260201000000Z"), ..issuer.client() };
    let expired = Parts::of(&issuer.issue(&expired));
    let (r, s) = numbers(expired.signature());
    let other = expired.with_signature(&ecdsa_value(&r, &minus(&P256_ORDER, &s)));
    assert_eq!(answer(&verifier, &other), "authenticated: expired");
}

/// The number in exactly 32 bytes.
fn fixed(number: &[u8]) -> Vec<u8> {
    let number: Vec<u8> = number.iter().copied().skip_while(|&byte| byte == 0).collect();
    [vec![0; 32 - number.len()], number].concat()
}

/// The contents of the INTEGER of the negative number.
fn negated(number: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = number.iter().map(|byte| !byte).collect();
    for byte in out.iter_mut().rev() {
        let (sum, carry) = byte.overflowing_add(1);
        *byte = sum;
        if !carry {
            break;
        }
    }
    out
}
