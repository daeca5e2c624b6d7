//! One request: to whom it goes, what is said about its client, and what comes back.

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::header::{CONNECTION, HOST, HeaderValue, UPGRADE};
use hyper::http::uri::{Authority, PathAndQuery, Scheme};
use hyper::{Method, Request, Response, StatusCode, Uri, Version};
use issuedby_registry::DomainName;
use tokio::time::timeout;

use crate::answer::Fault;
use crate::asked::Asked;
use crate::body::{AnswerBody, Progress, Watched};
use crate::config::HttpVersion;
use crate::connection::{Connection, Grounds, Told};
use crate::directory::Site;
use crate::headers::{add_origin, clean_answer, has_two_lengths, unite_lengths, upgrade_of};
use crate::host::domain_of;
use crate::taken::Taken;
use crate::tunnel::tunnel;
use crate::under_way::UnderWay;
use crate::upstream::Worker;

/// Answers a request, whatever happens.
pub(crate) async fn serve(
    connection: Arc<Connection>,
    request: Request<Incoming>,
) -> Result<Response<AnswerBody>, Infallible> {
    let under_way = connection.begin_request();
    let mut asked = Asked::new(Arc::clone(&connection), &request);
    let answer = match find(&connection, &request).await {
        Err((domain, fault)) => {
            asked.domain = domain;
            Err(fault)
        }
        Ok((site, number, worker)) => {
            let told = connection.tell(number, worker);
            asked.domain = Some(site.domain.clone());
            asked.told = Some(Arc::clone(&told));
            let grounds = Grounds::new(Arc::clone(&connection), Arc::clone(&site), Arc::clone(&told));
            forward(&connection, worker, &site, &told, grounds, request, under_way).await
        }
    };
    let fault = answer.as_ref().err().copied();
    let answer = answer.unwrap_or_else(|fault| fault.answer().map(AnswerBody::Own));
    asked.answered(answer.status(), fault);
    Ok(answer)
}

/// The site and the worker of a request, or the domain as far as it is known and what is wrong.
async fn find<'c>(
    connection: &'c Connection,
    request: &Request<Incoming>,
) -> Result<(Arc<Site>, usize, &'c Worker), (Option<DomainName>, Fault)> {
    let domain = domain_of(request.uri(), request.headers(), request.version())
        .map_err(|message| (None, Fault::BadRequest(message)))?;
    if request.method() == Method::CONNECT {
        return Err((Some(domain), Fault::NotImplemented));
    }
    let Some(site) = connection.serves(&domain).await else {
        return Err((Some(domain), Fault::Misdirected));
    };
    match connection.shared.workers.of(&site) {
        Ok((number, worker)) => Ok((site, number, worker)),
        Err(why) => {
            connection.shared.no_upstream(&site, why);
            Err((Some(domain), Fault::NoUpstream))
        }
    }
}

