//! One case: the core beside the oracle, and every peer's acceptance beside the oracle's.

use super::answer::Answer;
use super::ledger::Row;
use super::peer::{ACCEPTED, Peer};

/// What webpki says to a leaf that the core accepts by a rule of ARCHITECTURE that is wider than webpki's on purpose.
const WIDER: [&str; 4] = [
    // Names are compared in normal form ("Acceptance", 2).
    "UnknownIssuer",
    // Name constraints of every form are evaluated ("Acceptance", 8).
    "NameConstraintViolation",
    // A minimum of 0 that is written out is no fault ("Name constraints").
    "TrailingData(GeneralName)",
    // PSS with absent parameters of a hash ("Algorithms", RFC 4055 section 2.1).
    "UnsupportedSignatureAlgorithmContext(UnsupportedSignatureAlgorithmContext { signature_algorithm_id: [6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 10,",
];

/// What came of a comparison.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Both say the same.
    Equal,
    /// They differ, and these rows explain it, by their places in the ledger.
    Explained(Vec<usize>),
    /// They differ, and nothing explains it.
    Unexplained,
    /// The core accepts what must never be accepted.
    FalseAcceptance,
}

/// The core beside the oracle: everything must be equal.
pub fn core(core: &Answer, oracle: &Answer) -> Outcome {
    match () {
        () if core == oracle => Outcome::Equal,
        () if core.accepted && !oracle.accepted => Outcome::FalseAcceptance,
        () => Outcome::Unexplained,
    }
}

/// A peer beside the oracle.
pub fn peer(
    ledger: &[Row],
    peer: Peer,
    words: &str,
    oracle: &Answer,
    core: &Answer,
    tags: &[&str],
) -> Outcome {
    let accepted = words == ACCEPTED;
    if peer == Peer::Webpki
        && core.accepted
        && !accepted
        && !WIDER.iter().any(|wider| words.starts_with(wider))
    {
        return Outcome::FalseAcceptance;
    }
    if accepted == oracle.accepted {
        return Outcome::Equal;
    }
    let rows = || ledger.iter().enumerate();
    if !accepted {
        // The first row that fits: rows of one peer are about different causes.
        let row = rows().find(|(_, row)| row.explains_refusal(peer, words, tags));
        return row.map_or(Outcome::Unexplained, |(place, _)| Outcome::Explained(vec![place]));
    }
    let mut places = Vec::new();
    for code in oracle.codes() {
        match rows().find(|(_, row)| row.explains_acceptance(peer, code, tags)) {
            Some((place, _)) => places.push(place),
            None => return Outcome::Unexplained,
        }
    }
    // A refusal always has a reason: without one there is nothing to explain it by.
    if places.is_empty() { Outcome::Unexplained } else { Outcome::Explained(places) }
}
