//! Counts by a text that strangers choose: bounded.

use std::collections::BTreeMap;

/// The most different texts that are counted apart: kinds and sizes of keys, and algorithms, are a few dozen.
const MAX_TEXTS: usize = 64;

/// The name of those that are not counted apart.
pub(super) const OTHERS: &str = "others";

/// Counts by text.
#[derive(Default)]
pub(super) struct Tally {
    counts: BTreeMap<String, u64>,
    others: u64,
}

impl Tally {
    pub(super) fn add(&mut self, text: String) {
        if self.counts.len() < MAX_TEXTS || self.counts.contains_key(&text) {
            *self.counts.entry(text).or_default() += 1;
        } else {
            self.others += 1;
        }
    }

    /// Each text with its count, the most frequent first; last those that are not counted apart.
    pub(super) fn entries(&self) -> Vec<(&str, u64)> {
        let mut entries: Vec<_> = self.counts.iter().map(|(text, count)| (text.as_str(), *count)).collect();
        entries.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        entries.extend((self.others > 0).then_some((OTHERS, self.others)));
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_many_texts_there_are_few_are_kept() {
        let mut tally = Tally::default();
        for number in 0..1_000 {
            tally.add(format!("RSA {number} bits"));
            tally.add("ECDSA P-256".to_owned());
        }
        let entries = tally.entries();
        assert_eq!(entries.len(), MAX_TEXTS + 1);
        assert_eq!(entries[0], ("ECDSA P-256", 1_000));
        assert_eq!(entries.iter().map(|(_, count)| count).sum::<u64>(), 2_000);
        assert_eq!(entries[MAX_TEXTS].0, OTHERS);
    }
}
