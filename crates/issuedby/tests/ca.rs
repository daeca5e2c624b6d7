//! The rules for loading a CA, and its warnings.

mod vector_file;

use std::time::Duration;

use issuedby::{CaCertificate, CaWarning, Reason, UnixTime};

fn sample(name: &str) -> Vec<u8> {
    let path = issuedby_test_support::repository().join("tests/certs").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn refusal(pem: &[u8]) -> Reason {
    CaCertificate::from_pem(pem).expect_err("it is unfit").reason()
}

#[test]
fn each_unfit_file_has_its_own_code_and_a_remedy() {
    let expected = [
        ("client.pem", Reason::NotACa),
        ("ca.der", Reason::PemExpected),
        ("two-cas.pem", Reason::SeveralCertificates),
        ("ca-with-key.pem", Reason::PrivateKeyFound),
    ];
    for (name, reason) in expected {
        let error = CaCertificate::from_pem(&sample(name)).expect_err(name);
        assert_eq!(error.reason(), reason, "{name}");
        assert!(!error.remedy().is_empty() && !error.to_string().is_empty(), "{name}");
    }
    assert_eq!(refusal(&vec![0; 1 << 20]), Reason::PemExpected);
    assert_eq!(refusal(b""), Reason::PemExpected);
}

/// Each remedy fits its fault; none is worded for a client's certificate.
#[test]
fn the_remedy_fits_what_was_found() {
    let pem = String::from_utf8(sample("ca.pem")).expect("text");
    let der = sample("ca.der");
    let begin = "-----BEGIN CERTIFICATE-----\n";
    let too_large = pem.repeat((1 << 20) / pem.len() + 1);
    let truncated = issuedby::pem::encode_certificate(&der[..der.len() - 1]);
    let nested = issuedby::pem::encode_certificate(pem.as_bytes());
    for (text, reason, remedy) in [
        (pem.replace(begin, &format!("{begin}!")), Reason::Malformed, "copy the file again"),
        (truncated, Reason::Malformed, "ask whoever runs the CA"),
        (nested, Reason::Malformed, "PEM text"),
        (pem.replace("CERTIFICATE", "CERTIFICATE REQUEST"), Reason::PemExpected, "a request is not"),
        (String::new(), Reason::PemExpected, "copy the file again"),
        ("\0".repeat(100), Reason::PemExpected, "give the CA's certificate in PEM form"),
        (too_large, Reason::TooLarge, "take one certificate out"),
    ] {
        let error = CaCertificate::from_pem(text.as_bytes()).expect_err("it is unfit");
        assert_eq!(error.reason(), reason, "{error}");
        assert!(error.remedy().starts_with(remedy) || error.remedy().ends_with(remedy), "{}", error.remedy());
        assert!(!error.to_string().contains(error.remedy()), "{error}");
    }
    let pkcs12 = b"\x30\x82\x01\x00\x02\x01\x03\x30";
    let pkcs7 = b"\x30\x82\x01\x00\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02";
    let trailing = [&*der, b"\0"].concat();
    for (bytes, reason, remedy) in [
        (pem.as_bytes(), Reason::Malformed, "PEM text"),
        (b":MAA=:", Reason::Malformed, "decode it first"),
        (pkcs12, Reason::Malformed, "openssl pkcs12"),
        (pkcs7, Reason::Malformed, "openssl pkcs7"),
        (b"", Reason::Malformed, "ask whoever runs the CA"),
        (&trailing, Reason::TrailingData, "the CA's certificate"),
        (&[0x30; 70_000], Reason::TooLarge, "the CA's certificate"),
    ] {
        let error = CaCertificate::from_der(bytes).expect_err("it is unfit");
        assert_eq!(error.reason(), reason, "{error}");
        assert!(error.remedy().contains(remedy), "{}", error.remedy());
    }
}

#[test]
fn a_private_key_in_place_of_a_ca_is_recognised() {
    let key = b"\x30\x2E\x02\x01\x00\x30\x05\x06\x03\x2B\x65\x70\x04\x22\x04\x20";
    let key = [&key[..], &[7; 32]].concat();
    let utf16: Vec<u8> =
        "-----BEGIN PRIVATE KEY-----\nMAA=".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let labelled = issuedby::pem::encode_certificate(&key);
    for error in [
        CaCertificate::from_der(&key),
        CaCertificate::from_pem(&key),
        CaCertificate::from_pem(&utf16),
        CaCertificate::from_pem(labelled.as_bytes()),
        CaCertificate::from_pem(labelled.replace("CERTIFICATE", "PRIVATE KEY").as_bytes()),
    ] {
        let error = error.expect_err("it is a key");
        assert_eq!(error.reason(), Reason::PrivateKeyFound, "{error}");
        assert!(error.remedy().contains("exposed"), "{}", error.remedy());
    }
}

#[test]
fn a_fit_ca_shows_what_an_operator_needs() {
    let ca = CaCertificate::from_pem(&sample("ca.pem")).expect("fit");
    assert_eq!(ca.subject().to_string(), "CN=example-ca,O=Example,C=US");
    assert!(ca.warnings().is_empty() && ca.id().is_none());
    assert_eq!(ca.fingerprint(), ca.certificate().fingerprint());
    assert_eq!(CaCertificate::from_der(&sample("ca.der")).expect("fit").fingerprint(), ca.fingerprint());
}

#[test]
fn an_expired_ca_and_an_intermediate_load() {
    for name in ["ca-expired.pem", "ca-renewed.pem", "intermediate.pem", "ca-rsa.pem", "other-ca.pem"] {
        assert!(CaCertificate::from_pem(&sample(name)).is_ok(), "{name}");
    }
}

#[test]
fn bytes_after_a_ca_in_der_are_refused() {
    let mut der = sample("ca.der");
    der.push(0);
    assert_eq!(CaCertificate::from_der(&der).expect_err("it trails").reason(), Reason::TrailingData);
}

#[test]
fn validity_includes_both_ends() {
    let ca = CaCertificate::from_pem(&sample("ca-expired.pem")).expect("an expired CA loads");
    let at = |seconds: u64| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
    let (from, until) = (ca.not_before().as_secs(), ca.not_after().as_secs());
    assert!(ca.is_valid_at(at(from)) && ca.is_valid_at(at(until)));
    assert!(!ca.is_valid_at(at(from - 1)) && !ca.is_valid_at(at(until + 1)));
}

#[test]
fn debug_names_a_ca_and_never_shows_its_bytes() {
    let ca = CaCertificate::from_pem(&sample("ca.pem")).expect("fit");
    for shown in [format!("{ca:?}"), format!("{:?}", ca.certificate())] {
        assert!(shown.contains("CN=example-ca") && shown.len() < 300, "{shown}");
    }
}

#[test]
fn every_warning_has_a_code_and_a_sentence() {
    for warning in CaWarning::ALL {
        assert!(!warning.code().is_empty() && warning.to_string().contains("CA"), "{warning:?}");
    }
}

/// The remedy that makes a client's certificate of a request would make no CA.
#[test]
fn a_request_in_place_of_a_ca_has_the_remedy_for_a_ca() {
    let request = vector_file::input("other/request-der");
    let pem = vector_file::input("other/request");
    for (error, reason, command) in [
        (
            CaCertificate::from_der(&request),
            Reason::Malformed,
            "openssl x509 -req -inform DER -in FILE -signkey",
        ),
        (
            CaCertificate::from_pem(&request),
            Reason::PemExpected,
            "openssl x509 -req -inform DER -in FILE -signkey",
        ),
        (CaCertificate::from_pem(&pem), Reason::PemExpected, "openssl x509 -req -in FILE -signkey"),
    ] {
        let error = error.expect_err("it is a request");
        assert_eq!(error.reason(), reason, "{error}");
        assert!(error.remedy().contains("CA:TRUE") && error.remedy().contains(command), "{}", error.remedy());
        assert!(error.to_string().contains("found "), "{error}");
    }
}
