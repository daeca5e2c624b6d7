//! The progress of a body: when it last moved, how fast it comes, why it broke off. `guarded_body` refuses one that is too slow.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use hyper::body::{Bytes, Frame};
use tokio::time::Instant;

use crate::proxy::proxy_error::ProxyError;

/// The progress of a request's body. Until the body has gone the upstream need not respond.
#[derive(Debug)]
pub(crate) struct BodyProgress {
    start: Instant,
    /// Milliseconds from the start to the last move.
    moved: AtomicU64,
    /// The upstream was last ready for more than the client had sent.
    waits_for_client: AtomicBool,
    /// The upstream has begun to respond.
    response_has_begun: AtomicBool,
    /// The body came to its end, or the upstream reads no further.
    is_over: AtomicBool,
    error: OnceLock<ProxyError>,
}

impl BodyProgress {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            moved: AtomicU64::new(0),
            waits_for_client: AtomicBool::new(false),
            response_has_begun: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
            error: OnceLock::new(),
        }
    }

    /// The error with which the body broke off. The error of the request to the upstream need not say it: over HTTP/2
    /// that is the reset of a stream.
    pub(crate) fn error(&self) -> Option<ProxyError> {
        self.error.get().copied()
    }

    pub(crate) fn set_error(&self, error: ProxyError) {
        self.error.get_or_init(|| error);
    }

    /// The time since the body last moved.
    pub(crate) fn idle(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_millis(self.moved.load(Ordering::Acquire)))
    }

    /// Returns true where the body rests because the client sends nothing: the upstream has no fault.
    pub(crate) fn waits_for_client(&self) -> bool {
        self.waits_for_client.load(Ordering::Acquire)
    }

    /// Returns true where the body came to its end, or the upstream reads no further.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    pub(crate) fn set_over(&self) {
        self.is_over.store(true, Ordering::Release);
    }

    /// Returns true where the upstream has begun to respond. Then client and upstream decide how fast the rest comes.
    pub(crate) fn response_has_begun(&self) -> bool {
        self.response_has_begun.load(Ordering::Acquire)
    }

    pub(crate) fn set_response_begun(&self) {
        self.response_has_begun.store(true, Ordering::Release);
    }

    /// Notes a poll of the body, and whether it gave a frame.
    pub(crate) fn note(&self, moves: bool) {
        self.waits_for_client.store(!moves, Ordering::Release);
        if moves {
            let passed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.moved.store(passed, Ordering::Release);
        }
    }
}

/// The pace of a body: the bytes that came, and the time that the upstream waited for them.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    received: u64,
    waited: Duration,
    waiting_since: Option<Instant>,
}

impl Pace {
    pub(crate) fn note<T>(&mut self, polled: &Poll<Option<Result<Frame<Bytes>, T>>>) {
        match polled {
            Poll::Pending => {
                self.waiting_since.get_or_insert_with(Instant::now);
            }
            Poll::Ready(piece) => {
                self.waited += self.waiting_since.take().map_or(Duration::ZERO, |since| since.elapsed());
                if let Some(Ok(frame)) = piece {
                    let size = frame.data_ref().map_or(0, Bytes::len);
                    self.received = self.received.saturating_add(u64::try_from(size).unwrap_or(u64::MAX));
                }
            }
        }
    }

    /// Returns true where less than `rate` bytes a second came, over more than `grace` of waiting.
    pub(crate) fn is_below(&self, rate: u64, grace: Duration) -> bool {
        self.waited > grace && self.received < rate.saturating_mul(self.waited.as_secs())
    }
}
