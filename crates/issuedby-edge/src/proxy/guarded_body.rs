//! Bodies on their way: frame by frame, with a timeout, without forbidden trailers, and no longer than the verdict holds.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use http_body_util::BodyExt;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use crate::client::verdict_guard::VerdictGuard;
use crate::limits::MIN_UNVERIFIED_BODY_RATE;
use crate::observe::events;
use crate::observe::log::Log;
use crate::proxy::body_error::BodyError;
use crate::proxy::body_progress::{BodyProgress, Pace};
use crate::proxy::in_flight::InFlight;
use crate::proxy::reserved_headers::RequestFilter;
use crate::proxy::trailers::{sanitize_request_trailers, sanitize_response_trailers};

/// A body that ends in an error when the verdict about the client is invalidated, or when no frame comes in time.
pub(crate) struct GuardedBody {
    body: Incoming,
    guard: VerdictGuard,
    /// Made when the body first keeps its reader waiting.
    invalidated: Option<Pin<Box<dyn Future<Output = ()> + Send + Sync>>>,
    direction: Direction,
    in_flight: Option<InFlight>,
    /// It came to its end, or ended in an error.
    is_over: bool,
}

/// The direction of a body.
enum Direction {
    /// A client's body on its way to an upstream.
    Request(RequestState),
    /// An upstream's body on its way to a client. It may take its time: it may be a stream of events.
    Response,
}

struct RequestState {
    /// The longest time between two frames.
    timeout: Duration,
    timer: Option<Pin<Box<Sleep>>>,
    /// None where the request has no body.
    progress: Option<Arc<BodyProgress>>,
    pace: Pace,
}

impl GuardedBody {
    /// A client's body, each frame of which must come within `body_timeout`. Its progress is given too, unless the request
    /// has no body.
    pub(crate) fn of_request(
        body: Incoming,
        guard: VerdictGuard,
        in_flight: InFlight,
    ) -> (Self, Option<Arc<BodyProgress>>) {
        let progress = (!body.is_end_stream()).then(|| Arc::new(BodyProgress::new()));
        if let Some(progress) = &progress {
            in_flight.has_body(Arc::clone(progress));
        }
        let state = RequestState {
            timeout: guard.connection().context.config.limits.body_timeout,
            timer: None,
            progress: progress.clone(),
            pace: Pace::default(),
        };
        let in_flight = progress.is_some().then_some(in_flight);
        (Self::new(body, guard, Direction::Request(state), in_flight), progress)
    }

    /// An upstream's body.
    pub(crate) fn of_response(body: Incoming, guard: VerdictGuard, in_flight: InFlight) -> Self {
        Self::new(body, guard, Direction::Response, Some(in_flight))
    }

    fn new(body: Incoming, guard: VerdictGuard, direction: Direction, in_flight: Option<InFlight>) -> Self {
        Self { body, guard, invalidated: None, direction, in_flight, is_over: false }
    }

    /// The body as the client of an upstream takes it.
    pub(crate) fn boxed(self) -> UnsyncBoxBody<Bytes, BodyError> {
        self.boxed_unsync()
    }

    /// Returns true as long as the verdict about the client holds.
    pub(crate) fn is_valid(&self) -> bool {
        self.guard.is_valid()
    }

    /// The sender has done its part, though the receiver may not have everything yet.
    pub(crate) fn has_gone(&mut self) {
        self.is_over = true;
        let in_flight = self.in_flight.take();
        match &self.direction {
            Direction::Request(RequestState { progress: Some(progress), .. }) => progress.set_over(),
            Direction::Request(_) => {}
            Direction::Response => in_flight.iter().for_each(InFlight::response_ended),
        }
    }

