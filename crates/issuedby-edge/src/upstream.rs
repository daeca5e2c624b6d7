//! The connections to the workers: kept alive, over TCP or a Unix socket.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::Uri;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tokio::sync::{Semaphore, watch};
use tower_service::Service;

use crate::body::RequestBody;
use crate::config::{ClientCertField, Config, HttpVersion, Upstream, UpstreamAddress};
use crate::directory::Site;
use crate::lanes::{LaneHold, Lanes};
use crate::limits::{
    MAX_HTTP2_WINDOW, MAX_IDLE_UPSTREAM_CONNECTIONS, UPSTREAM_STREAM_WINDOW, UPSTREAM_STREAMS_PER_CONNECTION,
};
use crate::routes::{NoRoute, Routes};
use crate::stream::set_up;
use crate::upstream_stream::{Socket, WorkerStream};

/// How long a connection to a worker waits for the next request. Workers commonly close after 5 seconds (Node) or
/// more; what they closed is noticed, and the request goes on another one.
const POOL_IDLE: Duration = Duration::from_secs(30);

/// What sends requests to one address.
pub(crate) type UpstreamClient = Client<Connector, RequestBody>;

/// A worker and what it is told.
pub(crate) struct Worker {
    clients: Clients,
    pub(crate) config: Upstream,
    pub(crate) address: String,
    /// Its place in the configuration.
    place: usize,
}

/// All workers, and which serves what.
pub(crate) struct Workers {
    workers: Vec<Worker>,
    routes: Arc<Routes>,
}

impl Workers {
    pub(crate) fn new(config: &Config, routes: Arc<Routes>) -> Self {
        let worker = |(place, upstream): (usize, &Upstream)| Worker {
            clients: Clients::new(config, upstream),
            config: upstream.clone(),
            address: upstream.address.get_ref().to_string(),
            place,
        };
        Self { workers: config.upstream.iter().enumerate().map(worker).collect(), routes }
    }

    /// The worker of a site, with its number.
    pub(crate) fn of(&self, site: &Site) -> Result<(usize, &Worker), NoRoute> {
        let place = self.routes.find(&site.domain, &site.account.name)?;
        let worker = self.workers.get(place).ok_or(NoRoute::NotConfigured)?;
        Ok((place, worker))
    }
}

/// The clients of one upstream.
enum Clients {
    /// One, with a connection for each request that is under way.
    Http1(Box<UpstreamClient>),
    /// One for each connection.
    Http2(Lanes),
}

impl Clients {
    fn new(config: &Config, upstream: &Upstream) -> Self {
        let connector = connector(config, upstream);
        match upstream.http {
            HttpVersion::Http1 => Self::Http1(Box::new(client_of(upstream.http, connector))),
            HttpVersion::Http2 => Self::Http2(Lanes::new(connector)),
        }
    }
}

impl Worker {
    /// What sends the next request, and what that takes of it until its response has come to an end.
    pub(crate) fn client(&self) -> (UpstreamClient, Option<LaneHold>) {
        match &self.clients {
            Clients::Http1(client) => (UpstreamClient::clone(client), None),
            Clients::Http2(lanes) => {
                let lane = lanes.take();
                (lane.client().clone(), Some(lane))
            }
        }
    }

    pub(crate) fn place(&self) -> usize {
        self.place
    }

    pub(crate) fn sends_client_cert(&self) -> bool {
        self.config.client_cert != ClientCertField::Off
    }
}

fn connector(config: &Config, upstream: &Upstream) -> Connector {
    let address = match upstream.address.get_ref() {
        UpstreamAddress::Unix(path) => UpstreamAddress::Unix(config.resolve(path)),
        tcp @ UpstreamAddress::Tcp { .. } => tcp.clone(),
    };
    let connections = config.limits.upstream_requests_per_upstream.get().min(Semaphore::MAX_PERMITS);
    Connector {
        address,
        timeout: config.limits.connect_timeout,
        patience: config.limits.response_timeout,
        connections: Arc::new(Semaphore::new(connections)),
        ends: None,
    }
}

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
    timeout: Duration,
    patience: Duration,
    /// As many may be open as requests may be under way, whatever becomes of these.
    connections: Arc<Semaphore>,
    /// When its connections are closed at once.
    ends: Option<watch::Receiver<bool>>,
}

impl Connector {
    /// The same, whose connections are closed at once when that becomes true.
    pub(crate) fn ending(self, ends: watch::Receiver<bool>) -> Self {
        Self { ends: Some(ends), ..self }
    }

    async fn connect(self) -> io::Result<TokioIo<WorkerStream>> {
        let connected = async {
            let permit = Arc::clone(&self.connections).acquire_owned().await.map_err(io::Error::other)?;
            let socket = match &self.address {
                UpstreamAddress::Tcp { host, port } => {
                    let stream = TcpStream::connect((host.as_str(), *port)).await?;
                    set_up(&stream, self.patience)?;
                    Socket::Tcp(stream)
                }
                #[cfg(unix)]
                UpstreamAddress::Unix(path) => Socket::Unix(UnixStream::connect(path).await?),
                #[cfg(not(unix))]
                UpstreamAddress::Unix(_) => return Err(io::Error::from(io::ErrorKind::Unsupported)),
            };
            Ok(WorkerStream::new(socket, self.patience, self.ends.clone(), permit))
        };
        let stream: io::Result<_> = tokio::time::timeout(self.timeout, connected).await?;
        stream.map(TokioIo::new)
    }
}

#[cfg(test)]
impl Connector {
    /// One that nobody connects with.
    pub(crate) fn nowhere() -> Self {
        Self {
            address: UpstreamAddress::Tcp { host: "192.0.2.1".to_owned(), port: 1 },
            timeout: Duration::ZERO,
            patience: Duration::ZERO,
            connections: Arc::new(Semaphore::new(0)),
            ends: None,
        }
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<WorkerStream>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        Box::pin(self.clone().connect())
    }
}
