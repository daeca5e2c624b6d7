//! The warnings about names that could mislead their readers.

use std::collections::BTreeSet;

use issuedby::name::{DistinguishedName, NameWarning, NameWarningKind};

const UTF8: u8 = 12;
const NUMERIC: u8 = 18;
const PRINTABLE: u8 = 19;
const TELETEX: u8 = 20;
const IA5: u8 = 22;

/// An RDN of attributes of 2.5.4: the last arc, the tag and the contents.
fn rdn(attributes: &[(u8, u8, &[u8])]) -> Vec<u8> {
    let attribute = |(arc, tag, contents): &(u8, u8, &[u8])| {
        tlv(0x30, &[&[6, 3, 0x55, 4, *arc][..], &tlv(*tag, contents)].concat())
    };
    tlv(0x31, &attributes.iter().flat_map(attribute).collect::<Vec<_>>())
}

fn tlv(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u16::try_from(contents.len()).unwrap().to_be_bytes();
    let header = match length {
        [0, short @ ..0x80] => vec![tag, short],
        [0, long] => vec![tag, 0x81, long],
        [high, low] => vec![tag, 0x82, high, low],
    };
    [&header, contents].concat()
}

fn warnings_of(rdns: &[Vec<u8>]) -> Vec<NameWarning> {
    DistinguishedName::from_rdn_sequence(&rdns.concat()).unwrap().warnings()
}

const COMMON_NAME: u8 = 3;
const COUNTRY: u8 = 6;
const ORGANIZATION: u8 = 10;

/// The kinds for a CN with this value.
fn kinds(tag: u8, contents: &[u8]) -> Vec<NameWarningKind> {
    let warnings = warnings_of(&[rdn(&[(COMMON_NAME, tag, contents)])]);
    assert!(warnings.iter().all(|warning| warning.rdn() == Some(1) && warning.attribute() == Some("CN")));
    warnings.iter().map(NameWarning::kind).collect()
}

fn kinds_of_text(text: &str) -> Vec<NameWarningKind> {
    kinds(UTF8, text.as_bytes())
}

#[test]
fn an_ordinary_name_gives_no_warning() {
    let name = [
        rdn(&[(COUNTRY, PRINTABLE, b"US")]),
        rdn(&[(ORGANIZATION, UTF8, "Müller & Söhne (日本) - a.b: c".as_bytes())]),
        rdn(&[(COMMON_NAME, PRINTABLE, b"example-ca")]),
    ];
    assert_eq!(warnings_of(&name), []);
}

#[test]
fn an_empty_name_is_one() {
    let warnings = warnings_of(&[]);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].kind(), NameWarningKind::EmptyName);
    assert_eq!((warnings[0].rdn(), warnings[0].attribute()), (None, None));
}

#[test]
fn several_common_names_are_one_for_the_whole_name() {
    let warnings = warnings_of(&[
        rdn(&[(COMMON_NAME, UTF8, b"a")]),
        rdn(&[(COMMON_NAME, UTF8, b"b")]),
        rdn(&[(COMMON_NAME, UTF8, b"c")]),
    ]);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].kind(), NameWarningKind::SeveralCommonNames);
    assert_eq!((warnings[0].rdn(), warnings[0].attribute()), (None, Some("CN")));
}

#[test]
fn nul_is_not_just_any_control_character() {
    assert_eq!(kinds_of_text("admin\0.evil"), [NameWarningKind::NulCharacter]);
    for control in ['\u{1}', '\n', '\u{1b}', '\u{7f}', '\u{85}'] {
        assert_eq!(kinds_of_text(&format!("a{control}b")), [NameWarningKind::ControlCharacter]);
    }
    assert_eq!(kinds_of_text("\0\n"), [NameWarningKind::NulCharacter, NameWarningKind::ControlCharacter]);
}

