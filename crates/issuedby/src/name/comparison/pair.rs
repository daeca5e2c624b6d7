//! Two names taken apart, with numbers in place of bytes: equal numbers exactly where parts are equal.

use alloc::vec::Vec;
use core::ops::Range;

use crate::name::Name;
use crate::name::normalize::attribute_form;
use crate::name::rdn::Attribute;

/// One name of the pair, in the order in which it is printed.
pub(super) struct Side<'a> {
    pub(super) parts: Vec<Part<'a>>,
    pub(super) rdns: Vec<NumberedRdn>,
}

impl<'a> Side<'a> {
    /// The attributes of one of its RDNs.
    pub(super) fn parts_of(&self, rdn: &NumberedRdn) -> &[Part<'a>] {
        self.parts.get(rdn.parts.clone()).unwrap_or_default()
    }
}

/// One attribute of a [`Side`].
pub(super) struct Part<'a> {
    pub(super) attribute: Attribute<'a>,
    /// The index of its RDN in [`Side::rdns`].
    pub(super) rdn: usize,
    /// Equal for equal types, in both names.
    pub(super) type_number: usize,
    /// Equal for equal normalized values, in both names.
    pub(super) value_number: usize,
}

impl Part<'_> {
    /// Equal for equal attributes, in both names.
    pub(super) fn identity(&self) -> (usize, usize) {
        (self.type_number, self.value_number)
    }
}

/// One RDN of a [`Side`].
pub(super) struct NumberedRdn {
    /// Equal for equal RDNs, in both names.
    pub(super) number: usize,
    /// Its attributes in [`Side::parts`].
    pub(super) parts: Range<usize>,
}

/// Takes both names apart: O(n log n), for at most 256 attributes each.
pub(super) fn sides<'a>(names: [Name<'a>; 2]) -> [Side<'a>; 2] {
    let mut sides = names.map(unnumbered);
    let [expected, found] = &mut sides;
    let mut parts: Vec<&mut Part<'a>> = expected.parts.iter_mut().chain(&mut found.parts).collect();

    let types = numbers(&parts.iter().map(|part| part.attribute.oid()).collect::<Vec<_>>());
    let forms: Vec<_> = parts.iter().map(|part| attribute_form(part.attribute).into_boxed_slice()).collect();
    let values = numbers(&forms.iter().map(|form| value_of(form)).collect::<Vec<_>>());
    for ((part, type_number), value_number) in parts.iter_mut().zip(types).zip(values) {
        part.type_number = type_number;
        part.value_number = value_number;
    }

    let identities = |side: &Side<'_>| -> Vec<Vec<(usize, usize)>> {
        let identities = |rdn| sorted(side.parts_of(rdn).iter().map(Part::identity));
        side.rdns.iter().map(identities).collect()
    };
    let both = [identities(expected), identities(found)].concat();
    for (rdn, number) in expected.rdns.iter_mut().chain(&mut found.rdns).zip(numbers(&both)) {
        rdn.number = number;
    }
    sides
}

/// The items in their order.
pub(super) fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items
}

fn unnumbered(name: Name<'_>) -> Side<'_> {
    let mut side = Side { parts: Vec::new(), rdns: Vec::new() };
    let mut stored: Vec<_> = name.rdns().collect();
    stored.reverse();
    for (index, rdn) in stored.iter().enumerate() {
        let start = side.parts.len();
        let mut attributes: Vec<_> = rdn.attributes().collect();
        attributes.reverse();
        let part = |attribute| Part { attribute, rdn: index, type_number: 0, value_number: 0 };
        side.parts.extend(attributes.into_iter().map(part));
        side.rdns.push(NumberedRdn { number: 0, parts: start..side.parts.len() });
    }
    side
}

/// The bytes after the length and the bytes of the type in an attribute's normal form.
fn value_of(form: &[u8]) -> &[u8] {
    let length = form.first().copied().map_or(0, usize::from);
    form.get(length.saturating_add(1)..).unwrap_or_default()
}

/// A number for each item, equal exactly for equal items.
fn numbers<T: Ord>(items: &[T]) -> Vec<usize> {
    let mut distinct = sorted(items.iter());
    distinct.dedup();
    items.iter().map(|item| distinct.binary_search(&item).unwrap_or_default()).collect()
}
