//! The exchange with an upstream: a slot, the request, and the head of the response.

use std::time::Duration;

use hyper::Response;
use hyper::body::Incoming;
use hyper_util::client::legacy;
use tokio::time::timeout;

use crate::client::verdict_guard::VerdictGuard;
use crate::proxy::body_progress::BodyProgress;
use crate::proxy::content_length;
use crate::proxy::in_flight::InFlight;
use crate::proxy::proxy_error::ProxyError;
use crate::proxy::upstream::Upstream;
use crate::proxy::upstream_failure::{NoResponse, UpstreamFailure};
use crate::proxy::upstream_slots::HeldSlots;

/// Takes the slots of a request at its upstream.
///
/// # Errors
///
/// [`ProxyError::TooManyBrokenOff`] and [`ProxyError::UpstreamBusy`].
pub(crate) async fn take_slots(guard: &VerdictGuard, upstream: &Upstream) -> Result<HeldSlots, ProxyError> {
    let connection = guard.connection();
    let context = &connection.context;
    if !context.limiters.broken_off_of_source.is_left(&connection.source()) {
        return Err(ProxyError::TooManyBrokenOff);
    }
    let requester = connection.requester(guard.report());
    let slots = context.limiters.upstreams.acquire(requester, upstream.place()).await;
    slots.map_err(|busy| {
        busy.log(&context.log, &upstream.address, requester);
        ProxyError::UpstreamBusy
    })
}

/// Waits for the head of the response.
///
/// # Errors
///
/// That of the request's body where this broke off: then the upstream has no fault. Otherwise that of the upstream.
pub(crate) async fn exchange(
    upstream: &Upstream,
    responds: legacy::ResponseFuture,
    in_flight: &InFlight,
    body: Option<&BodyProgress>,
) -> Result<Response<Incoming>, ProxyError> {
    let limit = in_flight.context().config.limits.response_timeout;
    let failed = match response_within(limit, body, responds).await {
        Some(Ok(response)) => {
            if let Some(body) = body {
                body.set_response_begun();
            }
            return Ok(response);
        }
        Some(Err(error)) => Some(error),
        None => None,
    };
    in_flight.response_ended();
    if let Some(error) = body.and_then(BodyProgress::error) {
        return Err(error);
    }
    let log = &in_flight.context().log;
    let Some(error) = failed else {
        upstream.log_failure(log, UpstreamFailure::ResponseTimeout, &NoResponse(limit));
        return Err(ProxyError::TimedOut);
    };
    let failure = UpstreamFailure::of(&error, error.is_connect(), upstream.config.http, upstream.is_unix());
    upstream.log_failure(log, failure, &error);
    Err(if error.is_connect() { ProxyError::Unreachable } else { ProxyError::BadGateway })
}

/// Refuses a response that has two lengths.
pub(crate) fn check_framing(
    mut response: Response<Incoming>,
    upstream: &Upstream,
    in_flight: &InFlight,
) -> Result<Response<Incoming>, ProxyError> {
    match content_length::check_response(response.headers_mut()) {
        Ok(()) => Ok(response),
        Err(two_lengths) => Err(in_flight.upstream_failed(upstream, &two_lengths)),
    }
}

/// The response of an upstream, if its head comes within `limit`. The time begins anew whenever the request's body moves:
/// a long upload does not make an upstream slow. While the client keeps its body back the upstream cannot respond, and
/// the body has a time of its own.
async fn response_within<T>(
    limit: Duration,
    body: Option<&BodyProgress>,
    responds: impl Future<Output = T>,
) -> Option<T> {
    tokio::pin!(responds);
    let mut left = limit;
    while !left.is_zero() {
        if let Ok(response) = timeout(left, &mut responds).await {
            return Some(response);
        }
        left = match body {
            None => Duration::ZERO,
            Some(body) if body.waits_for_client() => limit,
            Some(body) => limit.saturating_sub(body.idle()),
        };
    }
    None
}
