//! The result of a run.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use super::peer::Peer;

/// A class of cases without an explanation: whose verdict, what it says, what the oracle says, and the tags.
pub type Class = (String, String, String, String);

/// The number of classes that are shown.
const MAX_CLASSES: usize = 40;

/// The result of a run.
#[derive(Default)]
pub struct Report {
    /// The seed.
    pub seed: u64,
    /// The number of cases that were run.
    pub cases: u64,
    /// The number of cases that the oracle accepts.
    pub accepted: u64,
    /// The number that could be parsed: those that the oracle does not call malformed.
    pub parsed: u64,
    /// For each reason of the oracle, how many cases have it.
    pub reasons: BTreeMap<String, u64>,
    /// For each peer, how often it does not accept as the oracle does.
    pub disagreements: BTreeMap<Peer, u64>,
    /// The number of cases each row of the ledger explains.
    pub explained: BTreeMap<String, u64>,
    /// The classes without an explanation: how many cases, and the number of the first.
    pub unexplained: BTreeMap<Class, (u64, u64)>,
    /// The cases that the core accepts and must not accept, by number.
    pub false_acceptances: Vec<u64>,
    /// The rows that no case met.
    pub vanished: Vec<String>,
    /// The number of classes that are shown.
    pub max_classes: Option<usize>,
}

impl Report {
    /// True if everything is explained, and every row met.
    pub fn is_success(&self) -> bool {
        self.cases > 0
            && self.unexplained.is_empty()
            && self.false_acceptances.is_empty()
            && self.vanished.is_empty()
    }

    /// Counts a case of a class without an explanation.
    pub fn unexplained(&mut self, class: Class, number: u64) {
        let (count, first) = self.unexplained.entry(class).or_insert((0, number));
        *count += 1;
        *first = number.min(*first);
    }

    /// Adds what came of another part of the run.
    pub fn add(&mut self, other: Self) {
        fn sum<Key: Ord>(into: &mut BTreeMap<Key, u64>, from: BTreeMap<Key, u64>) {
            for (key, count) in from {
                *into.entry(key).or_default() += count;
            }
        }
        self.cases += other.cases;
        self.accepted += other.accepted;
        self.parsed += other.parsed;
        sum(&mut self.reasons, other.reasons);
        sum(&mut self.disagreements, other.disagreements);
        sum(&mut self.explained, other.explained);
        for (class, (count, first)) in other.unexplained {
            let (sum, least) = self.unexplained.entry(class).or_insert((0, first));
            *sum += count;
            *least = first.min(*least);
        }
        self.false_acceptances.extend(other.false_acceptances);
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { seed, cases, accepted, parsed, .. } = self;
        writeln!(f, "{cases} cases of seed {seed}: the oracle accepts {accepted}, and can parse {parsed}")?;
        for (reason, count) in &self.reasons {
            writeln!(f, "  {count:7} {reason}")?;
        }
        for peer in Peer::ALL {
            let count = self.disagreements.get(&peer).copied().unwrap_or_default();
            writeln!(f, "{:15} {count} verdicts other than the oracle's", peer.name())?;
        }
        for (row, count) in &self.explained {
            writeln!(f, "  {count:7} {row}")?;
        }
        for row in &self.vanished {
            writeln!(f, "  no case met the row {row}")?;
        }
        let mut classes: Vec<_> = self.unexplained.iter().collect();
        classes.sort_by_key(|(class, (count, _))| (std::cmp::Reverse(*count), *class));
        for ((who, says, oracle, tags), (count, first)) in
            classes.iter().take(self.max_classes.unwrap_or(MAX_CLASSES))
        {
            writeln!(f, "{count} without an explanation, as case {first}")?;
            writeln!(f, "  {who}: {says}\n  oracle: {oracle}\n  tags: {tags}")?;
        }
        for number in &self.false_acceptances {
            writeln!(f, "FALSE ACCEPTANCE by the core: case {number}")?;
        }
        let unexplained: u64 = self.unexplained.values().map(|(count, _)| count).sum();
        write!(
            f,
            "{unexplained} without an explanation in {} classes, {} false acceptances",
            self.unexplained.len(),
            self.false_acceptances.len()
        )
    }
}
