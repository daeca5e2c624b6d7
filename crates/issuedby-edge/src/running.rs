//! An edge that runs, and stopping it without breaking what is under way.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use crate::directory::Directory;
use crate::error::EdgeFailed;
use crate::server::Shared;

/// An edge that listens. Dropping it breaks off what is under way; see [`Self::stop`].
pub struct Running {
    shared: Arc<Shared>,
    stop: StopOnDrop,
    listening: Listening,
    watcher: JoinHandle<()>,
    running: mpsc::Receiver<()>,
}

/// Where an edge listens.
pub(crate) struct Listening {
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) metrics: Option<SocketAddr>,
}

impl Running {
    pub(crate) fn new(
        shared: Arc<Shared>,
        listening: Listening,
        watcher: JoinHandle<()>,
        running: mpsc::Receiver<()>,
    ) -> Self {
        let stop = StopOnDrop { stopping: shared.stopping.clone(), directory: Arc::clone(&shared.directory) };
        Self { shared, stop, listening, watcher, running }
    }

    /// Where clients connect, in the order of the configuration.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.listening.addresses
    }

    /// Where Prometheus finds `/metrics`.
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.listening.metrics
    }

    /// Reads the server certificates and the registry again.
    pub fn reload(&self) {
        self.shared.directory.reload();
    }

    /// The edge has failed: a thread or a task without which it cannot go on has died. Stop it then; [`run`](crate::run)
    /// ends with this error. Where it goes on all is well, and this never ends.
    pub async fn failed(&self) -> EdgeFailed {
        EdgeFailed { part: self.shared.log.failure().wait().await }
    }

    /// Takes no more connections, lets what is under way come to its end within `shutdown_timeout`, and ends. What waits
    /// for a reader of the log or for a listener then has [`LOG_FLUSH`](crate::limits::LOG_FLUSH).
    pub async fn stop(self) {
        let Self { shared, stop, watcher, mut running, .. } = self;
        // What clients caused before stands before it.
        shared.log.log_rest();
        shared.log.info("stopping", "no more connections are taken");
        drop(stop);
        let limit = shared.config.limits.shutdown_timeout;
        let log = Arc::clone(&shared.log);
        // The last sender goes with it.
        drop(shared);
        match timeout(limit, running.recv()).await {
            Ok(_) => log.info("stopped", "everything has come to its end"),
            Err(_) => log.warning("stopped", "what was still under way is broken off"),
        }
        // The thread has nothing more to do; where it died, that was said.
        let end = move || {
            let _ = watcher.join();
            log.end();
        };
        let _ = tokio::task::spawn_blocking(end).await;
    }
}

/// Tells everything to end.
struct StopOnDrop {
    stopping: watch::Sender<bool>,
    directory: Arc<Directory>,
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.stopping.send_replace(true);
        self.directory.stop();
    }
}
