//! A request that is under way, and what it takes at its upstream.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

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
    at_upstream: OnceLock<(Held, Option<LaneHold>)>,
    /// The response has come to an end, well or not, and not because its client left.
    is_answered: AtomicBool,
    /// The client broke its own body off.
    is_broken_off: AtomicBool,
}

impl UnderWay {
    pub(crate) fn new(connection: Arc<Connection>) -> Self {
        Self(Arc::new(OfRequest {
            connection,
            at_upstream: OnceLock::new(),
            is_answered: AtomicBool::new(false),
            is_broken_off: AtomicBool::new(false),
        }))
    }

    /// It goes to an upstream, with what it takes there.
    pub(crate) fn goes_to_upstream(&self, slots: Held, lane: Option<LaneHold>) {
        // It goes to one alone.
        let _ = self.0.at_upstream.set((slots, lane));
    }

    /// Its response ended, well or not, and not because its client broke it off.
    pub(crate) fn comes_to_its_end(&self) {
        self.0.is_answered.store(true, Ordering::Release);
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

impl Drop for OfRequest {
    fn drop(&mut self) {
        self.connection.ends_request();
        let has_ended = *self.is_answered.get_mut() && !*self.is_broken_off.get_mut();
        if self.at_upstream.get().is_some() && !has_ended {
            self.connection.broke_off();
        }
    }
}
