//! The order in which webpki refuses: it stops at the first, so that a list of reasons cannot be its answer.

use issuedby_conformance::bare_webpki;
use issuedby_conformance::certificates::{Issuer, fresh_key};
use issuedby_conformance::der::{UTF8_STRING, common_name, element, extension};
use issuedby_conformance::template::{
    NOW, Template, extended_key_usage, extension_id, permitted_names, purpose, subject_alternative_name,
};
use webpki::Error;

/// The context-specific tag of a dNSName.
const DNS_NAME: u8 = 0x82;

/// A leaf with every defect from `first` on, in webpki's order.
fn defective(issuer: &Issuer, first: usize) -> Vec<u8> {
    let has = |defect: usize| first <= defect;
    let mut extensions = Vec::new();
    if has(0) {
        extensions.push(extension(extension_id::UNKNOWN, true, &[0x05, 0]));
    }
    let mut leaf = issuer.client();
    if has(1) {
        leaf.not_after = element(0x17, b"260102000000Z");
    }
    if has(2) {
        extensions.push(extension(extension_id::BASIC_CONSTRAINTS, true, &[0x30, 3, 1, 1, 0xff]));
    }
    if has(3) {
        extensions.push(extended_key_usage(&[purpose::SERVER_AUTH]));
    }
    if has(4) {
        leaf.issuer = common_name(UTF8_STRING, "other-ca");
    }
    if has(6) {
        extensions.push(subject_alternative_name(&[(DNS_NAME, b"outside.test")]));
    }
    let leaf = Template { extensions: Some(extensions), ..leaf };
    if has(5) { leaf.sign(&fresh_key()) } else { issuer.issue(&leaf) }
}

fn answer(first: usize) -> Result<(), Error> {
    let issuer = Issuer::new();
    let ca = issuer.template().with_extension(permitted_names(&[(DNS_NAME, b"example.com")]));
    bare_webpki::verify(&defective(&issuer, first), &ca.sign(&issuer.key), NOW)
}

#[test]
fn parsing_comes_first() {
    assert_eq!(answer(0), Err(Error::UnsupportedCriticalExtension));
}

#[test]
fn validity_comes_second() {
    assert!(matches!(answer(1), Err(Error::CertExpired { .. })));
}

#[test]
fn basic_constraints_come_third() {
    assert_eq!(answer(2), Err(Error::CaUsedAsEndEntity));
}

#[test]
fn extended_key_usage_comes_fourth() {
    assert!(matches!(answer(3), Err(Error::RequiredEkuNotFoundContext(_))));
}

#[test]
fn the_issuer_comes_fifth() {
    assert_eq!(answer(4), Err(Error::UnknownIssuer));
}

#[test]
fn the_signature_comes_sixth() {
    assert_eq!(answer(5), Err(Error::InvalidSignatureForPublicKey));
}

#[test]
fn name_constraints_come_last() {
    assert_eq!(answer(6), Err(Error::NameConstraintViolation));
}

#[test]
fn nothing_else_is_wrong_with_the_certificate() {
    assert_eq!(answer(7), Ok(()));
}
