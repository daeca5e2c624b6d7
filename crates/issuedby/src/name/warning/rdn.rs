//! The warnings of one RDN.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::{NameWarning, NameWarningKind, value};
use crate::name::normalize::attribute_form;
use crate::name::rdn::{Attribute, Rdn};

/// Adds the warnings of an RDN, then those of its attributes as they are printed.
pub(super) fn check(warnings: &mut Vec<NameWarning>, number: usize, rdn: &Rdn<'_>) {
    if !rdn.is_sorted() {
        warnings.push(NameWarning {
            kind: NameWarningKind::SetNotSorted,
            rdn: Some(number),
            attribute: None,
        });
    }
    let mut attributes: Vec<Attribute<'_>> = rdn.attributes().collect();
    attributes.reverse();
    let mut seen = BTreeSet::new();
    for attribute in &attributes {
        let repeated = attributes.len() > 1 && !seen.insert(attribute_form(*attribute).into_boxed_slice());
        let duplicate = repeated.then_some(NameWarningKind::DuplicateValue);
        warnings.extend(duplicate.into_iter().chain(value::warnings(attribute)).map(|kind| NameWarning {
            kind,
            rdn: Some(number),
            attribute: Some(attribute.type_text()),
        }));
    }
}
