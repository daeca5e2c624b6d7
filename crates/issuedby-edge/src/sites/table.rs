//! The table of the sites that were asked for, and the queue of lookups of others.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use issuedby_registry::DomainName;
use tokio::sync::{oneshot, watch};

use crate::sites::account::Site;
use crate::sites::not_served::NotServed;

/// The sites that clients have asked for, and the way to look up others.
pub(crate) struct SiteTable {
    sites: RwLock<HashMap<DomainName, Arc<Site>>>,
    lookups: SyncSender<LookupRequest>,
    reload_requested: AtomicBool,
    stop_requested: AtomicBool,
    changes: watch::Sender<u64>,
    start: Instant,
    /// Milliseconds from the start to the last time that the registry confirmed the sites.
    confirmed: AtomicU64,
    max_stale: Duration,
}

/// A request to the thread that holds the registry.
pub(crate) enum LookupRequest {
    /// The site of a domain that is not in the table.
    Site(DomainName, oneshot::Sender<Result<Arc<Site>, NotServed>>),
    /// Wakes the thread for a reload or a stop. Where the queue is full, the thread looks soon anyway.
    Wake,
    /// Panics, as a defect would.
    #[cfg(test)]
    Panic,
}

impl SiteTable {
    pub(crate) fn new(lookups: SyncSender<LookupRequest>, max_stale: Duration) -> Self {
        Self {
            sites: RwLock::default(),
            lookups,
            reload_requested: AtomicBool::new(false),
            stop_requested: AtomicBool::new(false),
            changes: watch::Sender::new(0),
            start: Instant::now(),
            confirmed: AtomicU64::new(0),
            max_stale,
        }
    }

    /// The time for which the CAs hold without being confirmed.
    pub(crate) fn max_stale(&self) -> Duration {
        self.max_stale
    }

    /// The site of a domain that was asked for before.
    pub(crate) fn known(&self, domain: &DomainName) -> Option<Arc<Site>> {
        self.sites.read().unwrap_or_else(PoisonError::into_inner).get(domain).map(Arc::clone)
    }

    /// The site of a domain, if it is active.
    ///
    /// # Errors
    ///
    /// [`NotServed`], also where the lookup fails: nothing unknown is ever served.
    pub(crate) async fn look_up(&self, domain: &DomainName) -> Result<Arc<Site>, NotServed> {
        if let Some(site) = self.known(domain) {
            return Ok(site);
        }
        let (sender, response) = oneshot::channel();
        let asked = self.lookups.try_send(LookupRequest::Site(domain.clone(), sender));
        asked.map_err(|error| match error {
            TrySendError::Full(_) => NotServed::TooManyLookups,
            TrySendError::Disconnected(_) => NotServed::Stopping,
        })?;
        response.await.map_err(|_| NotServed::Stopping)?
    }

    /// Returns true where the registry has not confirmed the sites for longer than `max_stale`.
    pub(crate) fn is_stale(&self) -> bool {
        self.age() > self.max_stale
    }

    /// The time since the registry last confirmed the sites.
    pub(crate) fn age(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_millis(self.confirmed.load(Ordering::Acquire)))
    }

    /// A receiver that is notified of every change.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub(crate) fn request_reload(&self) {
        self.reload_requested.store(true, Ordering::Release);
        let _ = self.lookups.try_send(LookupRequest::Wake);
    }

    pub(crate) fn request_stop(&self) {
        self.stop_requested.store(true, Ordering::Release);
        let _ = self.lookups.try_send(LookupRequest::Wake);
    }
}

#[cfg(test)]
impl SiteTable {
    pub(crate) fn let_follower_panic(&self) {
        self.lookups.try_send(LookupRequest::Panic).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// For the thread that holds the registry.
impl SiteTable {
    pub(crate) fn confirm(&self, at: Instant) {
        let passed = at.saturating_duration_since(self.start).as_millis();
        self.confirmed.store(u64::try_from(passed).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// Returns true once for each reload that was requested.
    pub(crate) fn take_reload_request(&self) -> bool {
        self.reload_requested.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn is_stop_requested(&self) -> bool {
        self.stop_requested.load(Ordering::Acquire)
    }

    /// Notifies everything that follows [`Self::changes`].
    pub(crate) fn announce(&self) {
        self.changes.send_modify(|number| *number = number.wrapping_add(1));
    }

    pub(crate) fn sites(&self) -> Vec<Arc<Site>> {
        self.sites.read().unwrap_or_else(PoisonError::into_inner).values().map(Arc::clone).collect()
    }

    /// Inserts a site. Returns true where its domain was another account's before.
    pub(crate) fn insert(&self, site: &Arc<Site>) -> bool {
        let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
        let before = sites.insert(site.domain.clone(), Arc::clone(site));
        before.is_some_and(|before| !Arc::ptr_eq(&before.account, &site.account))
    }

    pub(crate) fn remove(&self, domain: &DomainName) {
        self.sites.write().unwrap_or_else(PoisonError::into_inner).remove(domain);
    }
}

impl fmt::Debug for SiteTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SiteTable").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn a_full_queue_of_lookups_loses_neither_a_reload_nor_a_stop() {
        let (lookups, waiting) = sync_channel(1);
        let table = SiteTable::new(lookups, Duration::MAX);
        let (sender, _response) = oneshot::channel();
        let domain = DomainName::parse("a.example").unwrap();
        assert!(table.lookups.try_send(LookupRequest::Site(domain, sender)).is_ok());
        assert!(!table.take_reload_request() && !table.is_stop_requested());
        table.request_reload();
        table.request_stop();
        assert!(table.take_reload_request() && table.is_stop_requested());
        assert!(!table.take_reload_request(), "once");
        assert_eq!(waiting.try_iter().count(), 1);
    }

    #[tokio::test]
    async fn a_full_queue_and_a_stop_are_no_failure_of_the_registry() {
        let (lookups, waiting) = sync_channel(0);
        let table = SiteTable::new(lookups, Duration::MAX);
        let domain = DomainName::parse("a.example").unwrap();
        assert_eq!(table.look_up(&domain).await.err(), Some(NotServed::TooManyLookups));
        drop(waiting);
        assert_eq!(table.look_up(&domain).await.err(), Some(NotServed::Stopping));
    }
}
