//! The parts of one name that stand for parts of the other.
//!
//! Equal RDNs in the same order stay where they are, as many as can be. What is left is paired: equal RDNs
//! that moved, RDNs that share an attribute, and between two that stay, RDNs that share a type or a value.
//! Then attributes are, each with the first that is left and fits. Everything is bounded by the square of
//! 128 RDNs or 256 attributes, and compares numbers, not bytes.

use alloc::vec;
use alloc::vec::Vec;

use super::difference::{Difference, DifferenceKind};
use super::pair::{self, NumberedRdn, Part, Side};

/// The differences of two different names: at least one.
pub(super) fn differences(expected: &Side<'_>, found: &Side<'_>) -> Vec<Difference> {
    let partners = Partners::of(expected, found);
    let mut pairing = Pairing::new(expected, found);
    let are_partners = |e: &Part<'_>, f: &Part<'_>| partners.found_of(e.rdn) == Some(f.rdn);
    let same = |e: &Part<'_>, f: &Part<'_>| e.identity() == f.identity();
    let same_type = |e: &Part<'_>, f: &Part<'_>| e.type_number == f.type_number;
    let same_value = |e: &Part<'_>, f: &Part<'_>| e.value_number == f.value_number;

    pairing.pair(|e, f| {
        let kind = partners.has_moved(e.rdn).then_some(DifferenceKind::Moved);
        (same(e, f) && are_partners(e, f)).then_some(kind)
    });
    pairing.pair(|e, f| same(e, f).then_some(Some(DifferenceKind::Grouping)));
    pairing.pair(|e, f| (same_type(e, f) && are_partners(e, f)).then_some(Some(DifferenceKind::Value)));
    pairing.pair(|e, f| (same_value(e, f) && are_partners(e, f)).then_some(Some(DifferenceKind::Type)));
    pairing.pair(|e, f| same_type(e, f).then_some(Some(DifferenceKind::Value)));
    pairing.pair(|e, f| same_value(e, f).then_some(Some(DifferenceKind::Type)));
    pairing.finish()
}

/// The RDN of the found name that stands for each of the expected one.
struct Partners {
    /// For each RDN of the expected name.
    of_expected: Vec<Option<Partner>>,
    /// For each RDN of the found name, whether it stands for one.
    taken: Vec<bool>,
}

#[derive(Clone, Copy)]
struct Partner {
    found: usize,
    has_moved: bool,
}

impl Partners {
    fn of(expected: &Side<'_>, found: &Side<'_>) -> Self {
        let numbers = |side: &Side<'_>| -> Vec<usize> { side.rdns.iter().map(|rdn| rdn.number).collect() };
        let in_place = in_place(&numbers(expected), &numbers(found));
        let mut partners =
            Self { of_expected: vec![None; expected.rdns.len()], taken: vec![false; found.rdns.len()] };
        for (index, found) in &in_place {
            partners.join(*index, *found, false);
        }

        // How many of those that stay come before: equal for RDNs between the same two.
        let gap_of_expected = |index: usize| in_place.partition_point(|(expected, _)| *expected < index);
        let gap_of_found = |index: usize| in_place.partition_point(|(_, found)| *found < index);
        let same_gap = |e: usize, f: usize| gap_of_expected(e) == gap_of_found(f);
        let share = |e: &NumberedRdn, f: &NumberedRdn, alike: fn(&Part<'_>, &Part<'_>) -> bool| {
            let (e, f) = (expected.parts_of(e), found.parts_of(f));
            e.iter().any(|e| f.iter().any(|f| alike(e, f)))
        };
        let (e, f) = (&expected.rdns, &found.rdns);
        partners.join_where(e, f, true, |(_, e), (_, f)| e.number == f.number);
        partners.join_where(e, f, false, |(_, e), (_, f)| share(e, f, |e, f| e.identity() == f.identity()));
        partners.join_where(e, f, false, |(at, e), (found_at, f)| {
            same_gap(at, found_at) && share(e, f, |e, f| e.type_number == f.type_number)
        });
        partners.join_where(e, f, false, |(at, e), (found_at, f)| {
            same_gap(at, found_at) && share(e, f, |e, f| e.value_number == f.value_number)
        });
        partners
    }

    fn found_of(&self, expected: usize) -> Option<usize> {
        Some(self.partner(expected)?.found)
    }

    fn has_moved(&self, expected: usize) -> bool {
        self.partner(expected).is_some_and(|partner| partner.has_moved)
    }

    fn partner(&self, expected: usize) -> Option<Partner> {
        self.of_expected.get(expected).copied().flatten()
    }

    fn join(&mut self, expected: usize, found: usize, has_moved: bool) {
        if let (Some(partner), Some(taken)) = (self.of_expected.get_mut(expected), self.taken.get_mut(found))
        {
            *partner = Some(Partner { found, has_moved });
            *taken = true;
        }
    }

