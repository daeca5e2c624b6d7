//! Starting, accepting connections, and stopping without breaking what is under way.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::task::Poll;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use issuedby_registry::AccountName;
use issuedby_rustls::Client;
use rustls::server::Acceptor;
use rustls::{HandshakeKind, ServerConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::{sleep, timeout};
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::server::TlsStream;

use crate::budget::{Budget, Connections, Counted, Source};
use crate::certificates::ServerCertificates;
use crate::config::{Config, ConfigError};
use crate::connection::Connection;
use crate::directory::{Ask, Directory, TlsParts};
use crate::error::StartError;
use crate::limits::{MAX_HEADER_FIELDS, MAX_STREAMS, MAX_WAITING_LOOKUPS};
use crate::log::Log;
use crate::metrics::Metrics;
use crate::proxy;
use crate::scrape;
use crate::stream::Impatient;
use crate::upstream::{Worker, Workers};
use crate::watcher::{OpenRegistry, Watcher};

/// An edge whose configuration, certificates, keys and registry were read and fit.
pub struct Edge {
    shared: Arc<Shared>,
    watcher: Watcher,
    asks: Receiver<Ask>,
    running: mpsc::Receiver<()>,
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) config: Arc<Config>,
    pub(crate) directory: Arc<Directory>,
    pub(crate) workers: Workers,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) log: Arc<Log>,
    pub(crate) budgets: Budgets,
    nobody: Arc<ServerConfig>,
    stopping: watch::Sender<bool>,
    /// Held by everything that is under way.
    running: mpsc::Sender<()>,
}

/// What sources and accounts may cost.
pub(crate) struct Budgets {
    handshakes_of_source: Budget<Source>,
    handshakes_of_account: Budget<AccountName>,
    pub(crate) checks_of_source: Budget<Source>,
    pub(crate) checks_of_account: Budget<AccountName>,
    connections: Arc<Connections>,
}

/// The room that a connection takes, until nothing of it is left: one that was upgraded takes it as well.
pub(crate) struct Room {
    metrics: Arc<Metrics>,
    _of_all: OwnedSemaphorePermit,
    _of_source: Counted,
}

impl Drop for Room {
    fn drop(&mut self) {
        self.metrics.connections.dec();
    }
}

impl Edge {
    /// Reads everything that the configuration names. Nothing is listened on yet.
    ///
    /// # Errors
    ///
    /// [`StartError::Config`] with the file, the line and the fix.
    pub fn prepare(config: Config) -> Result<Self, StartError> {
        let config = Arc::new(config);
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let certificates = Arc::new(ServerCertificates::load(&config, &provider)?);
        let registry = open_registry(&config)?;
        let parts = TlsParts { provider, certificates, hints: config.ca_hints };
        let nobody = Arc::new(parts.nobody().map_err(|error| StartError::System(error.to_string()))?);

        let (ask, asks) = sync_channel(MAX_WAITING_LOOKUPS);
        let directory = Arc::new(Directory::new(ask, config.max_stale));
        let (metrics, log) = (Arc::new(Metrics::new()), Arc::new(Log::new(config.access_log)));
        let watcher =
            Watcher::new(registry, Arc::clone(&directory), parts, Arc::clone(&metrics), Arc::clone(&log));
        let limits = &config.limits;
        let budgets = Budgets {
            handshakes_of_source: Budget::new(limits.handshakes_per_source),
            handshakes_of_account: Budget::new(limits.handshakes_per_account),
            checks_of_source: Budget::new(limits.failed_checks_per_source),
            checks_of_account: Budget::new(limits.failed_checks_per_account),
            connections: Arc::new(Connections::new(limits.connections_per_source.get())),
        };
        let (held, running) = mpsc::channel(1);
        let workers = Workers::new(&config);
        let shared = Shared {
            config,
            directory,
            workers,
            metrics,
            log,
            budgets,
            nobody,
            stopping: watch::Sender::new(false),
            running: held,
        };
        Ok(Self { shared: Arc::new(shared), watcher, asks, running })
    }

