//! The cost of a leaf: the number of signatures that are checked for it.

use std::sync::Arc;

use issuedby::limits::MAX_SIGNATURE_CHECKS;
use issuedby::{CaCertificate, CaSet, Reason, UnixTime, Verdict, Verifier, check_time};
use issuedby_conformance::certificates::{Issuer, fresh_key};
use issuedby_conformance::der::{UTF8_STRING, common_name, element, extension, sequence};
use issuedby_conformance::outcome::seconds;
use issuedby_conformance::providers::Counting;
use issuedby_conformance::template::{
    NOW, Template, extension_id, permitted_names, subject_alternative_name,
};

#[test]
fn an_accepted_leaf_costs_one() {
    let issuer = Issuer::new();
    let set = Set::of([issuer.certificate()]);
    assert!(set.evaluate(&issuer.issue(&issuer.client()), &[], |verdict| verdict.verified()) == (true, 1));
}

#[test]
fn other_cas_cost_nothing() {
    let issuer = Issuer::new();
    let others = (0..100)
        .map(|number| Issuer::named(common_name(UTF8_STRING, &format!("other-ca-{number}"))).certificate());
    let set = Set::of(others.chain([issuer.certificate()]));
    assert!(set.evaluate(&issuer.issue(&issuer.client()), &[], |verdict| verdict.verified()) == (true, 1));
}

#[test]
fn a_key_identifier_of_the_right_ca_saves_the_others() {
    const SUBJECT_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 14];
    const AUTHORITY_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 35];
    let issuer = Issuer::new();
    let identified = |issuer: &Issuer, identifier: u8| {
        let extension = extension(SUBJECT_KEY_IDENTIFIER, false, &element(0x04, &[identifier; 20]));
        issuer.template().with_extension(extension).sign(&issuer.key)
    };
    let others = (1..70).map(|number| identified(&Issuer::named(issuer.name.clone()), number));
    let set = Set::of(others.chain([identified(&issuer, 0)]));
    let authority = extension(AUTHORITY_KEY_IDENTIFIER, false, &sequence(&[&element(0x80, &[0; 20])]));
    let leaf = issuer.issue(&issuer.client().with_extension(authority));
    assert!(set.evaluate(&leaf, &[], |verdict| verdict.verified()) == (true, 1));
}

#[test]
fn a_forged_leaf_costs_no_more_than_the_limit() {
    let issuer = Issuer::new();
    let set = Set::of(same_name(&issuer, MAX_SIGNATURE_CHECKS + 6));
    let forged = issuer.client().sign(&fresh_key());
    let (reason, count) = set.evaluate(&forged, &[], |verdict| verdict.reason());
    assert_eq!(reason, Some(Reason::TooManyCandidates));
    assert_eq!(count, MAX_SIGNATURE_CHECKS);
}

#[test]
fn renewed_certificates_of_one_key_cost_one_check_together() {
    let issuer = Issuer::new();
    let renewals = (1..=40)
        .map(|serial| Template { serial_number: vec![serial], ..issuer.template() }.sign(&issuer.key));
    let set = Set::of(renewals);
    assert_eq!(set.verifier.cas().len(), 40);
    let forged = issuer.client().sign(&fresh_key());
    assert_eq!(set.evaluate(&forged, &[], |verdict| verdict.reason()), (Some(Reason::SignatureInvalid), 1));
}

#[test]
fn a_presented_chain_is_looked_at_within_the_same_limit() {
    let issuer = Issuer::new();
    let set = Set::of(same_name(&issuer, MAX_SIGNATURE_CHECKS - 1));
    let forged = issuer.client().sign(&fresh_key());
    let chain: Vec<Vec<u8>> = (0..100).map(|_| issuer.template().sign(&fresh_key())).collect();
    let (verified, count) = set.evaluate(&forged, &chain, |verdict| verdict.verified());
    assert!(!verified);
    assert!(count <= MAX_SIGNATURE_CHECKS, "{count} signatures were checked");
}

#[test]
fn a_refused_leaf_of_many_twins_costs_at_most_the_limit() {
    const DNS_NAME: u8 = 0x82;
    const IP_ADDRESS: u8 = 0x87;
    let issuer = Issuer::new();
    let constraints = permitted_names(&[(IP_ADDRESS, &[192, 0, 2, 0, 255, 255, 255, 0])]);
    let twins = (0..64_u8).map(|number| {
        let template = issuer.template().with_extension(constraints.clone());
        Template { serial_number: vec![1, number], ..template }.sign(&issuer.key)
    });
    let set = Set::of(twins);
    // An address of five bytes: webpki gives up on it once it has checked the signature.
    let names = subject_alternative_name(&[(DNS_NAME, b"a.example.com"), (IP_ADDRESS, &[192, 0, 2, 1, 1])]);
    let leaf = issuer.issue(&issuer.client().with_extension(names));
    let (verified, count) = set.evaluate(&leaf, &[], |verdict| verdict.verified());
    assert!(!verified);
    assert!(count <= MAX_SIGNATURE_CHECKS, "{count} signatures were checked");
}

