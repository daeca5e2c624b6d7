//! The verification cases of the corpora: one leaf, one CA, one time, one expectation.

use std::fs;
use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use issuedby_test_support::{corpora, repository};
use serde_json::Value;

/// A file of cases.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Corpus {
    /// Leaves with extensions and subjects mixed from those of zlint.
    Differential,
    /// Signatures, name constraints and one-hop cases; also in `tests/vectors/corpus`.
    Generated,
    /// Half of x509-limbo.
    Limbo,
}

impl Corpus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Limbo, Self::Generated, Self::Differential];

    /// The name of the file without its ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Differential => "differential",
            Self::Generated => "generated",
            Self::Limbo => "limbo",
        }
    }

    fn path(self) -> Option<PathBuf> {
        let file = format!("{}.jsonl", self.name());
        let copy = repository().join("tests/vectors/corpus").join(&file);
        corpora().map(|folder| folder.join(file)).or_else(|| copy.is_file().then_some(copy))
    }

    /// The cases, or `None` where the file is not there.
    pub fn cases(self) -> Option<Vec<Case>> {
        self.path().map(|path| lines(&path).iter().map(Case::from_json).collect())
    }
}

/// Every case of every corpus that is there, with the names of those that are not.
pub fn all_cases() -> (Vec<Case>, Vec<Corpus>) {
    let (there, missing): (Vec<_>, Vec<_>) = Corpus::ALL
        .into_iter()
        .map(|corpus| (corpus, corpus.cases()))
        .partition(|(_, cases)| cases.is_some());
    let cases = there.into_iter().filter_map(|(_, cases)| cases).flatten().collect();
    (cases, missing.into_iter().map(|(corpus, _)| corpus).collect())
}

/// The case with this identifier, from the file that is committed beside the vectors too.
pub fn generated(id: &str) -> Option<Case> {
    Corpus::Generated.cases()?.into_iter().find(|case| case.id == id)
}

/// The JSON values of a file with one a line.
pub fn lines(path: &std::path::Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        .collect()
}

/// The bytes of a base64 member.
pub fn bytes(value: &Value) -> Vec<u8> {
    BASE64_STANDARD.decode(value.as_str().expect("base64 text")).expect("base64")
}

/// The expectation of a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expected {
    /// The leaf verifies.
    Success,
    /// It does not.
    Failure,
}

/// As the corpora write it.
impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Success => "SUCCESS",
            Self::Failure => "FAILURE",
        })
    }
}

/// Tells whether an expectation leaves room.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Force {
    /// It depends on policy.
    Advisory,
    /// There is one right answer.
    Binding,
}

/// One question to a one-hop client verifier.
#[derive(Clone, Debug)]
pub struct Case {
    /// Unique over all corpora.
    pub id: String,
    /// The leaf, DER.
    pub leaf: Vec<u8>,
    /// The CA, DER.
    pub ca: Vec<u8>,
    /// The certificates that the client sends along, DER: a one-hop verifier trusts none of them.
    pub chain: Vec<Vec<u8>>,
    /// Unix seconds.
    pub time: u64,
    /// The expected verdict.
    pub expected: Expected,
    /// The certainty of the corpus.
    pub force: Force,
    /// The subject of the case.
    pub tags: Vec<String>,
}

impl Case {
    fn from_json(value: &Value) -> Self {
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let authorities = value["trusted_certs"].as_array().expect("trusted_certs");
        assert_eq!(authorities.len(), 1, "every case has one CA");
        Self {
            id: text("id"),
            leaf: bytes(&value["peer_certificate"]),
            ca: bytes(&authorities[0]),
            chain: value["untrusted_intermediates"].as_array().into_iter().flatten().map(bytes).collect(),
            time: value["time"].as_u64().expect("a time"),
            expected: match value["expected_result"].as_str() {
                Some("SUCCESS") => Expected::Success,
                Some("FAILURE") => Expected::Failure,
                other => panic!("expected_result {other:?}"),
            },
            force: match value["status"].as_str() {
                Some("binding") => Force::Binding,
                Some("advisory") => Force::Advisory,
                other => panic!("status {other:?}"),
            },
            tags: value["tags"]
                .as_array()
                .map(|tags| tags.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                .unwrap_or_default(),
        }
    }
}
