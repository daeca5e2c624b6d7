//! The alarms of one RDN.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::{NameAlarm, NameAlarmKind, value};
use crate::name::normalize::attribute_form;
use crate::name::rdn::{Attribute, Rdn};

/// Adds the alarms of an RDN, then those of its attributes as they are printed.
pub(super) fn check(alarms: &mut Vec<NameAlarm>, number: usize, rdn: &Rdn<'_>) {
    if !rdn.is_sorted() {
        alarms.push(NameAlarm { kind: NameAlarmKind::SetNotSorted, rdn: Some(number), attribute: None });
    }
    let mut attributes: Vec<Attribute<'_>> = rdn.attributes().collect();
    attributes.reverse();
    let mut seen = BTreeSet::new();
    for attribute in &attributes {
        let repeated = attributes.len() > 1 && !seen.insert(attribute_form(*attribute).into_boxed_slice());
        let duplicate = repeated.then_some(NameAlarmKind::DuplicateValue);
        alarms.extend(duplicate.into_iter().chain(value::alarms(attribute)).map(|kind| NameAlarm {
            kind,
            rdn: Some(number),
            attribute: Some(attribute.type_text()),
        }));
    }
}
