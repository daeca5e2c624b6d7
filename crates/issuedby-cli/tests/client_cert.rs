//! `issuedby client-cert`: RFC 9440 text from a certificate and back.

mod common;

use common::*;
use issuedby::{ClientCert, pem};
use serde_json::Value;

fn value() -> String {
    ClientCert::encode(&der("client.pem"))
}

#[test]
fn encode_prints_the_value_alone() {
    for name in ["client.pem", "client.der"] {
        assert_eq!(issuedby(&["client-cert", "encode", name]).exits(0).stderr_is_empty().out, value() + "\n");
    }
    assert_eq!(
        with_input(&["client-cert", "encode", "-"], &sample("client.pem")).exits(0).out,
        value() + "\n"
    );
    let run = issuedby(&["client-cert", "encode", "client.pem", "--format=json"]).exits(0);
    let object: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(object["clientCert"], value());
}

#[test]
fn encode_takes_exactly_one_certificate() {
    issuedby(&["client-cert", "encode", "two-cas.pem"])
        .exits(1)
        .stderr_has("`two-cas.pem`")
        .stderr_has("help: ");
    let scratch = Scratch::new();
    let with_key = [sample("client.pem"), sample("ca-with-key.pem")].concat();
    let key = with_key.windows(27).position(|part| part == b"-----BEGIN PRIVATE KEY-----").expect("a key");
    let with_key = scratch.file("client.pem", [&sample("client.pem")[..], &with_key[key..]].concat());
    assert_eq!(issuedby(&["client-cert", "encode", &with_key]).exits(0).out, value() + "\n");
    issuedby(&["client-cert", "encode", "client-truncated.der"]).exits(1).stderr_has("byte");
    issuedby(&["client-cert", "encode", "none.pem"]).exits(5).stderr_has("no such file");
}

#[test]
fn decode_gives_the_certificate_back() {
    let expected = pem::encode_certificate(&der("client.pem"));
    let header = format!("Client-Cert: {}", value());
    for text in [
        value(),
        header.clone(),
        header
            .to_lowercase()
            .split(": ")
            .next()
            .map(|name| format!("{name}:{}\r\n", value()))
            .expect("a name"),
    ] {
        let run = issuedby(&["client-cert", "decode", &text]).exits(0).stderr_is_empty();
        assert_eq!(run.out.trim_end(), expected.trim_end(), "{text}");
        let run = with_input(&["client-cert", "decode", "-"], format!("{text}\n").as_bytes()).exits(0);
        assert_eq!(run.out.trim_end(), expected.trim_end(), "{text}");
    }
}

#[test]
fn decode_says_when_the_text_is_not_canonical() {
    let odd = format!("{};a=1", value());
    issuedby(&["client-cert", "decode", &odd])
        .exits(0)
        .stdout_has("BEGIN CERTIFICATE")
        .stderr_has("not canonical");
    for (text, canonical) in [(value(), true), (odd, false)] {
        let run = issuedby(&["client-cert", "decode", "--format", "json", &text]).exits(0);
        let object: Value = serde_json::from_str(&run.out).expect("JSON");
        let keys: Vec<_> = object.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(keys, ["sha256Fingerprint", "subject", "canonical", "pem"]);
        assert_eq!(object["canonical"], canonical);
        assert_eq!(object["subject"], "CN=client-1,O=Example,C=US");
        assert_eq!(object["pem"], pem::encode_certificate(&der("client.pem")));
    }
}

#[test]
fn decode_says_where_the_text_is_wrong_and_what_to_do() {
    let cut = value()[..100].to_owned();
    issuedby(&["client-cert", "decode", &cut]).exits(1).stderr_has("at offset 100");
    issuedby(&["client-cert", "decode", ":MIIB-_:"]).exits(1).stderr_has("offset 5");
    issuedby(&["client-cert", "decode", ""]).exits(1).stderr_has("error: ");
    issuedby(&["client-cert", "decode", ":AAAA:"]).exits(1).stderr_has("offset");
    issuedby(&["client-cert", "decode", ":MAA=:"]).exits(1).stderr_has("error: ");
    issuedby(&["client-cert", "decode", "client.pem"])
        .exits(1)
        .stderr_has("client-cert decode - < client.pem");
}
