//! The known facts of certificates with hard contents, and the proof that every one that webpki parses is parsed here
//! too, but for the stricter rules that `ledger/stricter.json` explains.
//!
//! Their names as text are tested with the names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use issuedby::{Certificate, ClientCert, Fingerprint, pem};
use issuedby_conformance::case::{bytes, lines};
use issuedby_conformance::ledger::{assert_same, entries, text};
use issuedby_conformance::{bare_webpki, counting};
use issuedby_test_support::{corpora, not_run, report_cases};
use serde_json::Value;
use sha2::{Digest, Sha256};

const SUITE: &str = "facts/certificates";

#[test]
fn fingerprints_fields_and_dates_are_as_measured() {
    let Some(folder) = corpora() else {
        return not_run(SUITE, "the certificate corpora");
    };
    let facts = lines(&folder.join("cert-facts.jsonl"));
    for fact in &facts {
        let der = certificate(&folder, fact);
        check_digests(fact, &der);
        if let Ok(certificate) = Certificate::from_der(&der) {
            check_fields(fact, &certificate);
        }
    }
    report_cases(SUITE, facts.len(), counting::expected(SUITE));
}

#[test]
fn webpki_parses_here_what_it_was_measured_to_parse() {
    each_fact(|fact, der| {
        let measured = fact["parse"]["webpki"] == "ok";
        assert_eq!(bare_webpki::parse(der).is_ok(), measured, "{}", text(fact, "name"));
    });
}

#[test]
fn what_webpki_parses_is_parsed_but_for_stricter_rules() {
    let Some(folder) = corpora() else {
        return not_run(SUITE, "the certificate corpora");
    };
    let found: BTreeMap<String, String> = lines(&folder.join("cert-facts.jsonl"))
        .iter()
        .filter_map(|fact| {
            let der = certificate(&folder, fact);
            bare_webpki::parse(&der).ok()?;
            let error = Certificate::from_der(&der).err()?;
            Some((text(fact, "name"), error.reason().code().to_owned()))
        })
        .collect();
    let ledger: BTreeMap<String, String> = entries("stricter.json")
        .into_iter()
        .map(|(id, entry)| {
            assert!(text(&entry, "why").len() > 20, "{id}: the ledger does not say why");
            (id, text(&entry, "ours"))
        })
        .collect();
    assert_same("stricter.json", &found, &ledger);
}

#[test]
fn a_certificate_survives_the_way_through_rfc_9440_and_pem() {
    each_fact(|fact, der| {
        let name = text(fact, "name");
        assert_eq!(ClientCert::decode(ClientCert::encode(der).as_bytes()).as_deref(), Ok(der), "{name}");
        let written = pem::encode_certificate(der);
        assert_eq!(pem::single_certificate(written.as_bytes()).as_deref(), Ok(der), "{name}");
    });
}

fn each_fact(check: impl Fn(&Value, &[u8])) {
    let Some(folder) = corpora() else {
        return not_run(SUITE, "the certificate corpora");
    };
    for fact in lines(&folder.join("cert-facts.jsonl")) {
        check(&fact, &certificate(&folder, &fact));
    }
}

/// The certificate that a fact is about: inside it, or in a PEM file.
fn certificate(folder: &Path, fact: &Value) -> Vec<u8> {
    match fact["file"].as_str() {
        None => bytes(&fact["certificate"]),
        Some(file) => {
            let text = fs::read(folder.join("pem").join(file)).expect("a file");
            pem::single_certificate(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
        }
    }
}

fn check_digests(fact: &Value, der: &[u8]) {
    let name = text(fact, "name");
    let fingerprint = text(fact, "sha256");
    assert_eq!(hexadecimal(&Sha256::digest(der)), fingerprint, "{name}: another certificate");
    let printed = Fingerprint::of(der).to_string().replace(':', "").to_lowercase();
    assert_eq!(printed, fingerprint, "{name}");
    let field = ClientCert::encode(der);
    assert_eq!(hexadecimal(&Sha256::digest(field.as_bytes())), text(fact, "rfc9440_sha256"), "{name}");
    assert_eq!(fact["length"], der.len(), "{name}");
}

fn check_fields(fact: &Value, certificate: &Certificate<'_>) {
    let name = text(fact, "name");
    assert_eq!(fact["version"], certificate.version(), "{name}: version");
    let serial = hexadecimal(certificate.serial_number());
    let number = |text: &str| text.trim_start_matches('0').to_owned();
    assert_eq!(number(&serial), number(&text(fact, "serial")), "{name}: serial");
    assert_eq!(fact["not_before"], certificate.not_before_seconds(), "{name}: notBefore");
    assert_eq!(fact["not_after"], certificate.not_after_seconds(), "{name}: notAfter");
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
