//! The signatures that webpki checks, and their number.

use issuedby_conformance::bare_webpki::{verify, verify_under};
use issuedby_conformance::case::generated;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::template::{NOW, Template};
use issuedby_conformance::{algorithms, bare_webpki};
use issuedby_test_support::not_run;
use webpki::Error;

/// The number of signatures that webpki checks for one leaf.
const BUDGET: usize = 100;

/// The leaf, the CA that signed it, and CAs with the same name and other keys.
fn same_name(others: usize) -> (Vec<u8>, Vec<u8>, Vec<Vec<u8>>) {
    let issuer = Issuer::new();
    let impostor = Issuer::named(issuer.name.clone()).certificate();
    (issuer.issue(&issuer.client()), issuer.certificate(), vec![impostor; others])
}

#[test]
fn a_hundred_signatures_are_checked_and_no_more() {
    let (leaf, ca, others) = same_name(BUDGET);
    let others: Vec<&[u8]> = others.iter().map(Vec::as_slice).collect();
    assert_eq!(verify_under(&leaf, &others, NOW), Err(Error::InvalidSignatureForPublicKey));

    let right_one_last = [&others[..BUDGET - 1], &[&ca]].concat();
    assert_eq!(verify_under(&leaf, &right_one_last, NOW), Ok(()));
    let right_one_too_late = [&others[..], &[&ca]].concat();
    assert_eq!(verify_under(&leaf, &right_one_too_late, NOW), Err(Error::MaximumSignatureChecksExceeded));
}

#[test]
fn two_algorithm_fields_that_differ_are_refused_when_parsing() {
    let issuer = Issuer::new();
    let leaf = Template { inner_algorithm: algorithms::ecdsa_with_sha384(), ..issuer.client() };
    assert_eq!(bare_webpki::parse(&issuer.issue(&leaf)), Err(Error::SignatureAlgorithmMismatch));
}

#[test]
fn an_rsa_signature_does_not_fit_an_elliptic_curve_ca() {
    let issuer = Issuer::new();
    let rsa = algorithms::sha256_with_rsa();
    let leaf = Template { inner_algorithm: rsa.clone(), outer_algorithm: rsa, ..issuer.client() };
    let answer = verify(&issuer.issue(&leaf), &issuer.certificate(), NOW);
    let fits = matches!(answer, Err(Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)));
    assert!(fits, "{answer:?}");
}

#[test]
fn sha1_is_not_supported() {
    let issuer = Issuer::new();
    let sha1 = algorithms::sha1_with_rsa();
    let leaf = Template { inner_algorithm: sha1.clone(), outer_algorithm: sha1, ..issuer.client() };
    let answer = verify(&issuer.issue(&leaf), &issuer.certificate(), NOW);
    assert!(matches!(answer, Err(Error::UnsupportedSignatureAlgorithmContext(_))), "{answer:?}");
}

#[test]
fn pss_with_a_salt_of_20_bytes_is_not_supported() {
    let Some(case) = generated("sig-matrix::rsa2048::pss-sha256-salt20") else {
        return not_run("webpki-facts/pss", "tests/vectors/corpus/generated.jsonl");
    };
    let answer = verify(&case.leaf, &case.ca, case.time);
    assert!(matches!(answer, Err(Error::UnsupportedSignatureAlgorithmContext(_))), "{answer:?}");
}

#[test]
fn a_key_with_the_pss_identifier_is_not_supported() {
    let Some(case) = generated("sig-matrix::rsa2048::pss-key-oid") else {
        return not_run("webpki-facts/pss", "tests/vectors/corpus/generated.jsonl");
    };
    let answer = verify(&case.leaf, &case.ca, case.time);
    let fits = matches!(answer, Err(Error::UnsupportedSignatureAlgorithmForPublicKeyContext(_)));
    assert!(fits, "{answer:?}");
}
