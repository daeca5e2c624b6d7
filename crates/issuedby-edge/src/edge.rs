//! An edge that is prepared: its configuration, certificates, keys and registry were read and fit.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use issuedby_registry::{Registry, RegistryError, SqliteRegistry};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::check::{self, Finding, RunningChecks};
use crate::config::{Config, ConfigError};
use crate::context::{Context, Limiters};
use crate::error::StartError;
use crate::failure::Failure;
use crate::limits::{MAX_WAITING_LOOKUPS, REGISTRY_WAIT};
use crate::memory_release::{Release, release_after_floods};
use crate::observe::access_setting::Access;
use crate::observe::endpoint;
use crate::observe::event::Event;
use crate::observe::events;
use crate::observe::log::Log;
use crate::observe::metrics::Metrics;
use crate::proxy::upstream::Upstreams;
use crate::running::{Listening, Running};
use crate::sites::binding::{bind_owners, read_accounts};
use crate::sites::follower::Follower;
use crate::sites::routes::{Change, Routes};
use crate::sites::table::{LookupRequest, SiteTable};
use crate::tls::accept::accept;
use crate::tls::account_config::TlsContext;
use crate::tls::certificates::ServerCertificates;
use crate::tls::handshake_pool::HandshakePool;
use crate::tls::server_name::unknown_sni_config;

/// An edge whose configuration, certificates, keys and registry were read and fit.
pub struct Edge {
    context: Arc<Context>,
    follower: Follower,
    lookups: Receiver<LookupRequest>,
    findings: Vec<Finding>,
    release: Option<Release>,
}

impl Edge {
    /// Reads everything that the configuration names, the SQLite file of its registry too. It does not listen yet.
    ///
    /// # Errors
    ///
    /// [`StartError::Config`] with the file, the line and the fix.
    pub fn prepare(config: Config) -> Result<Self, StartError> {
        Self::prepare_with(config, |config| Ok(Box::new(open_registry(config)?)))
    }

    /// Reads everything that the configuration names, and serves the accounts of `registry` in place of those in the file
    /// that the configuration names.
    ///
    /// # Errors
    ///
    /// As [`Self::prepare`].
    pub fn with_registry(config: Config, registry: impl Registry + 'static) -> Result<Self, StartError> {
        Self::prepare_with(config, |_| Ok(Box::new(registry)))
    }

    fn prepare_with(
        config: Config,
        open: impl FnOnce(&Config) -> Result<Box<dyn Registry>, ConfigError>,
    ) -> Result<Self, StartError> {
        let config = Arc::new(config);
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let certificates = Arc::new(ServerCertificates::load(&config, &provider)?);
        let mut registry = open(&config)?;
        let routes = Arc::new(Routes::new(&config)?);
        bind_default(&config, registry.as_mut(), &routes)?;
        bind_owners(&routes, registry.as_mut()).map_err(|error| registry_error(&config, &error))?;
        let findings = check::before_start(&config, &certificates, &routes, registry.as_mut());
        let unknown_sni_config = unknown_sni_config(Arc::clone(&provider))
            .map_err(|error| StartError::System(error.to_string()))?;
        let (lookup, lookups) = sync_channel(MAX_WAITING_LOOKUPS);
        let log = Arc::new(Log::new(config.access_log, Failure::default()));
        let context = Context {
            sites: Arc::new(SiteTable::new(lookup, config.max_stale)),
            upstreams: Upstreams::new(&config, Arc::clone(&routes)),
            metrics: Arc::new(Metrics::new()),
            log: Arc::clone(&log),
            limiters: Limiters::new(&config.limits, config.upstream.len()),
            certificates: Arc::clone(&certificates),
            handshakes: Arc::new(HandshakePool::new()?),
            unknown_sni_config: Arc::new(unknown_sni_config),
            shutdown: CancellationToken::new(),
            tasks: TaskTracker::new(),
            config: Arc::clone(&config),
        };
        let tls = TlsContext {
            provider,
            certificates: Arc::clone(&certificates),
            hints: config.ca_hints,
            allow_unusual_serial: config.allow_unusual_serial,
        };
        let checks = RunningChecks::new(config, certificates, log);
        let follower = Follower::new(registry, &context, routes, tls, checks);
        Ok(Self { context: Arc::new(context), follower, lookups, findings, release: None })
    }

