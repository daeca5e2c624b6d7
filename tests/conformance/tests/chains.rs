//! The certificates that are sent along with a leaf are never trusted: over the cases that have a chain, it changes no verdict
//! but the words of a refusal.

use std::collections::BTreeMap;

use issuedby::{CaCertificate, Reason, Verdict, check_time};
use issuedby_conformance::bare_webpki;
use issuedby_conformance::case::{Case, all_cases};
use issuedby_conformance::ledger::{self, assert_same};
use issuedby_conformance::outcome::{seconds, verifier};
use issuedby_test_support::not_run;

#[test]
fn a_chain_changes_no_status() {
    each_case_with_a_chain(|case, without, with| {
        assert_eq!(without.status(), with.status(), "{}", case.id);
        assert_eq!(without.ca().map(CaCertificate::fingerprint), with.ca().map(CaCertificate::fingerprint));
    });
}

#[test]
fn a_chain_takes_only_two_reasons_away() {
    each_case_with_a_chain(|case, without, with| {
        let replaced = [Reason::NoMatchingCa, Reason::SignatureInvalid];
        for entry in without.reasons().filter(|entry| !replaced.contains(&entry.reason)) {
            assert!(with.reasons().any(|other| other == entry), "{}: {}", case.id, entry.reason);
        }
        let new = with.reasons().filter(|entry| !without.reasons().any(|other| other == *entry));
        for entry in new {
            assert_eq!(entry.reason, Reason::NotDirectlySigned, "{}", case.id);
        }
    });
}

#[test]
fn not_directly_signed_names_the_real_intermediate() {
    each_case_with_a_chain(|case, _, with| {
        if !with.reasons().any(|entry| entry.reason == Reason::NotDirectlySigned) {
            return;
        }
        let message = with.message_of(Reason::NotDirectlySigned);
        let named = with.intermediate().expect("the verdict names it");
        assert!(message.contains(&named.to_string()), "{message}");
        let named: Vec<_> = case
            .chain
            .iter()
            .filter_map(|der| CaCertificate::from_der(der).ok())
            .filter(|ca| ca.fingerprint() == named)
            .collect();
        assert!(!named.is_empty(), "{}: {message}", case.id);
        let leaf_signature_holds = named.iter().any(|ca| {
            let answer = bare_webpki::verify(&case.leaf, ca.certificate().der(), case.time);
            !matches!(answer, Err(webpki::Error::UnknownIssuer | webpki::Error::InvalidSignatureForPublicKey))
        });
        assert!(leaf_signature_holds, "{}: {message}", case.id);
    });
}

#[test]
fn cases_not_directly_signed_are_those_of_the_ledger() {
    let found = std::sync::Mutex::new(BTreeMap::new());
    let ran = each_case_with_a_chain(|case, _, with| {
        let codes: Vec<&str> = with.reasons().map(|entry| entry.reason.code()).collect();
        if codes.contains(&"not_directly_signed") {
            found.lock().expect("one thread").insert(case.id.clone(), codes.join(", "));
        }
    });
    if ran {
        let found = found.into_inner().expect("one thread");
        assert_same("not_directly_signed.json", &found, &ledger::map("not_directly_signed.json"));
    }
}

/// Gives the verdicts without and with the chain; `false` where the corpora are not all there.
fn each_case_with_a_chain(check: impl Fn(&Case, &Verdict<'_>, &Verdict<'_>)) -> bool {
    let (cases, missing) = all_cases();
    if !missing.is_empty() {
        not_run("chains", "all the certificate corpora");
        return false;
    }
    for case in cases.iter().filter(|case| !case.chain.is_empty()) {
        let Ok(verifier) = verifier(&case.ca) else { continue };
        let now = check_time(seconds(case.time));
        let chain: Vec<&[u8]> = case.chain.iter().map(Vec::as_slice).collect();
        let without = verifier.evaluate(Some(&case.leaf), now);
        let with = verifier.evaluate_with_chain(Some(&case.leaf), now, &chain);
        check(case, &without, &with);
    }
    true
}
