//! Prints the core's answer to every case of the corpora, for the ledger of reasons.

use issuedby_conformance::case::all_cases;
use issuedby_conformance::outcome::Outcome;
use issuedby_conformance::threads::in_parallel;

fn main() {
    let (cases, _) = all_cases();
    for (case, outcome) in cases.iter().zip(in_parallel(&cases, Outcome::of)) {
        println!("{}\t{outcome}", case.id);
    }
}
