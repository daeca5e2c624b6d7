//! The suite, as `limbo-schema.json` describes it: the fields that a harness for client certificates looks at.

use serde::{Deserialize, Serialize};

/// All cases.
#[derive(Debug, Deserialize, Serialize)]
pub struct Suite {
    /// 1.
    pub version: u8,
    /// The cases.
    pub testcases: Vec<Testcase>,
}

/// One certificate, and under which conditions it is valid.
#[derive(Debug, Deserialize, Serialize)]
pub struct Testcase {
    /// The unique name, as `namespace::name`.
    pub id: String,
    /// The features that an implementation may lack.
    #[serde(default)]
    pub features: Vec<String>,
    /// For people, in Markdown.
    #[serde(default)]
    pub description: String,
    /// `CLIENT` for the certificate of a client, `SERVER` for that of a server.
    pub validation_kind: String,
    /// PEM of each trusted CA.
    pub trusted_certs: Vec<String>,
    /// PEM of what the peer sent along.
    pub untrusted_intermediates: Vec<String>,
    /// PEM of the peer's certificate.
    pub peer_certificate: String,
    /// The time of the check, RFC 3339; now where it is null.
    #[serde(default)]
    pub validation_time: Option<String>,
    /// Accepted signature algorithms; empty: those of the implementation.
    #[serde(default)]
    pub signature_algorithms: Vec<String>,
    /// Required key usages.
    #[serde(default)]
    pub key_usage: Vec<String>,
    /// Required purposes; empty: that of the kind of peer.
    #[serde(default)]
    pub extended_key_usage: Vec<String>,
    /// `SUCCESS` or `FAILURE`.
    pub expected_result: String,
    /// Names that the client must have.
    #[serde(default)]
    pub expected_peer_names: Vec<serde_json::Value>,
    /// The number of intermediates that a path may have.
    #[serde(default)]
    pub max_chain_depth: Option<u64>,
    /// PEM of revocation lists.
    #[serde(default)]
    pub crls: Vec<String>,
}
