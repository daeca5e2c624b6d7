//! The stages of a connection and of each request, in the order in which they run: read this file from top to bottom.
//!
//! | | stage | file |
//! |---|---|---|
//! | 1 | accept: connections of all clients, and of one source, are bounded | `tls/accept.rs`, `client/permit.rs` |
//! | 2 | handshake: unknown SNI is refused, the SNI chooses the account, the client shows that it holds its key | `tls/handshake.rs`, `tls/server_name.rs` |
//! | 3 | site: the host of the request must be a domain of the account of the SNI | `proxy/host_header.rs`, `proxy/misdirected.rs` |
//! | 4 | upstream: the site must have one that is bound to its account | `sites/routes.rs` |
//! | 5 | client identity: the verdict by the CAs and the time of now | `client/report.rs` |
//! | 6 | the head of the request is written anew | [`rewrite_head`] |
//! | 6a | one Content-Length | `proxy/content_length.rs` |
//! | 6b | hop-by-hop fields, and those that Connection names, are removed | `proxy/hop_by_hop.rs` |
//! | 6c | reserved fields, forwarding fields and those of other gateways are removed | `proxy/reserved_headers.rs` |
//! | 6d | forwarding fields are written | `proxy/forwarding_headers.rs` |
//! | 6e | identity fields are written | `client/report.rs` |
//! | 7 | upstream: a slot, then the exchange | `proxy/upstream_slots.rs`, `proxy/exchange.rs` |
//! | 8 | the head of the response is cleaned | `proxy/sanitize_response.rs` |
//! | 9 | bodies: timeouts, trailers cleaned, the end on an invalidated verdict | `proxy/guarded_body.rs`, `proxy/trailers.rs`, `client/verdict_guard.rs`, `proxy/stalled_response.rs` |
//! | 10 | access record: one for each request, also where its client leaves | `observe/access_record.rs` |

use std::sync::Arc;

use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::http::request::Parts;
use hyper::{Request, Response};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;

use crate::client::connection::Connection;
use crate::client::origin::Origin;
use crate::client::permit::ConnectionPermit;
use crate::client::source::Source;
use crate::client::verdict_guard::VerdictGuard;
use crate::context::Context;
use crate::observe::access_record::AccessRecord;
use crate::proxy::exchange::{check_framing, exchange, take_slots};
use crate::proxy::guarded_body::GuardedBody;
use crate::proxy::in_flight::InFlight;
use crate::proxy::misdirected::site_of_sni_account;
use crate::proxy::proxy_error::ProxyError;
use crate::proxy::reserved_headers::RequestFilter;
use crate::proxy::response_body::ResponseBody;
use crate::proxy::sanitize_response::sanitize_response;
use crate::proxy::serve_connection::serve_connection;
use crate::proxy::upgrade::{Switched, UpgradeRequest, WebSocket};
use crate::proxy::upstream::Upstream;
use crate::proxy::{content_length, forwarding_headers, host_header, upstream_target};
use crate::tls::attempt::HandshakeAttempt;
use crate::tls::handshake::{Handshaken, handshake};
use crate::tls::refusal::HandshakeRefusal;

/// The stages of one connection, from its first byte to its last.
pub(crate) async fn connection(
    context: &Arc<Context>,
    stream: TcpStream,
    origin: Origin,
    permit: OwnedSemaphorePermit,
) {
    let attempt = Arc::new(HandshakeAttempt::new(origin));
    match establish(context, stream, permit, &attempt).await {
        Ok(Handshaken { stream, connection, result }) => {
            attempt.completed(&context.metrics, result);
            serve_connection(stream, connection, request).await;
        }
        Err(refusal) => attempt.refused(&context.metrics, &context.log, refusal),
    }
}

async fn establish(
    context: &Arc<Context>,
    stream: TcpStream,
    permit: OwnedSemaphorePermit,
    attempt: &Arc<HandshakeAttempt>,
) -> Result<Handshaken, HandshakeRefusal> {
    // 1. Accept.
    let source = Source::from(attempt.origin.peer.ip());
    let slot = context.limiters.connections.open(source).ok_or(HandshakeRefusal::TooManyConnections)?;
    let permit = ConnectionPermit::new(Arc::clone(&context.metrics), permit, slot);
    // 2. Handshake.
    handshake(context, stream, permit, attempt).await
}