#[test]
fn what_turns_text_round_differs_from_what_cannot_be_seen() {
    for control in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}'] {
        assert_eq!(kinds_of_text(&format!("a{control}b")), [NameWarningKind::BidirectionalControl]);
    }
    for invisible in ['\u{200b}', '\u{ad}', '\u{feff}', '\u{3164}', '\u{e0041}', '\u{e000}'] {
        assert_eq!(kinds_of_text(&format!("a{invisible}b")), [NameWarningKind::InvisibleCharacter]);
    }
}

#[test]
fn each_separator_in_a_value_is_one() {
    for separator in [',', ';', '+', '/', '=', '"', '\\'] {
        assert_eq!(kinds_of_text(&format!("a{separator}b")), [NameWarningKind::SeparatorInValue]);
    }
    assert_eq!(kinds_of_text("a,b;c,d"), [NameWarningKind::SeparatorInValue]);
}

#[test]
fn a_value_that_looks_like_attributes_is_one() {
    for text in ["x,CN=admin", "x/O=y", "CN=legitimate", "a; 2.5.4.3 = b"] {
        let expected = [NameWarningKind::SeparatorInValue, NameWarningKind::LooksLikeAttributes];
        assert_eq!(kinds_of_text(text), expected, "{text}");
    }
}

#[test]
fn strings_that_hold_more_than_their_type_are_ones() {
    assert_eq!(kinds(IA5, b"Caf\xe9"), [NameWarningKind::NonAsciiInAsciiString]);
    assert_eq!(kinds(NUMERIC, b"1\xe9"), [NameWarningKind::NonAsciiInAsciiString]);
    assert_eq!(kinds(IA5, b"a@example.com"), []);
    assert_eq!(kinds(PRINTABLE, b"a@b"), [NameWarningKind::CharOutsidePrintableString]);
    assert_eq!(kinds(PRINTABLE, b"Caf\xe9"), [NameWarningKind::CharOutsidePrintableString]);
    assert_eq!(kinds(TELETEX, b"Caf\xe9"), [NameWarningKind::TeletexNonAscii]);
    assert_eq!(kinds(TELETEX, b"Cafe"), []);
}

#[test]
fn a_set_out_of_order_is_one_of_its_rdn() {
    let (a, b) = ((COMMON_NAME, UTF8, &b"a"[..]), (ORGANIZATION, UTF8, &b"b"[..]));
    assert_eq!(warnings_of(&[rdn(&[a, b])]), []);
    let warnings = warnings_of(&[rdn(&[b, a]), rdn(&[b])]);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].kind(), NameWarningKind::SetNotSorted);
    assert_eq!((warnings[0].rdn(), warnings[0].attribute()), (Some(2), None));
}

#[test]
fn a_repeated_attribute_is_found_whatever_its_letter_case() {
    let warnings = warnings_of(&[rdn(&[(ORGANIZATION, UTF8, b"A"), (ORGANIZATION, UTF8, b"a")])]);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].kind(), NameWarningKind::DuplicateValue);
    assert_eq!((warnings[0].rdn(), warnings[0].attribute()), (Some(1), Some("O")));
    let apart = [rdn(&[(ORGANIZATION, UTF8, b"a")]), rdn(&[(ORGANIZATION, UTF8, b"a")])];
    assert_eq!(warnings_of(&apart), []);
}

#[test]
fn a_value_longer_than_its_type_allows_is_one() {
    let bounds = [
        (COUNTRY, 2),
        (COMMON_NAME, 64),
        (5, 64),
        (ORGANIZATION, 64),
        (11, 64),
        (12, 64),
        (7, 128),
        (8, 128),
        (65, 128),
        (4, 32_768),
        (42, 32_768),
    ];
    for (arc, most) in bounds {
        let kinds = |length: usize| -> Vec<NameWarningKind> {
            // Characters count, not bytes.
            let contents = if most < 1_000 { "é".repeat(length) } else { "e".repeat(length) };
            let warnings = warnings_of(&[rdn(&[(arc, UTF8, contents.as_bytes())])]);
            warnings.iter().map(NameWarning::kind).collect()
        };
        assert_eq!(kinds(most), [], "2.5.4.{arc}");
        assert_eq!(kinds(most + 1), [NameWarningKind::OverUpperBound], "2.5.4.{arc}");
    }
    let mail = |length: usize| {
        DistinguishedName::parse(format!("emailAddress={}", "a".repeat(length)))
            .unwrap()
            .name()
            .warnings()
            .len()
    };
    assert_eq!((mail(255), mail(256)), (0, 1));
}

