//! Each kind of a field value that is no certificate: its code, its message and its remedy.

use std::collections::BTreeSet;

use issuedby::client_cert::{ChainLint, ClientCert, ClientCertError, ClientCertErrorKind as Kind};
use issuedby::input::{CertificateInput, InputError, InputKind};
use issuedby::limits::{MAX_CHAIN_MEMBERS, MAX_CLIENT_CERT_SIZE, MAX_PARAMETERS, MAX_STRUCTURED_FIELD_SIZE};

fn refused(value: impl AsRef<[u8]>) -> ClientCertError {
    ClientCert::decode(value.as_ref()).expect_err("a refusal")
}

fn refused_chain(value: impl AsRef<[u8]>) -> ClientCertError {
    ClientCert::decode_chain([value.as_ref()]).expect_err("a refusal")
}

/// A real value of each kind, with the code that has been published for it.
fn one_of_each() -> Vec<(ClientCertError, &'static str)> {
    let two_lines = ClientCert::decode_lines([&b":MAA=:"[..], b":MAA=:"]).expect_err("a refusal");
    let pem = ClientCert::encode(b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n");
    vec![
        (refused(":MA!=:"), "bad_base64"),
        (refused(":MAA=:;A"), "bad_parameter"),
        (refused("::"), "empty_byte_sequence"),
        (refused(""), "empty_field"),
        (refused_chain(":MAA=:,"), "empty_member"),
        (refused(":MAA=:\u{e9}"), "non_ascii"),
        (refused("MAA="), "not_byte_sequence"),
        (refused(":AQ==:"), "not_der"),
        (refused(pem), "pem_inside"),
        (two_lines, "several_field_lines"),
        (refused(":MAA=:, :MAA=:"), "several_values"),
        (refused(ClientCert::encode(&[0x30; MAX_CLIENT_CERT_SIZE + 1])), "too_large"),
        (refused(":MAA=:x"), "trailing_characters"),
        (refused(":MAAA:"), "trailing_data"),
        (refused(":MAE=:"), "truncated"),
        (refused(":MAA="), "unterminated_byte_sequence"),
    ]
}

#[test]
fn each_kind_has_the_published_code_of_its_own() {
    let errors = one_of_each();
    for (error, code) in &errors {
        assert_eq!(error.code(), *code, "{error}");
        assert_eq!(error.kind().code(), *code, "{error}");
    }
    let codes: BTreeSet<_> = errors.iter().map(|(_, code)| *code).collect();
    let kinds: BTreeSet<_> = errors.iter().map(|(error, _)| format!("{:?}", error.kind())).collect();
    assert_eq!((codes.len(), kinds.len()), (errors.len(), errors.len()));
    assert!(codes.iter().all(|code| {
        code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    }));
}

#[test]
fn each_sentence_says_expected_found_and_remedy_in_ascii() {
    for (error, code) in one_of_each() {
        let (sentence, message) = (error.to_string(), error.without_remedy().to_string());
        assert!(message.contains("found "), "{code}: {message}");
        assert_eq!(sentence, format!("{message}; {}", error.remedy()));
        assert!(!error.remedy().is_empty() && sentence.is_ascii(), "{sentence}");
    }
}

#[test]
fn a_limit_that_was_passed_is_named_with_its_number_and_unit() {
    let members = vec![":MAA=:"; MAX_CHAIN_MEMBERS + 1].join(",");
    let parameters = format!(":MAA=:{}", ";a".repeat(MAX_PARAMETERS + 1));
    let field = " ".repeat(MAX_STRUCTURED_FIELD_SIZE + 1);
    let certificate = ClientCert::encode(&vec![0x30; MAX_CLIENT_CERT_SIZE + 1]);
    for (error, limit) in [
        (refused_chain(members), format!("at most {MAX_CHAIN_MEMBERS} certificates")),
        (refused(parameters), format!("at most {MAX_PARAMETERS} parameters")),
        (refused(field), format!("at most {MAX_STRUCTURED_FIELD_SIZE} ")),
        (refused(certificate), format!("at most {MAX_CLIENT_CERT_SIZE} ")),
    ] {
        assert_eq!(error.kind(), Kind::TooLarge, "{error}");
        assert!(error.to_string().contains(&limit), "{error}");
    }
}

#[test]
fn what_is_no_der_is_shown_by_its_first_byte() {
    for (der, found) in [(&b"MAA="[..], "`M`"), (&[0x31, 0], "`1`"), (&[0x02, 1, 0], "byte 0x02")] {
        let error = refused(ClientCert::encode(der));
        assert_eq!(error.kind(), Kind::NotDer);
        assert!(error.to_string().contains(found), "{error}");
    }
}

/// The remedy of base64url names it, for the alphabet is the likeliest slip.
#[test]
fn base64url_is_called_by_its_name() {
    for value in [":MA-=:", ":MA_=:"] {
        assert!(refused(value).remedy().contains("base64url"), "{value}");
    }
    assert!(!refused(":MA!=:").remedy().contains("base64url"));
}

/// The reader of every form gives the error of the field's decoder, with the same code.
#[test]
fn an_input_keeps_code_and_remedy_of_its_field_value() {
    for (error, code) in one_of_each().into_iter().filter(|(_, code)| *code != "several_field_lines") {
        let input = InputError::from(error);
        assert_eq!((input.code(), input.remedy()), (code, error.remedy()));
        assert_eq!(input.to_string(), error.to_string());
    }
    let value = b":MAA=";
    let input = CertificateInput::read(value, InputKind::Bytes).expect_err("a refusal");
    assert_eq!(input.code(), "unterminated_byte_sequence");
}

#[test]
fn a_faulty_chain_names_its_member_and_the_remedy() {
    let leaf: &[u8] = &[0x30, 0x00];
    let [repeated] = ClientCert::lint_chain(Some(leaf), &[&[0x30, 0x01, 0x05][..], leaf])[..] else {
        panic!("one fault");
    };
    assert_eq!(repeated, ChainLint::ContainsClientCertificate { member: 2 });
    let [alone] = ClientCert::lint_chain(None, &[leaf])[..] else { panic!("one fault") };
    for (lint, words) in [(repeated, "member 2"), (alone, "without `Client-Cert`")] {
        let sentence = lint.to_string();
        assert!(sentence.contains(words) && sentence.contains("expected ") && sentence.contains("send "));
        assert!(sentence.contains("RFC 9440 section 2.3") && sentence.is_ascii(), "{sentence}");
    }
}

/// Nothing is what a missing field means, never what a field holds.
#[test]
fn padding_alone_is_no_base64() {
    for value in [":=:", ":==:", ":===:", ":====:", ":=A:"] {
        assert_eq!(refused(value).kind(), Kind::BadBase64, "{value}");
    }
}