    /// Joins each RDN that has no partner with the first that fits and has none.
    fn join_where(
        &mut self,
        expected: &[NumberedRdn],
        found: &[NumberedRdn],
        has_moved: bool,
        fits: impl Fn((usize, &NumberedRdn), (usize, &NumberedRdn)) -> bool,
    ) {
        for (index, rdn) in expected.iter().enumerate() {
            if self.partner(index).is_some() {
                continue;
            }
            let mut candidates = found.iter().enumerate().zip(&self.taken);
            let first = candidates.find(|((at, f), taken)| !**taken && fits((index, rdn), (*at, f)));
            if let Some(((at, _), _)) = first {
                self.join(index, at, has_moved);
            }
        }
    }
}

/// Attributes being paired.
struct Pairing<'s, 'a> {
    expected: &'s [Part<'a>],
    found: &'s [Part<'a>],
    /// For each expected attribute the found one that stands for it, and how they differ if they do.
    pairs: Vec<Option<(usize, Option<DifferenceKind>)>>,
    /// For each found attribute, whether it stands for one.
    taken: Vec<bool>,
}

impl<'s, 'a> Pairing<'s, 'a> {
    fn new(expected: &'s Side<'a>, found: &'s Side<'a>) -> Self {
        Self {
            expected: &expected.parts,
            found: &found.parts,
            pairs: vec![None; expected.parts.len()],
            taken: vec![false; found.parts.len()],
        }
    }

    /// Pairs each attribute that is left with the first left for which `evaluate` says how they differ.
    fn pair(&mut self, evaluate: impl Fn(&Part<'_>, &Part<'_>) -> Option<Option<DifferenceKind>>) {
        for (expected, pair) in self.expected.iter().zip(&mut self.pairs) {
            if pair.is_some() {
                continue;
            }
            for (index, (found, taken)) in self.found.iter().zip(&mut self.taken).enumerate() {
                if *taken {
                    continue;
                }
                if let Some(kind) = evaluate(expected, found) {
                    *pair = Some((index, kind));
                    *taken = true;
                    break;
                }
            }
        }
    }

    fn finish(self) -> Vec<Difference> {
        let mut differences = Vec::new();
        for (expected, pair) in self.expected.iter().zip(&self.pairs) {
            match pair {
                None => differences.push(Difference::missing(expected)),
                Some((_, None)) => {}
                Some((index, Some(kind))) => {
                    let found = self.found.get(*index);
                    differences.extend(found.map(|found| Difference::between(*kind, expected, found)));
                }
            }
        }
        let left = self.found.iter().zip(&self.taken).filter(|(_, taken)| !**taken);
        differences.extend(left.map(|(found, _)| Difference::unexpected(found)));
        differences
    }
}

/// The equal RDNs that stay where they are.
///
/// If only the order differs, each RDN has a place: those in another one have moved. Else as many as can
/// be stay, so that one RDN more does not move all that follow.
fn in_place(expected: &[usize], found: &[usize]) -> Vec<(usize, usize)> {
    if pair::sorted(expected.iter()) != pair::sorted(found.iter()) {
        return longest_common(expected, found);
    }
    let same_place =
        expected.iter().zip(found).enumerate().filter(|(_, (expected, found))| expected == found);
    same_place.map(|(index, _)| (index, index)).collect()
}

/// The longest common subsequence, as pairs of indices that grow.
fn longest_common(a: &[usize], b: &[usize]) -> Vec<(usize, usize)> {
    // lengths[i][j] is the length for a[i..] and b[j..].
    let mut lengths = vec![vec![0_u16; b.len().saturating_add(1)]];
    for x in a.iter().rev() {
        let below = lengths.last().map(Vec::as_slice).unwrap_or_default();
        let mut row = vec![0_u16; below.len()];
        let mut right = 0_u16;
        for ((cell, y), below) in row.iter_mut().zip(b).zip(below.windows(2)).rev() {
            if let &[under, diagonal] = below {
                right = if x == y { diagonal.saturating_add(1) } else { right.max(under) };
                *cell = right;
            }
        }
        lengths.push(row);
    }
    lengths.reverse();

    let length = |i: usize, j: usize| lengths.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0);
    let mut pairs = Vec::new();
    let (mut i, mut j) = (0_usize, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        let (next_i, next_j) = (i.saturating_add(1), j.saturating_add(1));
        if x == y {
            pairs.push((i, j));
            (i, j) = (next_i, next_j);
        } else if length(next_i, j) >= length(i, next_j) {
            i = next_i;
        } else {
            j = next_j;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_only_the_order_differs_each_rdn_has_a_place() {
        assert_eq!(in_place(&[1, 2, 3], &[3, 2, 1]), [(1, 1)]);
        assert_eq!(in_place(&[1, 2, 3], &[2, 3, 1]), []);
        assert_eq!(in_place(&[1, 2, 3], &[9, 1, 2, 3]), [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn the_longest_common_subsequence_is_found() {
        assert_eq!(longest_common(&[], &[1]), []);
        assert_eq!(longest_common(&[1, 2, 3], &[1, 2, 3]), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(longest_common(&[1, 2, 3], &[2, 3, 1]), [(1, 0), (2, 1)]);
        assert_eq!(longest_common(&[1, 9, 2, 3], &[2, 1, 8, 2, 3]), [(0, 1), (2, 3), (3, 4)]);
    }
}
