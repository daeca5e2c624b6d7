//! Extensions that stand several times: the bytes of each are given, so that none hides another.

use super::{Case, issued, seen};
use crate::extension::{DIGITAL_SIGNATURE, Extension, dns};
use crate::{der, oid};

const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
const AUTHORITY_INFORMATION_ACCESS: &str = "1.3.6.1.5.5.7.1.1";

/// The usual client's certificate with both in place of what it has of this type.
fn both(oid: &str, first: Vec<u8>, second: Vec<u8>) -> Vec<u8> {
    let [first, second] = [first, second].map(|value| Extension::new(oid, value));
    issued(|leaf| leaf.without(oid).extended(first).extended(second))
}

pub(super) fn cases() -> Vec<Case> {
    [of_verdicts(), of_reviews()].into_iter().flatten().collect()
}

/// Those that a verdict depends on.
fn of_verdicts() -> Vec<Case> {
    let names = |name| der::sequence(&[dns(name)]);
    let critical_usage = Extension::key_usage(DIGITAL_SIGNATURE);
    vec![
        seen(
            "repeated/names",
            "two subjectAltNames with a name each",
            both(oid::SUBJECT_ALTERNATIVE_NAME, names("first.example"), names("second.example")),
            &["duplicate_extension"],
            &[
                "\"value\":\"30:0F:82:0D:66:69:72:73:74:2E:65:78:61:6D:70:6C:65\"",
                "\"value\":\"30:10:82:0E:73:65:63:6F:6E:64:2E:65:78:61:6D:70:6C:65\"",
                "{\"type\":\"dNSName\",\"value\":\"second.example\"}",
            ],
        ),
        seen(
            "repeated/key-usage",
            "two keyUsages that are equal",
            issued(|leaf| {
                leaf.without(oid::KEY_USAGE).extended(critical_usage.clone()).extended(critical_usage)
            }),
            &["duplicate_extension"],
            &["\"critical\":true,\"size\":4,\"value\":\"03:02:07:80\""],
        ),
    ]
}

/// Those that no verdict depends on.
fn of_reviews() -> Vec<Case> {
    let point = || der::sequence::<Vec<u8>>(&[]);
    let place = |method| der::sequence(&[der::sequence(&[der::object_identifier(method), dns("")])]);
    let policy = |policy| der::sequence(&[der::sequence(&[der::object_identifier(policy)])]);
    vec![
        seen(
            "repeated/crl",
            "two lists of distribution points",
            both(CRL_DISTRIBUTION_POINTS, der::sequence(&[point()]), der::sequence(&[point(), point()])),
            &["duplicate_extension"],
            &["\"value\":\"30:02:30:00\"", "\"value\":\"30:04:30:00:30:00\""],
        ),
        seen(
            "repeated/issuer-information",
            "two authorityInfoAccesses",
            both(AUTHORITY_INFORMATION_ACCESS, place("2.999"), place("2.999.1")),
            &["duplicate_extension"],
            &[
                "\"value\":\"30:08:30:06:06:02:88:37:82:00\"",
                "\"value\":\"30:09:30:07:06:03:88:37:01:82:00\"",
            ],
        ),
        seen(
            "repeated/policies",
            "two lists of policies",
            both(oid::CERTIFICATE_POLICIES, policy("2.999"), policy("2.999.1")),
            &["duplicate_extension"],
            &["\"value\":\"30:06:30:04:06:02:88:37\"", "\"value\":\"30:07:30:05:06:03:88:37:01\""],
        ),
        seen(
            "repeated/unreadable",
            "a list of policies, and one that cannot be read: the bytes of both",
            both(oid::CERTIFICATE_POLICIES, policy("2.999"), der::null()),
            &["duplicate_extension", "unreadable_extension"],
            &["\"value\":\"30:06:30:04:06:02:88:37\"", "\"value\":\"05:00\""],
        ),
    ]
}
