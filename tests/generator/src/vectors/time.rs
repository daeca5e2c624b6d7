//! The validity periods of the leaf and the CA, to the second.

use crate::authority::{self, Authority};
use crate::case::Case;
use crate::key;
use crate::name::Name;
use crate::time::Instant;

const START: &str = "2026-01-01T00:00:00Z";
const END: &str = "2026-03-01T00:00:00Z";

pub(super) fn cases() -> Vec<Case> {
    [leaf(), ca()].into_iter().flatten().collect()
}

fn leaf() -> Vec<Case> {
    let ca = authority::example();
    let leaf = || ca.issue(&ca.client().valid(START, END));
    let (start, end) = (Instant::parse(START), Instant::parse(END));
    let far = |start: &str, end: &str| ca.issue(&ca.client().valid(start, end));
    vec![
        Case::refused("time/expired", "long after notAfter", leaf(), &["expired"]),
        Case::refused("time/one-second-late", "the second after notAfter", leaf(), &["expired"])
            .at(end.plus(1)),
        Case::success("time/last-second", "notAfter itself is inside", leaf()).at(end),
        Case::success("time/first-second", "notBefore itself is inside", leaf()).at(start),
        Case::refused("time/one-second-early", "the second before notBefore", leaf(), &["not_yet_valid"])
            .at(start.plus(-1)),
        Case::refused(
            "time/not-yet-valid",
            "long before notBefore",
            far("2098-01-01T00:00:00Z", "2099-12-31T23:59:59Z"),
            &["not_yet_valid"],
        ),
        Case::refused(
            "time/inverted",
            "notAfter before notBefore, and the time of the check between them",
            far("2030-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
            &["not_yet_valid", "expired"],
        ),
        Case::success(
            "time/utc-time-49",
            "UTCTime 49 means 2049",
            far("2026-01-01T00:00:00Z", "2049-12-31T23:59:59Z"),
        )
        .at(Instant::parse("2049-12-31T23:59:59Z")),
        Case::success(
            "time/leap-day",
            "29 February 2028",
            far("2028-02-29T00:00:00Z", "2028-02-29T23:59:59Z"),
        )
        .at(Instant::parse("2028-02-29T12:00:00Z")),
        Case::success(
            "time/without-end",
            "notAfter 9999-12-31T23:59:59Z, for no end (RFC 5280 4.1.2.5)",
            far("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
        ),
        Case::refused(
            "time/1970",
            "a clock that was never set",
            ca.issue(&ca.client()),
            &["not_yet_valid", "ca_not_yet_valid"],
        )
        .at(Instant(0)),
    ]
}

fn ca() -> Vec<Case> {
    let ca = Authority::self_signed(
        authority::root_certificate(Name::example("example-ca"), key::p256_ca()).valid(START, END),
        key::p256_ca(),
    );
    let leaf = || ca.issue(&ca.client().valid("2020-01-01T00:00:00Z", "2099-12-31T23:59:59Z"));
    let (start, end) = (Instant::parse(START), Instant::parse(END));
    let refused = |id: &str, description: &str, now: Instant, code| {
        Case::refused(id, description, leaf(), &[code]).under(&[&ca]).at(now)
    };
    let accepted = |id: &str, description: &str, now: Instant| {
        Case::success(id, description, leaf()).under(&[&ca]).at(now)
    };
    vec![
        refused("time/ca-expired", "the second after the CA's notAfter", end.plus(1), "ca_expired"),
        accepted("time/ca-last-second", "the CA's notAfter itself is inside", end),
        accepted("time/ca-first-second", "the CA's notBefore itself is inside", start),
        refused(
            "time/ca-not-yet-valid",
            "the second before the CA's notBefore",
            start.plus(-1),
            "ca_not_yet_valid",
        ),
        accepted("time/ca-expired-ignored", "the CA is expired, and its validity is ignored", end.plus(1))
            .ignoring_ca_validity(),
        accepted(
            "time/ca-not-yet-valid-ignored",
            "the CA is not yet valid, and its validity is ignored",
            start.plus(-1),
        )
        .ignoring_ca_validity(),
        Case::refused(
            "time/leaf-still-expires",
            "the leaf's own validity is never ignored",
            ca.issue(&ca.client().valid(START, END)),
            &["expired"],
        )
        .under(&[&ca])
        .ignoring_ca_validity(),
    ]
}
