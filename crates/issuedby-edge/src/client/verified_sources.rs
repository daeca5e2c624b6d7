//! The sources that lately had a client with a verified certificate, by account.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use issuedby_registry::AccountName;

use crate::client::source::Source;
use crate::limits::{MAX_VERIFIED_SOURCES, MAX_VERIFIED_SOURCES_PER_ACCOUNT, REMEMBER_VERIFIED};

/// The budgets of an account bound what strangers cost it. They must not shut out its own clients, or strangers with many
/// addresses could: a source in this list is bound by its own budgets alone.
#[derive(Debug)]
pub(crate) struct VerifiedSources {
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    by_account: HashMap<AccountName, HashMap<Source, Instant>>,
    /// The last time with any account.
    by_source: HashMap<Source, Instant>,
    all: usize,
}

impl VerifiedSources {
    pub(crate) fn new() -> Self {
        Self { seen: Mutex::default() }
    }

    /// Remembers it for [`REMEMBER_VERIFIED`], if the account has room.
    pub(crate) fn remember(&self, account: &AccountName, source: Source) {
        self.remember_at(account, source, Instant::now());
    }

    /// Returns true where the source had a verified client of the account.
    pub(crate) fn contains(&self, account: &AccountName, source: Source) -> bool {
        self.contains_at(account, source, Instant::now())
    }

    /// Returns true where the source had a verified client of any account.
    pub(crate) fn contains_any(&self, source: Source) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.by_source.get(&source).is_some_and(|at| is_recent(*at, Instant::now()))
    }

    fn remember_at(&self, account: &AccountName, source: Source, now: Instant) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.all >= MAX_VERIFIED_SOURCES {
            seen.forget_old(now);
        }
        let all = seen.all;
        let Seen { by_account, by_source, .. } = &mut *seen;
        let sources = match by_account.get_mut(account) {
            Some(sources) => sources,
            None => by_account.entry(account.clone()).or_default(),
        };
        let before = sources.len();
        if before >= MAX_VERIFIED_SOURCES_PER_ACCOUNT && !sources.contains_key(&source) {
            sources.retain(|_, at| is_recent(*at, now));
        }
        let has_room = sources.len() < MAX_VERIFIED_SOURCES_PER_ACCOUNT && all < MAX_VERIFIED_SOURCES;
        if has_room || sources.contains_key(&source) {
            sources.insert(source, now);
            by_source.insert(source, now);
        }
        seen.all = all.saturating_sub(before) + seen.by_account.get(account).map_or(0, HashMap::len);
    }

    fn contains_at(&self, account: &AccountName, source: Source, now: Instant) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let at = seen.by_account.get(account).and_then(|sources| sources.get(&source));
        at.is_some_and(|at| is_recent(*at, now))
    }
}

impl Seen {
    fn forget_old(&mut self, now: Instant) {
        self.by_account.retain(|_, sources| {
            sources.retain(|_, at| is_recent(*at, now));
            !sources.is_empty()
        });
        self.by_source.retain(|_, at| is_recent(*at, now));
        self.all = self.by_account.values().map(HashMap::len).sum();
    }
}

fn is_recent(at: Instant, now: Instant) -> bool {
    now.saturating_duration_since(at) < REMEMBER_VERIFIED
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    fn account(name: &str) -> AccountName {
        AccountName::parse(name).unwrap()
    }

    fn source(number: usize) -> Source {
        let [_, high, middle, low] = u32::try_from(number).unwrap().to_be_bytes();
        IpAddr::from([10, high, middle, low]).into()
    }

    #[test]
    fn a_source_is_known_to_one_account_and_for_a_time() {
        let (sources, start) = (VerifiedSources::new(), Instant::now());
        let (acme, other) = (account("acme"), account("other"));
        sources.remember_at(&acme, source(1), start);
        assert!(sources.contains_at(&acme, source(1), start + REMEMBER_VERIFIED / 2));
        assert!(!sources.contains_at(&acme, source(1), start + REMEMBER_VERIFIED));
        assert!(!sources.contains_at(&acme, source(2), start));
        assert!(!sources.contains_at(&other, source(1), start));
        assert!(sources.contains_any(source(1)) && !sources.contains_any(source(2)));
    }

    #[test]
    fn clients_of_one_account_push_out_none_of_another() {
        let (sources, start) = (VerifiedSources::new(), Instant::now());
        let (acme, other) = (account("acme"), account("other"));
        for number in 0..2 * MAX_VERIFIED_SOURCES_PER_ACCOUNT {
            sources.remember_at(&acme, source(number), start);
        }
        assert!(sources.contains_at(&acme, source(0), start), "a known source stays known");
        assert!(!sources.contains_at(&acme, source(MAX_VERIFIED_SOURCES_PER_ACCOUNT), start));
        sources.remember_at(&other, source(1), start);
        assert!(sources.contains_at(&other, source(1), start));
        assert_eq!(sources.seen.lock().unwrap().all, MAX_VERIFIED_SOURCES_PER_ACCOUNT + 1);

        sources.remember_at(&acme, source(1 << 20), start + REMEMBER_VERIFIED);
        assert!(sources.contains_at(&acme, source(1 << 20), start + REMEMBER_VERIFIED), "the old ones went");
        assert_eq!(sources.seen.lock().unwrap().all, 2);
    }
}
