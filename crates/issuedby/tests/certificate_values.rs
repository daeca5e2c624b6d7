//! A parsed certificate gives the values that verdicts write; other bytes are recognised.
#![cfg(any(feature = "aws-lc-rs", feature = "ring"))]

mod unsigned_certificate;
mod vector_file;

use issuedby::policy::PolicyOptions;
use issuedby::{CaSet, Certificate, EdgeReport, MtlsAuthInbound, Reason, Verified, check_time};
use serde_json::Value;
use unsigned_certificate::{SUBJECT_ALT_NAME, Unsigned, sample, sequence, tlv};

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// Every certificate of the vectors, also those before 1970 and with odd serial numbers.
#[test]
fn the_texts_of_a_certificate_are_those_of_its_verdict() {
    let mut compared = 0;
    for case in vector_file::cases().iter().filter(|case| !case.leaf().is_empty() && case.is_for_this_build())
    {
        let der = case.leaf();
        let verifier = case.verifier();
        let verdict = verifier.evaluate(Some(&der), check_time(case.now()));
        let Some(certificate) = verdict.certificate() else { continue };
        let written = &json(&verdict.to_json())["certificate"];
        assert_eq!(written["serialNumber"], certificate.serial_number_text().to_string(), "{}", case.id());
        assert_eq!(written["notBefore"], certificate.not_before_text().to_string(), "{}", case.id());
        assert_eq!(written["notAfter"], certificate.not_after_text().to_string(), "{}", case.id());
        // A positive number without a sign byte is written as it is stored.
        if matches!(certificate.serial_number(), [1..=0x7f, ..]) {
            let stored: Vec<_> =
                certificate.serial_number().iter().map(|byte| format!("{byte:02X}")).collect();
            assert_eq!(certificate.serial_number_text().to_string(), stored.join(":"), "{}", case.id());
        }
        assert_eq!(certificate.not_before().as_secs(), certificate.not_before_seconds().max(0) as u64);
        assert_eq!(certificate.not_after().as_secs(), certificate.not_after_seconds().max(0) as u64);
        compared += 1;
    }
    assert!(compared > 300, "{compared} certificates");
}

/// The same for what a handler gets, which is made of the same certificates.
#[test]
fn the_accessors_of_metadata_agree_with_its_json() {
    let policy = MtlsAuthInbound::new(PolicyOptions::new().cert_issuer_dn("CN=algorithm-ca,O=Example,C=US"))
        .expect("good options");
    let mut compared = 0;
    for case in
        vector_file::cases().iter().filter(|case| case.status() == "SUCCESS" && case.is_for_this_build())
    {
        let der = case.leaf();
        let verifier = case.verifier();
        let verdict = verifier.evaluate(Some(&der), check_time(case.now()));
        let decision = policy.decide(&EdgeReport::from(&verdict));
        let Some(metadata) = decision.metadata() else { continue };
        let written = json(&metadata.to_json());
        let certificate = verdict.certificate().expect("a certificate");
        assert_eq!(written["subject"].as_str(), metadata.subject());
        assert_eq!(written["issuer"].as_str(), metadata.issuer());
        assert_eq!(written["serialNumber"], metadata.serial_number());
        assert_eq!(written["sha256Fingerprint"], metadata.fingerprint().to_string());
        assert_eq!(written["verified"], metadata.verified());
        assert_eq!(written["status"], metadata.status().as_str());
        assert_eq!(written["reason"].as_str(), metadata.reason().map(|reason| reason.code()));
        assert_eq!(written["caId"].as_str(), metadata.ca_id());
        assert_eq!(written["notBefore"], certificate.not_before_text().to_string());
        assert_eq!(written["notAfter"], certificate.not_after_text().to_string());
        assert_eq!(metadata.not_before(), certificate.not_before(), "{}", case.id());
        assert_eq!(metadata.not_after(), certificate.not_after(), "{}", case.id());
        compared += 1;
    }
    assert!(compared > 20, "{compared} clients");
}

/// A date before 1970 is 1970 where the type has no other, and what it is in the text.
#[test]
fn dates_before_1970_are_whole_in_the_text() {
    let der = vector_file::case("structure/time-1950").leaf();
    let certificate = Certificate::from_der(&der).expect("a certificate");
    assert!(certificate.not_before_seconds() < 0);
    assert_eq!(certificate.not_before().as_secs(), 0);
    assert!(
        certificate.not_before_text().to_string().starts_with("1950-"),
        "{}",
        certificate.not_before_text()
    );
}

