//! An edge that runs, and its graceful stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::time::timeout;

use crate::context::Context;
use crate::error::EdgeFailed;
use crate::observe::events;

/// An edge that listens. Dropping it lets requests in flight end without waiting for them; see [`Self::stop`].
pub struct Running {
    context: Arc<Context>,
    listening: Listening,
    /// The thread that holds the registry; `None` once the edge stops.
    follower: Option<JoinHandle<()>>,
}

/// The addresses at which an edge listens.
pub(crate) struct Listening {
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) metrics: Option<SocketAddr>,
}

impl Running {
    pub(crate) fn new(context: Arc<Context>, listening: Listening, follower: JoinHandle<()>) -> Self {
        Self { context, listening, follower: Some(follower) }
    }

    /// The addresses at which clients connect, in the order of the configuration.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.listening.addresses
    }

    /// The address of the `/metrics` endpoint.
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.listening.metrics
    }

    /// Reads the server certificates and the registry again.
    pub fn reload(&self) {
        self.context.sites.request_reload();
    }

    /// Waits for a failure: the death of a thread or a task without which the edge cannot go on. Stop the edge then;
    /// [`run`](crate::run) ends with this error. As long as all is well, this never ends.
    pub async fn failed(&self) -> EdgeFailed {
        EdgeFailed { part: self.context.log.failure().wait().await }
    }

    /// Accepts no more connections, lets requests in flight end within `shutdown_timeout`, and ends. Lines and events that
    /// wait then have [`LOG_FLUSH`](crate::limits::LOG_FLUSH).
    pub async fn stop(mut self) {
        let (context, follower) = (Arc::clone(&self.context), self.follower.take());
        // Events that clients caused before stand before it.
        context.log.log_rest();
        context.log.info(events::STOPPING, "no more connections are taken");
        drop(self);
        context.tasks.close();
        match timeout(context.config.limits.shutdown_timeout, context.tasks.wait()).await {
            Ok(()) => context.log.info(events::STOPPED, "every request has ended"),
            Err(_) => {
                context.log.warning(events::STOPPED, "the requests that were still in flight are broken off")
            }
        }
        // The thread has nothing more to do; where it died, that was logged.
        let end = move || {
            let _ = follower.map(JoinHandle::join);
            context.log.end();
        };
        let _ = tokio::task::spawn_blocking(end).await;
    }
}

/// Everything that follows the token or the table begins to end.
impl Drop for Running {
    fn drop(&mut self) {
        self.context.shutdown.cancel();
        self.context.sites.request_stop();
    }
}
