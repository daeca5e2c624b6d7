//! Bodies on their way: piece by piece, without what must not pass, and no longer than their grounds hold.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use crate::answer::Fault;
use crate::connection::Grounds;
use crate::headers::clean_answer_trailers;
use crate::limits::MIN_UNVERIFIED_BODY_RATE;
use crate::taken::Taken;
use crate::under_way::UnderWay;

/// The body of a request on its way to a worker.
pub(crate) type RequestBody = Watched;

/// The body of an answer on its way to a client.
#[allow(clippy::large_enum_variant, reason = "a box would allocate for each response")]
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
    /// None for a worker's body.
    patience: Option<Duration>,
    patience_ends: Option<Pin<Box<Sleep>>>,
    under_way: Option<UnderWay>,
    progress: Option<Arc<Progress>>,
    /// What has come of a request's body, and how long the upstream waited for it.
    pace: Pace,
    /// It came to its end, or ended in an error.
    is_over: bool,
}

/// How fast a body comes.
#[derive(Debug, Default)]
struct Pace {
    received: u64,
    waited: Duration,
    waiting_since: Option<Instant>,
}

/// When a request's body last moved, and what ended it before its end: until it has gone, nobody can expect an answer.
#[derive(Debug)]
pub(crate) struct Progress {
    start: Instant,
    /// Milliseconds from the start.
    moved: AtomicU64,
    /// Whether the upstream was last ready for more than the client had sent.
    waits_for_client: AtomicBool,
    /// The upstream has begun to answer.
    is_answered: AtomicBool,
    /// It came to its end, or nobody asks for the rest.
    is_over: AtomicBool,
    fault: OnceLock<Fault>,
}

/// Why a body broke off.
#[derive(Debug)]
pub(crate) enum BrokenOff {
    /// What its worker was told about the client is no longer so.
    GroundsFell,
    /// The client sent nothing for too long, or too slowly.
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
        under_way: UnderWay,
    ) -> (Self, Option<Arc<Progress>>) {
        let progress = (!body.is_end_stream()).then(|| Arc::new(Progress::new()));
        let body = Self {
            body,
            grounds,
            fall: None,
            patience: Some(patience),
            patience_ends: None,
            under_way: progress.is_some().then_some(under_way),
            progress: progress.clone(),
            pace: Pace::default(),
            is_over: false,
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
            pace: Pace::default(),
            is_over: false,
        }
    }

    /// Whether what was said about the client is still so.
    pub(crate) fn holds(&self) -> bool {
        self.grounds.hold()
    }

    /// The worker has done its part, though the client may not have everything yet.
    pub(crate) fn has_gone(&mut self) {
        self.is_over = true;
        if let Some(progress) = &self.progress {
            progress.is_over.store(true, Ordering::Release);
        }
        let under_way = self.under_way.take();
        if let Some(under_way) = under_way.filter(|_| self.is_response()) {
            under_way.comes_to_its_end();
        }
    }

    fn is_response(&self) -> bool {
        self.patience.is_none()
    }

    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Some(progress) = &self.progress {
            progress.note(polled.is_ready());
            self.pace.note(&polled);
        }
        match polled {
            Poll::Ready(Some(Ok(_))) if !self.grounds.hold() => {
                Poll::Ready(Some(Err(BrokenOff::GroundsFell)))
            }
            Poll::Ready(Some(Ok(_))) if self.is_dripped() => Poll::Ready(Some(Err(BrokenOff::TooSlow))),
            Poll::Ready(Some(Ok(mut frame))) => {
                if let (Some(ends), Some(patience)) = (&mut self.patience_ends, self.patience) {
                    ends.as_mut().reset(Instant::now() + patience);
                }
                if let Some(trailers) = frame.trailers_mut() {
                    match self.patience {
                        Some(_) => self.grounds.request_filter().clean_trailers(trailers),
                        None => clean_answer_trailers(trailers),
                    }
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(BrokenOff::Transport(error)))),
            Poll::Ready(None) => {
                self.has_gone();
                Poll::Ready(None)
            }
            Poll::Pending => self.poll_watch(cx).map(|broken| Some(Err(broken))),
        }
    }

    /// Whether a client that is not verified keeps its upstream waiting with a body that hardly comes.
    fn is_dripped(&self) -> bool {
        let (Some(patience), Some(progress)) = (self.patience, &self.progress) else { return false };
        // While the two talk, how fast they do is between them. After that nobody waits for the rest of a request.
        let is_answering = progress.is_answered.load(Ordering::Acquire)
            && !self.under_way.as_ref().is_some_and(UnderWay::has_come_to_its_end);
        self.pace.is_below(MIN_UNVERIFIED_BODY_RATE, patience)
            && !is_answering
            && !self.grounds.are_verified()
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

impl Pace {
    fn note<T>(&mut self, polled: &Poll<Option<Result<Frame<Bytes>, T>>>) {
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

    /// Whether less than `rate` bytes a second came, over more than `grace` of waiting.
    fn is_below(&self, rate: u64, grace: Duration) -> bool {
        self.waited > grace && self.received < rate.saturating_mul(self.waited.as_secs())
    }
}

impl Progress {
    fn new() -> Self {
        Self {
            start: Instant::now(),
            moved: AtomicU64::new(0),
            waits_for_client: AtomicBool::new(false),
            is_answered: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
            fault: OnceLock::new(),
        }
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

    /// Whether it rests because the client sends nothing: no upstream is to blame for that.
    pub(crate) fn waits_for_client(&self) -> bool {
        self.waits_for_client.load(Ordering::Acquire)
    }

    /// Whether it came to its end, or nobody asks for the rest.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Acquire)
    }

    /// The upstream has begun to answer: how fast the rest comes is between the two.
    pub(crate) fn is_answered(&self) {
        self.is_answered.store(true, Ordering::Release);
    }

    fn note(&self, moves: bool) {
        self.waits_for_client.store(!moves, Ordering::Release);
        if moves {
            let passed = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.moved.store(passed, Ordering::Release);
        }
    }
}

/// A worker's body that is dropped before its end was broken off by the client.
impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(progress) = &self.progress {
            progress.is_over.store(true, Ordering::Release);
        }
        if let Some(under_way) = &self.under_way
            && self.is_response()
            && (self.is_over || self.body.is_end_stream())
        {
            under_way.comes_to_its_end();
        }
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
        if let (Poll::Ready(Some(Err(BrokenOff::Transport(error)))), true) = (&polled, self.is_response()) {
            self.grounds.response_broken_off(error);
        }
        self.is_over |= matches!(&polled, Poll::Ready(None | Some(Err(_))));
        if let (Poll::Ready(Some(Err(cause))), Some(progress)) = (&polled, &self.progress) {
            progress.fault.get_or_init(|| cause.fault());
            if let (BrokenOff::Transport(_), Some(under_way)) = (cause, &self.under_way) {
                under_way.is_broken_off();
            }
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
            Self::TooSlow => Fault::RequestTimedOut,
            Self::NotTaken | Self::Transport(_) => Fault::RequestBrokenOff,
        }
    }
}

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GroundsFell => f.write_str("what was said about the client no longer holds"),
            Self::TooSlow => f.write_str("the client sent nothing for too long, or too slowly"),
            Self::NotTaken => f.write_str("the client took nothing for too long"),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl Error for BrokenOff {}