async fn forward(
    connection: &Arc<Connection>,
    worker: &Worker,
    site: &Site,
    told: &Told,
    grounds: Grounds,
    mut request: Request<Incoming>,
    under_way: UnderWay,
) -> Result<Response<AnswerBody>, Fault> {
    let limits = &connection.shared.config.limits;
    // A WebSocket begins with a GET over HTTP/1.1 (RFC 6455 section 4.1).
    let may_upgrade = request.version() == Version::HTTP_11
        && request.method() == Method::GET
        && worker.config.http == HttpVersion::Http1;
    let upgrade = may_upgrade.then(|| upgrade_of(request.headers())).flatten();
    let from_client = upgrade.as_ref().map(|_| hyper::upgrade::on(&mut request));

    let (mut parts, body) = request.into_parts();
    // What the client wrote ends here: the upstream gets what the edge has read in it.
    let authority = connection.authority_of(site);
    let host = HeaderValue::from_str(&authority).map_err(|_| Fault::BadGateway)?;
    unite_lengths(&mut parts.headers)?;
    connection.shared.request_filter().clean_request(&mut parts.headers);
    add_origin(&mut parts.headers, connection.peer_value.clone(), host.clone());
    parts.headers.insert(HOST, host);
    if let Some(protocol) = upgrade {
        parts.headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        parts.headers.insert(UPGRADE, protocol);
    }
    for (name, value) in &told.fields {
        parts.headers.insert(name, value.clone());
    }
    parts.uri = uri_for(worker, authority, parts.uri.path_and_query()).ok_or(Fault::BadGateway)?;
    parts.version = match worker.config.http {
        HttpVersion::Http1 => Version::HTTP_11,
        HttpVersion::Http2 => {
            parts.headers.remove(HOST);
            Version::HTTP_2
        }
    };
    parts.extensions.clear();

    if !connection.shared.budgets.broken_off_of_source.is_left(&connection.source()) {
        return Err(Fault::TooManyBrokenOff);
    }
    let slots = connection.shared.budgets.upstreams.acquire(connection.requester(told), worker.place());
    let slots = slots.await.map_err(|busy| {
        connection.shared.upstream_busy(connection.requester(told), worker, busy);
        Fault::UpstreamBusy
    })?;
    let (client, lane) = worker.client();
    under_way.goes_to_upstream(slots, lane);
    let (body, progress) = Watched::request(body, grounds.clone(), limits.body_timeout, under_way.clone());
    if let Some(progress) = &progress {
        under_way.has_body(Arc::clone(progress));
    }
    let answered = client.request(Request::from_parts(parts, body));
    let answered = answer_within(limits.response_timeout, progress.as_deref(), answered).await;
    let mut answer = match answered {
        Some(Ok(answer)) => answer,
        failed => {
            under_way.comes_to_its_end();
            // Where the body broke off, no worker is to blame.
            if let Some(fault) = progress.as_deref().and_then(Progress::fault) {
                return Err(fault);
            }
            let Some(Err(error)) = failed else { return Err(Fault::TimedOut) };
            let fault = if error.is_connect() { Fault::Unreachable } else { Fault::BadGateway };
            connection.shared.worker_failed(worker, &error);
            return Err(fault);
        }
    };
    if let Some(progress) = &progress {
        progress.is_answered();
    }
    if has_two_lengths(answer.headers()) {
        under_way.comes_to_its_end();
        connection.shared.worker_failed(worker, &TwoLengths);
        return Err(Fault::BadGateway);
    }

    if unite_lengths(answer.headers_mut()).is_err() {
        under_way.comes_to_its_end();
        connection.shared.worker_failed(worker, &TwoLengths);
        return Err(Fault::BadGateway);
    }

    let switched =
        (answer.status() == StatusCode::SWITCHING_PROTOCOLS).then(|| answer.headers().get(UPGRADE).cloned());
    let to_worker = switched.as_ref().map(|_| hyper::upgrade::on(&mut answer));
    clean_answer(answer.headers_mut());
    *answer.version_mut() = Version::HTTP_11;
    answer.extensions_mut().clear();
    match (from_client, to_worker) {
        // What else a worker changes to, nobody asked for.
        (Some(_), Some(_)) if !answers_websocket(switched.as_ref()) => {
            connection.shared.worker_failed(worker, &UnaskedUpgrade);
            under_way.comes_to_its_end();
            Err(Fault::BadGateway)
        }
        (Some(client), Some(to_worker)) => {
            answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("upgrade"));
            if let Some(protocol) = switched.flatten() {
                answer.headers_mut().insert(UPGRADE, protocol);
            }
            under_way.comes_to_its_end();
            let idle_timeout = limits.websocket_timeout;
            connection.shared.spawn(tunnel(client, to_worker, grounds, idle_timeout, under_way));
            Ok(answer.map(|_| AnswerBody::Own(Default::default())))
        }
        // Nobody asked the worker to.
        (None, Some(_)) => {
            connection.shared.worker_failed(worker, &UnaskedUpgrade);
            under_way.comes_to_its_end();
            Err(Fault::BadGateway)
        }
        (_, None) => Ok(answer.map(|body| {
            let body = Watched::answer(body, grounds, under_way);
            match connection.protocol {
                "HTTP/2" => {
                    let not_taken = connection.shared.metrics.answers_not_taken.clone();
                    AnswerBody::Stream(Taken::new(body, limits.body_timeout, not_taken))
                }
                _ => AnswerBody::Worker(body),
            }
        })),
    }
}

/// What a worker answers within `limit`, which begins anew whenever the request's body moves: a long upload is no slow
/// worker. While the client keeps its body back, the worker has nothing to answer, and the body has a time of its own.
async fn answer_within<T>(
    limit: Duration,
    sent: Option<&Progress>,
    answered: impl Future<Output = T>,
) -> Option<T> {
    tokio::pin!(answered);
    let mut left = limit;
    while !left.is_zero() {
        if let Ok(answer) = timeout(left, &mut answered).await {
            return Some(answer);
        }
        left = match sent {
            None => Duration::ZERO,
            Some(sent) if sent.waits_for_client() => limit,
            Some(sent) => limit.saturating_sub(sent.rests()),
        };
    }
    None
}

fn answers_websocket(upgrade: Option<&Option<HeaderValue>>) -> bool {
    let protocol = upgrade.and_then(Option::as_ref).map(HeaderValue::as_bytes);
    protocol.is_some_and(|protocol| protocol.eq_ignore_ascii_case(b"websocket"))
}

/// The response of an upstream has both a length and chunks (RFC 9112 section 6.3).
#[derive(Debug)]
struct TwoLengths;

impl fmt::Display for TwoLengths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the response has both Content-Length and Transfer-Encoding, expected one of them")
    }
}

impl Error for TwoLengths {}

/// The upstream changed to a protocol that nobody asked for.
#[derive(Debug)]
struct UnaskedUpgrade;

impl fmt::Display for UnaskedUpgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the upstream changed to a protocol that was not asked for, expected `Upgrade: websocket`",
        )
    }
}

impl Error for UnaskedUpgrade {}

/// The connector goes to its worker whatever the host is: one for all keeps the connections in one pool. Over HTTP/2 the
/// authority is what the worker reads. None where these are no parts of a URI.
fn uri_for(worker: &Worker, authority: String, path: Option<&PathAndQuery>) -> Option<Uri> {
    let authority = match worker.config.http {
        HttpVersion::Http1 => Authority::from_static("worker"),
        HttpVersion::Http2 => Authority::try_from(authority).ok()?,
    };
    let mut parts = hyper::http::uri::Parts::default();
    parts.scheme = Some(Scheme::HTTP);
    parts.authority = Some(authority);
    parts.path_and_query = Some(path.cloned().unwrap_or_else(|| PathAndQuery::from_static("/")));
    Uri::from_parts(parts).ok()
}
