//! Slots for requests at upstreams: how many one source, one account, one upstream and all together may have.
//!
//! Over HTTP/1.1 each request at an upstream takes a connection, and with it two file descriptors. A request that finds
//! no free slot waits for [`UPSTREAM_QUEUE_TIME`], in a queue that is no longer than the number of slots.

use std::collections::HashMap;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use issuedby_registry::AccountName;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::client::source::Source;
use crate::config::Limits;
use crate::limits::UPSTREAM_QUEUE_TIME;
use crate::observe::events;
use crate::observe::log::Log;

/// The slots of an edge.
#[derive(Debug)]
pub(crate) struct UpstreamSlots {
    sources: Keyed<Source>,
    accounts: Keyed<AccountName>,
    upstreams: Vec<Arc<Slots>>,
    all: Arc<Slots>,
}

/// The requester of a slot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Requester<'a> {
    pub(crate) source: Source,
    pub(crate) account: &'a AccountName,
    /// The client's certificate is verified.
    pub(crate) is_verified: bool,
}

/// The slots that one request holds, until it is dropped.
#[derive(Debug)]
pub(crate) struct HeldSlots {
    _of_source: KeyedHold<Source>,
    _of_account: KeyedHold<AccountName>,
    _of_upstream: Permits,
    _of_all: Permits,
}

/// The kind of slot of which none is free.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Busy {
    Source,
    Account,
    Upstream,
    All,
}

impl UpstreamSlots {
    pub(crate) fn new(limits: &Limits, upstreams: usize) -> Self {
        let upstream = || Arc::new(Slots::shared(limits.upstream_requests_per_upstream));
        Self {
            // A source is one client or one network: verified and other clients of it share what it has.
            sources: Keyed::new(|limits| Slots::of_one(limits.upstream_requests_per_source), limits),
            accounts: Keyed::new(|limits| Slots::shared(limits.upstream_requests_per_account), limits),
            upstreams: (0..upstreams).map(|_| upstream()).collect(),
            all: Arc::new(Slots::shared(limits.upstream_requests)),
        }
    }

    /// Takes a slot of each kind for a request to the upstream at this place.
    ///
    /// The slot of the source comes first: a request that waits for it holds none of the others.
    pub(crate) async fn acquire(&self, requester: Requester<'_>, upstream: usize) -> Result<HeldSlots, Busy> {
        let Requester { source, account, is_verified } = requester;
        let until = Instant::now() + UPSTREAM_QUEUE_TIME;
        let of_source = self.sources.acquire(&source, is_verified, until).await.ok_or(Busy::Source)?;
        let of_account = self.accounts.acquire(account, is_verified, until).await.ok_or(Busy::Account)?;
        let slots = self.upstreams.get(upstream).ok_or(Busy::Upstream)?;
        let of_upstream = slots.acquire(is_verified, until).await.ok_or(Busy::Upstream)?;
        let of_all = self.all.acquire(is_verified, until).await.ok_or(Busy::All)?;
        Ok(HeldSlots {
            _of_source: of_source,
            _of_account: of_account,
            _of_upstream: of_upstream,
            _of_all: of_all,
        })
    }
}

impl Busy {
    /// Logs a request that was refused.
    pub(crate) fn log(self, log: &Log, upstream: &str, requester: Requester<'_>) {
        log.limited("warning", (events::UPSTREAM_BUSY, self.place()), || self.message(upstream, requester));
    }

    /// A number for each, to log them apart.
    fn place(self) -> usize {
        match self {
            Self::Source => 0,
            Self::Account => 1,
            Self::Upstream => 2,
            Self::All => 3,
        }
    }

    /// The message of the event, with what the operator can do.
    fn message(self, upstream: &str, requester: Requester<'_>) -> String {
        let Requester { source, account, is_verified } = requester;
        let (whose, limit) = match self {
            Self::Source => (format!("the source {source}"), "upstream_requests_per_source"),
            Self::Account => (format!("the account `{account}`"), "upstream_requests_per_account"),
            Self::Upstream => (format!("the upstream {upstream}"), "upstream_requests_per_upstream"),
            Self::All => ("this edge".to_owned(), "upstream_requests"),
        };
        let which = match (self, is_verified) {
            (Self::Source, _) | (_, true) => "the most requests at upstreams that it may have",
            (_, false) => {
                "half of the requests at upstreams that it may have, which is the most for clients without a verified certificate"
            }
        };
        format!(
            "{whose} has {which} (`{limit}`), and a request of {source} is refused with 503; if these are no attack and the \
             upstream responds in time, raise `{limit}` in `[limits]`"
        )
    }
}

/// A number of slots. Clients without a verified certificate may take a part of them.
#[derive(Debug)]
struct Slots {
    all: Arc<Semaphore>,
    unverified: Option<Arc<Semaphore>>,
    /// The requests that wait, verified and others: neither fills the queue of the other.
    waiting: [AtomicUsize; 2],
    most_waiting: usize,
}

