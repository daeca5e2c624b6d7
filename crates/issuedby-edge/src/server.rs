//! Starting, and stopping without breaking what is under way.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use issuedby_registry::{AccountName, RegistryError, SqliteRegistry};
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, watch};

use crate::accept::accept;
use crate::budget::{Budget, Connections, Source};
use crate::certificates::ServerCertificates;
use crate::check::{self, Finding, RunningChecks};
use crate::config::{Config, ConfigError};
use crate::directory::{Ask, Directory, Site, TlsParts};
use crate::error::StartError;
use crate::failure::{Failure, completes};
use crate::handshake_pool::HandshakePool;
use crate::limits::{LOOKUPS_PER_SOURCE, MAX_WAITING_LOOKUPS, REGISTRY_PATIENCE};
use crate::log::{Access, Event, Log};
use crate::metrics::Metrics;
use crate::released::{Release, release_after_floods};
use crate::request_filter::RequestFilter;
use crate::routes::{Change, NoRoute, Routes};
use crate::running::{Listening, Running};
use crate::scrape;
use crate::upstream::{Worker, Workers};
use crate::upstream_slots::{Busy, Requester, UpstreamSlots};
use crate::verified_sources::VerifiedSources;
use crate::watcher::{Watcher, bind_owners, read_accounts};

/// An edge whose configuration, certificates, keys and registry were read and fit.
pub struct Edge {
    shared: Arc<Shared>,
    watcher: Watcher,
    asks: Receiver<Ask>,
    running: mpsc::Receiver<()>,
    findings: Vec<Finding>,
    release: Option<Release>,
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) config: Arc<Config>,
    pub(crate) directory: Arc<Directory>,
    pub(crate) workers: Workers,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) log: Arc<Log>,
    pub(crate) budgets: Budgets,
    pub(crate) certificates: Arc<ServerCertificates>,
    pub(crate) handshakes: Arc<HandshakePool>,
    /// For names that are not served.
    pub(crate) nobody: Arc<ServerConfig>,
    pub(crate) stopping: watch::Sender<bool>,
    /// Held by everything that is under way.
    running: mpsc::Sender<()>,
}

/// What sources and accounts may cost.
pub(crate) struct Budgets {
    pub(crate) handshakes_of_source: Budget<Source>,
    pub(crate) handshakes_of_account: Budget<AccountName>,
    pub(crate) checks_of_source: Budget<Source>,
    pub(crate) checks_of_account: Budget<AccountName>,
    pub(crate) broken_off_of_source: Budget<Source>,
    pub(crate) lookups_of_source: Budget<Source>,
    pub(crate) verified_sources: VerifiedSources,
    pub(crate) connections: Arc<Connections>,
    pub(crate) upstreams: UpstreamSlots,
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
        let mut registry = open_registry(&config)?;
        let routes = Arc::new(Routes::new(&config)?);
        bind_default(&config, &mut registry, &routes)?;
        bind_owners(&routes, &mut registry).map_err(|error| registry_error(&config, &error))?;
        let findings = check::before_start(&config, &certificates, &routes, &mut registry);
        let parts = TlsParts {
            provider,
            certificates,
            hints: config.ca_hints,
            allow_unusual_serial: config.allow_unusual_serial,
        };
        let nobody = Arc::new(parts.nobody().map_err(|error| StartError::System(error.to_string()))?);