    /// Listens, on the runtime in which it is called.
    ///
    /// # Errors
    ///
    /// [`StartError::Listen`] where an address cannot be had.
    pub async fn start(self) -> Result<Running, StartError> {
        let Self { shared, watcher, asks, running } = self;
        let mut listeners = Vec::new();
        for address in &shared.config.listen {
            listeners.push(listen(*address).await?);
        }
        let scraped = match shared.config.metrics {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let local = |listener: &TcpListener| {
            listener.local_addr().map_err(|error| StartError::System(error.to_string()))
        };
        let addresses = listeners.iter().map(local).collect::<Result<Vec<_>, _>>()?;
        let metrics = scraped.as_ref().map(local).transpose()?;

        let watcher = thread::Builder::new()
            .name("registry".to_owned())
            .spawn(move || watcher.run(&asks))
            .map_err(|error| StartError::System(format!("no thread could be started: {error}")))?;
        let room = Arc::new(Semaphore::new(shared.config.limits.connections.get()));
        for listener in listeners {
            shared.spawn(accept(Arc::clone(&shared), listener, Arc::clone(&room)));
        }
        if let Some(listener) = scraped {
            shared.spawn(scrape::serve(Arc::clone(&shared), listener));
        }
        let message = addresses.iter().map(SocketAddr::to_string).collect::<Vec<_>>().join(", ");
        shared.log.info("listening", &message);
        let stop = StopOnDrop { stopping: shared.stopping.clone(), directory: Arc::clone(&shared.directory) };
        Ok(Running { shared, stop, addresses, metrics, watcher, running })
    }
}

/// An edge that listens. Dropping it breaks off what is under way; see [`Self::stop`].
pub struct Running {
    shared: Arc<Shared>,
    stop: StopOnDrop,
    addresses: Vec<SocketAddr>,
    metrics: Option<SocketAddr>,
    watcher: JoinHandle<()>,
    running: mpsc::Receiver<()>,
}

impl Running {
    /// Where clients connect, in the order of the configuration.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Where Prometheus finds `/metrics`.
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.metrics
    }

    /// Reads the server certificates and the registry again.
    pub fn reload(&self) {
        self.shared.directory.reload();
    }

    /// Takes no more connections, lets what is under way come to its end within `shutdown_timeout`, and ends.
    pub async fn stop(self) {
        let Self { shared, stop, watcher, mut running, .. } = self;
        shared.log.info("stopping", "no more connections are taken");
        drop(stop);
        let limit = shared.config.limits.shutdown_timeout;
        let log = Arc::clone(&shared.log);
        // The last sender goes with it.
        drop(shared);
        match timeout(limit, running.recv()).await {
            Ok(_) => log.info("stopped", "everything has come to its end"),
            Err(_) => log.warning("stopped", "what was still under way is broken off"),
        }
        // The thread has nothing more to do, and cannot have failed: it has no result.
        let _ = tokio::task::spawn_blocking(move || watcher.join()).await;
    }
}

/// Tells everything to end.
struct StopOnDrop {
    stopping: watch::Sender<bool>,
    directory: Arc<Directory>,
}

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        self.stopping.send_replace(true);
        self.directory.stop();
    }
}

impl Shared {
    /// Starts something that a stop waits for.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let running = self.running.clone();
        tokio::spawn(async move {
            task.await;
            drop(running);
        });
    }

    pub(crate) fn worker_failed(&self, worker: &Worker, error: &dyn std::error::Error) {
        let mut message = format!("{}: {error}", worker.address);
        let mut cause = error.source();
        while let Some(error) = cause {
            message.push_str(": ");
            message.push_str(&error.to_string());
            cause = error.source();
        }
        self.log.warning("upstream_failed", &message);
    }

    pub(crate) async fn stopped(&self) {
        let mut stopping = self.stopping.subscribe();
        // It errs only where nobody can stop it any more.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| StartError::Listen { address, error })
}

fn open_registry(config: &Config) -> Result<OpenRegistry, ConfigError> {
    let path = config.resolve(config.registry.get_ref());
    OpenRegistry::open(&path)
        .map_err(|error| config.error_at(&config.registry, error.to_string()).with_help(error.remedy()))
}

/// Takes connections until the edge stops.
async fn accept(shared: Arc<Shared>, listener: TcpListener, room: Arc<Semaphore>) {
    /// Until a descriptor is free again.
    const BREATH: Duration = Duration::from_millis(50);
    let stopped = shared.stopped();
    tokio::pin!(stopped);
    loop {
        let next = async {
            let permit = Arc::clone(&room).acquire_owned().await.map_err(io::Error::other)?;
            let (stream, peer) = listener.accept().await?;
            io::Result::Ok((permit, stream, peer))
        };
        tokio::select! {
            () = &mut stopped => return,
            accepted = next => match accepted {
                Ok((permit, stream, peer)) => {
                    let of_connection = Arc::clone(&shared);
                    shared.spawn(async move {
                        open(&of_connection, stream, peer, permit).await;
                    });
                }
                Err(error) => {
                    shared.log.error("accept_failed", &error.to_string());
                    sleep(BREATH).await;
                }
            }
        }
    }
}

/// One connection, from its first octet to its last, if its source may have another one.
async fn open(shared: &Arc<Shared>, stream: TcpStream, peer: SocketAddr, permit: OwnedSemaphorePermit) {
    let Some(counted) = shared.budgets.connections.open(Source::from(peer.ip())) else {
        shared.metrics.handshake("too_many_connections", Duration::ZERO);
        return;
    };
    shared.metrics.connections.inc();
    let room = Room { metrics: Arc::clone(&shared.metrics), _of_all: permit, _of_source: counted };
    let begun = Instant::now();
    let shaken = timeout(shared.config.limits.handshake_timeout, shake(shared, stream, peer, room)).await;
    match shaken {
        Err(_) => shared.metrics.handshake("timed_out", begun.elapsed()),
        Ok(Err(end)) => shared.metrics.handshake(end, begun.elapsed()),
        Ok(Ok((stream, connection, end))) => {
            shared.metrics.handshake(end, begun.elapsed());
            converse(stream, connection).await;
        }
    }
}

