//! The permit of a connection: one of all connections that may be open, and one of its source.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use crate::client::connection_slots::ConnectionSlot;
use crate::observe::metrics::Metrics;

/// The permit that a connection holds until nothing is left of it. An upgraded connection holds it too.
pub(crate) struct ConnectionPermit {
    metrics: Arc<Metrics>,
    _of_all: OwnedSemaphorePermit,
    _of_source: ConnectionSlot,
}

impl ConnectionPermit {
    pub(crate) fn new(
        metrics: Arc<Metrics>,
        of_all: OwnedSemaphorePermit,
        of_source: ConnectionSlot,
    ) -> Self {
        metrics.connections.inc();
        Self { metrics, _of_all: of_all, _of_source: of_source }
    }
}

impl Drop for ConnectionPermit {
    fn drop(&mut self) {
        self.metrics.connections.dec();
    }
}
