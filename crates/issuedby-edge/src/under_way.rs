//! A request that is under way, and what it takes at its upstream.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;

use tokio::time::sleep;

use crate::body::Progress;
use crate::connection::Connection;
use crate::lanes::LaneHold;
use crate::server::Shared;
use crate::upstream_slots::Held;

/// A request, until its response has gone and its own body has come to an end at the upstream. Clones are of the same
/// request.
///
/// Both bodies have one: an upstream may answer before it has read the request, and its connection is taken until then.
#[derive(Clone)]
pub(crate) struct UnderWay(Arc<OfRequest>);

struct OfRequest {
    connection: Arc<Connection>,
    at_upstream: Mutex<Option<(Held, Option<LaneHold>)>>,
    /// How far its own body is, where it has one and goes to an upstream.
    progress: OnceLock<Arc<Progress>>,
    /// The response has come to an end, well or not, and not because its client left.
    is_answered: AtomicBool,
    /// The client broke its own body off.
    is_broken_off: AtomicBool,
}

impl UnderWay {
    pub(crate) fn new(connection: Arc<Connection>) -> Self {
        Self(Arc::new(OfRequest {
            connection,
            at_upstream: Mutex::default(),
            progress: OnceLock::new(),
            is_answered: AtomicBool::new(false),
            is_broken_off: AtomicBool::new(false),
        }))
    }

    /// It goes to an upstream, with what it takes there.
    pub(crate) fn goes_to_upstream(&self, slots: Held, lane: Option<LaneHold>) {
        *self.0.lock() = Some((slots, lane));
    }

    /// It has a body.
    pub(crate) fn has_body(&self, progress: Arc<Progress>) {
        // It has one alone.
        let _ = self.0.progress.set(progress);
    }

    /// Its response ended, well or not, and not because its client broke it off.
    ///
    /// Where its own body has not come to an end, somebody looks after that: an upstream that answers and reads no further
    /// is never asked for the rest, and what is not asked for has no time of its own.
    pub(crate) fn comes_to_its_end(&self) {
        self.0.is_answered.store(true, Ordering::Release);
        if let Some(progress) = self.0.progress.get().filter(|progress| !progress.is_over()) {
            let patience = self.shared().config.limits.body_timeout;
            tokio::spawn(give_up_unread(Arc::downgrade(&self.0), Arc::clone(progress), patience));
        }
    }

    /// Whether its response has ended, while its own body may still be on its way.
    pub(crate) fn has_come_to_its_end(&self) -> bool {
        self.0.is_answered.load(Ordering::Acquire)
    }

    /// The client broke its own body off.
    pub(crate) fn is_broken_off(&self) {
        self.0.is_broken_off.store(true, Ordering::Release);
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0.connection.shared
    }
}

/// Gives back what a request takes at its upstream when its body has not moved for so long after its response.
async fn give_up_unread(request: Weak<OfRequest>, progress: Arc<Progress>, patience: Duration) {
    while !progress.is_over() {
        // Where the upstream asks for more, the body itself sees that nothing comes: nobody else pays for its client.
        let left = match progress.waits_for_client() {
            true => patience,
            false => patience.saturating_sub(progress.rests()),
        };
        if left.is_zero() {
            break;
        }
        sleep(left).await;
    }
    if progress.is_over() {
        return;
    }
    let Some(held) = request.upgrade().and_then(|request| request.lock().take()) else { return };
    let (slots, lane) = held;
    drop(slots);
    if let Some(lane) = lane {
        lane.give_up(patience).await;
    }
}

impl OfRequest {
    fn lock(&self) -> MutexGuard<'_, Option<(Held, Option<LaneHold>)>> {
        self.at_upstream.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OfRequest {
    fn drop(&mut self) {
        self.connection.ends_request();
        let has_ended = *self.is_answered.get_mut() && !*self.is_broken_off.get_mut();
        if self.lock().is_some() && !has_ended {
            self.connection.broke_off();
        }
    }
}
