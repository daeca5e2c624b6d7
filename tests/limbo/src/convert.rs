//! A suite made of the lines of `limbo.jsonl`: cases of x509-limbo in which one CA is to have signed the peer directly.
//!
//! The set `limbo-client` has the cases for servers with serverAuth and clientAuth exchanged, so that they are cases for
//! clients here; the name that a server must have is left out. What a line expects is upstream's expectation; only where
//! the direct issuer was put in the place of the root (`promoted`) it is that of the line, for the path is another one.

use issuedby::pem;
use serde_json::Value;

use crate::suite::{Suite, Testcase};

/// The suite of all lines.
///
/// # Errors
///
/// The line that is no such case, and what it lacks.
pub fn suite(lines: &str) -> Result<Suite, String> {
    let cases = lines.lines().enumerate().map(|(at, line)| {
        let value: Value = serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))?;
        testcase(&value).map_err(|what| format!("line {}: no `{what}`", at + 1))
    });
    Ok(Suite { version: 1, testcases: cases.collect::<Result<_, _>>()? })
}

fn testcase(line: &Value) -> Result<Testcase, &'static str> {
    let upstream = &line["upstream"];
    let exchanged = text(line, "set")? == "limbo-client";
    let expected = if text(line, "kind")? == "promoted" { line } else { upstream };
    Ok(Testcase {
        // `#` is not of a limbo identifier.
        id: text(line, "id")?.replace('#', "."),
        features: texts(upstream, "features")?,
        description: text(line, "description")?,
        validation_kind: if exchanged { "CLIENT".to_owned() } else { text(upstream, "validation_kind")? },
        trusted_certs: certificates(line, "trusted_certs")?,
        untrusted_intermediates: certificates(line, "untrusted_intermediates")?,
        peer_certificate: certificate(&line["peer_certificate"]).ok_or("peer_certificate")?,
        validation_time: Some(text(line, "validation_time")?),
        signature_algorithms: Vec::new(),
        key_usage: Vec::new(),
        extended_key_usage: texts(upstream, "extended_key_usage")?,
        expected_result: text(expected, "expected_result")?,
        expected_peer_names: Vec::new(),
        max_chain_depth: None,
        crls: Vec::new(),
    })
}

fn text(line: &Value, key: &'static str) -> Result<String, &'static str> {
    line[key].as_str().map(str::to_owned).ok_or(key)
}

fn texts(line: &Value, key: &'static str) -> Result<Vec<String>, &'static str> {
    let texts = line[key].as_array().ok_or(key)?.iter().map(|text| text.as_str().map(str::to_owned));
    texts.collect::<Option<_>>().ok_or(key)
}

fn certificates(line: &Value, key: &'static str) -> Result<Vec<String>, &'static str> {
    line[key].as_array().ok_or(key)?.iter().map(certificate).collect::<Option<_>>().ok_or(key)
}

/// PEM of base64 without line breaks.
fn certificate(base64: &Value) -> Option<String> {
    let text = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", base64.as_str()?);
    Some(pem::encode_certificate(&pem::single_certificate(text.as_bytes()).ok()?))
}
