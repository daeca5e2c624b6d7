//! A leaf that is refused: what anyone can send must not cost memory.

use issuedby::{Status, check_time};
use issuedby_conformance::algorithms::sha1_with_rsa;
use issuedby_conformance::certificates::{Issuer, fresh_key};
use issuedby_conformance::der::{UTF8_STRING, common_name, element, extension};
use issuedby_conformance::template::{Template, extended_key_usage, extension_id, purpose};

use crate::{assert_allocates_nothing, counted, now, verifier};

fn assert_refusing_allocates_nothing(issuer: &Issuer, leaf: &[u8]) {
    assert_allocates_nothing(&verifier(issuer), leaf, now(), Status::Failed);
}

#[test]
fn because_it_has_expired_allocates_nothing() {
    let issuer = Issuer::new();
    let leaf = Template { not_after: element(0x17, b"260102000000Z"), ..issuer.client() };
    assert_refusing_allocates_nothing(&issuer, &issuer.issue(&leaf));
}

#[test]
fn because_it_is_malformed_allocates_nothing() {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    for length in 0..leaf.len() {
        assert_refusing_allocates_nothing(&issuer, &leaf[..length]);
    }
}

#[test]
fn because_no_ca_has_its_issuers_name_allocates_nothing() {
    let issuer = Issuer::new();
    for name in ["other-ca", "another certification authority with a name that fits on no stack"] {
        let leaf = Template { issuer: common_name(UTF8_STRING, name), ..issuer.client() };
        assert_refusing_allocates_nothing(&issuer, &issuer.issue(&leaf));
    }
}

#[test]
fn because_it_is_too_large_allocates_nothing() {
    let issuer = Issuer::new();
    let padding = extension(extension_id::UNKNOWN, false, &vec![0; 66_000]);
    assert_refusing_allocates_nothing(&issuer, &issuer.issue(&issuer.client().with_extension(padding)));
}

#[test]
fn for_its_signature_algorithm_allocates_nothing() {
    let issuer = Issuer::new();
    let sha1 = sha1_with_rsa();
    let leaf = Template { inner_algorithm: sha1.clone(), outer_algorithm: sha1, ..issuer.client() };
    assert_refusing_allocates_nothing(&issuer, &issuer.issue(&leaf));
}

#[test]
fn because_its_signature_does_not_hold_allocates_nothing() {
    let issuer = Issuer::new();
    assert_refusing_allocates_nothing(&issuer, &issuer.client().sign(&fresh_key()));
}

#[test]
fn because_it_is_for_servers_allocates_nothing() {
    let issuer = Issuer::new();
    let leaf = issuer.client().with_only_extensions(vec![extended_key_usage(&[purpose::SERVER_AUTH])]);
    assert_refusing_allocates_nothing(&issuer, &issuer.issue(&leaf));
}

#[test]
fn because_the_clock_is_broken_allocates_nothing() {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    assert_allocates_nothing(&verifier(&issuer), &leaf, check_time(-1), Status::Failed);
}

#[test]
fn because_nothing_was_presented_allocates_nothing() {
    let verifier = verifier(&Issuer::new());
    let (verdict, count) = counted(|| verifier.evaluate(None, now()));
    assert_eq!((verdict.status(), count), (Status::None, 0));
}
