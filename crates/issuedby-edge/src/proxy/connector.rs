//! The connector of an upstream: opens connections over TCP or a Unix socket, and keeps them alive.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::combinators::UnsyncBoxBody;
use hyper::Uri;
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_service::Service;

use crate::config::{Config, HttpVersion, Upstream, UpstreamAddress};
use crate::limits::{
    MAX_HTTP2_WINDOW, MAX_IDLE_UPSTREAM_CONNECTIONS, UPSTREAM_STREAM_WINDOW, UPSTREAM_STREAMS_PER_CONNECTION,
};
use crate::proxy::body_error::BodyError;
use crate::proxy::upstream_failure::{LookupFailed, SeenProtocol};
use crate::proxy::upstream_stream::{Socket, UpstreamStream};
use crate::write_timeout::set_up;

/// The time for which a connection waits for the next request. Servers commonly close after 5 seconds (Node) or more; a connection
/// that they have closed is noticed, and the request goes on another one.
const POOL_IDLE: Duration = Duration::from_secs(30);

/// The client that sends requests to one address.
pub(crate) type UpstreamClient = Client<Connector, UnsyncBoxBody<Bytes, BodyError>>;

/// A client over one version of HTTP.
pub(crate) fn client_of(http: HttpVersion, connector: Connector) -> UpstreamClient {
    let stream_window = UPSTREAM_STREAM_WINDOW;
    let connection_window = u32::try_from(UPSTREAM_STREAMS_PER_CONNECTION)
        .unwrap_or(u32::MAX)
        .saturating_mul(stream_window)
        .min(MAX_HTTP2_WINDOW);
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(POOL_IDLE)
        .pool_max_idle_per_host(MAX_IDLE_UPSTREAM_CONNECTIONS)
        .http2_only(http == HttpVersion::Http2)
        .http2_initial_stream_window_size(stream_window)
        .http2_initial_connection_window_size(connection_window)
        .set_host(false)
        .build(connector)
}

/// Opens connections to one address, whatever the URI says.
#[derive(Clone, Debug)]
pub(crate) struct Connector {
    address: UpstreamAddress,
    connect_timeout: Duration,
    write_timeout: Duration,
    http: HttpVersion,
    pub(crate) seen: SeenProtocol,
    /// As many connections may be open as requests may be in flight.
    connections: Arc<Semaphore>,
    /// Closes its connections at once when it is cancelled.
    close: Option<CancellationToken>,
}

impl Connector {
    pub(crate) fn new(config: &Config, upstream: &Upstream) -> Self {
        let address = match upstream.address.get_ref() {
            UpstreamAddress::Unix(path) => UpstreamAddress::Unix(config.resolve(path)),
            tcp @ UpstreamAddress::Tcp { .. } => tcp.clone(),
        };
        let connections = config.limits.upstream_requests_per_upstream.get().min(Semaphore::MAX_PERMITS);
        Self {
            address,
            connect_timeout: config.limits.connect_timeout,
            write_timeout: config.limits.response_timeout,
            http: upstream.http,
            seen: SeenProtocol::default(),
            connections: Arc::new(Semaphore::new(connections)),
            close: None,
        }
    }

    /// The same connector, whose connections are closed at once when `close` is cancelled.
    pub(crate) fn closed_by(self, close: CancellationToken) -> Self {
        Self { close: Some(close), ..self }
    }

    async fn connect(self) -> io::Result<TokioIo<UpstreamStream>> {
        let connected = async {
            let permit = Arc::clone(&self.connections).acquire_owned().await.map_err(io::Error::other)?;
            let socket = match &self.address {
                UpstreamAddress::Tcp { host, port } => {
                    let found = lookup_host((host.as_str(), *port)).await;
                    let addresses: Vec<_> =
                        found.map_err(|error| io::Error::new(error.kind(), LookupFailed(error)))?.collect();
                    let stream = TcpStream::connect(&addresses[..]).await?;
                    set_up(&stream, self.write_timeout)?;
                    Socket::Tcp(stream)
                }
                #[cfg(unix)]
                UpstreamAddress::Unix(path) => Socket::Unix(UnixStream::connect(path).await?),
                #[cfg(not(unix))]
                UpstreamAddress::Unix(_) => return Err(io::Error::from(io::ErrorKind::Unsupported)),
            };
            Ok(UpstreamStream::new(
                socket,
                self.write_timeout,
                self.close.clone(),
                (self.http, self.seen.clone()),
                permit,
            ))
        };
        let stream: io::Result<_> = tokio::time::timeout(self.connect_timeout, connected).await?;
        stream.map(TokioIo::new)
    }
}

#[cfg(test)]
impl Connector {
    /// A connector that never connects.
    pub(crate) fn nowhere() -> Self {
        Self {
            address: UpstreamAddress::Tcp { host: "192.0.2.1".to_owned(), port: 1 },
            connect_timeout: Duration::ZERO,
            write_timeout: Duration::ZERO,
            http: HttpVersion::Http1,
            seen: SeenProtocol::default(),
            connections: Arc::new(Semaphore::new(0)),
            close: None,
        }
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<UpstreamStream>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        Box::pin(self.clone().connect())
    }
}
