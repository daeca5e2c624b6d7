//! The path of every handshake allocates nothing: a verdict, yes or no, reading it, and comparing the issuer.
//!
//! Only Rust's allocator is counted: what a provider's C code allocates is not seen. ring's RSA allocates in
//! Rust; there the core may allocate no more than webpki alone.

mod accepted;
mod counter;
mod names;
mod policy;
mod refused;
mod webpki;

use std::hint::black_box;

use issuedby::{Status, UnixTime, Verdict, Verifier, check_time};
use issuedby_conformance::certificates::Issuer;
use issuedby_conformance::outcome;

pub(crate) use counter::counted;

/// The time at which certificates made by hand are valid.
pub(crate) fn now() -> UnixTime {
    check_time(outcome::seconds(issuedby_conformance::template::NOW))
}

/// A verifier with the CA of `issuer`.
pub(crate) fn verifier(issuer: &Issuer) -> Verifier {
    outcome::verifier(&issuer.certificate()).expect("a fit CA")
}

/// Evaluates once to warm what is made on first use, then counts; the verdict must have this status.
pub(crate) fn assert_allocates_nothing(verifier: &Verifier, leaf: &[u8], now: UnixTime, status: Status) {
    assert_eq!(verifier.evaluate(Some(leaf), now).status(), status);
    let (verdict, count) = counted(|| verifier.evaluate(Some(leaf), now));
    assert_eq!(verdict.status(), status);
    assert_eq!(count, 0, "{verdict:?}");
    assert_reading_allocates_nothing(&verdict);
}

fn assert_reading_allocates_nothing(verdict: &Verdict<'_>) {
    let ((), count) = counted(|| {
        black_box((verdict.status(), verdict.verified(), verdict.reason().map(|reason| reason.code())));
        black_box(verdict.reasons().filter(|entry| entry.authenticated).count());
        black_box((verdict.valid_from(), verdict.valid_until()));
        black_box(verdict.ca().map(|ca| (ca.id(), ca.fingerprint(), ca.not_after())));
        black_box(verdict.certificate().map(|certificate| certificate.not_after()));
    });
    assert_eq!(count, 0, "reading {verdict:?}");
}
