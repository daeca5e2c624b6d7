//! Nothing but what the CA signed is accepted: every byte of every accepted leaf is damaged once, and every
//! accepted leaf is tried under a CA that has the right name and the wrong key.
//!
//! The last test proves that the damage would be seen: with a provider that calls every signature valid the
//! same harness reports acceptances.

use std::sync::Arc;

use issuedby::provider::default_provider;
use issuedby::{CaCertificate, CaSet, Reason, Status, Verifier, check_time};
use issuedby_conformance::case::{Case, all_cases};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::damage::{Damage, flip_every_byte};
use issuedby_conformance::der;
use issuedby_conformance::ledger::entries;
use issuedby_conformance::outcome::{Outcome, seconds, verifier};
use issuedby_conformance::providers::Credulous;
use issuedby_conformance::template::NOW;
use issuedby_conformance::threads::in_parallel;
use issuedby_conformance::{PROVIDER, counting};
use issuedby_test_support::{corpora, not_run, report_cases};

#[test]
fn one_flipped_bit_in_any_byte_of_an_accepted_leaf_is_refused() {
    let leaves = accepted();
    let turns: Vec<(usize, &Case)> = leaves.iter().enumerate().collect();
    let damages = in_parallel(&turns, |(turn, case)| {
        let verifier = verifier(&case.ca).expect("the CA was loaded before");
        flip_every_byte(&verifier, &case.leaf, case.time, *turn)
    });
    for (case, damage) in leaves.iter().zip(&damages) {
        assert_eq!(damage.evaluated, case.leaf.len(), "{}", case.id);
        assert_eq!(damage.accepted, [], "{}: a damaged leaf was accepted", case.id);
    }
    let evaluated: usize = damages.iter().map(|damage| damage.evaluated).sum();
    let bytes: usize = leaves.iter().map(|case| case.leaf.len()).sum();
    if !leaves.is_empty() {
        assert_all_bits_occur(&damages);
        report_cases("lockstep/flipped-bits", evaluated, bytes);
    }
}

#[test]
fn a_ca_with_the_same_name_and_another_key_is_refused() {
    let leaves = accepted();
    let refused = in_parallel(&leaves, |case| {
        let impostor = Issuer::named(subject_of(&case.ca));
        let verifier = verifier(&impostor.certificate()).expect("a fit CA");
        let verdict = verifier.evaluate(Some(&case.leaf), check_time(seconds(case.time)));
        assert_eq!(verdict.status(), Status::Failed, "{}", case.id);
        let reason = verdict.reason().expect("a refusal has a reason");
        let expected = [Reason::SignatureInvalid, Reason::SignatureAlgorithmMismatch];
        assert!(expected.contains(&reason), "{}: {reason}", case.id);
        assert!(verdict.reasons().all(|entry| !entry.authenticated), "{}", case.id);
    });
    if corpora().is_some() {
        let without_provider =
            entries("providers.json").values().filter(|entry| entry[PROVIDER] != "SUCCESS").count();
        let expected = counting::expected("lockstep/wrong-keys") - without_provider;
        report_cases("lockstep/wrong-keys", refused.len(), expected);
    }
}

#[test]
fn a_key_is_not_answered_for_by_an_object_prepared_for_another() {
    let issuer = Issuer::new();
    let other = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    let (_, certificate, _) = der::read(&leaf);
    let to_be_signed = &certificate[..certificate.len() - der::read(certificate).2.len()];
    let signature = der::read(der::read(der::read(certificate).2).2).1[1..].to_vec();

    let own = key_bytes(&issuer);
    let foreign = key_bytes(&other);
    let prepared = default_provider().prepare(&public_key_info(&issuer)).expect("a P-256 key");
    assert!(
        prepared.iter().any(|algorithm| algorithm.verify_signature(&own, to_be_signed, &signature).is_ok())
    );
    for algorithm in &prepared {
        assert!(algorithm.verify_signature(&foreign, to_be_signed, &signature).is_err());
    }
    let prepared = default_provider().prepare(&public_key_info(&other)).expect("a P-256 key");
    for algorithm in &prepared {
        assert!(algorithm.verify_signature(&own, to_be_signed, &signature).is_err());
    }
}

#[test]
fn the_harness_sees_a_provider_that_calls_every_signature_valid() {
    let issuer = Issuer::new();
    let leaf = issuer.issue(&issuer.client());
    let ca = CaCertificate::from_der(&issuer.certificate()).expect("a fit CA");

    let honest = Verifier::new(CaSet::new([ca.clone()]).expect("a P-256 key"));
    let damage = flip_every_byte(&honest, &leaf, NOW, 0);
    assert_eq!(damage.evaluated, leaf.len());
    assert_eq!(damage.accepted, [], "an honest provider");

    let credulous = CaSet::with_provider([ca], Arc::new(Credulous)).expect("a P-256 key");
    let damage = flip_every_byte(&Verifier::new(credulous), &leaf, NOW, 0);
    let signature = leaf.len() - 8..leaf.len();
    let in_signature = damage.accepted.iter().filter(|(offset, _)| signature.contains(offset)).count();
    assert_eq!(in_signature, signature.len(), "the harness missed a provider that is always content");
}

/// Every case that the core accepts.
fn accepted() -> Vec<Case> {
    let (cases, missing) = all_cases();
    if !missing.is_empty() {
        not_run("lockstep/flipped-bits", "all the certificate corpora");
    }
    let outcomes = in_parallel(&cases, Outcome::of);
    let accepted = cases.into_iter().zip(outcomes);
    accepted.filter(|(_, outcome)| *outcome == Outcome::Success).map(|(case, _)| case).collect()
}

fn assert_all_bits_occur(damages: &[Damage]) {
    for bit in 0..8 {
        let flipped: usize = damages.iter().map(|damage| damage.by_bit[bit]).sum();
        assert!(flipped > 1000, "bit {bit} was flipped {flipped} times");
    }
}

/// The subject of a certificate, SEQUENCE header included.
fn subject_of(ca: &[u8]) -> Vec<u8> {
    let ca = CaCertificate::from_der(ca).expect("the CA was loaded before");
    der::element(0x30, ca.certificate().subject().expect("a subject").rdn_sequence())
}

fn public_key_info(issuer: &Issuer) -> Vec<u8> {
    issuer.template().public_key_info
}

/// The contents of the BIT STRING of the issuer's key, without the byte for unused bits.
fn key_bytes(issuer: &Issuer) -> Vec<u8> {
    let info = public_key_info(issuer);
    let (_, contents, _) = der::read(&info);
    let (_, _, key) = der::read(contents);
    der::read(key).1[1..].to_vec()
}
