//! Stalled responses over HTTP/2: a response is given up when its client keeps the window of the stream shut.
//!
//! Such a stream asks its body for nothing, and the connection lives on. Without this guard an upstream would wait for ever.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use prometheus_client::metrics::counter::Counter;
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};

use crate::limits::RESPONSE_PIECE;
use crate::proxy::body_error::BodyError;
use crate::proxy::guarded_body::GuardedBody;

/// A response of which each piece must be taken within a time.
pub(crate) struct StallGuard {
    pending: Arc<Mutex<Pending>>,
    timeout: Duration,
    stalled: Counter,
    /// Started by the first piece that is not the last one.
    watcher: Option<AbortHandle>,
}

/// The part of a response that its client has not taken.
struct Pending {
    /// None once it was given up, which lets go of the upstream.
    body: Option<GuardedBody>,
    /// The bytes that came from the upstream and were not asked for yet.
    rest: Bytes,
    /// The time at which the piece was handed out for which the client has not made room yet.
    waiting: Option<Instant>,
}

impl StallGuard {
    pub(crate) fn new(body: GuardedBody, timeout: Duration, stalled: Counter) -> Self {
        let pending = Pending { body: Some(body), rest: Bytes::new(), waiting: None };
        Self { pending: Arc::new(Mutex::new(pending)), timeout, stalled, watcher: None }
    }
}

impl Pending {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        self.waiting = None;
        let Some(body) = &mut self.body else { return Poll::Ready(Some(Err(BodyError::ClientStalled))) };
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut *body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                end => return Poll::Ready(end),
            }
        } else if !body.is_valid() {
            return Poll::Ready(Some(Err(BodyError::VerdictInvalidated)));
        }
        let piece = self.rest.split_to(self.rest.len().min(RESPONSE_PIECE));
        if self.rest.is_empty() && body.is_end_stream() {
            // No upstream waits for the last piece to be taken.
            body.has_gone();
        } else {
            self.waiting = Some(Instant::now());
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_at_end(&self) -> bool {
        self.rest.is_empty() && self.body.as_ref().is_some_and(Body::is_end_stream)
    }
}

impl Body for StallGuard {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let (polled, waits) = {
            let mut pending = lock(&self.pending);
            (pending.poll_piece(cx), pending.waiting.is_some())
        };
        if waits && self.watcher.is_none() {
            let watch = watch(Arc::downgrade(&self.pending), self.timeout, self.stalled.clone());
            self.watcher = Some(tokio::spawn(watch).abort_handle());
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        lock(&self.pending).is_at_end()
    }

    fn size_hint(&self) -> SizeHint {
        let pending = lock(&self.pending);
        match &pending.body {
            // It is asked for before the first piece alone.
            Some(body) if pending.rest.is_empty() => body.size_hint(),
            _ => SizeHint::default(),
        }
    }
}

impl Drop for StallGuard {
    fn drop(&mut self) {
        if let Some(watcher) = &self.watcher {
            watcher.abort();
        }
    }
}

/// Gives the response up when a piece of it waits for too long: the upstream is let go, and the stream ends in a reset as
/// soon as the client asks for more. The other streams of the connection go on: a video that is paused is no attack.
async fn watch(pending: Weak<Mutex<Pending>>, timeout: Duration, stalled: Counter) {
    loop {
        let next = {
            let Some(pending) = pending.upgrade() else { return };
            let mut pending = lock(&pending);
            let now = Instant::now();
            let end = pending.waiting.map_or(now + timeout, |since| since + timeout);
            if end <= now {
                pending.body = None;
                pending.rest = Bytes::new();
                stalled.inc();
                return;
            }
            end
        };
        sleep_until(next).await;
    }
}

fn lock(pending: &Mutex<Pending>) -> MutexGuard<'_, Pending> {
    pending.lock().unwrap_or_else(PoisonError::into_inner)
}