        let (ask, asks) = sync_channel(MAX_WAITING_LOOKUPS);
        let directory = Arc::new(Directory::new(ask, config.max_stale));
        let log = Arc::new(Log::new(config.access_log, Failure::default()));
        let metrics = Arc::new(Metrics::new());
        let certificates = Arc::clone(&parts.certificates);
        let checks = RunningChecks::new(Arc::clone(&config), Arc::clone(&certificates), Arc::clone(&log));
        let watcher = Watcher::new(
            registry,
            Arc::clone(&directory),
            Arc::clone(&routes),
            parts,
            Arc::clone(&metrics),
            Arc::clone(&log),
            checks,
        );
        let limits = &config.limits;
        let budgets = Budgets {
            handshakes_of_source: Budget::new(limits.handshakes_per_source),
            handshakes_of_account: Budget::new(limits.handshakes_per_account),
            checks_of_source: Budget::new(limits.failed_checks_per_source),
            checks_of_account: Budget::new(limits.failed_checks_per_account),
            broken_off_of_source: Budget::new(limits.broken_off_per_source),
            lookups_of_source: Budget::new(LOOKUPS_PER_SOURCE),
            verified_sources: VerifiedSources::new(),
            connections: Arc::new(Connections::new(limits.connections_per_source.get())),
            upstreams: UpstreamSlots::new(limits, config.upstream.len()),
        };
        let (held, running) = mpsc::channel(1);
        let workers = Workers::new(&config, routes);
        let shared = Shared {
            config,
            directory,
            workers,
            metrics,
            log,
            budgets,
            certificates,
            handshakes: Arc::new(HandshakePool::new()?),
            nobody,
            stopping: watch::Sender::new(false),
            running: held,
        };
        Ok(Self { shared: Arc::new(shared), watcher, asks, running, findings, release: None })
    }

    /// What keeps the edge from serving some clients or all of them, and what others could change. [`Self::start`] reports each as an
    /// event.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Tells `listener` of each request when the head of its answer has come or its client has broken it off: beside the
    /// access log, and also where that is off. A later listener takes the place of an earlier one.
    ///
    /// It runs on a thread of its own and keeps no connection waiting, however long it takes. While
    /// [`MAX_WAITING_LOG_LINES`](crate::limits::MAX_WAITING_LOG_LINES) requests wait for it, it does not hear of further ones; the metric
    /// `issuedby_access_log_lines_dropped` counts them.
    #[must_use]
    pub fn on_request(self, listener: impl FnMut(Access) + Send + 'static) -> Self {
        self.shared.log.on_request(listener);
        self
    }

    /// Tells `listener` of each event, in place of the lines on standard error, as [`Self::on_request`] tells of
    /// requests. Of events [`MAX_WAITING_EVENTS`](crate::limits::MAX_WAITING_EVENTS) may wait.
    #[must_use]
    pub fn on_event(self, listener: impl FnMut(Event) + Send + 'static) -> Self {
        self.shared.log.on_event(listener);
        self
    }

    /// Calls `release` when many connections have ended, on a thread that may wait: for programs whose allocator keeps what
    /// was freed unless it is told to give it back to the system.
    #[must_use]
    pub fn on_memory_freed(mut self, release: impl Fn() + Send + Sync + 'static) -> Self {
        self.release = Some(Box::new(release));
        self
    }

    pub(crate) fn log(&self) -> Arc<Log> {
        Arc::clone(&self.shared.log)
    }

    #[cfg(test)]
    pub(crate) fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.shared.directory)
    }

    /// Listens, on the runtime in which it is called.
    ///
    /// # Errors
    ///
    /// [`StartError::Listen`] where an address cannot be had.
    pub async fn start(self) -> Result<Running, StartError> {
        let Self { shared, watcher, asks, running, findings, release } = self;
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
            .spawn({
                let log = Arc::clone(&shared.log);
                move || {
                    if !log.failure().guard("registry", || watcher.run(&asks)) {
                        log.error("thread_died", "the thread `registry` has died: the edge ends");
                    }
                }
            })
            .map_err(|error| StartError::System(format!("no thread could be started: {error}")))?;
        let room = Arc::new(Semaphore::new(shared.config.limits.connections.get()));
        for listener in listeners {
            shared.spawn_vital("listener", accept(Arc::clone(&shared), listener, Arc::clone(&room)));
        }
        if let Some(release) = release {
            shared.spawn(release_after_floods(Arc::clone(&shared), release));
        }
        if let Some(listener) = scraped {
            shared.spawn_vital("metrics", scrape::serve(Arc::clone(&shared), listener));
        }
        let message = addresses.iter().map(SocketAddr::to_string).collect::<Vec<_>>().join(", ");
        shared.log.info("listening", &message);
        findings.iter().for_each(|finding| finding.log(&shared.log));
        Ok(Running::new(shared, Listening { addresses, metrics }, watcher, running))
    }
}

impl Shared {
    /// Starts something that a stop waits for. Where it panics, that is logged and costs nothing else.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.spawn_guarded(task, Log::task_panicked);
    }

    /// Starts something that a stop waits for. Where it panics, the edge has failed.
    fn spawn_vital(&self, part: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        self.spawn_guarded(task, move |log| {
            log.error("task_died", &format!("the task `{part}` has died: the edge ends"));
            log.failure().set(part);
        });
    }

    fn spawn_guarded(
        &self,
        task: impl Future<Output = ()> + Send + 'static,
        died: impl FnOnce(&Log) + Send + 'static,
    ) {
        let (running, log) = (self.running.clone(), Arc::clone(&self.log));
        tokio::spawn(async move {
            if !completes(task).await {
                died(&log);
            }
            drop(running);
        });
    }

    pub(crate) fn worker_failed(&self, worker: &Worker, error: &dyn std::error::Error) {
        self.log.limited("warning", ("upstream_failed", worker.place()), || {
            let mut message = format!("{}: {error}", worker.address);
            let mut cause = error.source();
            while let Some(error) = cause {
                message.push_str(": ");
                message.push_str(&error.to_string());
                cause = error.source();
            }
            message
        });
    }

    /// What is taken out of requests.
    pub(crate) fn request_filter(&self) -> RequestFilter<'_> {
        RequestFilter { configured: &self.config.strip }
    }

    pub(crate) fn upstream_busy(&self, requester: Requester<'_>, worker: &Worker, busy: Busy) {
        self.log
            .limited("warning", ("upstream_busy", busy.place()), || busy.message(&worker.address, requester));
    }

    /// Reports a domain without an upstream.
    pub(crate) fn no_upstream(&self, site: &Site, why: NoRoute) {
        self.log.limited("warning", ("no_upstream", 0), || why.message(&site.domain, &site.account.name));
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

fn open_registry(config: &Config) -> Result<SqliteRegistry, ConfigError> {
    let path = config.resolve(config.registry.get_ref());
    SqliteRegistry::open(&path)
        .map(|registry| registry.with_patience(REGISTRY_PATIENCE))
        .map_err(|error| config.error_at(&config.registry, error.to_string()).with_help(error.remedy()))
}

/// A default upstream that does not say `accounts = "all"` is for the only account of the registry. Where there are several,
/// the edge does not guess.
fn bind_default(config: &Config, registry: &mut SqliteRegistry, routes: &Routes) -> Result<(), ConfigError> {
    if !routes.depend_on_accounts() {
        return Ok(());
    }
    let accounts = read_accounts(registry).map_err(|error| registry_error(config, &error))?;
    routes.take_accounts(&accounts, Change::Allowed).map_err(|ambiguous| ambiguous.config_error(config))
}

fn registry_error(config: &Config, error: &RegistryError) -> ConfigError {
    config.error_at(&config.registry, error.to_string()).with_help(error.remedy())
}
