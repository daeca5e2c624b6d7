use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::error_details::ErrorDetails;

fn read(text: &str) -> (String, NameForm) {
    let parsed = DistinguishedName::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
    (parsed.name().to_string(), parsed.form())
}

fn refused(text: impl AsRef<[u8]>) -> (NameTextErrorKind, usize) {
    let error = DistinguishedName::parse(text).unwrap_err();
    (error.kind(), error.offset())
}

const NAME: &str = "CN=example-ca,O=Example,C=US";

#[test]
fn what_people_paste_is_read() {
    for text in [
        NAME,
        "CN=example-ca, O=Example, C=US",
        "cn = example-ca ;\to=Example\n;C=US",
        "subject=CN=example-ca,O=Example,C=US",
        "issuer= CN = example-ca, O = Example, C = US\r\n",
        "Subject=\n  CN=\"example-ca\",O=#0c074578616d706c65,OID.2.5.4.6=US",
        r"2.5.4.3=ex\61mple-ca,commonName=x,c=US",
    ] {
        let expected = if text.contains("commonName") { "CN=example-ca,CN=x,C=US" } else { NAME };
        assert_eq!(read(text), (expected.to_string(), NameForm::Comma), "{text:?}");
    }
    assert_eq!(read("/C=US/O=Example/CN=example-ca"), (NAME.to_string(), NameForm::Slash));
    assert_eq!(read("issuer=/C=US/O=Example/CN=example-ca"), (NAME.to_string(), NameForm::Slash));
    assert_eq!(read("C=US\nO=Example\nCN=example-ca"), (NAME.to_string(), NameForm::MultiLine));
    let multi_line =
        "subject=\n    countryName   = US\n\n    organizationName  = Example\r\n    CN = example-ca\n";
    assert_eq!(read(multi_line), (NAME.to_string(), NameForm::MultiLine));
}

#[test]
fn the_empty_name_is_a_name() {
    for text in ["", " \n", "subject=", "issuer= "] {
        assert_eq!(read(text), (String::new(), NameForm::Empty), "{text:?}");
    }
}

#[test]
fn a_label_is_passed_over_only_before_a_name() {
    assert_eq!(refused("subject=x"), (NameTextErrorKind::UnknownAttributeType, 0));
    assert_eq!(refused("subjects=CN=x"), (NameTextErrorKind::UnknownAttributeType, 0));
    assert_eq!(refused("issuer=issuer=CN=x"), (NameTextErrorKind::UnknownAttributeType, 7));
}

