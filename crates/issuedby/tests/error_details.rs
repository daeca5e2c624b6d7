//! The one shape of every error: code, remedy, suggestion and position.

use issuedby::client_cert::ClientCert;
use issuedby::input::{self, InputKind};
use issuedby::{CaCertificate, Certificate, DistinguishedName, ErrorDetails, Fingerprint, PolicyOptions};

/// Code, suggestion and position of an error that has a remedy.
fn details(error: &dyn ErrorDetails) -> (&str, Option<String>, Option<usize>) {
    let remedy = error.remedy().expect("a remedy");
    assert!(!remedy.is_empty() && !remedy.ends_with('.'), "{remedy}");
    let code = error.code();
    assert!(code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')), "{code}");
    (code, error.suggestion().map(Into::into), error.position())
}

#[test]
fn a_name_in_text_has_the_byte_and_the_keyword_that_was_meant() {
    let error = |text| DistinguishedName::parse(text).unwrap_err();
    assert_eq!(details(&error("CN=\u{e9},O")), ("missing_equals", None, Some(7)));
    assert_eq!(details(&error("CNN=a")), ("unknown_attribute_type", Some("CN".into()), Some(0)));
    assert_eq!(details(&error("O=a,comonName=b")), ("unknown_attribute_type", Some("CN".into()), Some(4)));
    assert_eq!(details(&error("XX=a")).1, None);
}

#[test]
fn a_name_in_der_has_the_byte() {
    let error = DistinguishedName::from_der(&[0x30, 2, 0x30, 0]).unwrap_err();
    assert_eq!(details(&error), ("bad_structure", None, Some(2)));
}

#[test]
fn pem_has_the_byte_of_the_line_or_of_the_character() {
    let error = |text: &str| CaCertificate::from_pem(text.as_bytes()).unwrap_err();
    let broken = "# a\r\n-----BEGIN CERTIFICATE-----\nMAA=\nM*A=\n-----END CERTIFICATE-----\n";
    assert_eq!(details(&error(broken)), ("malformed", None, broken.find('*')));
    let marked = format!("\u{feff}{broken}");
    assert_eq!(details(&error(&marked)), ("malformed", None, marked.find('*')));
    let key = "-----BEGIN CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\n";
    assert_eq!(details(&error(key)), ("private_key_found", None, Some(28)));
    assert_eq!(details(&error("nothing")), ("pem_expected", None, None));
    let open = input::certificate_der(b"-----BEGIN CERTIFICATE-----\n").unwrap_err();
    assert_eq!(details(&open), ("missing_end", None, Some(0)));
}

#[test]
fn der_has_the_byte_unless_the_whole_is_something_else() {
    let error = |der| Certificate::from_der(der).unwrap_err();
    assert_eq!(details(&error(&[0x30, 2, 0x04, 0])), ("malformed", None, Some(2)));
    assert_eq!(details(&error(b"")), ("malformed", None, None));
    assert_eq!(details(&error(b"-----BEGIN CERTIFICATE-----")), ("malformed", None, None));
    assert_eq!(
        details(&CaCertificate::from_der(&[0x30, 2, 0x04, 0]).unwrap_err()),
        ("malformed", None, Some(2))
    );
}

#[test]
fn rfc_9440_text_has_the_byte() {
    assert_eq!(details(&ClientCert::decode(b":MA*A=:").unwrap_err()), ("bad_base64", None, Some(3)));
    let error = input::required_certificate_der(b":MA*A=:", InputKind::Text).unwrap_err();
    assert_eq!(details(&error), ("bad_base64", None, Some(3)));
}

#[test]
fn a_fingerprint_has_the_byte_unless_its_length_is_wrong() {
    let error = |text| Fingerprint::parse(text).unwrap_err();
    assert_eq!(details(&error("ABx")), ("bad_character", None, Some(2)));
    assert_eq!(details(&error("AB:CD")), ("wrong_length", None, None));
}

#[test]
fn an_identifier_of_a_ca_has_the_byte() {
    let ca = || CaCertificate::from_pem(include_bytes!("../../../tests/certs/ca.pem")).unwrap();
    assert_eq!(details(&ca().with_id("a b").unwrap_err()), ("malformed_ca_id", None, Some(1)));
    assert_eq!(details(&ca().with_id("").unwrap_err()), ("malformed_ca_id", None, None));
}

#[test]
fn options_suggest_the_closest_name() {
    let error = PolicyOptions::from_json(r#"{"certIssuerDn":"CN=a"}"#).unwrap_err();
    assert_eq!(details(&error), ("unknown_option", Some("certIssuerDN".into()), None));
    let error = issuedby::MtlsAuthInbound::from_json(r#"{"certIssuerDN":"CN=a,O"}"#).unwrap_err();
    assert_eq!(details(&error), ("cert_issuer_dn_malformed", None, Some(6)));
}