    fn poll_body(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Direction::Request(RequestState { progress: Some(progress), pace, .. }) = &mut self.direction {
            progress.note(polled.is_ready());
            pace.note(&polled);
        }
        match polled {
            Poll::Ready(Some(Ok(_))) if !self.guard.is_valid() => {
                Poll::Ready(Some(Err(BodyError::VerdictInvalidated)))
            }
            Poll::Ready(Some(Ok(_))) if self.is_too_slow() => Poll::Ready(Some(Err(BodyError::TooSlow))),
            Poll::Ready(Some(Ok(frame))) => Poll::Ready(Some(Ok(self.pass(frame)))),
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(BodyError::Transport(error)))),
            Poll::Ready(None) => {
                self.has_gone();
                Poll::Ready(None)
            }
            Poll::Pending => self.poll_end(cx).map(|error| Some(Err(error))),
        }
    }

    /// Lets a frame pass: the timeout begins anew, and trailers are cleaned like header fields.
    fn pass(&mut self, mut frame: Frame<Bytes>) -> Frame<Bytes> {
        if let Direction::Request(RequestState { timeout, timer: Some(timer), .. }) = &mut self.direction {
            timer.as_mut().reset(Instant::now() + *timeout);
        }
        if let Some(trailers) = frame.trailers_mut() {
            match self.direction {
                Direction::Request(_) => {
                    let filter = RequestFilter::of(&self.guard.connection().context.config);
                    sanitize_request_trailers(filter, trailers);
                }
                Direction::Response => sanitize_response_trailers(trailers),
            }
        }
        frame
    }

    /// Returns true where a client that is not verified keeps its upstream waiting with a body that hardly comes.
    fn is_too_slow(&self) -> bool {
        let Direction::Request(RequestState { timeout, progress: Some(progress), pace, .. }) =
            &self.direction
        else {
            return false;
        };
        // While the upstream responds, both decide how fast the rest comes. After the response the rest is of no use.
        let is_responding = progress.response_has_begun()
            && !self.in_flight.as_ref().is_some_and(InFlight::has_response_ended);
        pace.is_below(MIN_UNVERIFIED_BODY_RATE, *timeout)
            && !is_responding
            && !self.guard.report().is_verified()
    }

    /// Waits for the end of a body that keeps its reader waiting: an invalidated verdict, or the timeout of a request.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<BodyError> {
        let guard = &self.guard;
        let invalidated = self.invalidated.get_or_insert_with(|| Box::pin(guard.clone().invalidated()));
        if invalidated.as_mut().poll(cx).is_ready() {
            return Poll::Ready(BodyError::VerdictInvalidated);
        }
        if let Direction::Request(RequestState { timeout, timer, .. }) = &mut self.direction {
            let timer = timer.get_or_insert_with(|| Box::pin(sleep(*timeout)));
            ready!(timer.as_mut().poll(cx));
            return Poll::Ready(BodyError::TooSlow);
        }
        Poll::Pending
    }

    fn note_error(&self, error: &BodyError) {
        match (&self.direction, error) {
            (Direction::Response, BodyError::Transport(error)) => {
                log_broken_off(&self.guard, error);
            }
            (Direction::Request(RequestState { progress: Some(progress), .. }), error) => {
                progress.set_error(error.to_proxy_error());
                if let (BodyError::Transport(_), Some(in_flight)) = (error, &self.in_flight) {
                    in_flight.set_broken_off();
                }
            }
            _ => {}
        }
    }
}

/// The upstream broke its response off, which its client sees as the end of the connection or stream.
fn log_broken_off(guard: &VerdictGuard, error: &hyper::Error) {
    let log: &Log = &guard.connection().context.log;
    log.limited("warning", (events::RESPONSE_BROKEN_OFF, 0), || {
        format!("the upstream of `{}` broke off a response: {error}", guard.domain())
    });
}

/// An upstream's body that is dropped before its end was broken off by the client.
impl Drop for GuardedBody {
    fn drop(&mut self) {
        match (&self.direction, &self.in_flight) {
            (Direction::Request(RequestState { progress: Some(progress), .. }), _) => progress.set_over(),
            (Direction::Response, Some(in_flight)) if self.is_over || self.body.is_end_stream() => {
                in_flight.response_ended();
            }
            _ => {}
        }
    }
}

impl Body for GuardedBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let polled = self.poll_body(cx);
        self.is_over |= matches!(&polled, Poll::Ready(None | Some(Err(_))));
        if let Poll::Ready(Some(Err(error))) = &polled {
            self.note_error(error);
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
