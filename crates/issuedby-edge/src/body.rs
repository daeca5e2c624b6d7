//! Bodies on their way: piece by piece, without what must not pass, and no longer than their grounds hold.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use crate::answer::Fault;
use crate::connection::{Grounds, UnderWay};
use crate::headers::clean_trailers;
use crate::taken::Taken;

/// The body of a request on its way to a worker.
pub(crate) type RequestBody = Watched;

/// The body of an answer on its way to a client.
pub(crate) enum AnswerBody {
    /// The edge's own.
    Own(Full<Bytes>),
    /// A worker's, over HTTP/1.1.
    Worker(Watched),
    /// A worker's, over HTTP/2.
    Stream(Taken),
}

/// A body that ends in an error when what was said about the client no longer holds, or when nothing comes.
pub(crate) struct Watched {
    body: Incoming,
    grounds: Grounds,
    /// Made when the body first keeps its reader waiting: what is there at once needs nobody to watch.
    fall: Option<Pin<Box<dyn Future<Output = ()> + Send + Sync>>>,
    patience: Option<Duration>,
    patience_ends: Option<Pin<Box<Sleep>>>,
    under_way: Option<UnderWay>,
    progress: Option<Arc<Progress>>,
}

/// When a request's body last moved, and what ended it before its end: until it has gone, nobody can expect an answer.
#[derive(Debug)]
pub(crate) struct Progress {
    start: Instant,
    /// Milliseconds from the start.
    moved: AtomicU64,
    fault: OnceLock<Fault>,
}

/// Why a body broke off.
#[derive(Debug)]
pub(crate) enum BrokenOff {
    /// What its worker was told about the client is no longer so.
    GroundsFell,
    /// The client sent nothing for too long.
    TooSlow,
    /// The client took nothing for too long.
    NotTaken,
    /// The connection that it came on did.
    Transport(hyper::Error),
}

impl Watched {
    /// A client's body, which must come within `patience` each time, and how far it is, unless there is none.
    pub(crate) fn request(
        body: Incoming,
        grounds: Grounds,
        patience: Duration,
    ) -> (Self, Option<Arc<Progress>>) {
        let progress = (!body.is_end_stream()).then(|| Arc::new(Progress::new()));
        let body = Self {
            body,
            grounds,
            fall: None,
            patience: Some(patience),
            patience_ends: None,
            under_way: None,
            progress: progress.clone(),
        };
        (body, progress)
    }

    /// A worker's body, which may take its time: it may be a stream of events.
    pub(crate) fn answer(body: Incoming, grounds: Grounds, under_way: UnderWay) -> Self {
        Self {
            body,
            grounds,
            fall: None,
            patience: None,
            patience_ends: None,
            under_way: Some(under_way),
            progress: None,
        }
    }

    /// Whether what was said about the client is still so.
    pub(crate) fn holds(&self) -> bool {
        self.grounds.hold()
    }

    /// The worker has done its part, though the client may not have everything yet.
    pub(crate) fn has_gone(&mut self) {
        self.under_way = None;
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Some(progress) = &self.progress
            && polled.is_ready()
        {
            progress.moves();
        }
        match polled {
            Poll::Ready(Some(Ok(_))) if !self.grounds.hold() => {
                Poll::Ready(Some(Err(BrokenOff::GroundsFell)))
            }
            Poll::Ready(Some(Ok(mut frame))) => {
                if let (Some(ends), Some(patience)) = (&mut self.patience_ends, self.patience) {
                    ends.as_mut().reset(Instant::now() + patience);
                }
                if let Some(trailers) = frame.trailers_mut() {
                    clean_trailers(trailers);
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(BrokenOff::Transport(error)))),
            Poll::Ready(None) => {
                self.under_way = None;
                Poll::Ready(None)
            }
            Poll::Pending => self.poll_watch(cx).map(|broken| Some(Err(broken))),
        }
    }

    fn poll_watch(&mut self, cx: &mut Context<'_>) -> Poll<BrokenOff> {
        let grounds = &self.grounds;
        let fall = self.fall.get_or_insert_with(|| Box::pin(grounds.clone().fall()));
        if fall.as_mut().poll(cx).is_ready() {
            return Poll::Ready(BrokenOff::GroundsFell);
        }
        if let Some(patience) = self.patience {
            let ends = self.patience_ends.get_or_insert_with(|| Box::pin(sleep(patience)));
            ready!(ends.as_mut().poll(cx));
            return Poll::Ready(BrokenOff::TooSlow);
        }
        Poll::Pending
    }
}

impl Progress {
    fn new() -> Self {
        Self { start: Instant::now(), moved: AtomicU64::new(0), fault: OnceLock::new() }
    }

    /// Why the body broke off, if it did. The error of the request to the worker need not say it: over HTTP/2 that is
    /// the reset of a stream.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault.get().copied()
    }

    /// For how long it has not moved.
    pub(crate) fn rests(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_millis(self.moved.load(Ordering::Acquire)))
    }

    fn moves(&self) {
        let passed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.moved.store(passed, Ordering::Release);
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let polled = self.poll_piece(cx);
        if let (Poll::Ready(Some(Err(cause))), Some(progress)) = (&polled, &self.progress) {
            progress.fault.get_or_init(|| cause.fault());
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        match self.get_mut() {
            Self::Own(body) => Pin::new(body).poll_frame(cx).map_err(|never| match never {}),
            Self::Worker(body) => Pin::new(body).poll_frame(cx),
            Self::Stream(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Own(body) => body.is_end_stream(),
            Self::Worker(body) => body.is_end_stream(),
            Self::Stream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Own(body) => body.size_hint(),
            Self::Worker(body) => body.size_hint(),
            Self::Stream(body) => body.size_hint(),
        }
    }
}

impl BrokenOff {
    /// Whose doing it was that a request's body broke off.
    fn fault(&self) -> Fault {
        match self {
            Self::GroundsFell => Fault::VerdictNoLongerHolds,
            Self::TooSlow | Self::NotTaken | Self::Transport(_) => Fault::RequestBrokenOff,
        }
    }
}

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GroundsFell => f.write_str("what was said about the client no longer holds"),
            Self::TooSlow => f.write_str("the client sent nothing for too long"),
            Self::NotTaken => f.write_str("the client took nothing for too long"),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl Error for BrokenOff {}
