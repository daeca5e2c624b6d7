//! The results, as `LimboResult` in `limbo/models.py` describes them.

use serde::{Deserialize, Serialize};

/// The results of the harness for a suite.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Results {
    /// 1.
    pub version: u8,
    /// The name of the harness.
    pub harness: String,
    /// One for each case, in the order of the suite.
    pub results: Vec<TestcaseResult>,
}

/// The result of the harness for one case.
#[derive(Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct TestcaseResult {
    /// The case.
    pub id: String,
    /// The answer.
    pub actual_result: ActualResult,
    /// The reason for which it is not SUCCESS.
    pub context: Option<String>,
}

/// An answer.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ActualResult {
    /// The certificate is not valid.
    Failure,
    /// The case asks for what the implementation does not have.
    Skipped,
    /// The certificate is valid.
    Success,
}
