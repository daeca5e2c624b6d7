//! A request in flight, and what it holds at its upstream.

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::task::task_tracker::TaskTrackerToken;

use crate::client::connection::Connection;
use crate::context::Context;
use crate::proxy::body_progress::BodyProgress;
use crate::proxy::lanes::LaneHold;
use crate::proxy::proxy_error::ProxyError;
use crate::proxy::upstream::Upstream;
use crate::proxy::upstream_failure::UpstreamFailure;
use crate::proxy::upstream_slots::HeldSlots;

/// A request, until its response has gone and its own body has come to an end at the upstream. Clones are of the same
/// request.
///
/// Both bodies have one: an upstream may respond before it has read the request, and its connection is taken until then.
#[derive(Clone)]
pub(crate) struct InFlight(Arc<OfRequest>);

struct OfRequest {
    connection: Arc<Connection>,
    at_upstream: Mutex<Option<(HeldSlots, Option<LaneHold>)>>,
    /// The progress of its own body, where it has one and goes to an upstream.
    progress: OnceLock<Arc<BodyProgress>>,
    /// The response has come to an end, well or not, and not because its client left.
    has_response_ended: AtomicBool,
    /// The client broke its own body off.
    is_broken_off: AtomicBool,
    /// A stop waits for it.
    _task: TaskTrackerToken,
}

impl InFlight {
    pub(crate) fn begin(connection: Arc<Connection>) -> Self {
        connection.request_begins();
        Self(Arc::new(OfRequest {
            _task: connection.context.tasks.token(),
            connection,
            at_upstream: Mutex::default(),
            progress: OnceLock::new(),
            has_response_ended: AtomicBool::new(false),
            is_broken_off: AtomicBool::new(false),
        }))
    }

    /// The request goes to an upstream, with what it holds there.
    pub(crate) fn goes_to_upstream(&self, slots: HeldSlots, lane: Option<LaneHold>) {
        *self.0.lock() = Some((slots, lane));
    }

    /// The request has a body.
    pub(crate) fn has_body(&self, progress: Arc<BodyProgress>) {
        // It is set once.
        let _ = self.0.progress.set(progress);
    }

    /// The response ended, well or not, and not because its client broke it off.
    ///
    /// A request body that has not come to its end is watched from now on. An upstream that responds and reads no further
    /// never asks for the rest, and a body that is not asked for has no timeout of its own.
    pub(crate) fn response_ended(&self) {
        self.0.has_response_ended.store(true, Ordering::Release);
        if let Some(progress) = self.0.progress.get().filter(|progress| !progress.is_over()) {
            let timeout = self.context().config.limits.body_timeout;
            tokio::spawn(give_up_unread(Arc::downgrade(&self.0), Arc::clone(progress), timeout));
        }
    }

    /// Logs a failure of the upstream, and ends the response.
    pub(crate) fn upstream_failed(&self, upstream: &Upstream, error: &dyn Error) -> ProxyError {
        self.response_ended();
        upstream.log_failure(&self.context().log, UpstreamFailure::Other, error);
        ProxyError::BadGateway
    }

    /// Returns true where the response has ended. The request's own body may still be on its way.
    pub(crate) fn has_response_ended(&self) -> bool {
        self.0.has_response_ended.load(Ordering::Acquire)
    }

    /// The client broke its own body off.
    pub(crate) fn set_broken_off(&self) {
        self.0.is_broken_off.store(true, Ordering::Release);
    }

    pub(crate) fn context(&self) -> &Context {
        &self.0.connection.context
    }
}

/// Gives back what a request holds at its upstream when its body has not moved for `timeout` after its response.
async fn give_up_unread(request: Weak<OfRequest>, progress: Arc<BodyProgress>, timeout: Duration) {
    while !progress.is_over() {
        // Where the upstream asks for more, the body itself sees that nothing comes.
        let left = match progress.waits_for_client() {
            true => timeout,
            false => timeout.saturating_sub(progress.idle()),
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
        lane.give_up(timeout).await;
    }
}

impl OfRequest {
    fn lock(&self) -> MutexGuard<'_, Option<(HeldSlots, Option<LaneHold>)>> {
        self.at_upstream.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that was at an upstream and whose response did not end was broken off by its client.
impl Drop for OfRequest {
    fn drop(&mut self) {
        self.connection.request_ends();
        let has_ended = *self.has_response_ended.get_mut() && !*self.is_broken_off.get_mut();
        if self.lock().is_some() && !has_ended {
            self.connection.charge_broken_off();
        }
    }
}
