//! Extensions that cannot be read: each is said, with its offset, its bytes and the reason, and the rest goes on.

use issuedby::limits::MAX_EXTENSIONS;

use super::{Case, ca, leaf, seen, with};
use crate::extension::Extension;
use crate::{authority, der, oid};

const CRL_DISTRIBUTION_POINTS: &str = "2.5.29.31";
const AUTHORITY_INFORMATION_ACCESS: &str = "1.3.6.1.5.5.7.1.1";

pub(super) fn cases() -> Vec<Case> {
    [of_verdicts(), of_reviews(), of_the_list()].into_iter().flatten().collect()
}

/// Those that a verdict depends on: it is `malformed`, and everything else is seen all the same.
fn of_verdicts() -> Vec<Case> {
    vec![
        seen(
            "broken/key-usage",
            "a keyUsage that is no BIT STRING in DER",
            with(oid::KEY_USAGE, vec![3, 2, 7, 0xff]),
            &["malformed", "unreadable_extension"],
            &["\"extendedKeyUsage\":[\"clientAuth\"]", "\"value\":\"03:02:07:FF\"", "the keyUsage at byte"],
        ),
        seen(
            "broken/extended-key-usage",
            "an extKeyUsage without purposes, which is not the same as none",
            with(oid::EXTENDED_KEY_USAGE, der::sequence::<Vec<u8>>(&[])),
            &["malformed", "unreadable_extension"],
            &["\"extendedKeyUsage\":null", "at least one purpose", "\"value\":\"30:00\""],
        ),
        seen(
            "broken/basic-constraints",
            "basicConstraints with a negative path length",
            with(oid::BASIC_CONSTRAINTS, der::sequence(&[der::boolean_true(), der::integer(&[0xff])])),
            &["malformed", "unreadable_extension"],
            &["\"isCa\":false", "\"basicConstraints\":null", "a path length of 0 or more"],
        ),
        seen(
            "broken/name-constraints-of-ca",
            "name constraints that are no SEQUENCE: the CA cannot be loaded",
            ca(|ca| ca.extended(Extension::new(oid::NAME_CONSTRAINTS, der::null()).critical())),
            &["ca_name_constraints_malformed", "unreadable_extension"],
            &["\"nameConstraints\":null", "\"keyUsage\":[\"keyCertSign\",\"cRLSign\"]"],
        ),
    ]
}

/// Those that no verdict depends on.
fn of_reviews() -> Vec<Case> {
    vec![
        seen(
            "broken/crl",
            "a distribution point of another type",
            with(CRL_DISTRIBUTION_POINTS, der::sequence(&[der::null()])),
            &["unreadable_extension"],
            &[
                "\"crlDistributionPoints\":null",
                "the cRLDistributionPoints at byte",
                "\"value\":\"30:02:05:00\"",
            ],
        ),
        seen(
            "broken/issuer-information",
            "an authorityInfoAccess that is cut off",
            with(AUTHORITY_INFORMATION_ACCESS, vec![0x30, 5, 0x30]),
            &["unreadable_extension"],
            &["\"authorityInfoAccess\":null", "the bytes end before the element does"],
        ),
        seen(
            "broken/policies",
            "a policy that is no object identifier",
            with(oid::CERTIFICATE_POLICIES, der::sequence(&[der::sequence(&[der::null()])])),
            &["unreadable_extension"],
            &["\"certificatePolicies\":null", "the certificatePolicies at byte"],
        ),
        seen(
            "broken/authority-key-identifier",
            "an authorityKeyIdentifier that is no SEQUENCE: it is unreadable, and not missing",
            with(oid::AUTHORITY_KEY_IDENTIFIER, der::octet_string(b"key")),
            &["unreadable_extension"],
            &["\"authorityKeyIdentifier\":null", "found an OCTET STRING, expected a SEQUENCE"],
        ),
    ]
}

/// The list itself.
fn of_the_list() -> Vec<Case> {
    let list = |extra: &[u8], before: bool| {
        let extensions: Vec<_> = leaf().extensions.iter().map(Extension::to_der).collect();
        let all = der::concatenate(&extensions);
        let all = if before { [extra, &all].concat() } else { [&all, extra].concat() };
        let raw = der::explicit(3, &der::element(der::SEQUENCE, &all));
        authority::example().issue(&leaf().with(|leaf| leaf.raw_extensions = Some(raw)))
    };
    let many = (0..=MAX_EXTENSIONS)
        .fold(leaf(), |leaf, number| leaf.extended(Extension::unknown(u32::try_from(number).expect("few"))));
    vec![
        seen(
            "broken/an-extension",
            "an extension without a value, before all others: they are read",
            list(&der::sequence(&[der::object_identifier("2.999.5")]), true),
            &["malformed", "unreadable_extension"],
            &[
                "{\"oid\":null,\"name\":null,\"critical\":false",
                "\"keyUsage\":[\"digitalSignature\"]",
                "\"extendedKeyUsage\":[\"clientAuth\"]",
            ],
        ),
        seen(
            "broken/the-last-extension",
            "an extension that ends behind the list: nothing after it can be read",
            list(&[0x30, 0x20, 6, 1, 0x55], false),
            &["malformed", "unreadable_extension"],
            &["\"keyUsage\":[\"digitalSignature\"]", "an extension"],
        ),
        seen(
            "broken/too-many",
            "more extensions than are read",
            authority::example().issue(&many),
            &["too_large", "unreadable_extension"],
            &["more than 64 extensions", "\"keyUsage\":[\"digitalSignature\"]"],
        ),
    ]
}
