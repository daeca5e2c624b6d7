//! Odd encodings of the constraints themselves.

use issuedby::{CaCertificate, Reason};
use issuedby_conformance::der::{element, extension, sequence};
use issuedby_conformance::template::{Template, extension_id};

use crate::constrained::*;

fn permitted(subtrees: &[Vec<u8>]) -> Vec<u8> {
    sequence(&[&element(0xa0, &subtrees.concat())])
}

#[test]
fn what_is_not_der_keeps_the_ca_from_loading() {
    let host = || sequence(&[&dns("example.com")]);
    let with = |distances: &[u8]| permitted(&[sequence(&[&dns("example.com"), distances])]);
    let bad = [
        sequence(&[]),
        sequence(&[&element(0xa0, b"")]),
        sequence(&[&element(0xa0, &host()), &element(0xa1, b"")]),
        sequence(&[&element(0xa1, &host()), &element(0xa0, &host())]),
        sequence(&[&element(0xa0, &host()), &element(0xa0, &host())]),
        sequence(&[&element(0xa2, &host())]),
        sequence(&[&element(0x80, &host())]),
        [permitted(&[host()]), b"\x05\0".to_vec()].concat(),
        permitted(&[sequence(&[])]),
        permitted(&[dns("example.com")]),
        permitted(&[sequence(&[&element(0xa2, b"\x16\x01a")])]),
        permitted(&[sequence(&[&element(0x89, b"a")])]),
        permitted(&[sequence(&[&directory(b"\x31\x00")])]),
        with(b"\x80\x00"),
        with(b"\x80\x02\x00\x00"),
        with(b"\x80\x01\xff"),
        with(b"\xa0\x03\x02\x01\x00"),
        with(b"\x02\x01\x00"),
        with(b"\x81\x01\x00\x80\x01\x00"),
        with(b"\x80\x01\x00\x80\x01\x00"),
        with(b"\x82\x01\x00"),
    ];
    for value in bad {
        for critical in [true, false] {
            let constrained = Constrained::critical(&value, critical);
            let error = CaCertificate::from_der(&constrained.ca).expect_err("unreadable constraints");
            assert_eq!(error.reason(), Reason::CaNameConstraintsMalformed, "{value:02x?}");
        }
    }
}

#[test]
fn distances_are_a_fault_but_a_minimum_of_zero() {
    let mut attacks = vec![(&b""[..], VIOLATED), (b"\x80\x01\0", VIOLATED), (b"\x80\x01\x01", UNSUPPORTED)];
    attacks.extend([(&b"\x81\x01\0"[..], UNSUPPORTED), (b"\x80\x01\0\x81\x01\x05", UNSUPPORTED)]);
    attacks.push((b"\x80\x09\x7f\xff\xff\xff\xff\xff\xff\xff\xff", UNSUPPORTED));
    for (distances, expected) in attacks {
        let constrained = Constrained::new(&permitted(&[sequence(&[&dns("example.com"), distances])]));
        let outside = constrained.leaf(client(), &[dns("evil.test")]);
        assert_eq!(constrained.codes(&outside), expected, "{distances:02x?}");
    }
}

#[test]
fn constraints_hold_whether_they_are_critical_or_not() {
    let value = constraints(&[email("example.com"), dns("example.com")], &[]);
    for critical in [true, false] {
        let constrained = Constrained::critical(&value, critical);
        let codes = |name| constrained.codes(&constrained.leaf(client(), &[name]));
        assert_eq!(codes(email("a@evil.test")), VIOLATED);
        assert_eq!(codes(dns("evil.test")), VIOLATED);
        assert_eq!(codes(email("a@example.com")), ACCEPTED);
    }
}

#[test]
fn a_fault_is_not_made_good_by_its_neighbours() {
    let faulty = email("*@evil.test");
    for (permitted, excluded) in [
        (vec![email("example.com")], vec![faulty.clone()]),
        (vec![email("*example.com"), email("example.com")], vec![]),
        (vec![email("example.com"), email("example.com"), email("")], vec![]),
    ] {
        try_all(
            &permitted,
            &excluded,
            vec![
                alternative(vec![email("a@example.com")], UNSUPPORTED),
                alternative(vec![smtp_utf8_text("a@example.com")], UNSUPPORTED),
                (with_email(IA5, b"a@example.com"), vec![], UNSUPPORTED),
                alternative(vec![dns("example.com")], ACCEPTED),
            ],
        );
    }
}

#[test]
fn constraints_given_twice_are_as_given_once() {
    let twice = |base: &str| vec![dns(base), dns(base), email(base), email(base)];
    try_all(
        &twice("example.com"),
        &twice("evil.example.com"),
        vec![
            alternative(vec![dns("a.example.com"), email("a@example.com")], ACCEPTED),
            alternative(vec![dns("evil.example.com")], VIOLATED),
            alternative(vec![email("a@evil.example.com")], VIOLATED),
        ],
    );
}

/// `SEQUENCE OF` one text, which is empty: nothing is permitted, or everything is excluded.
#[test]
fn empty_bases_exclude_all_and_permit_none() {
    let one = |name: Vec<u8>, expected| alternative(vec![name], expected);
    try_all(
        &[],
        &[email(""), dns(""), uri("")],
        vec![
            one(email("a@example.com"), VIOLATED),
            one(smtp_utf8_text("\u{f6}@\u{e4}.example"), VIOLATED),
            one(dns("example.com"), VIOLATED),
            one(uri("https://example.com"), VIOLATED),
            one(uri("urn:x"), VIOLATED),
            one(ip(&[1, 2, 3, 4]), ACCEPTED),
        ],
    );
    try_all(
        &[email(""), uri("")],
        &[],
        vec![
            one(email("a@example.com"), UNSUPPORTED),
            one(uri("https://example.com"), UNSUPPORTED),
            one(dns("example.com"), ACCEPTED),
        ],
    );
}

#[test]
fn constraints_in_a_leaf_change_nothing() {
    let constrained = Constrained::new(&constraints(&[dns("example.com")], &[]));
    let own = extension(extension_id::NAME_CONSTRAINTS, true, &constraints(&[dns("evil.test")], &[]));
    let of_name = |host: &str| {
        let names = extension(extension_id::SUBJECT_ALTERNATIVE_NAME, true, &sequence(&[&dns(host)]));
        let client: Template = constrained.issuer.client().with_extension(own.clone()).with_extension(names);
        constrained.codes(&constrained.issuer.issue(&client))
    };
    assert_eq!(of_name("evil.test"), VIOLATED);
    assert_eq!(of_name("a.example.com"), ACCEPTED);
}
