//! The pair of an expected and a found name that are most alike, where no pair matches.

use crate::name::{Comparison, DistinguishedName, MatchLevel, Name};

/// The pair, expected and found, whose names have most in common, and how they compare.
///
/// For explanations only: whether a name matches was decided before.
pub(super) fn closest_pair<'e, 'f>(
    pairs: impl IntoIterator<Item = (&'e DistinguishedName, Name<'f>)>,
) -> Option<(&'e DistinguishedName, Name<'f>, Comparison)> {
    pairs
        .into_iter()
        .map(|(expected, found)| (expected, found, expected.as_name().compare(found)))
        .min_by_key(|(_, _, comparison)| (distance(comparison.level()), comparison.differences().len()))
}

fn distance(level: MatchLevel) -> u8 {
    match level {
        MatchLevel::Identical | MatchLevel::Equal => 0,
        MatchLevel::Reordered => 1,
        MatchLevel::Regrouped => 2,
        MatchLevel::Different => 3,
    }
}
