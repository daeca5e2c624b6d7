//! The differences between each peer and RFC 5280: one named deviation for each rule.
//!
//! A deviation changes what the oracle reads or says; all deviations of a peer together predict its verdict on every
//! case. The ledger says of each whether the peer or RFC 5280 is right, and why.

mod go;
mod openssl;
mod ours;
mod webpki;

use crate::constraints::case::{Case, Constraints, LeafName, Side, Subtree};
use crate::constraints::oracle::{self, Match};
use crate::constraints::peer::Peer;

/// One rule of a peer that RFC 5280 does not have, or one of RFC 5280 that the peer does not have.
pub struct Deviation {
    /// The name in the ledger, behind the peer's.
    pub id: &'static str,
    /// The change.
    pub effect: Effect,
}

/// A comparison of two texts, a name and a base of one form.
type CompareTexts = fn(&[u8], &[u8]) -> Match;

/// The change that a deviation makes.
pub enum Effect {
    /// The peer refuses these cases, whatever the constraints say.
    Refuses(fn(&Case) -> bool),
    /// The peer reads other names in the leaf.
    Names(fn(&Case, &mut Vec<LeafName>)),
    /// The peer reads other subtrees in the CA.
    Subtrees(fn(&mut Constraints)),
    /// The peer's result for these names and subtrees of one form; nothing for all others.
    Match(fn(&LeafName, &Subtree, Side) -> Option<Match>),
}

/// The deviations of a peer.
pub fn of(peer: Peer) -> &'static [Deviation] {
    match peer {
        Peer::Issuedby => ours::DEVIATIONS,
        Peer::OpenSsl => openssl::DEVIATIONS,
        Peer::Go => go::DEVIATIONS,
        Peer::Webpki => webpki::DEVIATIONS,
    }
}

/// True if a verifier with these deviations accepts a case.
pub fn accepts(case: &Case, deviations: &[&Deviation]) -> bool {
    let refused =
        |deviation: &&Deviation| matches!(deviation.effect, Effect::Refuses(refuses) if refuses(case));
    if deviations.iter().any(refused) {
        return false;
    }
    let Some(constraints) = &case.constraints else { return true };
    let mut constraints = constraints.clone();
    let mut names = oracle::leaf_names(case);
    for deviation in deviations {
        match deviation.effect {
            Effect::Names(change) => change(case, &mut names),
            Effect::Subtrees(change) => change(&mut constraints),
            Effect::Refuses(_) | Effect::Match(_) => (),
        }
    }
    let matches = |name: &LeafName, subtree: &Subtree, side: Side| {
        let found = deviations.iter().find_map(|deviation| match deviation.effect {
            Effect::Match(matches) => matches(name, subtree, side),
            _ => None,
        });
        found.unwrap_or_else(|| oracle::matches(name, subtree, side))
    };
    oracle::apply(&constraints, &names, &matches).accepts()
}

/// The deviations that explain a peer's answer: none where the oracle gives the same, else as few as make the difference.
/// Nothing at all where the deviations of the peer do not predict its answer.
pub fn explain(peer: Peer, case: &Case, accepted: bool) -> Option<Vec<&'static str>> {
    let mut needed: Vec<_> = of(peer).iter().collect();
    if accepts(case, &needed) != accepted {
        return None;
    }
    if oracle::answer(case).accepts() == accepted {
        return Some(Vec::new());
    }
    for deviation in of(peer) {
        let without: Vec<_> = needed.iter().copied().filter(|kept| kept.id != deviation.id).collect();
        if accepts(case, &without) == accepted {
            needed = without;
        }
    }
    Some(needed.iter().map(|deviation| deviation.id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constraints::case::{Attribute, COMMON_NAME, GeneralName, StringType};

    /// A wildcard beside the exclusion of one of its expansions (CVE-2025-61727).
    fn wildcard() -> Case {
        let base = GeneralName::Dns(b"test.example.com".to_vec());
        let excluded = vec![Subtree { base, minimum: None, maximum: None }];
        let text = "client".to_owned();
        Case {
            constraints: Some(Constraints { critical: true, permitted: Vec::new(), excluded }),
            subject: vec![vec![Attribute { oid: COMMON_NAME, string: StringType::Utf8, text }]],
            alternative_names: vec![GeneralName::Dns(b"*.example.com".to_vec())],
        }
    }

    #[test]
    fn a_deviation_explains_what_follows_from_it_alone() {
        assert!(!oracle::answer(&wildcard()).accepts());
        assert_eq!(explain(Peer::Go, &wildcard(), true), Some(vec!["dns-wildcard-as-text"]));
        assert_eq!(explain(Peer::OpenSsl, &wildcard(), true), Some(vec!["dns-wildcard-as-text"]));
        assert_eq!(explain(Peer::Webpki, &wildcard(), false), Some(Vec::new()));
    }

    #[test]
    fn a_verdict_that_is_not_predicted_has_no_explanation() {
        assert_eq!(explain(Peer::Issuedby, &wildcard(), true), None);
        assert_eq!(explain(Peer::Webpki, &wildcard(), true), None);
        // Right for once, but not what Go does.
        assert_eq!(explain(Peer::Go, &wildcard(), false), None);
    }
}
