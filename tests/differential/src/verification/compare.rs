//! One case: the core beside the oracle, and every peer's acceptance beside the oracle's.

use super::answer::Answer;
use super::ledger::Row;
use super::peer::{ACCEPTED, Peer};

/// The answer of webpki to a leaf that the core accepts by a rule of ARCHITECTURE that is wider than webpki's on purpose.
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

/// The result of a comparison.
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
    let row = |code: &&str| Some(rows().find(|(_, row)| row.explains_acceptance(peer, code, tags))?.0);
    let codes = oracle.codes();
    let places = match oracle.has_verdict() {
        true => codes.iter().map(row).collect::<Option<Vec<_>>>(),
        // Of several CAs that do not load, the peer took one: its reason is enough.
        false => codes.iter().find_map(row).map(|place| vec![place]),
    };
    match places {
        Some(places) if !places.is_empty() => Outcome::Explained(places),
        _ => Outcome::Unexplained,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verification::ledger;

    fn refused(codes: &[&str]) -> Answer {
        let reasons = codes.iter().map(|code| ((*code).to_owned(), true)).collect();
        Answer { loaded: vec![None], accepted: false, ca: Some(0), reasons }
    }

    fn accepted() -> Answer {
        Answer { loaded: vec![None], accepted: true, ca: Some(0), reasons: Vec::new() }
    }

    fn rows() -> Vec<Row> {
        ledger::parse(
            r#"[{"id": "go/x", "peer": "go", "says": "accepted", "oracle": ["invalid_serial"],
            "tags": ["leaf-serial-zero"], "rule": "r", "section": "s", "right": "rfc", "why": "w"},
            {"id": "webpki/y", "peer": "webpki", "says": "BadDer", "oracle": "accepted",
            "tags": ["leaf-serial-zero"], "rule": "r", "section": "s", "right": "rfc", "why": "w"}]"#,
        )
        .expect("rows")
    }

    #[test]
    fn every_reason_of_the_oracle_needs_a_row() {
        let tags = ["leaf-serial-zero"];
        let say = |oracle: &Answer| peer(&rows(), Peer::Go, ACCEPTED, oracle, oracle, &tags);
        assert_eq!(say(&accepted()), Outcome::Equal);
        assert_eq!(say(&refused(&["invalid_serial"])), Outcome::Explained(vec![0]));
        assert_eq!(say(&refused(&["invalid_serial", "expired"])), Outcome::Unexplained);
        assert_eq!(say(&refused(&[])), Outcome::Unexplained);
    }

    #[test]
    fn the_core_must_say_all_that_the_oracle_says() {
        assert_eq!(core(&refused(&["expired"]), &refused(&["expired"])), Outcome::Equal);
        assert_eq!(core(&refused(&["expired"]), &refused(&["expired", "is_a_ca"])), Outcome::Unexplained);
        assert_eq!(core(&accepted(), &refused(&["expired"])), Outcome::FalseAcceptance);
        assert_eq!(core(&Answer { ca: None, ..accepted() }, &accepted()), Outcome::Unexplained);
    }

    #[test]
    fn no_row_makes_up_for_what_webpki_refuses() {
        let tags = ["leaf-serial-zero"];
        let say = |words| peer(&rows(), Peer::Webpki, words, &accepted(), &accepted(), &tags);
        assert_eq!(say("BadDer"), Outcome::FalseAcceptance);
        assert_eq!(say("UnknownIssuer"), Outcome::Unexplained);
    }
}
