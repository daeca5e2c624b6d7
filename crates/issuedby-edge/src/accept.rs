//! Connections of clients, from the first byte to the last.

use std::future::{pending, poll_fn};
use std::io;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hyper::Response;
use hyper::header::{DATE, Entry};
use hyper::rt::Executor;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use issuedby_registry::DomainName;
use issuedby_rustls::Client;
use rustls::HandshakeKind;
use rustls::server::{Acceptor, ClientHello, ResolvesServerCert};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::budget::{Counted, Source};
use crate::clock;
use crate::connection::{Connection, Origin};
use crate::failure::completes;
use crate::handshake_attempt::Attempt;
use crate::handshake_refusal::HandshakeRefusal;
use crate::limits::{
    HTTP2_CONNECTION_WINDOW, HTTP2_SEND_BUFFER, HTTP2_STREAM_WINDOW, MAX_HEADER_FIELDS, MAX_STREAMS,
    RESUMED_HANDSHAKE_COST, TLS_WRITE_BUFFER,
};
use crate::log::Log;
use crate::metrics::Metrics;
use crate::proxy;
use crate::server::Shared;
use crate::stream::{Impatient, set_up};

/// Takes connections until the edge stops.
pub(crate) async fn accept(shared: Arc<Shared>, listener: TcpListener, room: Arc<Semaphore>) {
    /// Until a descriptor is free again.
    const BREATH: Duration = Duration::from_millis(50);
    let port = match listener.local_addr() {
        Ok(address) => address.port(),
        Err(error) => return shared.log.error("accept_failed", &error.to_string()),
    };
    let stopped = shared.stopped();
    tokio::pin!(stopped);
    loop {
        let next = async {
            let permit = match Arc::clone(&room).try_acquire_owned() {
                Ok(permit) => permit,
                Err(_) => {
                    shared.log.limited("warning", ("connections_full", 0), || {
                        "as many connections are open as `connections` in `[limits]` allows; new ones wait".to_owned()
                    });
                    Arc::clone(&room).acquire_owned().await.map_err(io::Error::other)?
                }
            };
            let (stream, peer) = listener.accept().await?;
            io::Result::Ok((permit, stream, peer))
        };
        tokio::select! {
            () = &mut stopped => return,
            accepted = next => match accepted {
                Ok((permit, stream, peer)) => {
                    let of_connection = Arc::clone(&shared);
                    shared.spawn(async move {
                        open(&of_connection, stream, Origin { peer, port }, permit).await;
                    });
                }
                Err(error) => {
                    shared.log.limited("error", ("accept_failed", 0), || error.to_string());
                    sleep(BREATH).await;
                }
            }
        }
    }
}

/// One connection, from its first byte to its last, if its source may have another one.
async fn open(shared: &Arc<Shared>, stream: TcpStream, origin: Origin, permit: OwnedSemaphorePermit) {
    let attempt = Arc::new(Attempt::new(origin));
    let refusal = match shared.budgets.connections.open(Source::from(origin.peer.ip())) {
        None => HandshakeRefusal::TooManyConnections,
        Some(counted) => {
            let room = Room::new(Arc::clone(&shared.metrics), permit, counted);
            let shake = shake(Arc::clone(shared), stream, origin, room, Arc::clone(&attempt));
            let limit = shared.config.limits.handshake_timeout;
            // Whoever is known waits for no stranger.
            let shaken = match shared.budgets.verified_sources.contains_any(origin.peer.ip().into()) {
                true => timeout(limit, shake).await,
                false => timeout(limit, shared.handshakes.run(shake))
                    .await
                    .map(|shaken| shaken.unwrap_or(Err(HandshakeRefusal::InternalError))),
            };
            match shaken {
                Err(_) => HandshakeRefusal::TimedOut,
                Ok(Err(refusal)) => refusal,
                Ok(Ok((stream, connection, result))) => {
                    attempt.completed(&shared.metrics, result);
                    return converse(stream, connection).await;
                }
            }
        }
    };
    attempt.refused(&shared.metrics, &shared.log, refusal);
}

/// The room that a connection takes until nothing of it is left: one that was upgraded takes it as well.
pub(crate) struct Room {
    metrics: Arc<Metrics>,
    _of_all: OwnedSemaphorePermit,
    _of_source: Counted,
}

