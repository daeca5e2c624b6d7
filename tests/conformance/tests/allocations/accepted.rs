//! A leaf that is accepted.

use issuedby::{CaCertificate, CaSet, Status, Verifier, check_time};
use issuedby_conformance::PROVIDER;
use issuedby_conformance::case::generated;
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::der::{PRINTABLE_STRING, UTF8_STRING, common_name};
use issuedby_conformance::outcome;
use issuedby_conformance::template::{Template, extended_key_usage, purpose};
use issuedby_test_support::not_run;

use crate::{assert_allocates_nothing, counted, now, verifier, webpki};

#[test]
fn under_a_p256_ca_allocates_nothing() {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    assert_allocates_nothing(&verifier(&issuer), &leaf, now(), Status::Success);
}

#[test]
fn for_servers_and_clients_allocates_nothing() {
    let issuer = Issuer::new();
    let usage = extended_key_usage(&[purpose::SERVER_AUTH, purpose::CLIENT_AUTH]);
    let leaf = issuer.issue(&issuer.client().with_only_extensions(vec![usage]));
    assert_allocates_nothing(&verifier(&issuer), &leaf, now(), Status::Success);
}

#[test]
fn under_an_rsa_ca_allocates_nothing() {
    corpus_case("sig-matrix::rsa2048::pkcs1-sha384");
    corpus_case("sig-matrix::rsa2048::pss-sha256");
}

#[test]
fn under_ca_keys_of_other_kinds_allocates_nothing() {
    corpus_case("sig-matrix::ed25519::valid");
    corpus_case("sig-matrix::p384::valid-sha256");
}

#[test]
fn with_an_issuer_encoded_otherwise_allocates_nothing() {
    let issuer = Issuer::named(common_name(UTF8_STRING, "example-ca"));
    let leaf = Template { issuer: common_name(PRINTABLE_STRING, "Example-CA"), ..issuer.client() };
    assert_allocates_nothing(&verifier(&issuer), &issuer.issue(&leaf), now(), Status::Success);
}

#[test]
fn of_one_of_two_cas_with_one_name_allocates_nothing() {
    let issuer = Issuer::new();
    let twin = Issuer::named(issuer.name.clone());
    let cas = [issuer.certificate(), twin.certificate()].map(|ca| CaCertificate::from_der(&ca).expect("fit"));
    let verifier = Verifier::new(CaSet::new(cas).expect("P-256 keys"));
    for issuer in [&issuer, &twin] {
        let leaf = issuer.issue(&issuer.client());
        assert_allocates_nothing(&verifier, &leaf, now(), Status::Success);
    }
}

#[test]
fn verify_allocates_nothing_either() {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    let verifier = verifier(&issuer);
    verifier.verify(&leaf, now()).expect("a good leaf");
    let (verified, count) = counted(|| verifier.verify(&leaf, now()));
    let verified = verified.expect("a good leaf");
    assert_eq!(count, 0);
    let (_, count) = counted(|| (verified.valid_from(), verified.valid_until(), verified.ca().fingerprint()));
    assert_eq!(count, 0);
}

/// A verdict allocates what webpki alone allocates for it: nothing but what the provider's Rust code does.
fn corpus_case(id: &str) {
    let Some(case) = generated(id) else {
        return not_run("allocations/corpus", "tests/vectors/corpus/generated.jsonl");
    };
    let alone = webpki::allocations(&case.leaf, &case.ca, case.time, webpki::Indifferent);
    // ring's RSA keeps its numbers on the heap.
    assert!(alone == 0 || PROVIDER == "ring", "{id}: {alone}");

    let verifier = outcome::verifier(&case.ca).expect("a fit CA");
    let now = check_time(outcome::seconds(case.time));
    assert!(verifier.evaluate(Some(&case.leaf), now).verified(), "{id}");
    let (verdict, count) = counted(|| verifier.evaluate(Some(&case.leaf), now));
    assert!(verdict.verified(), "{id}");
    assert_eq!(count, alone, "{id}");
}