type Shaken = (TlsStream<Impatient>, Arc<Connection>, &'static str);

/// The handshake: the name in it says whose connection this is.
async fn shake(
    shared: &Arc<Shared>,
    stream: TcpStream,
    peer: SocketAddr,
    room: Room,
) -> Result<Shaken, &'static str> {
    const OVER_BUDGET: &str = "over_budget";
    let source = Source::from(peer.ip());
    if !shared.budgets.handshakes_of_source.take(&source, 1) {
        return Err(OVER_BUDGET);
    }
    // Small answers are not to wait for others.
    stream.set_nodelay(true).map_err(|_| "failed")?;
    let stream = Impatient::new(stream, shared.config.limits.body_timeout);
    let start = LazyConfigAcceptor::new(Acceptor::default(), stream).await.map_err(|_| "failed")?;
    let name = start.client_hello().server_name().map(str::to_ascii_lowercase);
    let site = match &name {
        Some(name) => shared.directory.site(name.strip_suffix('.').unwrap_or(name)).await,
        None => None,
    };
    let Some(site) = site else {
        // It ends in an alert; who gets it is of no interest.
        let _ = start.into_stream(Arc::clone(&shared.nobody)).await;
        return Err("unknown_domain");
    };
    let account = Arc::clone(&site.account);
    if !shared.budgets.handshakes_of_account.take(&account.name, 1) {
        return Err(OVER_BUDGET);
    }
    let stream = start.into_stream(account.tls()).await.map_err(|_| "failed")?;
    let session = stream.get_ref().1;
    let resumed = session.handshake_kind() == Some(HandshakeKind::Resumed);
    if resumed {
        shared.budgets.handshakes_of_source.give_back(&source, 1);
        shared.budgets.handshakes_of_account.give_back(&account.name, 1);
    }
    let protocol = if session.alpn_protocol() == Some(b"h2") { "HTTP/2" } else { "HTTP/1.1" };
    let client = Client::of(session);
    let connection = Arc::new(Connection::new(Arc::clone(shared), room, account, peer, protocol, client));
    if !connection.judge_within_budget() {
        return Err(OVER_BUDGET);
    }
    Ok((stream, connection, if resumed { "resumed" } else { "full" }))
}

/// The requests of a connection, until either side has had enough.
async fn converse(stream: TlsStream<Impatient>, connection: Arc<Connection>) {
    let limits = &connection.shared.config.limits;
    let octets = limits.header_octets.get();
    let of_requests = Arc::clone(&connection);
    let service = service_fn(move |request| proxy::serve(Arc::clone(&of_requests), request));
    let io = TokioIo::new(stream);

    macro_rules! until_the_end {
        ($served:ident) => {{
            tokio::pin!($served);
            let end = end_of(&connection);
            tokio::pin!(end);
            let mut is_ending = false;
            poll_fn(|cx| {
                if !is_ending && end.as_mut().poll(cx).is_ready() {
                    is_ending = true;
                    $served.as_mut().graceful_shutdown();
                }
                match $served.as_mut().poll(cx) {
                    // The client may leave whenever it likes, and say whatever it likes.
                    Poll::Ready(_) => Poll::Ready(()),
                    Poll::Pending => Poll::Pending,
                }
            })
            .await;
        }};
    }

    if connection.protocol == "HTTP/2" {
        let served = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_concurrent_streams(MAX_STREAMS)
            // Less than what goes to the worker: the edge adds its own fields (RFC 9440 section 3.2).
            .max_header_list_size(octets)
            .keep_alive_interval(limits.idle_timeout)
            .keep_alive_timeout(limits.handshake_timeout)
            .serve_connection(io, service);
        until_the_end!(served);
    } else {
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.idle_timeout)
            .max_headers(MAX_HEADER_FIELDS)
            .max_buf_size(usize::try_from(octets).unwrap_or(usize::MAX))
            .serve_connection(io, service)
            .with_upgrades();
        until_the_end!(served);
    }
}

/// When the edge stops, or there was no request for too long.
async fn end_of(connection: &Connection) {
    let idle_timeout = connection.shared.config.limits.idle_timeout;
    let idle = async {
        loop {
            let left = idle_timeout.saturating_sub(connection.idle());
            if left.is_zero() {
                return;
            }
            sleep(left).await;
        }
    };
    tokio::select! {
        () = connection.shared.stopped() => {}
        () = idle => {}
    }
}