    /// The findings that keep the edge from serving some clients or all of them, and those that let others change what it
    /// relies on. [`Self::start`] logs each as an event.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Calls `listener` for each request when the head of its response has come or its client has broken it off: beside
    /// the access log, and also where that is off. A later listener takes the place of an earlier one.
    ///
    /// It runs on a thread of its own and keeps no connection waiting, however long it takes. While
    /// [`MAX_WAITING_LOG_LINES`](crate::limits::MAX_WAITING_LOG_LINES) requests wait for it, further ones are dropped; the
    /// metric `issuedby_access_log_lines_dropped` counts them.
    #[must_use]
    pub fn on_request(self, listener: impl FnMut(Access) + Send + 'static) -> Self {
        self.context.log.on_request(listener);
        self
    }

    /// Calls `listener` for each event, in place of the lines on standard error. It runs as that of
    /// [`Self::on_request`]. At most [`MAX_WAITING_EVENTS`](crate::limits::MAX_WAITING_EVENTS) events wait for it.
    #[must_use]
    pub fn on_event(self, listener: impl FnMut(Event) + Send + 'static) -> Self {
        self.context.log.on_event(listener);
        self
    }

    /// Calls `release` when many connections have ended, on a thread that may wait. It is for programs whose allocator
    /// keeps freed memory until it is asked to give it back to the system.
    #[must_use]
    pub fn on_memory_freed(mut self, release: impl Fn() + Send + Sync + 'static) -> Self {
        self.release = Some(Box::new(release));
        self
    }

    pub(crate) fn log(&self) -> Arc<Log> {
        Arc::clone(&self.context.log)
    }

    #[cfg(test)]
    pub(crate) fn sites(&self) -> Arc<SiteTable> {
        Arc::clone(&self.context.sites)
    }

    /// Listens, on the runtime in which it is called.
    ///
    /// # Errors
    ///
    /// [`StartError::Listen`] where an address cannot be had.
    pub async fn start(self) -> Result<Running, StartError> {
        let Self { context, follower, lookups, findings, release } = self;
        let mut listeners = Vec::new();
        for address in &context.config.listen {
            listeners.push(listen(*address).await?);
        }
        let endpoint = match context.config.metrics {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let listening = Listening {
            addresses: listeners.iter().map(local_address).collect::<Result<_, _>>()?,
            metrics: endpoint.as_ref().map(local_address).transpose()?,
        };
        let follower = start_follower(follower, lookups, Arc::clone(&context.log))?;
        let permits = Arc::new(Semaphore::new(context.config.limits.connections.get()));
        for listener in listeners {
            context.spawn_vital("listener", accept(Arc::clone(&context), listener, Arc::clone(&permits)));
        }
        if let Some(release) = release {
            context.spawn(release_after_floods(Arc::clone(&context), release));
        }
        if let Some(listener) = endpoint {
            context.spawn_vital("metrics", endpoint::serve(Arc::clone(&context), listener));
        }
        let addresses = listening.addresses.iter().map(SocketAddr::to_string).collect::<Vec<_>>();
        context.log.info(events::LISTENING, &addresses.join(", "));
        findings.iter().for_each(|finding| finding.log(&context.log));
        Ok(Running::new(context, listening, follower))
    }
}

/// Starts the thread that holds the registry. Where it panics, the edge has failed.
fn start_follower(
    follower: Follower,
    lookups: Receiver<LookupRequest>,
    log: Arc<Log>,
) -> Result<thread::JoinHandle<()>, StartError> {
    let follow = move || {
        if !log.failure().guard("registry", || follower.run(&lookups)) {
            log.error(events::THREAD_DIED, "the thread `registry` has died: the edge ends");
        }
    };
    thread::Builder::new()
        .name("registry".to_owned())
        .spawn(follow)
        .map_err(|error| StartError::System(format!("no thread could be started: {error}")))
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|error| StartError::Listen { address, error })
}

fn local_address(listener: &TcpListener) -> Result<SocketAddr, StartError> {
    listener.local_addr().map_err(|error| StartError::System(error.to_string()))
}

fn open_registry(config: &Config) -> Result<SqliteRegistry, ConfigError> {
    let path = config.resolve(config.registry.get_ref());
    let registry = SqliteRegistry::open(&path).map_err(|error| registry_error(config, &error.into()))?;
    Ok(registry.with_timeout(REGISTRY_WAIT))
}

/// Binds the default upstream without `accounts = "all"` to the only account of the registry. Where there are several, the
/// edge does not guess.
fn bind_default(config: &Config, registry: &mut dyn Registry, routes: &Routes) -> Result<(), ConfigError> {
    if !routes.depend_on_accounts() {
        return Ok(());
    }
    let accounts = read_accounts(registry).map_err(|error| registry_error(config, &error))?;
    routes.take_accounts(&accounts, Change::Allowed).map_err(|ambiguous| ambiguous.config_error(config))
}

fn registry_error(config: &Config, error: &RegistryError) -> ConfigError {
    config.error_at(&config.registry, error.to_string()).with_registry(error)
}