#[test]
fn a_leaf_outside_the_name_constraints_costs_one() {
    const DNS_NAME: u8 = 0x82;
    let issuer = Issuer::new();
    let constraints = permitted_names(&[(DNS_NAME, b"example.com")]);
    let set = Set::of([issuer.template().with_extension(constraints).sign(&issuer.key)]);
    let names = subject_alternative_name(&[(DNS_NAME, b"a.example.org")]);
    let leaf = issuer.issue(&issuer.client().with_extension(names));
    let answer = set.evaluate(&leaf, &[], |verdict| verdict.reason());
    assert_eq!(answer, (Some(Reason::NameConstraintsViolated), 1));
}

#[test]
fn a_refusal_before_the_signature_costs_nothing() {
    let issuer = Issuer::new();
    let set = Set::of([issuer.certificate()]);
    let good = issuer.issue(&issuer.client());
    let stranger = Issuer::named(common_name(UTF8_STRING, "other-ca"));
    let sha1 = issuedby_conformance::algorithms::sha1_with_rsa();
    let unsupported =
        Template { inner_algorithm: sha1.clone(), outer_algorithm: sha1, ..issuer.client() }.unsigned();
    let padding = extension(extension_id::UNKNOWN, false, &vec![0; 66_000]);
    let too_large = issuer.issue(&issuer.client().with_extension(padding));
    for (leaf, expected) in [
        (stranger.issue(&stranger.client()), Reason::NoMatchingCa),
        (good[..good.len() - 1].to_vec(), Reason::Malformed),
        (unsupported, Reason::SignatureAlgorithmUnsupported),
        (too_large, Reason::TooLarge),
    ] {
        let (reason, count) = set.evaluate(&leaf, &[], |verdict| verdict.reason());
        assert_eq!((reason, count), (Some(expected), 0));
    }
}

#[test]
fn an_expired_leaf_costs_one() {
    let issuer = Issuer::new();
    let set = Set::of([issuer.certificate()]);
    let leaf = Template { not_after: element(0x17, b"260102000000Z"), ..issuer.client() };
    let (reason, count) = set.evaluate(&issuer.issue(&leaf), &[], |verdict| verdict.reason());
    assert_eq!((reason, count), (Some(Reason::Expired), 1));
}

#[test]
fn an_expired_leaf_of_many_twins_costs_one() {
    let issuer = Issuer::new();
    let twins = (0..64_u8)
        .map(|number| Template { serial_number: vec![1, number], ..issuer.template() }.sign(&issuer.key));
    let set = Set::of(twins);
    let leaf = Template { not_after: element(0x17, b"260102000000Z"), ..issuer.client() };
    let (reason, count) = set.evaluate(&issuer.issue(&leaf), &[], |verdict| verdict.reason());
    assert_eq!((reason, count), (Some(Reason::Expired), 1), "no other CA makes a better leaf of it");
}

#[test]
fn a_ca_whose_key_did_not_sign_is_not_called_expired() {
    let issuer = Issuer::new();
    let ca = Template { not_after: element(0x17, b"260102000000Z"), ..issuer.template() };
    let set = Set::of([ca.sign(&issuer.key)]);
    let reasons = |leaf: &[u8]| {
        let collect = |verdict: &Verdict<'_>| verdict.reasons().map(|entry| entry.reason).collect::<Vec<_>>();
        set.evaluate(leaf, &[], collect).0
    };
    assert_eq!(reasons(&issuer.issue(&issuer.client())), [Reason::CaExpired]);
    assert_eq!(reasons(&issuer.client().sign(&fresh_key())), [Reason::SignatureInvalid]);
}

/// CAs with the issuer's name and keys of their own.
fn same_name(issuer: &Issuer, number: usize) -> Vec<Vec<u8>> {
    (0..number).map(|_| Issuer::named(issuer.name.clone()).certificate()).collect()
}

/// A verifier whose signature checks are counted.
struct Set {
    verifier: Verifier,
    provider: Counting,
}

impl Set {
    fn of(cas: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let provider = Counting::default();
        let cas = cas.into_iter().map(|ca| CaCertificate::from_der(&ca).expect("a fit CA"));
        let set = CaSet::with_provider(cas, Arc::new(provider.clone())).expect("P-256 keys");
        Self { verifier: Verifier::new(set), provider }
    }

    /// The check of the verdict, and the number of signatures that were checked for it.
    fn evaluate<T>(&self, leaf: &[u8], chain: &[Vec<u8>], ask: impl Fn(&Verdict<'_>) -> T) -> (T, usize) {
        let chain: Vec<&[u8]> = chain.iter().map(Vec::as_slice).collect();
        self.provider.during(|| ask(&self.verifier.evaluate_with_chain(Some(leaf), now(), &chain)))
    }
}

fn now() -> UnixTime {
    check_time(seconds(NOW))
}
