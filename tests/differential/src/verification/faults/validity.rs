//! Faults of the validity period (RFC 5280 section 4.1.2.5) of leaf and CA.

use issuedby_generator::der::{self, GENERALIZED_TIME, UTC_TIME};

use super::Fault;
use crate::verification::pair::{NOW, Pair, Place, time};

/// An end of the period.
#[derive(Clone, Copy)]
enum End {
    Before,
    After,
}

/// Ends at the second of the check and beside it, and far from it.
const OFFSETS: &[(&str, End, i64)] = &[
    ("not-before-next-second", End::Before, 1),
    ("not-before-now", End::Before, 0),
    ("not-before-last-second", End::Before, -1),
    ("not-after-next-second", End::After, 1),
    ("not-after-now", End::After, 0),
    ("not-after-last-second", End::After, -1),
    ("not-before-in-years", End::Before, 86_400 * 900),
    ("not-after-years-ago", End::After, -86_400 * 900),
];

/// Times in another form than DER and RFC 5280 have, or at the edge of the calendar: tag, end, type, characters.
const TEXTS: &[(&str, End, u8, &str)] = &[
    ("utc-without-seconds", End::Before, UTC_TIME, "2601010000Z"),
    ("utc-plus-offset", End::Before, UTC_TIME, "260101000000+0000"),
    ("utc-minus-offset", End::After, UTC_TIME, "300101000000-0500"),
    ("utc-without-zone", End::Before, UTC_TIME, "260101000000"),
    ("utc-fraction", End::Before, UTC_TIME, "260101000000.5Z"),
    ("utc-lower-case-zone", End::Before, UTC_TIME, "260101000000z"),
    ("utc-1950", End::Before, UTC_TIME, "500101000000Z"),
    ("utc-1969", End::Before, UTC_TIME, "691231235959Z"),
    ("utc-1970", End::Before, UTC_TIME, "700101000000Z"),
    ("utc-expired-1950", End::After, UTC_TIME, "500101000000Z"),
    ("utc-2049", End::After, UTC_TIME, "491231235959Z"),
    ("utc-month-13", End::After, UTC_TIME, "301301000000Z"),
    ("utc-month-0", End::Before, UTC_TIME, "260001000000Z"),
    ("utc-day-31-of-june", End::After, UTC_TIME, "300631000000Z"),
    ("utc-day-0", End::Before, UTC_TIME, "260100000000Z"),
    ("utc-leap-day", End::Before, UTC_TIME, "240229000000Z"),
    ("utc-no-leap-day", End::Before, UTC_TIME, "250229000000Z"),
    ("utc-hour-24", End::After, UTC_TIME, "300101240000Z"),
    ("utc-minute-60", End::After, UTC_TIME, "300101006000Z"),
    ("utc-second-60", End::After, UTC_TIME, "301231235960Z"),
    ("utc-letters", End::Before, UTC_TIME, "26010100000AZ"),
    ("utc-space", End::Before, UTC_TIME, "26010100 000Z"),
    ("utc-sign", End::Before, UTC_TIME, "26+101000000Z"),
    ("utc-empty", End::Before, UTC_TIME, ""),
    ("utc-four-digit-year", End::Before, UTC_TIME, "20260101000000Z"),
    ("generalized-before-2050", End::Before, GENERALIZED_TIME, "20260101000000Z"),
    ("generalized-end-before-2050", End::After, GENERALIZED_TIME, "20300101000000Z"),
    ("generalized-without-seconds", End::After, GENERALIZED_TIME, "205101010000Z"),
    ("generalized-without-zone", End::After, GENERALIZED_TIME, "20510101000000"),
    ("generalized-offset", End::After, GENERALIZED_TIME, "20510101000000+0100"),
    ("generalized-fraction", End::After, GENERALIZED_TIME, "20510101000000.5Z"),
    ("generalized-fraction-of-zero", End::After, GENERALIZED_TIME, "20510101000000.0Z"),
    ("generalized-two-digit-year", End::After, GENERALIZED_TIME, "510101000000Z"),
    ("generalized-year-0", End::Before, GENERALIZED_TIME, "00000101000000Z"),
    ("generalized-year-1", End::Before, GENERALIZED_TIME, "00010101000000Z"),
    ("generalized-1949", End::Before, GENERALIZED_TIME, "19491231235959Z"),
    ("generalized-1969", End::Before, GENERALIZED_TIME, "19691231235959Z"),
    ("generalized-1970", End::Before, GENERALIZED_TIME, "19700101000000Z"),
    ("generalized-expired-1969", End::After, GENERALIZED_TIME, "19691231235959Z"),
    ("generalized-9999", End::After, GENERALIZED_TIME, "99991231235959Z"),
    ("generalized-no-leap-day", End::After, GENERALIZED_TIME, "21000229000000Z"),
    ("generalized-second-60", End::After, GENERALIZED_TIME, "20510101000060Z"),
    ("generalized-letters", End::After, GENERALIZED_TIME, "2051010100000AZ"),
    ("visible-string-time", End::Before, 0x1a, "260101000000Z"),
    ("null-time", End::Before, 0x05, ""),
];

pub(super) fn faults() -> Vec<Fault> {
    Place::ALL.into_iter().flat_map(at).collect()
}

fn at(place: Place) -> Vec<Fault> {
    let place_name = place.name();
    let mut faults = Vec::new();
    for &(tag, end, offset) in OFFSETS {
        faults.push(
            Fault::new(format!("{place_name}-{tag}"), slot(place, end), move |pair, _| {
                let at = pair.time.clamp(NOW - 1, NOW + 1) + offset;
                set(pair, place, end, time(at));
            })
            .weighing(14),
        );
    }
    for &(tag, end, kind, text) in TEXTS {
        faults.push(
            Fault::new(format!("{place_name}-{tag}"), slot(place, end), move |pair, _| {
                set(pair, place, end, der::element(kind, text.as_bytes()));
            })
            .weighing(6),
        );
    }
    let whole = |tag: &str, make: fn(&[u8], &[u8]) -> Vec<u8>| {
        Fault::new(
            format!("{place_name}-{tag}"),
            format!("{place_name} before,{place_name} after"),
            move |pair, _| {
                let draft = pair.at(place);
                draft.validity = Some(make(&draft.not_before, &draft.not_after));
            },
        )
        .weighing(6)
    };
    faults.extend([
        whole("validity-inverted", |before, after| der::sequence(&[after, before])),
        whole("validity-inverted-around-now", |_, _| der::sequence(&[time(NOW + 60), time(NOW - 60)])),
        whole("validity-inverted-before-now", |_, _| der::sequence(&[time(NOW - 60), time(NOW - 120)])),
        whole("validity-of-one-second", |_, _| der::sequence(&[time(NOW), time(NOW)])),
        whole("validity-without-end", |before, _| der::sequence(&[before])),
        whole("validity-of-three", |before, after| der::sequence(&[before, after, after])),
        whole("validity-empty", |_, _| der::sequence::<[u8; 0]>(&[])),
        whole("validity-as-set", |before, after| der::set(&[before, after])),
    ]);
    faults
}

fn slot(place: Place, end: End) -> String {
    let end = match end {
        End::Before => "before",
        End::After => "after",
    };
    format!("{} {end}", place.name())
}

fn set(pair: &mut Pair, place: Place, end: End, element: Vec<u8>) {
    let draft = pair.at(place);
    match end {
        End::Before => draft.not_before = element,
        End::After => draft.not_after = element,
    }
}
