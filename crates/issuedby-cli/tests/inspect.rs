//! `issuedby inspect`: what a certificate claims.

mod common;

use common::*;
use serde_json::{Value, json};

fn inspect_json(name: &str) -> Value {
    let run = issuedby(&["inspect", "--format", "json", name]).exits(0).complains_of_nothing();
    assert!(run.out.is_ascii() && run.out.ends_with('\n') && run.out.lines().count() == 1, "{}", run.out);
    serde_json::from_str(&run.out).expect("JSON")
}

#[test]
fn json_has_every_key_in_its_order() {
    let facts = inspect_json("client.pem");
    let keys: Vec<_> = facts.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        keys,
        [
            "subject",
            "issuer",
            "serialNumber",
            "notBefore",
            "notAfter",
            "sha256Fingerprint",
            "certIssuerDN",
            "version",
            "key",
            "signatureAlgorithm",
            "isCa",
            "pathLength",
            "keyUsage",
            "extendedKeyUsage",
            "subjectAlternativeNames",
            "authorityKeyIdentifier",
            "subjectKeyIdentifier",
            "extensions",
            "defects",
            "loadableAsCa",
            "octets",
            "clientCertLength",
        ]
    );
}

#[test]
fn what_a_verdict_says_too_is_the_same() {
    let verdict: Value = serde_json::from_str(&verdict(&der("client.pem"))).expect("JSON");
    let facts = inspect_json("client.pem");
    for (key, value) in verdict["certificate"].as_object().expect("an object") {
        assert_eq!(&facts[key], value, "{key}");
    }
}

#[test]
fn a_client_s_issuer_is_what_to_paste_and_a_ca_s_subject() {
    assert_eq!(
        inspect_json("client-via-intermediate.pem")["certIssuerDN"],
        "CN=example-intermediate,O=Example,C=US"
    );
    assert_eq!(inspect_json("intermediate.pem")["certIssuerDN"], "CN=example-intermediate,O=Example,C=US");
    assert_eq!(inspect_json("intermediate.pem")["issuer"], "CN=example-ca,O=Example,C=US");
}

#[test]
fn usage_key_and_signature_are_named() {
    let facts = inspect_json("client.pem");
    assert_eq!(facts["key"], json!({ "kind": "ECDSA P-256", "bits": 256 }));
    assert_eq!(facts["signatureAlgorithm"], "ecdsa-with-SHA256");
    assert_eq!(facts["keyUsage"], json!(["digitalSignature"]));
    assert_eq!(facts["extendedKeyUsage"], json!(["clientAuth"]));
    assert_eq!(facts["extensions"][0], json!({ "oid": "2.5.29.15", "name": "keyUsage", "critical": true }));
    assert_eq!(facts["loadableAsCa"], json!({ "code": "not_a_ca", "warnings": [] }));
    assert_eq!(facts["octets"], der("client.pem").len());
    assert_eq!(facts["clientCertLength"], issuedby::ClientCert::encode(&der("client.pem")).len());
    let facts = inspect_json("client-rsa.pem");
    assert_eq!(facts["key"], json!({ "kind": "RSA", "bits": 2048 }));
    assert_eq!(facts["signatureAlgorithm"], "sha256WithRSAEncryption");
    let facts = inspect_json("client-v1.pem");
    assert_eq!((&facts["version"], &facts["keyUsage"]), (&json!(1), &Value::Null));
    assert_eq!(facts["defects"], json!(["unsupported_version"]));
    let facts = inspect_json("ca.pem");
    assert_eq!((&facts["isCa"], &facts["loadableAsCa"]["code"]), (&json!(true), &Value::Null));
    assert_eq!(inspect_json("client-sha1.pem")["signatureAlgorithm"], "ecdsa-with-SHA1");
    assert_eq!(inspect_json("client-unknown-critical.pem")["extensions"][4]["name"], Value::Null);
}

#[test]
fn people_read_what_speaks_against_it() {
    issuedby(&["inspect", "client.pem"]).exits(0).says("read as PEM").says("nothing against it").says("fits");
    issuedby(&["inspect", "client.der"]).exits(0).says("read as DER");
    issuedby(&["inspect", "client-expired.pem"]).exits(0).says("no: the certificate expired on 2026-03-01");
    issuedby(&["inspect", "client-server-only.pem"]).exits(0).says("not_for_client_authentication");
    issuedby(&["inspect", "client-negative-serial.pem"]).exits(0).says("defect").says("invalid_serial");
    issuedby(&["inspect", "ca.pem"]).exits(0).says("can be loaded").says("(is_a_ca)");
    issuedby(&["inspect", "client-unicode.pem"]).exits(0).says("O=M\u{fc}ller & S\u{f6}hne,C=DE");
    let text = issuedby::ClientCert::encode(&der("client.pem"));
    with_input(&["inspect", "-"], text.as_bytes()).exits(0).says("standard input").says("read as RFC 9440");
}

#[test]
fn each_certificate_of_a_file_is_shown() {
    let run = issuedby(&["inspect", "two-cas.pem"]).exits(0).says("two-cas.pem#1  ").says("two-cas.pem#2  ");
    assert_eq!(run.out.matches("certIssuerDN").count(), 2);
    let run = issuedby(&["inspect", "--format=json", "two-cas.pem"]).exits(0);
    let lines: Vec<_> = run.out.lines().collect();
    assert!(lines[0].starts_with("{\"source\":\"two-cas.pem#1\",\"subject\":"), "{}", lines[0]);
    assert!(lines[1].starts_with("{\"source\":\"two-cas.pem#2\",\"subject\":"), "{}", lines[1]);
}

#[test]
fn what_is_not_a_certificate_says_where_it_ends_to_be_one() {
    let run =
        issuedby(&["inspect", "client-trailing.der"]).exits(1).complains("octet").complains("trailing_data");
    assert!(run.out.lines().next().is_some_and(|line| line.contains("and trailing data: ")), "{}", run.out);
    assert!(run.out.contains("trailing_data: there are octets after"), "{}", run.out);
    let run = issuedby(&["inspect", "--format=json", "client-trailing.der"]).exits(1);
    assert_eq!(run.out, "");
    let run = issuedby(&["inspect", "README.md"]).exits(1).complains("found other text");
    assert!(!run.err.contains("asn1parse"), "{}", run.err);
    issuedby(&["inspect", "client-truncated.der"]).exits(1).complains("octet").complains("help: ");
}
