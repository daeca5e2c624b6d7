//! A verdict as its caller sees it: the two calls, the options, the JSON, and what cannot be mistaken for a
//! SUCCESS.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod vector_file;

use std::error::Error;
use std::sync::Arc;
use std::thread;

use issuedby::{
    CaCertificate, CaSet, ErrorDetails as _, Reason, Status, UnixTime, Verdict, Verified, Verifier,
    check_time, input,
};

/// 2026-11-23T12:00:00Z
const NOW: i64 = 1_795_435_200;

fn sample(name: &str) -> Vec<u8> {
    let path = issuedby_test_support::repository().join("tests/certs").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn leaf(name: &str) -> Vec<u8> {
    input::certificate_der(&sample(name)).expect("a sample is one certificate").into_owned()
}

fn ca(name: &str) -> CaCertificate {
    CaCertificate::from_pem(&sample(name)).expect("a sample CA is fit")
}

fn verifier() -> Verifier {
    Verifier::new(CaSet::new([ca("ca.pem")]).expect("the key is taken"))
}

fn reason_of(name: &str) -> Option<Reason> {
    let der = leaf(name);
    verifier().evaluate(Some(&der), check_time(NOW)).reason()
}

#[test]
fn verify_gives_the_client_the_ca_and_the_window() -> Result<(), Box<dyn Error>> {
    let verifier = verifier();
    let der = leaf("client.pem");
    let client = verifier.verify(&der, check_time(NOW)).map_err(|refusal| refusal.into_owned())?;
    assert_eq!(client.certificate().subject()?.to_string(), "CN=client-1,O=Example,C=US");
    assert_eq!(client.ca().subject().to_string(), "CN=example-ca,O=Example,C=US");
    assert_eq!(client.valid_from(), client.certificate().not_before().max(client.ca().not_before()));
    assert_eq!(client.valid_until(), client.certificate().not_after().min(client.ca().not_after()));
    assert!(client.into_owned().into_verdict().verified());
    Ok(())
}

#[test]
fn verify_gives_the_verdict_as_its_error() {
    let verifier = verifier();
    let der = leaf("client-expired.pem");
    let refusal = verifier.verify(&der, check_time(NOW)).expect_err("it has expired");
    assert_eq!((refusal.status(), refusal.reason()), (Status::Failed, Some(Reason::Expired)));
}

#[test]
fn only_a_success_becomes_a_verified_certificate() {
    let verifier = verifier();
    let expired = leaf("client-expired.pem");
    let nothing = verifier.evaluate(None, check_time(NOW));
    let refused = verifier.evaluate(Some(&expired), check_time(NOW));
    assert!(Verified::try_from(nothing).is_err());
    assert!(Verified::try_from(refused).is_err());
}

#[test]
fn nothing_presented_is_none_and_no_bytes_are_malformed() {
    let verifier = verifier();
    let none = verifier.evaluate(None, check_time(NOW));
    assert_eq!((none.status(), none.reason()), (Status::None, Some(Reason::NoCertificate)));
    let empty = verifier.evaluate(Some(&[]), check_time(NOW));
    assert_eq!((empty.status(), empty.reason()), (Status::Failed, Some(Reason::Malformed)));
    assert!(empty.certificate().is_none());
}

#[test]
fn each_sample_has_its_own_reason() {
    let expected = [
        ("client.pem", None),
        ("client-unicode.pem", None),
        ("client-expired.pem", Some(Reason::Expired)),
        ("client-not-yet-valid.pem", Some(Reason::NotYetValid)),
        ("client-other-ca.pem", Some(Reason::NoMatchingCa)),
        ("client-same-name-other-key.pem", Some(Reason::SignatureInvalid)),
        ("client-server-only.pem", Some(Reason::NotForClientAuthentication)),
        ("client-via-intermediate.pem", Some(Reason::NoMatchingCa)),
        ("client-v1.pem", Some(Reason::UnsupportedVersion)),
        ("client-is-a-ca.pem", Some(Reason::IsACa)),
        ("client-unknown-critical.pem", Some(Reason::UnknownCriticalExtension)),
        ("client-negative-serial.pem", Some(Reason::InvalidSerial)),
        ("client-tampered.pem", Some(Reason::SignatureInvalid)),
        ("client-truncated.der", Some(Reason::Malformed)),
        ("client-trailing.der", Some(Reason::TrailingData)),
    ];
    for (name, reason) in expected {
        assert_eq!(reason_of(name), reason, "{name}");
    }
}

#[test]
fn an_intermediate_is_named_only_when_it_was_sent_along() {
    let verifier = verifier();
    let der = leaf("client-via-intermediate.pem");
    let intermediate = leaf("intermediate.pem");
    let verdict = verifier.evaluate_with_chain(Some(&der), check_time(NOW), &[&intermediate]);
    assert_eq!(verdict.reason(), Some(Reason::NotDirectlySigned));
    let fingerprint = issuedby::Fingerprint::of(&intermediate).to_string();
    assert!(verdict.message().contains(&fingerprint), "{}", verdict.message());

    let uploaded = CaCertificate::from_der(&intermediate).expect("an intermediate is a CA here");
    let verifier = Verifier::new(CaSet::new([uploaded]).expect("the key is taken"));
    assert!(verifier.evaluate(Some(&der), check_time(NOW)).verified());
}

#[test]
fn a_renewed_ca_rescues_its_expired_twin() {
    let der = leaf("client.pem");
    let expired = || ca("ca-expired.pem").with_id("old").expect("an identifier");
    let alone = Verifier::new(CaSet::new([expired()]).expect("the key is taken"));
    assert_eq!(alone.evaluate(Some(&der), check_time(NOW)).reason(), Some(Reason::CaExpired));
    let relaxed = alone.ignore_ca_validity(true);
    assert!(relaxed.evaluate(Some(&der), check_time(NOW)).verified());

    let both = CaSet::new([expired(), ca("ca-renewed.pem").with_id("new").expect("an identifier")])
        .expect("the key is taken");
    let both = Verifier::new(both);
    let verdict = both.evaluate(Some(&der), check_time(NOW));
    assert!(verdict.verified());
    assert_eq!(verdict.ca().and_then(CaCertificate::id), Some("new"));
}

#[test]
fn a_clock_before_1970_or_beyond_9999_verifies_no_client() {
    let verifier = verifier();
    let der = leaf("client.pem");
    for seconds in [-1, i64::MIN, 253_402_300_800, i64::MAX] {
        let verdict = verifier.evaluate(Some(&der), check_time(seconds));
        assert_eq!(verdict.reason(), Some(Reason::InvalidCheckTime), "{seconds}");
    }
    let zero = verifier.evaluate(Some(&der), UnixTime::since_unix_epoch(std::time::Duration::ZERO));
    assert_eq!(zero.reason(), Some(Reason::NotYetValid));
}

#[test]
fn an_empty_set_verifies_no_client() {
    let verifier = Verifier::new(CaSet::new([]).expect("an empty set is a set"));
    let der = leaf("client.pem");
    assert_eq!(verifier.evaluate(Some(&der), check_time(NOW)).reason(), Some(Reason::NoMatchingCa));
}

#[test]
fn a_ca_that_is_given_twice_counts_once() {
    let set = CaSet::new([ca("ca.pem"), ca("ca.pem")]).expect("the key is taken");
    assert_eq!(set.len(), 1);
}

#[test]
fn json_has_the_documented_keys_in_the_documented_order() {
    let verifier = Verifier::new(
        CaSet::new([ca("ca.pem").with_id("mtlsca_x").expect("an identifier")]).expect("the key is taken"),
    );
    let der = leaf("client-expired.pem");
    let json = verifier.evaluate(Some(&der), check_time(NOW)).to_json();
    let mut position = 0;
    for key in [
        "{\"status\":\"FAILED\"",
        ",\"reason\":\"expired\"",
        ",\"message\":\"the certificate expired on ",
        ",\"reasons\":[{\"code\":\"expired\",\"message\":",
        ",\"authenticated\":true}]",
        ",\"certificate\":{\"subject\":\"CN=",
        ",\"issuer\":\"CN=example-ca,O=Example,C=US\"",
        ",\"serialNumber\":",
        ",\"notBefore\":",
        ",\"notAfter\":",
        ",\"sha256Fingerprint\":",
        "},\"ca\":{\"id\":\"mtlsca_x\",\"subject\":\"CN=example-ca,O=Example,C=US\",\"sha256Fingerprint\":",
        "},\"validFrom\":null,\"validUntil\":null}",
    ] {
        let found = json.get(position..).and_then(|rest| rest.find(key));
        position += found.unwrap_or_else(|| panic!("{key} is missing or out of order in {json}")) + key.len();
    }
    assert_eq!(position, json.len(), "nothing follows");
}

#[test]
fn nothing_presented_is_null_in_json() {
    assert_eq!(
        verifier().evaluate(None, check_time(NOW)).to_json(),
        "{\"status\":\"NONE\",\"reason\":\"no_certificate\",\"message\":\"no client certificate was presented\",\
         \"reasons\":[{\"code\":\"no_certificate\",\"message\":\"no client certificate was presented\",\
         \"authenticated\":false}],\"certificate\":null,\"ca\":null,\"validFrom\":null,\"validUntil\":null}"
    );
}

#[test]
fn an_identifier_that_quotes_cannot_end_its_text_in_json() {
    let named = ca("ca.pem").with_id("\",\"a\\").expect("an identifier");
    let verifier = Verifier::new(CaSet::new([named]).expect("taken"));
    let der = leaf("client.pem");
    let json = verifier.evaluate(Some(&der), check_time(NOW)).to_json();
    assert!(json.contains(r#""id":"\",\"a\\""#), "{json}");
}

#[test]
fn an_identifier_is_visible_ascii_of_bounded_length() {
    let longest = "a".repeat(128);
    for id in ["mtlsca_1", "!\"',;`~", &longest] {
        assert_eq!(ca("ca.pem").with_id(id).expect("an identifier").id(), Some(id));
    }
    let too_long = "a".repeat(129);
    for id in ["", " ", "a b", "caf\u{e9}", "\u{7f}", "a\n", &too_long] {
        let error = ca("ca.pem").with_id(id).expect_err("no identifier");
        assert_eq!(error.code(), "malformed_ca_id", "{id:?}");
        assert!(error.to_string().is_ascii(), "{error}");
    }
}

#[test]
fn debug_and_display_never_show_the_certificate() {
    let verifier = verifier();
    let der = leaf("client-expired.pem");
    let verdict = verifier.evaluate(Some(&der), check_time(NOW));
    assert!(format!("{verdict:?}").len() < 400, "{verdict:?}");
    assert!(verdict.to_string().starts_with("FAILED: the certificate expired on "), "{verdict}");
}

#[test]
fn an_owned_verdict_outlives_the_verifier_and_says_the_same() {
    let (json, kept): (String, Verdict<'static>) = {
        let verifier = verifier();
        let der = leaf("client.pem");
        let verdict = verifier.evaluate(Some(&der), check_time(NOW));
        (verdict.to_json(), verdict.clone().into_owned())
    };
    assert_eq!(kept.to_json(), json);
}

#[test]
fn threads_share_one_verifier() {
    let verifier = Arc::new(verifier());
    let der: Arc<[u8]> = leaf("client.pem").into();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (verifier, der) = (Arc::clone(&verifier), Arc::clone(&der));
            thread::spawn(move || (0..50).all(|_| verifier.evaluate(Some(&der), check_time(NOW)).verified()))
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().expect("no panic")));
}

#[test]
fn a_set_that_was_not_confirmed_verifies_no_client() {
    let verifier = verifier();
    let stale = |leaf: Option<&[u8]>| {
        let verdict = verifier.evaluate(leaf, check_time(NOW)).with_stale_cas();
        let reasons: Vec<_> = verdict.reasons().map(|entry| (entry.reason, entry.authenticated)).collect();
        (verdict.status(), verdict.verified(), verdict.valid_until(), reasons)
    };
    let refused = |reasons: &[(Reason, bool)]| (Status::Failed, false, None, reasons.to_vec());
    assert_eq!(stale(Some(&leaf("client.pem"))), refused(&[(Reason::CaSetStale, true)]));
    assert_eq!(
        stale(Some(&leaf("client-expired.pem"))),
        refused(&[(Reason::Expired, true), (Reason::CaSetStale, true)])
    );
    assert_eq!(
        stale(Some(&leaf("client-other-ca.pem"))),
        refused(&[(Reason::NoMatchingCa, false), (Reason::CaSetStale, false)])
    );
    assert_eq!(stale(None), (Status::None, false, None, vec![(Reason::NoCertificate, false)]));
}

#[test]
fn a_verdict_says_how_many_signatures_were_checked_for_it() {
    let checks = |der: &[u8]| verifier().evaluate(Some(der), check_time(NOW)).signature_checks();
    let genuine = leaf("client.pem");
    assert_eq!(checks(&genuine), 1);
    let mut forged = genuine.clone();
    *forged.last_mut().expect("a certificate has bytes") ^= 1;
    assert_eq!(checks(&forged), 1, "the forger is charged what it cost");
    assert_eq!(checks(b"no certificate"), 0);
    assert_eq!(verifier().evaluate(None, check_time(NOW)).signature_checks(), 0);
    let kept = verifier().evaluate(Some(&genuine), check_time(NOW)).into_owned();
    assert_eq!(Verified::try_from(kept).expect("a SUCCESS").into_verdict().signature_checks(), 1);
    // Whose issuer no CA has, costs nothing.
    let empty = Verifier::new(CaSet::new([]).expect("no CA is a set"));
    assert_eq!(empty.evaluate(Some(&genuine), check_time(NOW)).signature_checks(), 0);
}

/// Whoever has no signature of a CA chooses every byte of its certificate, and so which remedy the operator reads.
#[test]
fn no_remedy_for_a_strangers_certificate_leads_to_a_new_ca_or_certificate() {
    let (mut strangers, mut aimed) = (0, Vec::new());
    for case in vector_file::cases().iter().filter(|case| case.is_for_this_build()) {
        let (verifier, leaf) = (case.verifier(), case.leaf());
        let verdict = verifier.evaluate((!leaf.is_empty()).then_some(&leaf), check_time(case.now()));
        let signed = || case.cas().iter().any(|ca| verifier.is_signed_by(&leaf, ca.certificate().der()));
        if leaf.is_empty()
            || verdict.reason().is_none()
            || verdict.reasons().any(|entry| entry.authenticated)
            || signed()
        {
            continue;
        }
        strangers += 1;
        for reason in verdict.reasons().map(|entry| entry.reason) {
            let remedy = verdict.remedy_of(reason);
            let leads_on =
                ["upload", "give the", "add the", "trust"].iter().any(|advice| remedy.contains(advice));
            // A CA's certificate comes from the CA alone, and a lost key is none.
            let takes = remedy.contains("take ");
            let is_bound = remedy.contains("from the CA itself")
                || remedy.contains("from the CA again")
                || remedy.contains("only if the CA itself") && remedy.contains("never if");
            if leads_on || (takes && !is_bound) {
                aimed.push(format!("{}: {remedy}", case.id()));
            }
        }
    }
    assert!(aimed.is_empty(), "{aimed:#?}");
    assert!(strangers > 100, "{strangers}");
}
