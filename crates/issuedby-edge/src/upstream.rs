//! The connections to the workers: kept alive, over TCP or a Unix socket.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::Uri;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
#[cfg(unix)]
use tokio::net::UnixStream;
use tower_service::Service;

use crate::body::RequestBody;
use crate::config::{ClientCertField, Config, HttpVersion, Upstream, UpstreamAddress};
use crate::directory::Site;
use crate::routes::{NoRoute, Routes};
use crate::stream::set_up;

/// How long a connection to a worker waits for the next request. Workers commonly close after 5 seconds (Node) or
/// more; what they closed is noticed, and the request goes on another one.
const POOL_IDLE: Duration = Duration::from_secs(30);

/// A worker and what it is told.
pub(crate) struct Worker {
    pub(crate) client: Client<Connector, RequestBody>,
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
            client: client(config, upstream),
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

impl Worker {
    pub(crate) fn place(&self) -> usize {
        self.place
    }

    pub(crate) fn sends_client_cert(&self) -> bool {
        self.config.client_cert != ClientCertField::Off
    }
}

fn client(config: &Config, upstream: &Upstream) -> Client<Connector, RequestBody> {
    let address = match upstream.address.get_ref() {
        UpstreamAddress::Unix(path) => UpstreamAddress::Unix(config.resolve(path)),
        tcp @ UpstreamAddress::Tcp { .. } => tcp.clone(),
    };
    let connector = Connector {
        address,
        timeout: config.limits.connect_timeout,
        patience: config.limits.response_timeout,
    };
    Client::builder(TokioExecutor::new())
        .timer(TokioTimer::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(POOL_IDLE)
        .http2_only(upstream.http == HttpVersion::Http2)
        .set_host(false)
        .build(connector)
}

/// Opens connections to one address, whatever the URI says.
#[derive(Clone, Debug)]
pub(crate) struct Connector {
    address: UpstreamAddress,
    timeout: Duration,
    patience: Duration,
}

impl Connector {
    async fn connect(self) -> io::Result<TokioIo<WorkerStream>> {
        let connected = async {
            match &self.address {
                UpstreamAddress::Tcp { host, port } => {
                    let stream = TcpStream::connect((host.as_str(), *port)).await?;
                    set_up(&stream, self.patience)?;
                    Ok(WorkerStream::Tcp(stream))
                }
                #[cfg(unix)]
                UpstreamAddress::Unix(path) => Ok(WorkerStream::Unix(UnixStream::connect(path).await?)),
                #[cfg(not(unix))]
                UpstreamAddress::Unix(_) => Err(io::Error::from(io::ErrorKind::Unsupported)),
            }
        };
        let stream: io::Result<_> = tokio::time::timeout(self.timeout, connected).await?;
        stream.map(TokioIo::new)
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

/// A connection to a worker.
#[derive(Debug)]
pub(crate) enum WorkerStream {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

macro_rules! with_stream {
    ($self:ident, $stream:ident => $body:expr) => {
        match $self.get_mut() {
            WorkerStream::Tcp(stream) => {
                let $stream = Pin::new(stream);
                $body
            }
            #[cfg(unix)]
            WorkerStream::Unix(stream) => {
                let $stream = Pin::new(stream);
                $body
            }
        }
    };
}

impl AsyncRead for WorkerStream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        with_stream!(self, stream => stream.poll_read(cx, buf))
    }
}

impl AsyncWrite for WorkerStream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        with_stream!(self, stream => stream.poll_write(cx, buf))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        with_stream!(self, stream => stream.poll_write_vectored(cx, bufs))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        with_stream!(self, stream => stream.poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        with_stream!(self, stream => stream.poll_shutdown(cx))
    }
}

impl Connection for WorkerStream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}
