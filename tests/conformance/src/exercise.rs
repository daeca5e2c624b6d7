//! Everything that can be asked about bytes and about a verdict, asked: for inputs that must never panic.

use std::hint::black_box;

use issuedby::{CaCertificate, Certificate, Status, UnixTime, Verdict, Verifier};
use serde_json::Value;

/// The keys of a verdict's JSON, in order.
const VERDICT_KEYS: [&str; 8] =
    ["status", "reason", "message", "reasons", "certificate", "ca", "validFrom", "validUntil"];

/// Evaluates `bytes` and checks that the verdict is well-formed whatever they are.
pub fn evaluate(verifier: &Verifier, bytes: &[u8], now: UnixTime) -> Status {
    let verdict = verifier.evaluate(Some(bytes), now);
    check(&verdict);
    verdict.status()
}

/// Asks every accessor of a certificate and of a CA made of `bytes`, if they are one.
pub fn ask_everything(bytes: &[u8]) {
    match Certificate::from_der(bytes) {
        Ok(certificate) => ask_certificate(&certificate),
        Err(error) => assert!(error.to_string().is_ascii() && error.offset() <= bytes.len(), "{error}"),
    }
    match CaCertificate::from_der(bytes) {
        Ok(ca) => {
            black_box((ca.id(), ca.subject(), ca.fingerprint(), ca.not_before(), ca.not_after()));
            assert!(ca.warnings().iter().all(|warning| warning.to_string().is_ascii()));
            black_box(format!("{ca:?}"));
            ask_certificate(ca.certificate());
        }
        Err(error) => {
            assert!(error.to_string().is_ascii(), "{error}");
            black_box((error.reason(), error.remedy()));
        }
    }
}

/// Tells whether a verdict keeps its promises: a reason for a refusal, one line of ASCII JSON, the same once owned.
pub fn check(verdict: &Verdict<'_>) {
    assert_eq!(verdict.status() == Status::Success, verdict.reason().is_none(), "{verdict:?}");
    assert!(!verdict.message().is_empty() && verdict.message().is_ascii());
    for entry in verdict.reasons() {
        let message = verdict.message_of(entry.reason);
        assert!(!message.is_empty() && message.is_ascii() && !message.contains('\n'), "{message}");
    }
    let json = verdict.to_json();
    assert!(json.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{json}");
    let read: Value = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let keys: Vec<&str> = read.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys, VERDICT_KEYS);
    assert_eq!(read["status"], verdict.status().as_str());
    assert_eq!(read["certificate"].is_null(), verdict.certificate().is_none());
    assert_eq!(read["ca"].is_null(), verdict.ca().is_none());
    assert_eq!(verdict.clone().into_owned().to_json(), json);
    black_box(format!("{verdict:?} {verdict}"));
}

fn ask_certificate(certificate: &Certificate<'_>) {
    black_box((certificate.version(), certificate.serial_number(), certificate.fingerprint()));
    black_box((certificate.not_before(), certificate.not_after(), certificate.path_length()));
    black_box((certificate.is_ca(), certificate.key_algorithm().to_string()));
    black_box((certificate.public_key_info(), certificate.signature_algorithm()));
    black_box((certificate.authority_key_identifier(), certificate.subject_key_identifier()));
    black_box(
        certificate
            .alternative_names()
            .map(|names| names.filter(|name| name.as_ref().is_ok_and(|name| name.read().is_ok())).count()),
    );
    black_box(certificate.name_constraints().map(|constraints| constraints.is_ok()));
    black_box(certificate.key_usage().map(|usage| usage.names().count()));
    black_box(certificate.extended_key_usage().map(|usage| usage.purposes().count()));
    black_box(certificate.extensions().map(|extension| extension.value.len()).sum::<usize>());
    black_box(certificate.structure_defects().count());
    for name in [certificate.issuer(), certificate.subject()] {
        match name {
            Ok(name) => assert!(name.to_string().is_ascii()),
            Err(error) => assert!(error.to_string().is_ascii()),
        }
    }
    let owned = certificate.clone().into_owned();
    assert_eq!(owned.der(), certificate.der());
    assert_eq!(owned.fingerprint(), certificate.fingerprint());
}
