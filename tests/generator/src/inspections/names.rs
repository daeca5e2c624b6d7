//! Names: those of the subject, and every form in a subjectAltName.

use super::{Case, issued, seen};
use crate::extension::{Extension, directory, dns, email, ip, other_name, registered_id, uri};
use crate::name::Name;
use crate::{der, oid};

pub(super) fn cases() -> Vec<Case> {
    vec![
        every_form(),
        seen(
            "name/alternative-unreadable",
            "a subjectAltName whose second name has no form",
            with_names(&[dns("a.example"), vec![0x9e, 1, 0x61]]),
            &["unreadable_extension"],
            &["{\"type\":\"dNSName\",\"value\":\"a.example\"},{\"type\":\"unreadable\""],
        ),
        seen(
            "name/alternative-not-ascii",
            "a dNSName beyond ASCII: its bytes are shown",
            with_names(&["d\u{f6}".as_bytes()].map(|text| der::implicit(2, text))),
            &["unreadable_extension"],
            &["{\"type\":\"dNSName\",\"value\":\"#64:C3:B6\"}"],
        ),
        seen(
            "name/alternative-nul",
            "a dNSName with a NUL, where some programs take it to end",
            with_names(&[dns("good.example\0.evil.example")]),
            &["misleading_alternative_name"],
            &["good.example\\u0000.evil.example", "good.example\\\\00.evil.example"],
        ),
        seen(
            "name/alternative-empty",
            "a subjectAltName without names",
            with_names(&[]),
            &["unreadable_extension"],
            &["\"subjectAlternativeNames\":[]", "at least one name"],
        ),
        seen(
            "name/none",
            "neither a subject nor a subjectAltName",
            issued(|leaf| {
                leaf.with(|leaf| leaf.subject = Name::empty()).without(oid::SUBJECT_ALTERNATIVE_NAME)
            }),
            &["no_name", "empty_name"],
            &["\"subject\":\"\""],
        ),
        seen(
            "name/empty-subject",
            "an empty subject, and a subjectAltName that is not critical",
            issued(|leaf| leaf.with(|leaf| leaf.subject = Name::empty())),
            &["alternative_names_not_critical", "empty_name"],
            &["RFC 5280 section 4.1.2.6"],
        ),
        seen(
            "name/empty-subject-critical",
            "an empty subject, and a subjectAltName that is critical, as RFC 5280 wants it",
            issued(|leaf| {
                let names = Extension::subject_alternative_names(&[uri("spiffe://example.org/client-1")]);
                leaf.with(|leaf| leaf.subject = Name::empty()).replacing(names.critical())
            }),
            &["empty_name"],
            &["\"critical\":true"],
        ),
        seen(
            "name/missing",
            "the name stands in the subject alone",
            issued(|leaf| leaf.without(oid::SUBJECT_ALTERNATIVE_NAME)),
            &["alternative_names_missing"],
            &["found the client's name in the subject alone"],
        ),
        seen(
            "name/misleading-subject",
            "a subject that reads like two attributes",
            issued(|leaf| leaf.with(|leaf| leaf.subject = Name::example("a,CN=admin"))),
            &["separator_in_value", "looks_like_attributes"],
            &["\"name\":\"subject\",\"code\":\"separator_in_value\",\"rdn\":1,\"attribute\":\"CN\""],
        ),
        seen(
            "name/malformed-subject",
            "a subject that is no Name",
            issued(|leaf| leaf.with(|leaf| leaf.subject = Name::Raw(der::sequence(&[der::null()])))),
            &["malformed_subject"],
            &["\"subject\":null"],
        ),
    ]
}

fn with_names(names: &[Vec<u8>]) -> Vec<u8> {
    issued(|leaf| leaf.replacing(Extension::subject_alternative_names(names)))
}

fn every_form() -> Case {
    let names = [
        other_name(oid::USER_PRINCIPAL_NAME, &der::element(der::UTF8_STRING, b"me@example.org")),
        other_name(oid::UNKNOWN, &der::null()),
        email("me@example.org"),
        dns("client-1.example.org"),
        der::explicit(3, &der::sequence(&[der::null()])),
        directory(&Name::example("client-1").to_der()),
        der::explicit(5, &der::explicit(1, &der::element(der::UTF8_STRING, b"party"))),
        uri("spiffe://example.org/client-1"),
        ip(&[192, 0, 2, 1]),
        ip(&[0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        registered_id("1.2.3.4"),
    ];
    seen(
        "name/every-form",
        "every form of GeneralName",
        with_names(&names),
        &[],
        &[
            "{\"type\":\"otherName\",\"value\":\"1.3.6.1.4.1.311.20.2.3 me@example.org\"}",
            "{\"type\":\"otherName\",\"value\":\"1.3.6.1.4.1.32473 #05:00\"}",
            "{\"type\":\"rfc822Name\",\"value\":\"me@example.org\"}",
            "{\"type\":\"dNSName\",\"value\":\"client-1.example.org\"}",
            "{\"type\":\"x400Address\",\"value\":\"#30:02:05:00\"}",
            "{\"type\":\"directoryName\",\"value\":\"CN=client-1,O=Example,C=US\"}",
            "{\"type\":\"ediPartyName\",\"value\":\"#A1:07:0C:05:70:61:72:74:79\"}",
            "{\"type\":\"uniformResourceIdentifier\",\"value\":\"spiffe://example.org/client-1\"}",
            "{\"type\":\"iPAddress\",\"value\":\"192.0.2.1\"}",
            "{\"type\":\"iPAddress\",\"value\":\"2001:db8::1\"}",
            "{\"type\":\"registeredID\",\"value\":\"1.2.3.4\"}",
        ],
    )
}
