//! The number of cases of each file, counted apart from the tests that run them.

use crate::ledger;

/// The number that `ledger/counts.json` gives for `suite`.
pub fn expected(suite: &str) -> usize {
    let counts = ledger::read("counts.json");
    let count = counts[suite].as_u64().unwrap_or_else(|| panic!("counts.json has no `{suite}`"));
    usize::try_from(count).expect("a count")
}