#[test]
fn values_that_are_no_strings_give_no_warning() {
    assert_eq!(kinds(3, b"\0,CN=x"), []);
}

#[test]
fn warnings_come_in_the_order_in_which_the_name_is_printed() {
    let name = DistinguishedName::parse("CN=a\\00+O=b\\,c,OU=d\\0Ae,CN=f").unwrap().into_name();
    let found: Vec<_> = name
        .warnings()
        .iter()
        .map(|warning| (warning.rdn(), warning.attribute().map(str::to_owned), warning.kind().code()))
        .collect();
    let expected = [
        (None, "CN", "several_common_names"),
        (Some(1), "CN", "nul_character"),
        (Some(1), "O", "separator_in_value"),
        (Some(2), "OU", "control_character"),
    ]
    .map(|(rdn, attribute, code)| (rdn, Some(attribute.to_owned()), code));
    // The attributes of the first RDN may stand in either order in the SET.
    assert_eq!(
        found.iter().filter(|(_, _, code)| *code != "set_not_sorted").cloned().collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn a_type_without_keyword_is_named_in_dotted_decimal() {
    let name = DistinguishedName::parse("1.2.3=a\\,b").unwrap().into_name();
    assert_eq!(name.warnings()[0].attribute(), Some("1.2.3"));
}

#[test]
fn every_kind_has_a_code_and_a_sentence_of_its_own() {
    let codes: BTreeSet<_> = NameWarningKind::ALL.iter().map(|kind| kind.code()).collect();
    let sentences: BTreeSet<_> = NameWarningKind::ALL.iter().map(|kind| kind.sentence()).collect();
    assert_eq!((codes.len(), sentences.len()), (NameWarningKind::ALL.len(), NameWarningKind::ALL.len()));
    assert!(codes.iter().all(|code| code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'))));
}

/// RFC 5280 appendix A.1 bounds a domain component no more than RFC 4519 does.
#[test]
fn a_type_without_an_upper_bound_is_never_too_long() {
    for (keyword, kinds) in [
        ("DC", vec![]),
        ("UID", vec![]),
        ("street", vec![]),
        ("1.2.3", vec![]),
        ("CN", vec![NameWarningKind::OverUpperBound]),
    ] {
        let text = format!("{keyword}={}", "a".repeat(1_000));
        let name = DistinguishedName::parse(&text).unwrap().into_name();
        assert_eq!(name.warnings().iter().map(NameWarning::kind).collect::<Vec<_>>(), kinds, "{keyword}");
    }
}

/// A character that hides in a name hides in other text too.
#[test]
fn hidden_characters_are_those_for_which_a_name_has_an_warning() {
    for code in (0..=0x2_ffff).chain(0xe_0000..=0xe_0fff) {
        let Some(character) = char::from_u32(code) else { continue };
        let warnings = kinds_of_text(&format!("x{character}x"));
        let is_warning_of_one = warnings.iter().any(|kind| {
            matches!(
                kind,
                NameWarningKind::NulCharacter
                    | NameWarningKind::ControlCharacter
                    | NameWarningKind::InvisibleCharacter
                    | NameWarningKind::BidirectionalControl
            )
        });
        assert_eq!(issuedby::name::is_hidden(character), is_warning_of_one, "U+{code:04X}: {warnings:?}");
    }
}
