//! Writes the cases of the trusted edge as `tests/vectors/trusted_edge.json`: one case a line.
//!
//! Each expectation is declared here, from the rules of `issuedby::trusted_edge`, and never taken from the core. The
//! exact text of an answer (`trust`) is the core's.

mod decisions;
mod options;

use serde_json::{Value, json};

use crate::authority;
use crate::file::GeneratedFile;

/// The number of the file's format. A runner must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// The vector file.
pub fn file() -> GeneratedFile {
    let groups = [("options", options::cases()), ("decisions", decisions::cases())];
    let counts: Vec<_> = groups.iter().map(|(name, cases)| format!("\"{name}\":{}", cases.len())).collect();
    let lists: Vec<_> =
        groups.iter().map(|(name, cases)| format!("\"{name}\":[\n{}\n]", lines(cases))).collect();
    let text = format!("{{\"format\":{FORMAT},\"count\":{{{}}},{}}}\n", counts.join(","), lists.join(","));
    GeneratedFile::new("tests/vectors/trusted_edge.json", text)
}

fn lines(values: &[Value]) -> String {
    let lines: Vec<_> = values.iter().map(Value::to_string).collect();
    lines.join(",\n")
}

/// The client certificate that the edge shows to its workers.
fn edge_certificate() -> Vec<u8> {
    let ca = authority::other();
    ca.issue(&ca.client())
}

/// The digits of a fingerprint that no certificate here has.
fn digits(index: usize) -> String {
    format!("{index:064x}")
}

fn of_networks(networks: &[&str]) -> String {
    json!({ "peerNetworks": networks }).to_string()
}

fn of_fingerprints(fingerprints: &[&str]) -> String {
    json!({ "edgeFingerprints": fingerprints }).to_string()
}