#[test]
fn only_unescaped_outer_white_space_is_dropped() {
    let text = |written: &str| {
        let parsed = DistinguishedName::parse(written).unwrap();
        let attribute = parsed.name().as_name().rdns().next().unwrap().attributes().next().unwrap();
        attribute.text().unwrap().into_owned()
    };
    assert_eq!(text(r"CN=\ a b\ "), " a b ");
    assert_eq!(text("CN=  a  b  "), "a  b");
    assert_eq!(text(r"CN=a\\ "), "a\\");
    assert_eq!(text(r"CN=a \20  "), "a  ");
    assert_eq!(text(r#"CN= " a " "#), " a ");
    assert_eq!(text(r#"CN="a""b\"c,d\2C""#), "a\"b\"c,d,");
    assert_eq!(text("CN=#"), "#");
    assert_eq!(text("CN=a=b#c"), "a=b#c");
}

#[test]
fn multi_valued_rdns_are_one_rdn() {
    for text in ["CN=a+OU=b,C=US", "CN=a + OU=b, C=US", "C=US\nOU=b + CN=a", "/C=US/OU=b+CN=a"] {
        let parsed = DistinguishedName::parse(text).unwrap();
        let sizes: Vec<_> = parsed.name().as_name().rdns().map(|rdn| rdn.attributes().count()).collect();
        assert_eq!(sizes, [1, 2], "{text}");
        assert_eq!(parsed.name().to_string(), "CN=a+OU=b,C=US", "{text}");
    }
}

#[test]
fn the_slash_form_takes_everything_but_separators_as_text() {
    assert_eq!(read("/CN=a/b,c\"d/O=x+y").0, "O=x\\+y,CN=a/b\\,c\\\"d");
    assert_eq!(read(r"/CN=a\/O=b\+C=d\xC3\xA9\x").0, r"CN=a/O=b\+C=d\C3\A9\\x");
    assert_eq!(refused("/CN=a/foo=b"), (NameTextErrorKind::AmbiguousSlash, 5));
    assert_eq!(refused("/"), (NameTextErrorKind::EmptyAttributeType, 1));
    assert_eq!(refused("/foo=b"), (NameTextErrorKind::UnknownAttributeType, 1));
    assert_eq!(refused(r"/CN=\xE9"), (NameTextErrorKind::InvalidUtf8Escape, 4));
}

#[test]
fn lines_with_separators_are_the_comma_form() {
    assert_eq!(read("CN=a,\nO=b"), ("CN=a,O=b".to_string(), NameForm::Comma));
    assert_eq!(read("CN=a\\,b\nO=\"c,d\"").1, NameForm::MultiLine);
    assert_eq!(read("CN=a\nb"), ("CN=a\\0Ab".to_string(), NameForm::Comma));
    assert_eq!(read("CN=a\nfoo=b, O=c").0, "CN=a\\0Afoo=b,O=c");
}

#[test]
fn limits_are_errors_of_their_own() {
    assert_eq!(refused(",".repeat(1 << 20)), (NameTextErrorKind::TooLong, 16_384));
    assert_eq!(refused(["CN=a"; 129].join(",")), (NameTextErrorKind::TooMany, 0));
    assert_eq!(refused(["CN=a"; 257].join("+")), (NameTextErrorKind::TooMany, 0));
    assert!(DistinguishedName::parse(["CN=a"; 128].join(",")).is_ok());
    assert!(DistinguishedName::parse(["CN=a"; 256].join("+")).is_ok());
    let longest = "CN=".to_string() + &"a".repeat(16_381);
    assert!(DistinguishedName::parse(&longest).is_ok());
    assert_eq!(refused(longest + "a"), (NameTextErrorKind::TooLong, 16_384));
}

#[test]
fn bytes_that_are_not_utf8_or_nul_are_refused_where_they_are() {
    assert_eq!(refused(b"CN=M\xfcller"), (NameTextErrorKind::InvalidUtf8, 4));
    assert_eq!(refused("CN=\u{e9}\0"), (NameTextErrorKind::NulChar, 5));
    assert_eq!(DistinguishedName::parse("CN=\u{e9}\0").unwrap_err().character(), 5);
}

#[test]
fn digits_that_are_no_value_say_what_they_are() {
    for (digits, found) in [
        ("0C0541", "found bytes that are no DER element "),
        ("0C01410C", "found bytes after the element "),
        ("1E02D83D", "such as half a surrogate pair"),
        ("1E03004100", "found a string that does not decode, "),
        ("0C02C328", "found a string that does not decode, "),
        ("2C030C0141", "found a string in several parts, as BER has it"),
    ] {
        let error = DistinguishedName::parse(format!("O=x,CN=#{digits}")).unwrap_err();
        assert_eq!((error.kind(), error.character()), (NameTextErrorKind::HexNotDer, 8), "{digits}");
        let sentence = error.to_string();
        assert!(sentence.contains(found) && !sentence.contains("..."), "{sentence}");
    }
}

#[test]
fn every_sentence_is_printable_ascii_and_says_what_to_do() {
    for text in [
        "CN",
        "\u{202e}=a",
        "CN=a,\u{fc}",
        "CN=a<",
        "CN=\"a",
        "CN=a\\",
        "x\u{301}=1",
        "CN=`\"",
        "1.=`",
        "/CN=a/b=c",
    ] {
        let error = DistinguishedName::parse(text).unwrap_err().to_string();
        assert!(error.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{error}");
        assert!(error.starts_with("found ") && error.contains("; "), "{error}");
    }
    let long = DistinguishedName::parse("x".repeat(16_000) + "=1").unwrap_err().to_string();
    assert!(long.len() < 400, "{long}");
}

#[test]
fn a_value_alone_is_no_name() {
    let error = |text: &str| DistinguishedName::parse(text).expect_err(text).to_string();
    assert!(error("Example Issuing CA 2").contains("a value alone"));
    assert!(!error("CN=a,Example").contains("a value alone"));
}

#[test]
fn a_comma_of_a_value_is_escaped_in_the_suggestion() {
    for (text, suggestion) in [
        ("CN=a,O=Harbor, Inc.,C=US", Some(r"CN=a,O=Harbor\, Inc.,C=US")),
        ("O=Foo, Bar, and Sons, Ltd.", Some(r"O=Foo\, Bar\, and Sons\, Ltd.")),
        ("CN=a,O=Meyer + Sohn GmbH", Some(r"CN=a,O=Meyer \+ Sohn GmbH")),
        ("O=Foo, (Inc)", Some(r"O=Foo\, (Inc)")),
        ("O=a, b, c, d, e, f", None),
        ("Foo", None),
        ("CN=a,XY=b", None),
        ("CN=a,,O=b", None),
    ] {
        let error = DistinguishedName::parse(text).expect_err(text);
        assert_eq!(ErrorDetails::suggestion(&error).as_deref(), suggestion, "{text}");
        assert_eq!(suggestion.is_some(), error.to_string().contains(r"write `\,`"), "{error}");
    }
}
