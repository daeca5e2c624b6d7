//! Writes the cases of the policy as `tests/vectors/policy.json`: one case a line, so that a change is read as one.

mod decisions;
mod facts;
mod headers;
mod options;

use serde_json::{Value, json};

use crate::authority;
use crate::file::GeneratedFile;
use crate::pem;

/// The number of the file's format. A runner must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// The vector file.
pub fn file() -> GeneratedFile {
    let groups = [
        ("decisions", [decisions::cases(), facts::decisions()].concat()),
        ("options", [options::cases(), facts::options()].concat()),
        ("headers", headers::cases()),
        ("strip", headers::strip_cases()),
        ("vary", headers::vary_cases()),
    ];
    let counts: Vec<_> = groups.iter().map(|(name, cases)| format!("\"{name}\":{}", cases.len())).collect();
    let lists: Vec<_> =
        groups.iter().map(|(name, cases)| format!("\"{name}\":[\n{}\n]", lines(cases))).collect();
    let text = format!("{{\"format\":{FORMAT},\"count\":{{{}}},{}}}\n", counts.join(","), lists.join(","));
    GeneratedFile::new("tests/vectors/policy.json", text)
}

fn lines(values: &[Value]) -> String {
    let lines: Vec<_> = values.iter().map(Value::to_string).collect();
    lines.join(",\n")
}

/// A header line: name and value.
type Line = (&'static str, String);

fn header_lines(lines: &[Line]) -> Value {
    lines.iter().map(|(name, value)| json!([name, value])).collect()
}

/// The client's certificate in most cases, as DER.
fn client() -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client())
}

/// An RFC 9440 byte sequence.
fn byte_sequence(bytes: &[u8]) -> String {
    format!(":{}:", pem::base64(bytes))
}

/// A SEQUENCE that is no certificate: it travels in `Client-Cert` and cannot be parsed as one.
fn not_a_certificate() -> Vec<u8> {
    crate::der::sequence(&[crate::der::integer(&[5])])
}
