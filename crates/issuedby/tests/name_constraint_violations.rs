//! Name constraints beside names that cannot be read or compared, under CAs whose signatures always hold.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod unsigned_certificate;

use issuedby::{Reason, check_time};
use unsigned_certificate::{NAME_CONSTRAINTS, NOW, SUBJECT_ALT_NAME, Unsigned, sequence, tlv, trusting};

const RFC822: u8 = 0x81;
const DNS: u8 = 0x82;
const PERMITTED: u8 = 0xa0;
const EXCLUDED: u8 = 0xa1;

fn constraints(list: u8, bases: &[(u8, &[u8])]) -> Vec<u8> {
    let subtrees: Vec<u8> = bases.iter().flat_map(|(tag, base)| sequence(&[&tlv(*tag, base)])).collect();
    sequence(&[&tlv(list, &subtrees)])
}

/// Every reason, whether the CA made the certificate, and the sentence about one of them.
fn verdict_of(constraints: &[u8], names: &[u8]) -> (Vec<Reason>, bool, impl Fn(Reason) -> String + use<>) {
    let verifier = trusting([Unsigned::ca().with_extension(NAME_CONSTRAINTS, constraints).load()]);
    let leaf = Unsigned::leaf().with_extension(SUBJECT_ALT_NAME, &sequence(&[names])).der();
    let verdict = verifier.evaluate(Some(&leaf), check_time(NOW)).into_owned();
    let is_authentic = verdict.reasons().all(|entry| entry.authenticated);
    (verdict.reasons().map(|entry| entry.reason).collect(), is_authentic, move |reason| {
        verdict.message_of(reason)
    })
}

#[test]
fn a_list_that_breaks_off_under_constraints_is_malformed() {
    // After a good name stands one of a tag that no form has.
    let names = [tlv(DNS, b"www.example.com"), tlv(0x89, b"x")].concat();
    let (reasons, is_authentic, message_of) =
        verdict_of(&constraints(PERMITTED, &[(DNS, b"example.com")]), &names);
    assert_eq!((reasons, is_authentic), (vec![Reason::Malformed], true));
    let message = message_of(Reason::Malformed);
    assert!(message.contains("the subjectAltName") && message.contains("name constraints of"), "{message}");
}

#[test]
fn an_other_name_of_another_type_is_not_a_mailbox() {
    /// 1.3.6.1.4.1.311.20.2.3, a user principal name, and id-on-SmtpUTF8Mailbox (RFC 9598).
    const PRINCIPAL_NAME: &[u8] = &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 20, 2, 3];
    const SMTP_UTF8_MAILBOX: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 8, 9];
    let other_name =
        |oid: &[u8], text: &[u8]| tlv(0xa0, &[tlv(0x06, oid), tlv(0xa0, &tlv(0x0c, text))].concat());
    let only_example_com = constraints(PERMITTED, &[(RFC822, b"example.com")]);
    for (oid, text, expected) in [
        (PRINCIPAL_NAME, &b"a@example.org"[..], vec![]),
        (SMTP_UTF8_MAILBOX, b"a@example.com", vec![]),
        (SMTP_UTF8_MAILBOX, b"a@example.org", vec![Reason::NameConstraintsViolated]),
    ] {
        let (reasons, ..) = verdict_of(&only_example_com, &other_name(oid, text));
        assert_eq!(reasons, expected, "{}", String::from_utf8_lossy(text));
    }
}

/// A long name costs as much as many short ones, under excluded subtrees as under permitted ones.
#[test]
fn the_cost_of_a_comparison_grows_with_the_names() {
    let host: Vec<u8> = [vec![b'a'; 40_000], b"@example.com".to_vec()].concat();
    let bases: Vec<Vec<u8>> =
        (0..120).map(|number| format!("host-{number}.example.org").into_bytes()).collect();
    let bases: Vec<(u8, &[u8])> = bases.iter().map(|base| (RFC822, &base[..])).collect();
    for list in [PERMITTED, EXCLUDED] {
        let (reasons, is_authentic, message_of) = verdict_of(&constraints(list, &bases), &tlv(RFC822, &host));
        assert_eq!((reasons, is_authentic), (vec![Reason::NameConstraintsTooComplex], true));
        let message = message_of(Reason::NameConstraintsTooComplex);
        assert!(message.contains("comparisons") && message.contains("example-ca"), "{message}");
        let (reasons, ..) = verdict_of(&constraints(list, &bases), &tlv(RFC822, b"a@example.com"));
        assert_eq!(reasons.is_empty(), list == EXCLUDED, "a short name is compared with all of them");
    }
}