impl Room {
    fn new(metrics: Arc<Metrics>, of_all: OwnedSemaphorePermit, of_source: Counted) -> Self {
        metrics.connections.inc();
        Self { metrics, _of_all: of_all, _of_source: of_source }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.metrics.connections.dec();
    }
}

/// A connection after its handshake, and whether that was `full` or `resumed`.
type Shaken = (TlsStream<Impatient>, Arc<Connection>, &'static str);

/// The handshake: the name in it says whose connection this is. What becomes known of it stands in `attempt`.
async fn shake(
    shared: Arc<Shared>,
    stream: TcpStream,
    origin: Origin,
    room: Room,
    attempt: Arc<Attempt>,
) -> Result<Shaken, HandshakeRefusal> {
    // hyper panics on such a time with every request over HTTP/1.1.
    if !clock::is_in_range() {
        return Err(HandshakeRefusal::InvalidCheckTime);
    }
    let source = Source::from(origin.peer.ip());
    if !shared.budgets.handshakes_of_source.take(&source, 1.0) {
        return Err(HandshakeRefusal::SourceOverBudget);
    }
    let patience = shared.config.limits.body_timeout;
    set_up(&stream, patience).map_err(|error| attempt.failed(&error))?;
    if !matches!(stream.peek(&mut [0]).await, Ok(1)) {
        return Err(HandshakeRefusal::ClosedUnused);
    }
    let stream = Impatient::new(stream, patience);
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await;
    let start = start.map_err(|error| attempt.failed(&error))?;
    let site = match named_domain(&start.client_hello(), &attempt) {
        Ok(domain) => shared.directory.site(&domain).await.ok_or(HandshakeRefusal::UnknownDomain),
        Err(refusal) => Err(refusal),
    };
    let site = site.and_then(|site| match shared.certificates.resolve(start.client_hello()) {
        Some(_) => Ok(site),
        None => Err(HandshakeRefusal::NoServerCertificate),
    });
    let site = match site {
        Ok(site) => site,
        Err(refusal) => {
            // It ends in an alert; who gets it is of no interest.
            let _ = start.into_stream(Arc::clone(&shared.nobody)).await;
            return Err(refusal);
        }
    };
    let account = Arc::clone(&site.account);
    if !shared.budgets.handshakes_of_account.take(&account.name, 1.0)
        && !shared.budgets.verified_sources.contains(&account.name, source)
    {
        return Err(HandshakeRefusal::AccountOverBudget);
    }
    let (tls, verifier) = account.tls().map_err(|error| attempt.failed(&io::Error::other(error)))?;
    attempt.set_verifier(verifier);
    let mut stream = start.into_stream(tls).await.map_err(|error| attempt.failed(&error))?;
    stream.get_mut().1.set_buffer_limit(Some(TLS_WRITE_BUFFER));
    let session = stream.get_ref().1;
    let resumed = session.handshake_kind() == Some(HandshakeKind::Resumed);
    if resumed {
        let less = 1.0 - RESUMED_HANDSHAKE_COST;
        shared.budgets.handshakes_of_source.give_back(&source, less);
        shared.budgets.handshakes_of_account.give_back(&account.name, less);
    }
    let protocol = if session.alpn_protocol() == Some(b"h2") { "HTTP/2" } else { "HTTP/1.1" };
    let client = Client::of(session);
    let connection = Arc::new(Connection::new(Arc::clone(&shared), room, account, origin, protocol, client));
    if !connection.evaluate_within_budget() {
        return Err(HandshakeRefusal::FailedChecksOverBudget);
    }
    Ok((stream, connection, if resumed { "resumed" } else { "full" }))
}

/// The domain that the client named.
fn named_domain(hello: &ClientHello<'_>, attempt: &Attempt) -> Result<DomainName, HandshakeRefusal> {
    let name = hello.server_name().ok_or(HandshakeRefusal::NoServerName)?;
    attempt.set_server_name(name);
    DomainName::from_server_name(name.as_bytes()).map_err(|_| HandshakeRefusal::InvalidServerName)
}

/// The requests of a connection, until either side has had enough.
async fn converse(stream: TlsStream<Impatient>, connection: Arc<Connection>) {
    let limits = &connection.shared.config.limits;
    let bytes = limits.max_header_bytes.get();
    let of_requests = Arc::clone(&connection);
    let service = service_fn(move |request| {
        let served = proxy::serve(Arc::clone(&of_requests), request);
        async move { served.await.map(with_date) }
    });
    let io = TokioIo::new(stream);

    macro_rules! until_the_end {
        ($served:ident) => {{
            tokio::pin!($served);
            let end = end_of(&connection);
            tokio::pin!(end);
            let mut is_ending = false;
            let abandoned = abandoned(&connection);
            tokio::pin!(abandoned);
            let cut = connection.cut();
            tokio::pin!(cut);
            poll_fn(|cx| {
                // Where the clock shows no time, hyper panics over HTTP/1.1.
                if cut.as_mut().poll(cx).is_ready() || !clock::is_in_range() {
                    return Poll::Ready(());
                }
                if !is_ending && end.as_mut().poll(cx).is_ready() {
                    is_ending = true;
                    $served.as_mut().graceful_shutdown();
                }
                if is_ending && abandoned.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(());
                }
                match $served.as_mut().poll(cx) {
                    // The client may leave whenever it likes.
                    Poll::Ready(served) => {
                        served.err().iter().for_each(|error| connection.ends_in(error));
                        Poll::Ready(())
                    }
                    Poll::Pending => Poll::Pending,
                }
            })
            .await;
        }};
    }

    if connection.protocol == "HTTP/2" {
        let served = http2::Builder::new(Guarded(Arc::clone(&connection.shared.log)))
            .timer(TokioTimer::new())
            .auto_date_header(false)
            .max_concurrent_streams(MAX_STREAMS)
            .max_send_buf_size(HTTP2_SEND_BUFFER)
            .initial_stream_window_size(HTTP2_STREAM_WINDOW)
            .initial_connection_window_size(HTTP2_CONNECTION_WINDOW)
            // Less than what goes to the worker: the edge adds its own fields (RFC 9440 section 3.2).
            .max_header_list_size(bytes)
            .keep_alive_interval(limits.idle_timeout)
            .keep_alive_timeout(limits.handshake_timeout)
            .serve_connection(io, service);
        until_the_end!(served);
    } else {
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .auto_date_header(false)
            .header_read_timeout(limits.idle_timeout)
            .max_headers(MAX_HEADER_FIELDS)
            .max_buf_size(usize::try_from(bytes).unwrap_or(usize::MAX))
            .serve_connection(io, service)
            .with_upgrades();
        until_the_end!(served);
    }
}

