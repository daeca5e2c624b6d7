//! Lanes: several HTTP/2 connections to one upstream, so that no request waits for the end of another one.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use crate::config::HttpVersion;
use crate::limits::UPSTREAM_STREAMS_PER_CONNECTION;
use crate::proxy::connector::{Connector, UpstreamClient, client_of};

/// The lanes of one upstream. There are as many as were ever needed at once; a lane without requests closes its connection.
pub(crate) struct Lanes {
    connector: Connector,
    lanes: Arc<Mutex<Vec<Arc<Lane>>>>,
}

/// One connection, opened when it is needed.
struct Lane {
    client: UpstreamClient,
    requests: AtomicUsize,
    /// Closes the connection at once.
    close: CancellationToken,
}

/// The place of a request in a lane, until it is dropped.
pub(crate) struct LaneHold {
    lane: Arc<Lane>,
    lanes: Weak<Mutex<Vec<Arc<Lane>>>>,
}

impl Lanes {
    pub(crate) fn new(connector: Connector) -> Self {
        Self { connector, lanes: Arc::default() }
    }

    /// A place in the first lane that has one.
    pub(crate) fn take(&self) -> LaneHold {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = lanes.iter().find(|lane| lane.try_take()) {
            return LaneHold { lane: Arc::clone(lane), lanes: Arc::downgrade(&self.lanes) };
        }
        let close = CancellationToken::new();
        let client = client_of(HttpVersion::Http2, self.connector.clone().closed_by(close.clone()));
        let lane = Arc::new(Lane { client, requests: AtomicUsize::new(1), close });
        lanes.push(Arc::clone(&lane));
        LaneHold { lane, lanes: Arc::downgrade(&self.lanes) }
    }
}

impl Lane {
    fn try_take(&self) -> bool {
        let more = |requests: usize| (requests < UPSTREAM_STREAMS_PER_CONNECTION).then_some(requests + 1);
        self.requests.fetch_update(Ordering::AcqRel, Ordering::Acquire, more).is_ok()
    }
}

impl LaneHold {
    pub(crate) fn client(&self) -> &UpstreamClient {
        &self.lane.client
    }

    /// Gives up a lane on which the upstream neither reads a request nor ends it. The lane gets no further requests, and its
    /// connection is closed after `time`, which the others on it have to end.
    pub(crate) async fn give_up(self, time: Duration) {
        if let Some(lanes) = self.lanes.upgrade() {
            let mut lanes = lanes.lock().unwrap_or_else(PoisonError::into_inner);
            lanes.retain(|lane| !Arc::ptr_eq(lane, &self.lane));
        }
        sleep(time).await;
        self.lane.close.cancel();
    }
}

impl Drop for LaneHold {
    fn drop(&mut self) {
        self.lane.requests.fetch_sub(1, Ordering::AcqRel);
    }
}

impl fmt::Debug for LaneHold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LaneHold").finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_has_so_many_requests_and_gives_its_places_back() {
        let lanes = Lanes::new(Connector::nowhere());
        let held: Vec<_> = (0..UPSTREAM_STREAMS_PER_CONNECTION * 3).map(|_| lanes.take()).collect();
        assert_eq!(lanes.lanes.lock().unwrap().len(), 3);
        drop(held);
        let again: Vec<_> = (0..UPSTREAM_STREAMS_PER_CONNECTION).map(|_| lanes.take()).collect();
        assert!(again.iter().all(|hold| Arc::ptr_eq(&hold.lane, &again[0].lane)), "the first lane first");
        assert_eq!(lanes.lanes.lock().unwrap().len(), 3);
    }
}
