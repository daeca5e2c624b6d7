//! Contents that are cut, which is said; what is not given is read all the same.

use std::slice;

use issuedby::limits::{MAX_INSPECTED_ENTRIES, MAX_INSPECTED_QUALIFIERS_SIZE, MAX_INSPECTED_VALUE_SIZE};

use super::{Case, ca, issued, seen, with};
use crate::extension::{Extension, dns};
use crate::{der, oid};

const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
const CPS: &str = "1.3.6.1.5.5.7.2.1";
const USER_NOTICE: &str = "1.3.6.1.5.5.7.2.2";

/// One more entry than is given of a list.
const TOO_MANY: usize = MAX_INSPECTED_ENTRIES + 1;

pub(super) fn cases() -> Vec<Case> {
    [lists(), names_in_lists(), values(), qualifiers()].into_iter().flatten().collect()
}

fn names() -> Vec<Vec<u8>> {
    vec![dns(""); TOO_MANY]
}

fn lists() -> Vec<Case> {
    let purposes = vec![oid::CLIENT_AUTH; TOO_MANY];
    vec![
        seen(
            "large/names",
            "more names than are given",
            issued(|leaf| leaf.replacing(Extension::subject_alternative_names(&names()))),
            &[],
            &["\"truncated\":[\"subjectAlternativeNames\"]"],
        ),
        seen(
            "large/purposes",
            "more purposes than are given",
            issued(|leaf| leaf.replacing(Extension::extended_key_usage(&purposes))),
            &[],
            &["\"truncated\":[\"extendedKeyUsage\"]"],
        ),
        seen(
            "large/constraints",
            "more excluded names than are given",
            ca(|ca| ca.extended(Extension::name_constraints(&[], &names()))),
            &[],
            &["\"truncated\":[\"nameConstraints\"]"],
        ),
    ]
}

/// The names in a list of something else.
fn names_in_lists() -> Vec<Case> {
    let names = der::concatenate(&names());
    let point = |contents: Vec<u8>| der::sequence(&[der::sequence(&[contents])]);
    let full_name = |names: &[u8]| der::explicit(0, &der::explicit(0, names));
    let authority = der::sequence(&[der::explicit(1, &names), der::implicit(2, &[1])]);
    vec![
        seen(
            "large/names-of-a-point",
            "a distribution point with more names than are given",
            with(CRL_DISTRIBUTION_POINTS, point(full_name(&names))),
            &[],
            &["\"truncated\":[\"crlDistributionPoints\"]"],
        ),
        seen(
            "large/names-of-a-crl-issuer",
            "a distribution point whose issuer has more names than are given",
            with(CRL_DISTRIBUTION_POINTS, point(der::explicit(2, &names))),
            &[],
            &["\"truncated\":[\"crlDistributionPoints\"]"],
        ),
        seen(
            "large/names-of-the-authority",
            "an authorityKeyIdentifier with more names than are given",
            with(oid::AUTHORITY_KEY_IDENTIFIER, authority),
            &[],
            &["\"truncated\":[\"authorityCertIssuer\"]", "\"authorityCertSerialNumber\":\"01\""],
        ),
        seen(
            "large/fault-behind-the-names",
            "a name that cannot be read, behind as many as are given",
            with(CRL_DISTRIBUTION_POINTS, point(full_name(&[&names, &der::null()[..]].concat()))),
            &["unreadable_extension"],
            &["\"crlDistributionPoints\":null", "\"truncated\":[]"],
        ),
    ]
}

fn values() -> Vec<Case> {
    vec![
        seen(
            "large/value",
            "a long extension that nothing reads: its first bytes",
            with("2.999.6", der::octet_string(&[0xab; MAX_INSPECTED_VALUE_SIZE])),
            &[],
            &["\"size\":1028,\"value\":\"04:82:04:00:AB:"],
        ),
        seen(
            "large/relative-name",
            "a long name of a distribution point: its first bytes",
            with(CRL_DISTRIBUTION_POINTS, {
                let name = der::explicit(1, &der::octet_string(&[0xab; MAX_INSPECTED_VALUE_SIZE]));
                der::sequence(&[der::sequence(&[der::explicit(0, &name)])])
            }),
            &[],
            &["\"relativeName\":\"#04:82:04:00:AB:", "\"truncated\":[\"crlDistributionPoints\"]"],
        ),
    ]
}

fn qualifiers() -> Vec<Case> {
    let policy = |qualifiers: &[Vec<u8>]| {
        der::sequence(&[der::object_identifier("2.999.4"), der::sequence(qualifiers)])
    };
    let qualifier = |kind: &str, value: Vec<u8>| der::sequence(&[der::object_identifier(kind), value]);
    let with_policies = |policies: &[Vec<u8>]| with(oid::CERTIFICATE_POLICIES, der::sequence(policies));
    let long = "\u{20ac}".repeat(MAX_INSPECTED_VALUE_SIZE / 3 + 1).into_bytes();
    let notice = der::sequence(&[der::element(der::UTF8_STRING, &long)]);
    let bytes = qualifier("2.999.3", der::octet_string(&[0xab; MAX_INSPECTED_VALUE_SIZE]));
    let end = qualifier(CPS, der::element(der::IA5_STRING, b"http://example.org/"));
    // Each policy has a tenth of what is given of all.
    let tenth = qualifier(CPS, der::element(der::IA5_STRING, &[b'a'; MAX_INSPECTED_QUALIFIERS_SIZE / 10]));
    let many = [vec![policy(&[tenth]); 10], vec![policy(slice::from_ref(&end))]].concat();
    let faulty = [vec![policy(slice::from_ref(&bytes)); 10], vec![policy(&[der::null()])]].concat();
    vec![
        seen(
            "large/qualifier-in-text",
            "a long notice: its first characters, each whole",
            with_policies(&[policy(&[qualifier(USER_NOTICE, notice), end])]),
            &[],
            &[
                "\\u20ac\"},{\"type\":\"cps\",\"value\":\"http://example.org/\"}",
                "\"truncated\":[\"certificatePolicies\"]",
            ],
        ),
        seen(
            "large/qualifier-in-bytes",
            "a long qualifier that has no text: its first bytes",
            with_policies(&[policy(&[bytes])]),
            &[],
            &["\"value\":\"#04:82:04:00:AB:", "\"truncated\":[\"certificatePolicies\"]"],
        ),
        seen(
            "large/qualifiers",
            "more qualifiers than are given, over all policies",
            with_policies(&many),
            &[],
            &[
                "aaa\"}]},{\"oid\":\"2.999.4\",\"name\":null,\"qualifiers\":[]}]",
                "\"truncated\":[\"certificatePolicies\"]",
            ],
        ),
        seen(
            "large/fault-behind-the-qualifiers",
            "a qualifier that cannot be read, behind as many as are given",
            with_policies(&faulty),
            &["unreadable_extension"],
            &["\"certificatePolicies\":null", "\"truncated\":[]"],
        ),
    ]
}
