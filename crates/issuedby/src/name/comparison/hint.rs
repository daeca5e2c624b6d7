//! Likely causes of differences between names that were meant to be equal.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::MatchLevel;
use super::pair::{self, Part, Side};
use crate::name::normalize::normalized_text;

/// A likely cause of a mismatch. Hints never influence a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hint {
    /// The expected name holds U+FFFD: a tool lost characters before it was pasted.
    ReplacementCharacter,
    /// The names are equal when the RDNs of one are reversed: the order of OpenSSL's default and oneline
    /// outputs.
    ReversedOrder,
    /// The same attributes, grouped into RDNs otherwise.
    RegroupedMultiValued,
    /// The same RDNs in another order, which is not the opposite one.
    Reordered,
    /// The names are equal when the letter case of every character is ignored, not of ASCII letters only.
    ///
    /// Found by mapping each character to upper and then to lower case; compatibility characters and
    /// combining marks, which need tables of their own, are not mapped.
    UnicodeCaseOrCompatibility,
    /// The same values under other attribute types.
    AttributeTypeDiffers,
    /// The names have different numbers of RDNs.
    RdnCount {
        /// The number in the expected name.
        expected: usize,
        /// The number in the found name.
        found: usize,
    },
    /// Every attribute of the expected name is in the found name.
    PolicyIsSubset,
    /// Every attribute of the found name is in the expected name.
    PolicyIsSuperset,
    /// None of the others.
    Different,
}

impl Hint {
    /// The stable code, such as `reversed_order`; also what [`Display`](fmt::Display) writes.
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReplacementCharacter => "replacement_character",
            Self::ReversedOrder => "reversed_order",
            Self::RegroupedMultiValued => "regrouped_multi_valued",
            Self::Reordered => "reordered",
            Self::UnicodeCaseOrCompatibility => "unicode_case_or_compatibility",
            Self::AttributeTypeDiffers => "attribute_type_differs",
            Self::RdnCount { .. } => "rdn_count",
            Self::PolicyIsSubset => "policy_is_subset",
            Self::PolicyIsSuperset => "policy_is_superset",
            Self::Different => "different",
        }
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The likely causes of a difference between names, the likeliest first: at least one hint.
pub(super) fn explain(expected: &Side<'_>, found: &Side<'_>, level: MatchLevel) -> Vec<Hint> {
    let mut hints = Vec::new();
    if expected.parts.iter().any(has_replacement_character) {
        hints.push(Hint::ReplacementCharacter);
    }
    match level {
        MatchLevel::Identical | MatchLevel::Equal => {}
        MatchLevel::Reordered if is_reversed(expected, found) => hints.push(Hint::ReversedOrder),
        MatchLevel::Reordered => hints.push(Hint::Reordered),
        MatchLevel::Regrouped => hints.push(Hint::RegroupedMultiValued),
        MatchLevel::Different => explain_contents(expected, found, &mut hints),
    }
    if hints.is_empty() {
        hints.push(Hint::Different);
    }
    hints
}

/// The hints for names that do not have the same attributes.
fn explain_contents(expected: &Side<'_>, found: &Side<'_>, hints: &mut Vec<Hint>) {
    if is_equal_in_any_case(expected, found, Ascii::Joined) {
        hints.push(Hint::UnicodeCaseOrCompatibility);
    }
    let values = |side: &Side<'_>| pair::sorted(side.parts.iter().map(|part| part.value_number));
    if values(expected) == values(found) {
        hints.push(Hint::AttributeTypeDiffers);
    }
    if expected.rdns.len() != found.rdns.len() {
        hints.push(Hint::RdnCount { expected: expected.rdns.len(), found: found.rdns.len() });
    }
    if is_within(expected, found) {
        hints.push(Hint::PolicyIsSubset);
    } else if is_within(found, expected) {
        hints.push(Hint::PolicyIsSuperset);
    }
}

fn has_replacement_character(part: &Part<'_>) -> bool {
    part.attribute.text().is_some_and(|text| text.contains(char::REPLACEMENT_CHARACTER))
}

fn is_reversed(expected: &Side<'_>, found: &Side<'_>) -> bool {
    let found = found.rdns.iter().rev().map(|rdn| rdn.number);
    expected.rdns.iter().map(|rdn| rdn.number).eq(found)
}

/// Tells whether each attribute of one name is in the other, however often.
fn is_within(inner: &Side<'_>, outer: &Side<'_>) -> bool {
    let outer = pair::sorted(outer.parts.iter().map(Part::identity));
    inner.parts.iter().all(|part| outer.binary_search(&part.identity()).is_ok())
}

/// Tells whether characters beyond ASCII may become letters of ASCII where letter case is ignored, as the Kelvin sign
/// becomes `k` and the dotless i `i`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ascii {
    Joined,
    Apart,
}

/// Tells whether the names would be equal if letter case were ignored beyond ASCII.
pub(super) fn is_equal_in_any_case(expected: &Side<'_>, found: &Side<'_>, ascii: Ascii) -> bool {
    let rdn_lengths =
        |side: &Side<'_>| -> Vec<usize> { side.rdns.iter().map(|rdn| rdn.parts.len()).collect() };
    if rdn_lengths(expected) != rdn_lengths(found) {
        return false;
    }
    expected.rdns.iter().zip(&found.rdns).all(|(a, b)| {
        a.number == b.number || {
            let folded = |part: &Part<'_>| (part.type_number, Folded::of(part, ascii));
            let a = pair::sorted(expected.parts_of(a).iter().map(folded));
            a == pair::sorted(found.parts_of(b).iter().map(folded))
        }
    })
}

/// A value without letter case.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Folded {
    Text(String),
    Opaque(usize),
}

impl Folded {
    fn of(part: &Part<'_>, ascii: Ascii) -> Self {
        let Some(text) = part.attribute.string() else { return Self::Opaque(part.value_number) };
        let bytes = normalized_text(text);
        let mut folded = String::with_capacity(bytes.len());
        for character in core::str::from_utf8(&bytes).unwrap_or_default().chars() {
            let letters = character.to_uppercase().flat_map(char::to_lowercase);
            let becomes_ascii = !character.is_ascii() && letters.clone().any(|letter| letter.is_ascii());
            match ascii == Ascii::Apart && becomes_ascii {
                true => folded.push(character),
                false => folded.extend(letters),
            }
        }
        Self::Text(folded)
    }
}
