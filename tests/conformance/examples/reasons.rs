//! Prints the ledger of reasons anew, for a person who then reads the difference:
//!
//! ```sh
//! cargo run -p issuedby-conformance --example reasons > tests/conformance/ledger/reasons.json
//! ```

use std::collections::BTreeMap;

use issuedby_conformance::case::all_cases;
use issuedby_conformance::outcome::Outcome;
use issuedby_conformance::threads::in_parallel;

fn main() {
    let (cases, missing) = all_cases();
    assert!(missing.is_empty(), "the ledger wants every corpus: {missing:?} not found");
    let refused: BTreeMap<String, String> = in_parallel(&cases, Outcome::of)
        .into_iter()
        .zip(&cases)
        .filter(|(outcome, _)| *outcome != Outcome::Success)
        .map(|(outcome, case)| (case.id.clone(), outcome.to_string()))
        .collect();
    println!("{}", serde_json::to_string_pretty(&refused).expect("JSON"));
}