/// Adds the time to a response without one (RFC 9110 section 6.6.1). hyper would panic where the clock shows no date.
fn with_date<B>(mut response: Response<B>) -> Response<B> {
    if let Entry::Vacant(date) = response.headers_mut().entry(DATE)
        && let Some(now) = clock::http_date()
    {
        date.insert(now);
    }
    response
}

/// Where the requests of an HTTP/2 connection are served.
#[derive(Clone)]
struct Guarded(Arc<Log>);

impl<F: Future<Output = ()> + Send + 'static> Executor<F> for Guarded {
    fn execute(&self, task: F) {
        let log = Arc::clone(&self.0);
        tokio::spawn(async move {
            if !completes(task).await {
                log.task_panicked();
            }
        });
    }
}

/// When no worker has been at work for so long that the client must have taken what was still to go to it. Over
/// HTTP/1.1 each write has its time already.
async fn abandoned(connection: &Connection) {
    if connection.protocol != "HTTP/2" {
        return pending().await;
    }
    let limits = &connection.shared.config.limits;
    rest(connection, limits.idle_timeout.saturating_add(limits.body_timeout)).await;
}

/// When the edge stops, or there was no request for too long.
async fn end_of(connection: &Connection) {
    let idle_timeout = connection.shared.config.limits.idle_timeout;
    tokio::select! {
        () = connection.shared.stopped() => {}
        () = rest(connection, idle_timeout) => {}
    }
}

/// When there was no request for so long.
async fn rest(connection: &Connection, time: Duration) {
    loop {
        let left = time.saturating_sub(connection.idle());
        if left.is_zero() {
            return;
        }
        sleep(left).await;
    }
}
