//! Answers over HTTP/2, which are given up when the client keeps the window of their stream shut.
//!
//! Such a stream asks its body for nothing, and the connection lives on: without a watcher a worker would wait for ever.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use prometheus_client::metrics::counter::Counter;
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};

use crate::body::{BrokenOff, Watched};
use crate::limits::ANSWER_PIECE;

/// An answer of which each piece must be taken within a time.
pub(crate) struct Taken {
    held: Arc<Mutex<Held>>,
    patience: Duration,
    not_taken: Counter,
    /// Started by the first piece that is not the last one.
    watcher: Option<AbortHandle>,
}

struct Held {
    /// None once it was given up, which lets go of the worker.
    body: Option<Watched>,
    /// What came from the worker and was not asked for yet.
    rest: Bytes,
    /// When the piece was handed out that the client has not made room for yet.
    waiting: Option<Instant>,
}

impl Taken {
    pub(crate) fn new(body: Watched, patience: Duration, not_taken: Counter) -> Self {
        let held = Held { body: Some(body), rest: Bytes::new(), waiting: None };
        Self { held: Arc::new(Mutex::new(held)), patience, not_taken, watcher: None }
    }
}

impl Held {
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        self.waiting = None;
        let Some(body) = &mut self.body else { return Poll::Ready(Some(Err(BrokenOff::NotTaken))) };
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut *body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                end => return Poll::Ready(end),
            }
        } else if !body.holds() {
            return Poll::Ready(Some(Err(BrokenOff::GroundsFell)));
        }
        let piece = self.rest.split_to(self.rest.len().min(ANSWER_PIECE));
        if self.rest.is_empty() && body.is_end_stream() {
            // What is left is a piece that no worker waits for.
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

impl Body for Taken {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let (polled, waits) = {
            let mut held = lock(&self.held);
            (held.poll_piece(cx), held.waiting.is_some())
        };
        if waits && self.watcher.is_none() {
            let watch = watch(Arc::downgrade(&self.held), self.patience, self.not_taken.clone());
            self.watcher = Some(tokio::spawn(watch).abort_handle());
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        lock(&self.held).is_at_end()
    }

    fn size_hint(&self) -> SizeHint {
        let held = lock(&self.held);
        match &held.body {
            // It is asked for before the first piece alone.
            Some(body) if held.rest.is_empty() => body.size_hint(),
            _ => SizeHint::default(),
        }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if let Some(watcher) = &self.watcher {
            watcher.abort();
        }
    }
}

/// Gives the answer up when a piece of it waits for too long: the worker is let go, and the stream ends in a reset as
/// soon as the client asks for more. The other streams of the connection go on: a film that is paused is no attack.
async fn watch(held: Weak<Mutex<Held>>, patience: Duration, not_taken: Counter) {
    loop {
        let look = {
            let Some(held) = held.upgrade() else { return };
            let mut held = lock(&held);
            let now = Instant::now();
            let ends = held.waiting.map_or(now + patience, |since| since + patience);
            if ends <= now {
                held.body = None;
                held.rest = Bytes::new();
                not_taken.inc();
                return;
            }
            ends
        };
        sleep_until(look).await;
    }
}

fn lock(held: &Mutex<Held>) -> MutexGuard<'_, Held> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
