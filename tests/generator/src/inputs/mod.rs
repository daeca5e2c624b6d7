//! Writes the cases of input in other forms than DER as `tests/vectors/inputs.json`: one case a line.

mod damaged;
mod forms;
mod other_things;
mod wrapped;

use issuedby::input::{CertificateInput, InputKind};
use issuedby::{CaCertificate, CaSet, Verifier, check_time};
use serde_json::{Value, json};

use crate::authority;
use crate::case::{NOW, fingerprint};
use crate::file::GeneratedFile;
use crate::pem;

/// The number of the file's format. A runner must refuse a number that it does not know.
const FORMAT: u32 = 1;

/// Tells whether the input comes as bytes or as a text, in languages that tell them apart.
#[derive(Clone, Copy, PartialEq)]
enum As {
    Bytes,
    Text,
}

/// The expected result, declared by hand.
enum Expect {
    /// This certificate, and these beside it.
    Client(Vec<u8>, Vec<Vec<u8>>),
    /// An error with this code.
    Error(&'static str),
}

struct Case {
    id: &'static str,
    description: &'static str,
    input: Vec<u8>,
    given: As,
    expect: Expect,
    /// The texts that the message and its remedy must hold, declared by hand. A refusal has one at least.
    facts: &'static [&'static str],
}

/// The vector file.
pub fn file() -> GeneratedFile {
    let ca = authority::example().der;
    let lines: Vec<_> = cases().iter().map(|case| case.to_json(&ca).to_string()).collect();
    let text = format!(
        "{{\"format\":{FORMAT},\"count\":{},\"ca\":\"{}\",\"now\":{},\"cases\":[\n{}\n]}}\n",
        lines.len(),
        pem::base64(&ca),
        NOW.0,
        lines.join(",\n")
    );
    GeneratedFile::new("tests/vectors/inputs.json", text)
}

impl Case {
    fn to_json(&self, ca: &[u8]) -> Value {
        let given = if self.given == As::Text { InputKind::Text } else { InputKind::Bytes };
        let expect = match &self.expect {
            Expect::Client(leaf, chain) => json!({
                "certificate": fingerprint(leaf),
                "chain": chain.iter().map(|der| fingerprint(der)).collect::<Vec<_>>(),
            }),
            Expect::Error(code) => json!({ "error": code }),
        };
        assert_eq!(matches!(self.expect, Expect::Error(_)), !self.facts.is_empty(), "{}", self.id);
        let error = CertificateInput::read(&self.input, given).and_then(CertificateInput::into_client).err();
        let ca = CaCertificate::from_der(ca).expect("the CA loads");
        let verifier = Verifier::new(CaSet::new([ca]).expect("a key that is supported"));
        let verdict = verifier.evaluate_input(Some((&self.input, given)), check_time(NOW.0), &[]);
        json!({
            "id": self.id,
            "description": self.description,
            "input": pem::base64(&self.input),
            "given": if self.given == As::Text { "text" } else { "bytes" },
            "expect": expect,
            "facts": self.facts,
            "message": error.as_ref().map(ToString::to_string),
            "remedy": verdict.remedy(),
            "verdict": verdict.to_json(),
        })
    }
}

fn bytes(id: &'static str, description: &'static str, input: impl Into<Vec<u8>>, expect: Expect) -> Case {
    Case { id, description, input: input.into(), given: As::Bytes, expect, facts: &[] }
}

/// A refusal with this code, whose message and remedy hold the facts.
fn refused(
    id: &'static str,
    description: &'static str,
    input: impl Into<Vec<u8>>,
    code: &'static str,
    facts: &'static [&'static str],
) -> Case {
    Case { facts, ..bytes(id, description, input, Expect::Error(code)) }
}

fn cases() -> Vec<Case> {
    [forms::cases(), wrapped::cases(), other_things::cases(), damaged::cases()]
        .into_iter()
        .flatten()
        .collect()
}

fn client() -> Vec<u8> {
    let ca = authority::example();
    ca.issue(&ca.client())
}

fn client_key() -> String {
    pem::block("PRIVATE KEY", &pem::decode(include_str!("../../keys/p256-client.pem")))
}

fn client_alone() -> Expect {
    Expect::Client(client(), Vec::new())
}

fn percent_encoded(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'-' => "-".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}
