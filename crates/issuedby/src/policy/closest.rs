//! Which of several names comes closest to one that matches none of them.

use crate::name::{Comparison, DistinguishedName, MatchLevel, Name};

/// The comparison of the pair, expected and found, whose names have most in common, and its found name.
///
/// For explanations only: whether a name matches was decided before.
pub(super) fn closest<'n>(
    pairs: impl IntoIterator<Item = (&'n DistinguishedName, Name<'n>)>,
) -> Option<(Comparison, Name<'n>)> {
    pairs
        .into_iter()
        .map(|(expected, found)| (expected.as_name().compare(found), found))
        .min_by_key(|(comparison, _)| (distance(comparison.level()), comparison.differences().len()))
}

fn distance(level: MatchLevel) -> u8 {
    match level {
        MatchLevel::Identical | MatchLevel::Equal => 0,
        MatchLevel::Reordered => 1,
        MatchLevel::Regrouped => 2,
        MatchLevel::Different => 3,
    }
}