#[derive(Debug)]
struct Permits {
    _all: OwnedSemaphorePermit,
    _unverified: Option<OwnedSemaphorePermit>,
}

impl Slots {
    fn of_one(number: NonZeroUsize) -> Self {
        let number = number.get().min(Semaphore::MAX_PERMITS);
        Self {
            all: Arc::new(Semaphore::new(number)),
            unverified: None,
            waiting: Default::default(),
            most_waiting: number,
        }
    }

    /// Slots of which half, and at least one, are for clients without a verified certificate. Of two or more, such clients
    /// never take the last slot.
    fn shared(number: NonZeroUsize) -> Self {
        let slots = Self::of_one(number);
        let half = (slots.most_waiting / 2).max(1);
        Self { unverified: Some(Arc::new(Semaphore::new(half))), ..slots }
    }

    async fn acquire(&self, is_verified: bool, until: Instant) -> Option<Permits> {
        let unverified = match &self.unverified {
            Some(part) if !is_verified => Some(self.one_of(part, is_verified, until).await?),
            _ => None,
        };
        Some(Permits { _all: self.one_of(&self.all, is_verified, until).await?, _unverified: unverified })
    }

    async fn one_of(
        &self,
        slots: &Arc<Semaphore>,
        is_verified: bool,
        until: Instant,
    ) -> Option<OwnedSemaphorePermit> {
        if let Ok(permit) = Arc::clone(slots).try_acquire_owned() {
            return Some(permit);
        }
        let [verified, others] = &self.waiting;
        let waiting = if is_verified { verified } else { others };
        let _waiting = Waiting::among(waiting, self.most_waiting)?;
        timeout_at(until, Arc::clone(slots).acquire_owned()).await.ok()?.ok()
    }
}

/// One place in a queue, until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn among(waiting: &'a AtomicUsize, most: usize) -> Option<Self> {
        let more = |number: usize| (number < most).then_some(number + 1);
        waiting.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).is_ok().then(|| Self(waiting))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Slots for each key, as long as a request holds one or waits for one.
#[derive(Debug)]
struct Keyed<K: Eq + Hash> {
    make: fn(&Limits) -> Slots,
    limits: Limits,
    keys: Arc<Mutex<HashMap<K, Arc<Slots>>>>,
}

/// The slots that a request holds of one key. The permits are dropped first, then the use of the slots.
#[derive(Debug)]
struct KeyedHold<K: Eq + Hash> {
    _permits: Permits,
    _in_use: InUse<K>,
}

/// A use of the slots of one key, which are removed with the last use.
#[derive(Debug)]
struct InUse<K: Eq + Hash> {
    key: K,
    /// None while it is dropped.
    slots: Option<Arc<Slots>>,
    keys: Arc<Mutex<HashMap<K, Arc<Slots>>>>,
}

impl<K: Clone + Eq + Hash> Keyed<K> {
    fn new(make: fn(&Limits) -> Slots, limits: &Limits) -> Self {
        Self { make, limits: limits.clone(), keys: Arc::default() }
    }

    async fn acquire(&self, key: &K, is_verified: bool, until: Instant) -> Option<KeyedHold<K>> {
        let in_use = self.use_of(key);
        let permits = in_use.slots.as_ref()?.acquire(is_verified, until).await?;
        Some(KeyedHold { _permits: permits, _in_use: in_use })
    }

    fn use_of(&self, key: &K) -> InUse<K> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let slots = keys.entry(key.clone()).or_insert_with(|| Arc::new((self.make)(&self.limits)));
        InUse { key: key.clone(), slots: Some(Arc::clone(slots)), keys: Arc::clone(&self.keys) }
    }
}