/// `Debug` of whatever holds a certificate or a key names it and shows neither.
#[test]
fn debug_of_what_holds_certificates_is_short_and_names_them() {
    let ca = Unsigned::ca().load();
    let fingerprint = ca.fingerprint().to_string();
    let set = CaSet::new([ca]).expect("the key is taken");
    let shown = format!("{set:?}");
    assert!(shown.contains(unsigned_certificate::CA_NAME) && shown.contains(&fingerprint), "{shown}");
    assert!(shown.len() < 400, "{shown}");

    let verifier = unsigned_certificate::trusting([Unsigned::ca().load()]);
    let shown = format!("{verifier:?}");
    assert!(shown.contains(&fingerprint) && shown.len() < 800, "{shown}");
    let leaf = Unsigned::leaf().der();
    let verdict = verifier.evaluate(Some(&leaf), check_time(unsigned_certificate::NOW));
    let verified = Verified::try_from(verdict).expect("a SUCCESS");
    let shown = format!("{verified:?}");
    let of_leaf = verified.certificate().fingerprint().to_string();
    assert!(shown.contains(&of_leaf) && shown.contains(&fingerprint) && shown.len() < 600, "{shown}");

    let names = sequence(&[&tlv(0x82, b"hidden.example")]);
    let leaf = Unsigned::leaf().with_extension(SUBJECT_ALT_NAME, &names).der();
    let certificate = Certificate::from_der(&leaf).expect("a certificate");
    let shown = format!("{:?}", certificate.alternative_names().expect("names"));
    assert!(shown.starts_with("GeneralNames") && !shown.contains("hidden"), "{shown}");
}

#[test]
fn debug_of_a_certificate_says_why_its_subject_is_no_name() {
    let leaf = Unsigned::leaf().with_subject(&[0x31, 0]).der();
    let certificate = Certificate::from_der(&leaf).expect("a certificate");
    let shown = format!("{certificate:?}");
    assert!(shown.contains("EmptyRdn") && shown.contains(&certificate.fingerprint().to_string()), "{shown}");
}

#[test]
fn a_set_counts_and_lists_its_cas_in_order() {
    let named = |key: &str, id: &str| {
        let ca = Unsigned::ca().with_key(unsigned_certificate::key_of(key)).load();
        ca.with_id(id).expect("an identifier")
    };
    let empty = CaSet::new([]).expect("no CA is a set");
    assert!(empty.is_empty() && empty.iter().next().is_none());
    let set = CaSet::new([named("ca.pem", "a"), named("other-ca.pem", "b"), named("ca-rsa.pem", "c")])
        .expect("the keys are taken");
    let ids: Vec<_> = set.iter().filter_map(|ca| ca.id()).collect();
    assert_eq!((ids, set.len(), set.is_empty()), (vec!["a", "b", "c"], 3, false));
}

/// The remedy is that of the form, where the bytes have one, else that of the reason.
#[test]
fn bytes_that_are_no_certificate_have_the_remedy_of_their_form() {
    let request = vector_file::input("other/request-der");
    // The version has another tag.
    let with_another_version: Vec<u8> =
        sample("client.der").iter().map(|byte| if *byte == 0xA0 { 0xA1 } else { *byte }).collect();
    let pkcs12 = b"\x30\x82\x01\x00\x02\x01\x03\x30".to_vec();
    for (bytes, words) in [
        (Vec::new(), "copy the file again"),
        (sample("client.pem"), "read it with `input::certificate_der`"),
        (b":MAA=:".to_vec(), "read it with `input::certificate_der`"),
        (b"MIIBWzCCAQKgAwIBAgI".to_vec(), "base64 -d"),
        (request, "a request is not a certificate yet"),
        (pkcs12, "openssl pkcs12"),
        (vec![0x30, 3, 0x30, 1, 0], Reason::Malformed.remedy()),
        (sample("client-truncated.der"), "the copy was cut off"),
        (with_another_version, "the CA's software wrote this"),
        (vec![0x30; 70_000], Reason::TooLarge.remedy()),
        ([sample("client.der"), vec![0]].concat(), Reason::TrailingData.remedy()),
    ] {
        let error = Certificate::from_der(&bytes).expect_err("no certificate");
        assert!(
            error.remedy().starts_with(words) || error.remedy().contains(words),
            "{error}: {}",
            error.remedy()
        );
        assert!(error.to_string().is_ascii() && error.offset() <= bytes.len(), "{error}");
    }
}
