//! The properties of one name, of two, and of a set of names.

use std::collections::BTreeMap;

use issuedby::name::{DistinguishedName, Name};

use super::reference::{self, Normal, Structure};
use crate::expect_same;

/// A name that both sides read.
pub(super) struct Read {
    pub(super) structure: Structure,
    pub(super) found: DistinguishedName,
    pub(super) normal: Normal,
}

/// Checks one name; `None` where both sides refuse it.
pub(super) fn one(structure: &Structure) -> Result<Option<Read>, String> {
    let context = || format!("{structure:02x?}");
    let der = reference::encode(structure);
    let normal = reference::normal(structure);
    let found = Name::from_der(&der);
    expect_same("acceptance", &found.is_ok(), &normal.is_some(), context)?;
    let (Ok(found), Some(normal)) = (found, normal) else { return Ok(None) };

    let form = reference::normal_form(&normal);
    expect_same("the normal form", &found.normal_form().as_ref(), &form.as_slice(), context)?;
    let owned = DistinguishedName::from(found);
    expect_same("the normal form kept", &owned.normalized(), &form.as_slice(), context)?;

    // Printed and read again it is the same name, in each of its texts.
    let normalized = owned.to_normalized_string();
    let mut texts = vec![found.to_string(), found.to_utf8_string(), normalized.clone()];
    texts.dedup();
    for text in texts {
        let read = DistinguishedName::parse(&text)
            .map_err(|error| format!("{text:?}: {error}, for {}", context()))?;
        let read = read.name();
        expect_same(
            "the text read again",
            &(read == &owned, read.as_name() == found),
            &(true, true),
            || format!("{text:?} of {}", context()),
        )?;
        expect_same("the normalized text, twice", &read.to_normalized_string(), &normalized, context)?;
    }
    Ok(Some(Read { structure: structure.clone(), found: owned, normal }))
}

/// Checks two names: everything that tells whether they are equal says what the reference says.
pub(super) fn pair(a: &Read, b: &Read) -> Result<bool, String> {
    let equal = reference::are_equal(&a.normal, &b.normal);
    let (name_a, name_b) = (a.found.as_name(), b.found.as_name());
    let said = (name_a == name_b, name_b == name_a, a.found == b.found, a.found.cmp(&b.found).is_eq());
    expect_same("equality", &said, &(equal, equal, equal, equal), || {
        format!("{:02x?} and {:02x?}", a.structure, b.structure)
    })?;
    Ok(equal)
}

/// The same for what is said to people: the level of the comparison, and the normalized texts.
pub(super) fn pair_in_text(a: &Read, b: &Read) -> Result<(), String> {
    let equal = pair(a, b)?;
    let texts = a.found.to_normalized_string() == b.found.to_normalized_string();
    let comparison = a.found.compare(&b.found);
    let back = b.found.compare(&a.found);
    let said = (texts, comparison.level().matches(), back.level() == comparison.level());
    expect_same("the comparison", &said, &(equal, equal, true), || {
        format!("{:02x?} and {:02x?}", a.structure, b.structure)
    })
}

/// Checks every pair, and that what was found is an equivalence relation; the number of pairs.
pub(super) fn all_pairs(names: &[Read]) -> Result<usize, String> {
    let rows: Vec<Vec<bool>> = names
        .iter()
        .map(|a| {
            // As `pair`, but each direction comes in its own turn.
            let row = names.iter().map(|b| {
                let equal = a.found.as_name() == b.found.as_name();
                let context = || format!("{:02x?} and {:02x?}", a.structure, b.structure);
                expect_same("equality", &equal, &reference::are_equal(&a.normal, &b.normal), context)?;
                Ok(equal)
            });
            row.collect()
        })
        .collect::<Result<_, String>>()?;
    for (place, row) in rows.iter().enumerate() {
        let context = || format!("{:02x?}", names[place].structure);
        expect_same("equality with itself", &row[place], &true, context)?;
        for (other, equal) in row.iter().enumerate() {
            expect_same("symmetry", &rows[other][place], equal, context)?;
            // What equals the one equals the other: transitivity for all triples at once.
            if *equal && rows[other] != *row {
                return Err(format!(
                    "equality is not transitive at {} and {:02x?}",
                    context(),
                    names[other].structure
                ));
            }
        }
    }
    Ok(rows.len() * rows.len())
}

/// Normalized texts, and the names that they stand for: one text for one name, and one name for one text.
#[derive(Default)]
pub(super) struct Texts {
    names: BTreeMap<String, Vec<u8>>,
    texts: BTreeMap<Vec<u8>, String>,
}

impl Texts {
    pub(super) fn add(&mut self, name: &Read) -> Result<(), String> {
        let text = name.found.to_normalized_string();
        let form = reference::normal_form(&name.normal);
        let context = || format!("{:02x?}", name.structure);
        let first = self.names.entry(text.clone()).or_insert_with(|| form.clone());
        expect_same("the name of a normalized text", first, &form, context)?;
        let first = self.texts.entry(form).or_insert_with(|| text.clone());
        expect_same("the normalized text of a name", first, &text, context)
    }
}