/// The stages of one request. It always has a response.
pub(crate) async fn request(
    connection: Arc<Connection>,
    request: Request<Incoming>,
) -> Response<ResponseBody> {
    let in_flight = InFlight::begin(Arc::clone(&connection));
    // 10. Access record: reported when the response begins, or dropped with the request when the client leaves.
    let mut record = AccessRecord::new(Arc::clone(&connection), &request);
    let response = match route(&connection, &request, &mut record).await {
        Ok(routed) => forward(routed, request, in_flight).await,
        Err(error) => Err(error),
    };
    let error = response.as_ref().err().copied();
    let response = response.unwrap_or_else(|error| error.to_response().map(ResponseBody::Own));
    record.responded(response.status(), error);
    response
}

/// A request whose site, upstream and client are known.
struct Routed<'c> {
    upstream: &'c Upstream,
    guard: VerdictGuard,
}

async fn route<'c>(
    connection: &'c Arc<Connection>,
    request: &Request<Incoming>,
    record: &mut AccessRecord,
) -> Result<Routed<'c>, ProxyError> {
    // 3. Site.
    let domain = host_header::domain_of(request.uri(), request.headers(), request.version())
        .map_err(ProxyError::BadRequest)?;
    record.domain = Some(domain.clone());
    host_header::refuse_connect(request.method())?;
    let site = site_of_sni_account(connection, &domain).await?;
    // 4. Upstream.
    let upstream = connection.context.upstreams.of(&site).map_err(|why| {
        why.log(&connection.context.log, &site);
        ProxyError::NoUpstream
    })?;
    // 5. Client identity.
    let report = connection.report_to(upstream);
    record.report = Some(Arc::clone(&report));
    Ok(Routed { upstream, guard: VerdictGuard::new(Arc::clone(connection), site, report) })
}

async fn forward(
    routed: Routed<'_>,
    mut request: Request<Incoming>,
    in_flight: InFlight,
) -> Result<Response<ResponseBody>, ProxyError> {
    let Routed { upstream, guard } = &routed;
    let upgrade = UpgradeRequest::take(&mut request, upstream.config.http);
    // 6. The head of the request.
    let (mut parts, body) = request.into_parts();
    rewrite_head(&routed, &mut parts, upgrade.as_ref())?;
    // 7. Upstream.
    let slots = take_slots(guard, upstream).await?;
    let (client, lane) = upstream.client();
    in_flight.goes_to_upstream(slots, lane);
    // 9. Body of the request.
    let (body, progress) = GuardedBody::of_request(body, guard.clone(), in_flight.clone());
    let request = Request::from_parts(parts, body.boxed());
    let response = exchange(upstream, client.request(request), &in_flight, progress.as_deref()).await;
    let mut response = response.and_then(|response| check_framing(response, upstream, &in_flight))?;
    // 8. The head of the response.
    let switched = Switched::take(&mut response);
    sanitize_response(&mut response);
    // 9. Body of the response, or both directions of a WebSocket.
    match switched {
        None => Ok(response.map(|body| ResponseBody::of_upstream(body, guard.clone(), in_flight))),
        Some(switched) => {
            let websocket = WebSocket::pair(upgrade, switched)
                .map_err(|unrequested| in_flight.upstream_failed(upstream, &unrequested))?;
            Ok(websocket.open(response, guard.clone(), in_flight))
        }
    }
}

/// Writes the head of a request anew. What the client wrote ends here: the upstream gets what the edge has read in it.
fn rewrite_head(
    routed: &Routed<'_>,
    parts: &mut Parts,
    upgrade: Option<&UpgradeRequest>,
) -> Result<(), ProxyError> {
    let Routed { upstream, guard } = routed;
    let connection = guard.connection();
    let authority = connection.authority_of(guard.site());
    let host = HeaderValue::from_str(&authority).map_err(|_| ProxyError::BadGateway)?;
    // 6a. One Content-Length.
    content_length::unite(&mut parts.headers)?;
    // 6b, 6c. Hop-by-hop fields, reserved fields, forwarding fields, those of other gateways.
    RequestFilter::of(&connection.context.config).strip_head(&mut parts.headers);
    // 6d. Forwarding fields.
    forwarding_headers::add(&mut parts.headers, connection.peer_value.clone(), host.clone());
    upstream_target::set_host(&mut parts.headers, host);
    if let Some(upgrade) = upgrade {
        upgrade.add_to(&mut parts.headers);
    }
    // 6e. Identity fields.
    guard.report().add_identity_headers(&mut parts.headers);
    upstream_target::set_target(parts, upstream.config.http, authority)
}
