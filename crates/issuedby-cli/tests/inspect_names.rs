//! `issuedby inspect`: the names of a certificate, their warnings, and the lists that are cut.

mod common;

use base64::Engine;
use common::*;
use serde_json::Value;

/// The codes of the warnings about the names of a certificate, with the name and the RDN that they are about.
fn name_warnings(der: &[u8]) -> Vec<(String, String, Option<u64>)> {
    let run = with_input(&["inspect", "--format=json", "-"], der).exits(0);
    assert!(run.out.is_ascii(), "{}", run.out);
    let facts: Value = serde_json::from_str(&run.out).expect("JSON");
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let warnings = facts["alarms"].as_array().expect("an array").iter();
    warnings
        .map(|warning| (text(&warning["name"]), text(&warning["code"]), warning["rdn"].as_u64()))
        .collect()
}

#[test]
fn misleading_names_have_warnings() {
    for name in ["client.pem", "client-unicode.pem"] {
        assert_eq!(name_warnings(&sample(name)), [], "{name}");
    }
    let client = der("client.pem");
    for (subject, codes) in [
        (&b"a\0b\0c\0de"[..], &["nul_character"][..]),
        (b"\x1b[31mred", &["control_character"]),
        ("a\u{202e}dcba".as_bytes(), &["bidirectional_control"]),
        ("abcde\u{200b}".as_bytes(), &["invisible_character"]),
        (b"a, Inc.x", &["separator_in_value"]),
        (b"a/CN=b/c", &["separator_in_value", "looks_like_attributes"]),
        (b"CN=a,C=b", &["separator_in_value", "looks_like_attributes"]),
    ] {
        let der = replaced(&client, b"client-1", subject);
        let expected: Vec<_> =
            codes.iter().map(|code| ("subject".to_owned(), (*code).to_owned(), Some(1))).collect();
        assert_eq!(name_warnings(&der), expected, "{subject:?}");
        let run = with_input(&["inspect", "-"], &der)
            .exits(0)
            .stdout_has("\ncaution             subject: CN in RDN 1: ");
        assert_eq!(run.out.matches("\ncaution             subject: ").count(), codes.len(), "{}", run.out);
        assert!(!run.out.contains(|c: char| c.is_control() && c != '\n'), "{:?}", run.out);
        assert!(!run.out.contains(['\u{202e}', '\u{200b}']), "{:?}", run.out);
    }
}

#[test]
fn of_many_warnings_about_names_the_first_are_shown() {
    // The issuer, which stands before the subject: its organisation becomes a second CN.
    let several = replaced(&der("client.pem"), &[0x55, 0x04, 0x0a], &[0x55, 0x04, 0x03]);
    assert_eq!(name_warnings(&several), [("issuer".to_owned(), "several_common_names".to_owned(), None)]);
    with_input(&["inspect", "-"], &several)
        .exits(0)
        .stdout_has("issuer              CN=example-ca,CN=Example,C=US\n")
        .stdout_has("caution             issuer: the name has several CNs");
}

#[test]
fn what_to_paste_is_ascii_and_shown_as_people_read_it_too() {
    let renamed = replaced(&der("ca.pem"), b"example-ca", "M\u{fc}ller-ca".as_bytes());
    // The first is the issuer, the second the subject.
    let renamed = replaced(&renamed, b"example-ca", "M\u{fc}ller-ca".as_bytes());
    with_input(&["inspect", "-"], &renamed)
        .stdout_has("certIssuerDN        CN=M\\C3\\BCller-ca,O=Example,C=US\n")
        .stdout_has("                    or CN=M\u{fc}ller-ca,O=Example,C=US\n");
    let run = with_input(&["inspect", "--format=json", "-"], &renamed);
    let facts: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(facts["certIssuerDN"], "CN=M\\C3\\BCller-ca,O=Example,C=US");
    let run = issuedby(&["inspect", "ca.pem"])
        .stdout_has("\ncertIssuerDN        CN=example-ca,O=Example,C=US\nserial");
    run.exits(0);
}

/// The certificates of the name vectors: every string type, NUL, line breaks, injected separators.
#[test]
fn names_of_the_vectors_are_printed_as_expected_never_raw() {
    const SUITE: &str = "cli/names";

    let Some(folder) = issuedby_test_support::distinguished_names() else {
        return issuedby_test_support::not_run(SUITE, "the name vectors (`dn` beside the corpora)");
    };
    let file = std::fs::read_to_string(folder.join("printouts.json")).expect("printouts.json");
    let vectors: Value = serde_json::from_str(&file).expect("JSON");
    let vectors = vectors["certs"].as_array().expect("an array");
    let mut run_cases = 0;
    for vector in vectors {
        let der = base64::engine::general_purpose::STANDARD
            .decode(vector["cert_der_b64"].as_str().expect("base64"))
            .expect("base64");
        let id = &vector["id"];
        let shown = with_input(&["inspect", "-"], &der);
        let both = format!("{}{}", shown.out, shown.err);
        assert!(!both.contains(|c: char| c.is_control() && c != '\n'), "{id}: {both:?}");
        let run = with_input(&["inspect", "--format=json", "-"], &der);
        assert!(run.out.is_ascii() && run.out.lines().count() <= 1, "{id}: {}", run.out);
        if let (Some(ascii), 0) = (vector["spec"]["ascii"].as_str(), run.status) {
            let facts: Value = serde_json::from_str(&run.out).expect("JSON");
            assert_eq!(facts["certIssuerDN"], ascii, "{id}");
            let normalized = issuedby(&["dn", "normalize", "--format=json", ascii]).exits(0);
            let normalized: Value = serde_json::from_str(&normalized.out).expect("JSON");
            assert_eq!(normalized["normalForm"], vector["spec"]["normalized_hex"], "{id}");
        }
        run_cases += 1;
    }
    issuedby_test_support::report_cases(SUITE, run_cases, vectors.len());
}

/// A vector of `inspections.json`, DER.
fn vector(id: &str) -> Vec<u8> {
    let path = issuedby_test_support::repository().join("tests/vectors/inspections.json");
    let file = std::fs::read_to_string(path).expect("inspections.json");
    let line = file.lines().find(|line| line.contains(&format!("\"id\":\"{id}\""))).expect(id);
    let case: Value = serde_json::from_str(line.trim_end_matches(',')).expect("JSON");
    let certificate = case["certificate"].as_str().expect("base64");
    base64::engine::general_purpose::STANDARD.decode(certificate).expect("base64")
}

#[test]
fn people_read_that_a_list_is_cut_and_both_of_two_extensions() {
    for (id, key) in [
        ("large/purposes", "extendedKeyUsage"),
        ("large/constraints", "nameConstraints"),
        ("large/names-of-the-authority", "authorityCertIssuer"),
        ("large/qualifiers", "certificatePolicies"),
    ] {
        let run = with_input(&["inspect", "-"], &vector(id));
        run.stdout_has(&format!("\ncut                 {key}: neither this nor JSON has all of it\n"));
    }
    with_input(&["inspect", "-"], &vector("repeated/names"))
        .stdout_has("dNSName second.example\n")
        .stdout_has("17 bytes: 30:0F:82:0D:66:69:72:73:74")
        .stdout_has("18 bytes: 30:10:82:0E:73:65:63:6F:6E:64");
    let whole = with_input(&["inspect", "-"], &sample("client.pem")).exits(0);
    assert!(!whole.out.contains("\ncut "), "{}", whole.out);
}
