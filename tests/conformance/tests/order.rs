//! The shape of every verdict over the corpora: the order of its reasons, and the two ends of its window.

use issuedby::{Status, Verdict, check_time};
use issuedby_conformance::case::{Case, all_cases};
use issuedby_conformance::outcome::{seconds, verifier};
use issuedby_conformance::threads::in_parallel;
use issuedby_test_support::not_run;

#[test]
fn reasons_stand_in_table_order_and_the_reason_is_the_first() {
    each_verdict(|case, verdict| {
        let reasons: Vec<_> = verdict.reasons().map(|entry| entry.reason).collect();
        assert!(reasons.is_sorted(), "{}: {reasons:?}", case.id);
        assert!(reasons.windows(2).all(|pair| pair[0] != pair[1]), "{}: {reasons:?}", case.id);
        assert_eq!(verdict.reason(), reasons.first().copied(), "{}", case.id);
    });
}

#[test]
fn a_refusal_has_reasons_and_a_success_has_none() {
    each_verdict(|case, verdict| match verdict.status() {
        Status::Success => assert_eq!(verdict.reasons().count(), 0, "{}", case.id),
        Status::Failed => assert!(verdict.reasons().count() > 0, "{}", case.id),
        Status::None => panic!("{}: a certificate was presented", case.id),
    });
}

#[test]
fn the_reasons_of_one_verdict_are_all_authenticated_or_none_is() {
    each_verdict(|case, verdict| {
        let authenticated = verdict.reasons().filter(|entry| entry.authenticated).count();
        assert!(authenticated == 0 || authenticated == verdict.reasons().count(), "{}", case.id);
        if authenticated > 0 {
            assert!(verdict.ca().is_some(), "{}: whose key was it?", case.id);
            assert!(verdict.certificate().is_some(), "{}", case.id);
        }
    });
}

#[test]
fn only_a_success_has_a_window() {
    each_verdict(|case, verdict| {
        let named = verdict.ca().is_some_and(|ca| ca.certificate().der() == case.ca);
        let window = (verdict.valid_from(), verdict.valid_until());
        match verdict.verified() {
            true => assert!(named && matches!(window, (Some(_), Some(_))), "{}", case.id),
            false => assert_eq!(window, (None, None), "{}", case.id),
        }
    });
}

#[test]
fn a_success_holds_exactly_within_its_window() {
    each_success(|case, from, until| {
        let status = |time: i64| {
            let verifier = verifier(&case.ca).expect("the CA was loaded before");
            verifier.evaluate(Some(&case.leaf), check_time(time)).status()
        };
        assert!(from <= seconds(case.time) && seconds(case.time) <= until, "{}", case.id);
        assert_eq!(status(from), Status::Success, "{}: at its start", case.id);
        assert_eq!(status(until), Status::Success, "{}: at its end", case.id);
        assert_ne!(status(from - 1), Status::Success, "{}: before its start", case.id);
        assert_ne!(status(until + 1), Status::Success, "{}: after its end", case.id);
    });
}

#[test]
fn no_certificate_is_accepted_by_a_clock_that_is_broken() {
    each_success(|case, _, _| {
        let verifier = verifier(&case.ca).expect("the CA was loaded before");
        for time in [-1, i64::MIN, 253_402_300_800, i64::MAX] {
            let verdict = verifier.evaluate(Some(&case.leaf), check_time(time));
            assert_eq!(verdict.status(), Status::Failed, "{} at {time}", case.id);
        }
    });
}

#[test]
fn verify_gives_what_evaluate_gives() {
    each_verdict(|case, verdict| {
        let verifier = verifier(&case.ca).expect("the CA was loaded before");
        let json = match verifier.verify(&case.leaf, check_time(seconds(case.time))) {
            Ok(verified) => {
                assert!(verdict.verified(), "{}", case.id);
                assert_eq!(Some(verified.valid_until()), verdict.valid_until(), "{}", case.id);
                verified.into_verdict().to_json()
            }
            Err(refusal) => refusal.to_json(),
        };
        assert_eq!(json, verdict.to_json(), "{}", case.id);
    });
}

/// Checks the verdict of every case whose CA can be loaded.
fn each_verdict(check: impl Fn(&Case, &Verdict<'_>) + Sync) {
    let (cases, missing) = all_cases();
    if !missing.is_empty() {
        not_run("order/verdicts", "all the certificate corpora");
    }
    let checked: usize = in_parallel(&cases, |case| {
        let Ok(verifier) = verifier(&case.ca) else { return 0 };
        check(case, &verifier.evaluate(Some(&case.leaf), check_time(seconds(case.time))));
        1
    })
    .into_iter()
    .sum();
    assert!(checked > 0 || cases.is_empty(), "no CA could be loaded");
}

/// Checks every case that is accepted, with its window in Unix seconds.
fn each_success(check: impl Fn(&Case, i64, i64) + Sync) {
    each_verdict(|case, verdict| {
        if let (Some(from), Some(until)) = (verdict.valid_from(), verdict.valid_until()) {
            check(case, seconds(from.as_secs()), seconds(until.as_secs()));
        }
    });
}
