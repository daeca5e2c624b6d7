//! Token buckets by key: handshakes, signature checks, lookups and aborted requests of a source or an account.
//!
//! The kept libraries (governor and others) lack what the edge needs: a cost that is known only afterwards and may exceed
//! what is left (a debt), and a cost that is given back. So this stays our own.

use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::limits::MAX_SOURCES;

/// A token bucket for each key: `rate` tokens a second, and twice as many at once.
#[derive(Debug)]
pub(crate) struct RateLimiter<K> {
    rate: f64,
    spent: Mutex<HashMap<K, Spent>>,
}

#[derive(Clone, Copy, Debug)]
struct Spent {
    left: f64,
    at: Instant,
}

impl<K: Clone + Eq + Hash> RateLimiter<K> {
    pub(crate) fn new(a_second: NonZeroU32) -> Self {
        Self { rate: f64::from(a_second.get()), spent: Mutex::new(HashMap::new()) }
    }

    /// Takes `cost` tokens if any token is left. The rest may fall below zero; the next caller then has to wait.
    pub(crate) fn take(&self, key: &K, cost: f64) -> bool {
        self.take_at(key, cost, Instant::now())
    }

    /// Returns true where a token is left.
    pub(crate) fn is_left(&self, key: &K) -> bool {
        self.take(key, 0.0)
    }

    /// Takes `cost` tokens for what has happened already; returns true where a token is left. The debt is at most two
    /// seconds of the rate.
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

    /// Gives tokens back where the cost turned out to be lower.
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
            // So many keys at once are one attack: keys in debt are kept. Where all are in debt, the map starts anew rather
            // than grow.
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn tokens_are_spent_and_come_back_with_time() {
        let budget = RateLimiter::new(NonZeroU32::new(10).unwrap());
        let start = Instant::now();
        assert_eq!((0..30).filter(|_| budget.take_at(&1, 1.0, start)).count(), 20);
        assert!(budget.take_at(&2, 1.0, start), "each key has its own");
        let later = start + Duration::from_millis(500);
        assert_eq!((0..30).filter(|_| budget.take_at(&1, 1.0, later)).count(), 5);
    }

    #[test]
    fn a_high_cost_keeps_the_next_caller_waiting() {
        let budget = RateLimiter::new(NonZeroU32::new(64).unwrap());
        let start = Instant::now();
        assert_eq!((0..10).filter(|_| budget.take_at(&(), 64.0, start)).count(), 2);
        budget.give_back(&(), 1.0);
        assert!(budget.take_at(&(), 64.0, start));
        assert!(!budget.take_at(&(), 1.0, start + Duration::from_millis(900)));
        assert!(budget.take_at(&(), 1.0, start + Duration::from_millis(1_100)));
    }

    #[test]
    fn a_charge_goes_beyond_the_rate_and_up_to_a_bound() {
        let (budget, start) = (RateLimiter::new(NonZeroU32::new(10).unwrap()), Instant::now());
        assert_eq!((0..1_000).filter(|_| budget.charge_at(&(), 1.0, start)).count(), 19);
        assert!(!budget.take_at(&(), 0.0, start + Duration::from_millis(1_900)), "it owes 20");
        assert!(budget.take_at(&(), 0.0, start + Duration::from_millis(2_100)));
    }

    #[test]
    fn the_number_of_remembered_sources_is_bounded() {
        let budget = RateLimiter::new(NonZeroU32::new(1).unwrap());
        let start = Instant::now();
        for source in 0..=MAX_SOURCES {
            assert!(budget.take_at(&source, 1.0, start));
        }
        assert!(budget.spent.lock().unwrap().len() <= MAX_SOURCES);
    }

    #[test]
    fn many_sources_do_not_wipe_out_the_debt_of_one() {
        let (budget, start) = (RateLimiter::new(NonZeroU32::new(1).unwrap()), Instant::now());
        while budget.charge_at(&usize::MAX, 1.0, start) {}
        for source in 0..=MAX_SOURCES {
            budget.take_at(&source, 1.0, start);
        }
        assert!(!budget.take_at(&usize::MAX, 0.0, start));
    }
}
