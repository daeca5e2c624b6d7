//! What one source and one account may cost: handshakes, signature checks, connections.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::limits::MAX_SOURCES;

/// Where a client comes from: an IPv4 address, or an IPv6 network of 64 bits, which is what one subscriber gets.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Source(IpAddr);

impl From<IpAddr> for Source {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        })
    }
}

/// The address or the network.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            IpAddr::V4(address) => address.fmt(f),
            IpAddr::V6(network) => write!(f, "{network}/64"),
        }
    }
}

/// A budget for each key: so much a second, and twice as much at once.
#[derive(Debug)]
pub(crate) struct Budget<K> {
    rate: f64,
    spent: Mutex<HashMap<K, Spent>>,
}

#[derive(Clone, Copy, Debug)]
struct Spent {
    left: f64,
    at: Instant,
}

impl<K: Clone + Eq + Hash> Budget<K> {
    pub(crate) fn new(a_second: NonZeroU32) -> Self {
        Self { rate: f64::from(a_second.get()), spent: Mutex::new(HashMap::new()) }
    }

    /// Takes `cost` if there is anything left: what is left may fall below zero, and the next has to wait.
    pub(crate) fn take(&self, key: &K, cost: f64) -> bool {
        self.take_at(key, cost, Instant::now())
    }

    /// Whether there is anything left.
    pub(crate) fn is_left(&self, key: &K) -> bool {
        self.take(key, 0.0)
    }

    /// Takes `cost` for what has happened already, and says whether anything is left. Debts end at what can be saved.
    pub(crate) fn charge(&self, key: &K, cost: f64) -> bool {
        self.charge_at(key, cost, Instant::now())
    }

    fn charge_at(&self, key: &K, cost: f64, now: Instant) -> bool {
        if self.take_at(key, cost, now) {
            return self.take_at(key, 0.0, now);
        }
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = spent.get_mut(key) {
            entry.left = (entry.left - cost).max(-self.most());
        }
        false
    }

    /// Gives back what turned out to cost less.
    pub(crate) fn give_back(&self, key: &K, cost: f64) {
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = spent.get_mut(key) {
            entry.left = (entry.left + cost).min(self.most());
        }
    }

    fn most(&self) -> f64 {
        self.rate * 2.0
    }

    fn take_at(&self, key: &K, cost: f64, now: Instant) -> bool {
        let (rate, most) = (self.rate, self.most());
        let left_at = |spent: &Spent| {
            (spent.left + now.saturating_duration_since(spent.at).as_secs_f64() * rate).min(most)
        };
        let mut all = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MAX_SOURCES && !all.contains_key(key) {
            all.retain(|_, spent| left_at(spent) < most);
            // So many at once are one attack: those who owe most are kept, and where all do, it begins anew rather than grow.
            if all.len() >= MAX_SOURCES {
                all.retain(|_, spent| left_at(spent) <= 0.0);
            }
            if all.len() >= MAX_SOURCES {
                all.clear();
            }
        }
        let spent = all.entry(key.clone()).or_insert(Spent { left: most, at: now });
        let left = left_at(spent);
        let may = left > 0.0;
        *spent = Spent { left: if may { left - cost } else { left }, at: now };
        may
    }
}

/// How many connections each source has.
#[derive(Debug)]
pub(crate) struct Connections {
    most: usize,
    open: Mutex<HashMap<Source, usize>>,
}

/// One connection of a source, counted until it is dropped.
#[derive(Debug)]
pub(crate) struct Counted {
    connections: Arc<Connections>,
    source: Source,
}

impl Connections {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, open: Mutex::new(HashMap::new()) }
    }

    /// Counts one more, unless there are as many as there may be.
    pub(crate) fn open(self: &Arc<Self>, source: Source) -> Option<Counted> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let number = open.entry(source).or_insert(0);
        if *number >= self.most {
            return None;
        }
        *number += 1;
        Some(Counted { connections: Arc::clone(self), source })
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.connections.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut number) = open.entry(self.source) {
            *number.get_mut() -= 1;
            if *number.get() == 0 {
                number.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_budget_is_spent_and_comes_back_with_time() {
        let budget = Budget::new(NonZeroU32::new(10).unwrap());
        let start = Instant::now();
        assert_eq!((0..30).filter(|_| budget.take_at(&1, 1.0, start)).count(), 20);
        assert!(budget.take_at(&2, 1.0, start), "each key has its own");
        let later = start + Duration::from_millis(500);
        assert_eq!((0..30).filter(|_| budget.take_at(&1, 1.0, later)).count(), 5);
    }

    #[test]
    fn what_costs_much_keeps_the_next_waiting_for_long() {
        let budget = Budget::new(NonZeroU32::new(64).unwrap());
        let start = Instant::now();
        assert_eq!((0..10).filter(|_| budget.take_at(&(), 64.0, start)).count(), 2);
        budget.give_back(&(), 1.0);
        assert!(budget.take_at(&(), 64.0, start));
        assert!(!budget.take_at(&(), 1.0, start + Duration::from_millis(900)));
        assert!(budget.take_at(&(), 1.0, start + Duration::from_millis(1_100)));
    }

    #[test]
    fn what_has_happened_is_charged_beyond_the_budget_and_up_to_a_bound() {
        let (budget, start) = (Budget::new(NonZeroU32::new(10).unwrap()), Instant::now());
        assert_eq!((0..1_000).filter(|_| budget.charge_at(&(), 1.0, start)).count(), 19);
        assert!(!budget.take_at(&(), 0.0, start + Duration::from_millis(1_900)), "it owes 20");
        assert!(budget.take_at(&(), 0.0, start + Duration::from_millis(2_100)));
    }

    #[test]
    fn the_number_of_remembered_sources_is_bounded() {
        let budget = Budget::new(NonZeroU32::new(1).unwrap());
        let start = Instant::now();
        for source in 0..=MAX_SOURCES {
            assert!(budget.take_at(&source, 1.0, start));
        }
        assert!(budget.spent.lock().unwrap().len() <= MAX_SOURCES);
    }

    #[test]
    fn many_sources_do_not_wipe_out_the_debt_of_one() {
        let (budget, start) = (Budget::new(NonZeroU32::new(1).unwrap()), Instant::now());
        while budget.charge_at(&usize::MAX, 1.0, start) {}
        for source in 0..=MAX_SOURCES {
            budget.take_at(&source, 1.0, start);
        }
        assert!(!budget.take_at(&usize::MAX, 0.0, start));
    }

    #[test]
    fn a_subscriber_is_one_source_whatever_address_it_takes() {
        let source = |text: &str| Source::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(source("2001:db8:1:2::1"), source("2001:db8:1:2:ffff::2"));
        assert_ne!(source("2001:db8:1:2::1"), source("2001:db8:1:3::1"));
        assert_ne!(source("192.0.2.1"), source("192.0.2.2"));
        assert_eq!(source("::ffff:192.0.2.1"), source("192.0.2.1"));
    }

    #[test]
    fn connections_are_counted_for_each_source() {
        let connections = Arc::new(Connections::new(2));
        let source = Source::from("192.0.2.1".parse::<IpAddr>().unwrap());
        let (first, second) = (connections.open(source), connections.open(source));
        assert!(first.is_some() && second.is_some() && connections.open(source).is_none());
        drop(first);
        let third = connections.open(source);
        assert!(third.is_some());
        drop((second, third));
        assert!(connections.open.lock().unwrap().is_empty());
    }
}
