//! One case: what is uploaded, what is presented, when, with which options, and which faults are in it.

use std::fmt::{self, Display, Formatter};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

/// A case as every verifier gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The tags of its faults and variants in the order in which they were made, and of the kind of key that signed. A plain
    /// valid case has the last alone.
    pub tags: Vec<&'static str>,
    /// The time of the check, in seconds since 1970.
    pub time: i64,
    /// The certificate presented: DER, or whatever the faults made of it.
    pub leaf: Vec<u8>,
    /// The CA certificates, in the order of upload.
    pub cas: Vec<Vec<u8>>,
    /// The options of the verifier.
    pub options: Options,
}

/// The options of the verifier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the options' own names")]
pub struct Options {
    pub require_client_auth_eku: bool,
    pub ignore_ca_validity: bool,
    pub allow_unusual_serial: bool,
}

impl Case {
    /// The line that the oracle reads.
    pub fn to_json(&self, number: u64) -> String {
        let cas: Vec<_> = self.cas.iter().map(|der| STANDARD.encode(der)).collect();
        let Options { require_client_auth_eku, ignore_ca_validity, allow_unusual_serial } = self.options;
        let line = json!({
            "n": number,
            "time": self.time,
            "leaf": STANDARD.encode(&self.leaf),
            "cas": cas,
            "options": {
                "require_client_auth_eku": require_client_auth_eku,
                "ignore_ca_validity": ignore_ca_validity,
                "allow_unusual_serial": allow_unusual_serial,
            },
        });
        line.to_string()
    }
}

/// The whole case on a few lines, for whoever reads a disagreement.
impl Display for Case {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let hex = |der: &[u8]| der.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let tags = if self.tags.is_empty() { "none".to_owned() } else { self.tags.join(", ") };
        writeln!(f, "  tags {tags}")?;
        writeln!(f, "  time {}, {:?}", self.time, self.options)?;
        for (index, ca) in self.cas.iter().enumerate() {
            writeln!(f, "  CA {index} {}", hex(ca))?;
        }
        writeln!(f, "  leaf {}", hex(&self.leaf))
    }
}
