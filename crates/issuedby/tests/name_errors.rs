//! Each kind of a name, DER or text, that is refused: its identifier, its place and its sentence.

use std::collections::BTreeSet;

use issuedby::DistinguishedName;
use issuedby::limits::{MAX_ATTRIBUTES, MAX_NAME_SIZE, MAX_RDNS};
use issuedby::name::{Name, NameError, NameErrorKind as Kind, NameTextErrorKind as TextKind};

fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut der = vec![tag];
    match contents.len() {
        length @ ..=0x7f => der.push(length as u8),
        length => der.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    der.extend(contents);
    der
}

fn attribute(value: &[u8]) -> Vec<u8> {
    tlv(0x30, &[&[0x06, 3, 0x55, 4, 3], value].concat())
}

fn rdn(value: &[u8]) -> Vec<u8> {
    tlv(0x31, &attribute(value))
}

fn refused(contents: &[u8]) -> NameError {
    Name::from_rdn_sequence(contents).expect_err("a refusal")
}

/// A name of each kind, with its identifier, and what its sentence says of the case.
fn one_of_each() -> Vec<(NameError, &'static str, String)> {
    let good = rdn(&[0x0c, 1, b'a']);
    let many_attributes = tlv(0x31, &attribute(&[0x0c, 1, b'a']).repeat(MAX_ATTRIBUTES + 1));
    let too_long = vec![0; MAX_NAME_SIZE + 1];
    let of_type = |oid: &[u8]| tlv(0x31, &tlv(0x30, &[&tlv(0x06, oid)[..], &[0x0c, 1, b'a']].concat()));
    let text = |text: &str| text.to_owned();
    vec![
        (
            refused(&too_long),
            "too_long",
            format!("found a name of {} bytes at byte 0, expected at most {MAX_NAME_SIZE}", too_long.len()),
        ),
        (refused(&good.repeat(MAX_RDNS + 1)), "too_many", format!("expected at most {MAX_RDNS}")),
        (refused(&many_attributes), "too_many", format!("expected at most {MAX_ATTRIBUTES}")),
        (refused(&rdn(&[])), "truncated", text("found the end")),
        (refused(&[0x31]), "truncated", text("a tag and its length")),
        (refused(&[0x31, 0x82, 1]), "truncated", text("found 1 of the 2 bytes of a length")),
        (refused(&[0x31, 2, 0x30]), "truncated", text("found 1 of 2 bytes of contents")),
        (
            refused(&rdn(&[0x0c, 0, 0x0c, 0])),
            "trailing_data",
            text("found 2 more bytes at byte 11, expected nothing after an attribute's value"),
        ),
        (refused(&[0x30, 0]), "bad_structure", text("found tag 0x30 at byte 0, expected a SET (an RDN)")),
        (refused(&[0x31, 0]), "empty_rdn", text("found an empty SET")),
        (refused(&[0x31, 0x80, 0, 0]), "not_der", text("found an indefinite length")),
        (refused(&of_type(&[0x55, 0x80, 3])), "bad_oid", text("expected an object identifier")),
        (refused(&rdn(&[0x0c, 2, b'a', 0xff])), "bad_string", text("after 1 byte at ")),
    ]
}

#[test]
fn each_kind_of_der_has_its_code_and_its_place() {
    let errors = one_of_each();
    for (error, identifier, words) in &errors {
        assert_eq!((error.kind().code(), error.kind().to_string().as_str()), (*identifier, *identifier));
        let sentence = error.to_string();
        assert!(sentence.contains("found "), "{sentence}");
        assert!(sentence.contains(words.as_str()), "{sentence}");
        assert!(sentence.contains(&format!(" at byte {}", error.offset())), "{sentence}");
    }
    let kinds: BTreeSet<_> = errors.iter().map(|(_, identifier, _)| *identifier).collect();
    assert_eq!(kinds.len(), 9);
    assert!([Kind::TooLong, Kind::TooMany].iter().all(|kind| kinds.contains(kind.code())));
}

#[test]
fn a_name_at_its_limits_is_taken() {
    let good = rdn(&[0x0c, 1, b'a']);
    assert!(Name::from_rdn_sequence(&good.repeat(MAX_RDNS)).is_ok());
    let most = tlv(0x31, &attribute(&[0x0c, 1, b'a']).repeat(MAX_ATTRIBUTES));
    assert!(Name::from_rdn_sequence(&most).is_ok());
    // One RDN of an attribute of an attribute's value: headers of 4, 4, 5 and 4 bytes.
    let longest = rdn(&tlv(0x0c, &vec![b'a'; MAX_NAME_SIZE - 17]));
    assert_eq!(longest.len(), MAX_NAME_SIZE);
    assert!(Name::from_rdn_sequence(&longest).is_ok());
}

#[test]
fn a_text_with_too_many_parts_says_both_limits() {
    for (text, is_name) in [
        (vec!["CN=a"; MAX_RDNS].join(","), true),
        (vec!["CN=a"; MAX_RDNS + 1].join(","), false),
        (vec!["CN=a"; MAX_ATTRIBUTES].join("+"), true),
        (vec!["CN=a"; MAX_ATTRIBUTES + 1].join("+"), false),
    ] {
        match DistinguishedName::parse(&text) {
            Ok(_) => assert!(is_name),
            Err(error) => {
                assert!(!is_name, "{error}");
                assert_eq!(error.kind(), TextKind::TooMany);
                let words = format!("more than {MAX_RDNS} RDNs or {MAX_ATTRIBUTES} attributes");
                assert!(error.to_string().contains(&words), "{error}");
            }
        }
    }
}

/// A text before `=` that cannot be a type belongs to the value.
#[test]
fn a_slash_that_begins_no_type_belongs_to_the_value() {
    for value in ["a/-x=b", "a/_x=b", "a/b", "a/1=b"] {
        let parsed = DistinguishedName::parse(format!("/C=US/CN={value}")).expect("a name");
        let expected =
            DistinguishedName::parse(format!("CN={},C=US", value.replace('=', "\\="))).expect("a name");
        assert_eq!(parsed.name(), expected.name(), "{value}");
    }
    let error = DistinguishedName::parse("/C=US/CN=a/x=b").expect_err("a refusal");
    assert_eq!(error.kind(), TextKind::AmbiguousSlash);
}

/// `Debug` of what holds a name stands in logs too: it prints as `Display` does, and is ASCII.
#[test]
fn debug_of_a_name_is_its_text() {
    let parsed = DistinguishedName::parse("CN=J\u{f6}rg\u{202e},1.2.3=#0c0161").expect("a name");
    let name = parsed.name();
    assert_eq!(format!("{name:?}"), format!("DistinguishedName({name})"));
    assert_eq!(format!("{:?}", name.as_name()), format!("Name({name})"));
    assert!(format!("{name:?}").is_ascii());
    let types: Vec<String> = name
        .as_name()
        .rdns()
        .flat_map(|rdn| rdn.attributes())
        .map(|attribute| format!("{:?}", attribute.oid()))
        .collect();
    assert_eq!(types, ["ObjectIdentifier(1.2.3)", "ObjectIdentifier(2.5.4.3)"]);
}
