//! The time of the check and the options of the verifier.

use issuedby_generator::der::{self, GENERALIZED_TIME};

use super::Fault;
use crate::verification::pair::time;

/// The last second that RFC 5280 can write: 9999-12-31T23:59:59Z.
const LAST: i64 = 253_402_300_799;

pub(super) fn faults() -> Vec<Fault> {
    let at = |tag: &str, seconds: i64| {
        Fault::new(tag, "time", move |pair, _| {
            pair.time = seconds;
        })
        .weighing(4)
    };
    vec![
        at("time-1970", 0),
        at("time-before-1970", -1),
        at("time-after-9999", LAST + 1),
        at("time-smallest", i64::MIN),
        at("time-greatest", i64::MAX),
        at("time-2050", 2_524_608_000),
        Fault::new("time-last-second-of-9999", "time,leaf after,ca after", |pair, _| {
            pair.time = LAST;
            for draft in [&mut pair.leaf, &mut pair.cas[0].draft] {
                draft.not_after = der::element(GENERALIZED_TIME, b"99991231235959Z");
            }
        }),
        Fault::new("time-first-second-of-1970", "time,leaf before,ca before", |pair, _| {
            pair.time = 0;
            for draft in [&mut pair.leaf, &mut pair.cas[0].draft] {
                draft.not_before = time(0);
            }
        }),
        Fault::new("option-require-eku", "option eku", |pair, _| {
            pair.options.require_client_auth_eku = true;
        })
        .weighing(60),
        Fault::new("option-ignore-ca-validity", "option ca", |pair, _| {
            pair.options.ignore_ca_validity = true;
        })
        .weighing(60),
        Fault::new("option-unusual-serial", "option serial", |pair, _| {
            pair.options.allow_unusual_serial = true;
        })
        .weighing(60),
        Fault::new("option-all", "option all", |pair, _| {
            pair.options.require_client_auth_eku = true;
            pair.options.ignore_ca_validity = true;
            pair.options.allow_unusual_serial = true;
        })
        .weighing(20),
        // An option beside what it is about: two independent draws seldom meet.
        Fault::new("option-require-eku-absent", "option eku,leaf extended-key-usage", |pair, _| {
            pair.options.require_client_auth_eku = true;
            pair.leaf.remove_extension(issuedby_generator::oid::EXTENDED_KEY_USAGE);
        })
        .weighing(20),
        Fault::new("option-ignore-ca-expired", "option ca,ca after", |pair, random| {
            pair.options.ignore_ca_validity = true;
            let ago = random.pick(&[1, 86_400]);
            pair.cas[0].draft.not_after = time(pair.time.clamp(1_000_000, LAST) - ago);
        })
        .weighing(20),
        Fault::new("option-ignore-ca-not-yet-valid", "option ca,ca before", |pair, random| {
            pair.options.ignore_ca_validity = true;
            let hence = random.pick(&[1, 86_400]);
            pair.cas[0].draft.not_before = time(pair.time.clamp(0, LAST - 1_000_000) + hence);
        })
        .weighing(20),
        Fault::new("option-unusual-serial-unusual", "option serial,leaf serial", |pair, random| {
            pair.options.allow_unusual_serial = true;
            let top = [[0, 0x80].as_slice(), &[0x11; 19]].concat();
            let serial = random.pick(&[&[0_u8] as &[u8], &[0x80], &[0xff], &top]);
            pair.leaf.serial = der::integer(serial);
        })
        .weighing(20),
    ]
}