impl<K: Eq + Hash> Drop for InUse<K> {
    fn drop(&mut self) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        self.slots = None;
        // New uses begin under the same lock: slots that only the map has are not in use.
        if keys.get(&self.key).is_some_and(|slots| Arc::strong_count(slots) == 1) {
            keys.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;
    use std::time::Duration;

    use super::*;

    fn slots(of_source: usize, of_account: usize, of_upstream: usize, all: usize) -> UpstreamSlots {
        let number = |number| NonZeroUsize::new(number).unwrap();
        let limits = Limits {
            upstream_requests_per_source: number(of_source),
            upstream_requests_per_account: number(of_account),
            upstream_requests_per_upstream: number(of_upstream),
            upstream_requests: number(all),
            ..Limits::default()
        };
        UpstreamSlots::new(&limits, 2)
    }

    fn source(last: u8) -> Source {
        IpAddr::from([192, 0, 2, last]).into()
    }

    fn account(name: &str) -> AccountName {
        AccountName::parse(name).unwrap()
    }

    fn requester<'a>(last: u8, account: &'a AccountName, is_verified: bool) -> Requester<'a> {
        Requester { source: source(last), account, is_verified }
    }

    #[tokio::test(start_paused = true)]
    async fn each_bound_refuses_what_is_too_much_and_says_which_it_is() {
        let (acme, other) = (account("acme"), account("other"));
        for (limits, second, expected) in [
            ((1, 9, 9, 9), requester(1, &other, true), Busy::Source),
            ((9, 1, 9, 9), requester(2, &acme, true), Busy::Account),
            ((9, 9, 1, 9), requester(2, &other, true), Busy::Upstream),
            ((9, 9, 9, 1), requester(2, &other, true), Busy::All),
        ] {
            let slots = slots(limits.0, limits.1, limits.2, limits.3);
            let first = slots.acquire(requester(1, &acme, true), 0).await.unwrap();
            assert_eq!(slots.acquire(second, 0).await.unwrap_err(), expected);
            drop(first);
            assert!(slots.acquire(second, 0).await.is_ok(), "{expected:?}: the slot is free again");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_waits_for_a_slot_for_a_short_time() {
        let (slots, acme) = (Arc::new(slots(1, 9, 9, 9)), account("acme"));
        let first = slots.acquire(requester(1, &acme, true), 0).await.unwrap();
        let waiting = tokio::spawn({
            let (slots, acme) = (Arc::clone(&slots), acme.clone());
            async move { slots.acquire(requester(1, &acme, true), 0).await.is_ok() }
        });
        tokio::time::sleep(UPSTREAM_QUEUE_TIME / 2).await;
        drop(first);
        assert!(waiting.await.unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn the_queue_is_as_long_as_the_slots() {
        let (slots, acme) = (slots(1, 9, 9, 9), account("acme"));
        let _first = slots.acquire(requester(1, &acme, true), 0).await.unwrap();
        let began = Instant::now();
        let (second, third) = tokio::join!(
            slots.acquire(requester(1, &acme, true), 0),
            slots.acquire(requester(1, &acme, true), 0)
        );
        assert!(second.is_err() && third.is_err());
        assert!(began.elapsed() >= UPSTREAM_QUEUE_TIME);
        let (began, queue) = (Instant::now(), &slots.sources.use_of(&source(1)));
        let _other = Waiting::among(&queue.slots.as_ref().unwrap().waiting[0], 1).unwrap();
        assert!(slots.acquire(requester(1, &acme, true), 0).await.is_err());
        assert_eq!(began.elapsed(), Duration::ZERO, "it does not wait where the queue is full");
    }

    #[tokio::test(start_paused = true)]
    async fn clients_that_are_not_verified_leave_half_to_those_that_are() {
        let (slots, acme) = (slots(9, 4, 9, 9), account("acme"));
        let mut held = Vec::new();
        for last in 1..=2 {
            held.push(slots.acquire(requester(last, &acme, false), 0).await.unwrap());
        }
        assert_eq!(slots.acquire(requester(3, &acme, false), 0).await.unwrap_err(), Busy::Account);
        for last in 4..=5 {
            held.push(slots.acquire(requester(last, &acme, true), 0).await.unwrap());
        }
        assert_eq!(slots.acquire(requester(6, &acme, true), 0).await.unwrap_err(), Busy::Account);
    }

    #[tokio::test(start_paused = true)]
    async fn unverified_clients_do_not_fill_the_queue_of_verified_ones() {
        let (slots, acme) = (Arc::new(slots(9, 2, 9, 9)), account("acme"));
        let held = slots.acquire(requester(1, &acme, true), 0).await.unwrap();
        let _other = slots.acquire(requester(1, &acme, false), 0).await.unwrap();
        let ask = |last, is_verified| {
            let (slots, acme) = (Arc::clone(&slots), acme.clone());
            tokio::spawn(async move {
                slots.acquire(requester(last, &acme, is_verified), 0).await.map(std::mem::forget)
            })
        };
        let strangers: Vec<_> = (2..9).map(|last| ask(last, false)).collect();
        tokio::task::yield_now().await;
        let known = ask(9, true);
        tokio::time::sleep(UPSTREAM_QUEUE_TIME / 2).await;
        drop(held);
        assert!(known.await.unwrap().is_ok(), "it waits, and gets the slot that becomes free");
        for stranger in strangers {
            assert!(stranger.await.unwrap().is_err());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_remembered_of_those_who_have_gone() {
        let (slots, acme) = (slots(1, 9, 9, 9), account("acme"));
        let first = slots.acquire(requester(1, &acme, true), 0).await.unwrap();
        assert!(slots.acquire(requester(1, &acme, true), 0).await.is_err());
        drop(first);
        for last in 2..200 {
            drop(slots.acquire(requester(last, &acme, false), 0).await.unwrap());
        }
        assert!(slots.sources.keys.lock().unwrap().is_empty());
        assert!(slots.accounts.keys.lock().unwrap().is_empty());
    }
}
