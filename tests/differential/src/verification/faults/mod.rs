//! The faults and variants that a case can have, each with its tag: the word by which rows of the ledger name it.

mod algorithms;
mod authorities;
mod constraint_forms;
mod constraint_values;
mod encoding;
mod extension_kinds;
mod extension_values;
mod identifiers;
mod keys;
pub mod name_kinds;
mod name_values;
mod names;
mod numbers;
mod options;
mod policies;
mod signatures;
mod usages;
mod validity;

use std::sync::LazyLock;

use issuedby_test_support::Random;

use super::draft::Kind;
use super::pair::Pair;

/// One thing that can be put into a case.
pub struct Fault {
    /// Its name, as in `leaf-serial-zero`.
    pub tag: String,
    /// The slots that it replaces, with commas between: a case has one fault of each slot.
    pub slot: String,
    /// The weight with which it is drawn.
    pub weight: usize,
    /// Puts it in.
    pub apply: Apply,
}

/// Values or changes, each with the end of its tag.
type Entries<F> = &'static [(&'static str, F)];

/// Puts a fault into a case.
pub type Apply = Box<dyn Fn(&mut Pair, &mut Random) + Send + Sync>;

impl Fault {
    /// A fault.
    pub fn new(
        tag: impl Into<String>,
        slot: impl Into<String>,
        apply: impl Fn(&mut Pair, &mut Random) + Send + Sync + 'static,
    ) -> Self {
        Self { tag: tag.into(), slot: slot.into(), weight: 10, apply: Box::new(apply) }
    }

    /// The slots that it replaces.
    pub fn slots(&self) -> impl Iterator<Item = &str> {
        self.slot.split(',')
    }

    /// The same, drawn with another weight than 10.
    pub fn weighing(self, weight: usize) -> Self {
        Self { weight, ..self }
    }
}

/// Every fault, with the sums of the weights.
pub struct Table {
    faults: Vec<Fault>,
    ends: Vec<usize>,
}

impl Table {
    /// The sum of all weights.
    pub fn weight(&self) -> usize {
        *self.ends.last().expect("there are faults")
    }

    /// The fault at a number below [`Self::weight`].
    pub fn at(&self, number: usize) -> &Fault {
        &self.faults[self.ends.partition_point(|&end| end <= number)]
    }
}

/// The table of all faults.
pub fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| {
        let faults: Vec<_> = [
            validity::faults(),
            options::faults(),
            names::faults(),
            numbers::faults(),
            extension_kinds::faults(),
            extension_values::faults(),
            usages::faults(),
            identifiers::faults(),
            policies::faults(),
            constraint_forms::faults(),
            constraint_values::faults(),
            algorithms::faults(),
            keys::faults(),
            signatures::faults(),
            encoding::faults(),
            authorities::faults(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let ends = faults.iter().scan(0, |sum, fault| {
            *sum += fault.weight;
            Some(*sum)
        });
        Table { ends: ends.collect(), faults }
    });
    &TABLE
}

/// Every tag that a case can have.
pub fn tags() -> impl Iterator<Item = &'static str> {
    table().faults.iter().map(|fault| fault.tag.as_str()).chain(encoding::LOCATIONS).chain(Kind::TAGS)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_tag_stands_once() {
        let mut seen = BTreeSet::new();
        for tag in tags() {
            assert!(seen.insert(tag), "{tag}");
        }
    }
}
