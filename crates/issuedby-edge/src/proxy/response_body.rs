//! The body of a response on its way to a client.

use std::pin::Pin;
use std::task::{Context, Poll};

use http_body_util::Full;
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};

use crate::client::connection::Protocol;
use crate::client::verdict_guard::VerdictGuard;
use crate::proxy::body_error::BodyError;
use crate::proxy::guarded_body::GuardedBody;
use crate::proxy::in_flight::InFlight;
use crate::proxy::stalled_response::StallGuard;

/// The body of a response on its way to a client.
#[allow(clippy::large_enum_variant, reason = "a box would allocate for each response")]
pub(crate) enum ResponseBody {
    /// One of the edge's own.
    Own(Full<Bytes>),
    /// One of an upstream, over HTTP/1.1: each write has its time ([`crate::write_timeout`]).
    Http1(GuardedBody),
    /// One of an upstream, over HTTP/2: each stream has its time.
    Http2(StallGuard),
}

impl ResponseBody {
    pub(crate) fn of_upstream(body: Incoming, guard: VerdictGuard, in_flight: InFlight) -> Self {
        let connection = guard.connection();
        let (protocol, context) = (connection.protocol, &connection.context);
        let stalled = context.metrics.responses_stalled.clone();
        let timeout = context.config.limits.body_timeout;
        let body = GuardedBody::of_response(body, guard, in_flight);
        match protocol {
            Protocol::Http1 => Self::Http1(body),
            Protocol::Http2 => Self::Http2(StallGuard::new(body, timeout, stalled)),
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match self.get_mut() {
            Self::Own(body) => Pin::new(body).poll_frame(cx).map_err(|never| match never {}),
            Self::Http1(body) => Pin::new(body).poll_frame(cx),
            Self::Http2(body) => Pin::new(body).poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Own(body) => body.is_end_stream(),
            Self::Http1(body) => body.is_end_stream(),
            Self::Http2(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Own(body) => body.size_hint(),
            Self::Http1(body) => body.size_hint(),
            Self::Http2(body) => body.size_hint(),
        }
    }
}
