//! The state that all connections share.

use std::sync::Arc;

use issuedby_registry::AccountName;
use rustls::ServerConfig;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::client::connection_slots::ConnectionSlots;
use crate::client::rate_limiter::RateLimiter;
use crate::client::source::Source;
use crate::client::verified_sources::VerifiedSources;
use crate::config::{Config, Limits};
use crate::failure::completes;
use crate::limits::LOOKUPS_PER_SOURCE;
use crate::observe::events;
use crate::observe::log::Log;
use crate::observe::metrics::Metrics;
use crate::proxy::upstream::Upstreams;
use crate::proxy::upstream_slots::UpstreamSlots;
use crate::sites::table::SiteTable;
use crate::tls::certificates::ServerCertificates;
use crate::tls::handshake_pool::HandshakePool;

/// The state that all connections share.
pub(crate) struct Context {
    pub(crate) config: Arc<Config>,
    pub(crate) sites: Arc<SiteTable>,
    pub(crate) upstreams: Upstreams,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) log: Arc<Log>,
    pub(crate) limiters: Limiters,
    pub(crate) certificates: Arc<ServerCertificates>,
    pub(crate) handshakes: Arc<HandshakePool>,
    pub(crate) unknown_sni_config: Arc<ServerConfig>,
    /// Cancelled when the edge stops.
    pub(crate) shutdown: CancellationToken,
    /// Everything that a stop waits for.
    pub(crate) tasks: TaskTracker,
}

/// The limits of what sources and accounts may use.
pub(crate) struct Limiters {
    pub(crate) handshakes_of_source: RateLimiter<Source>,
    pub(crate) handshakes_of_account: RateLimiter<AccountName>,
    pub(crate) checks_of_source: RateLimiter<Source>,
    pub(crate) checks_of_account: RateLimiter<AccountName>,
    pub(crate) broken_off_of_source: RateLimiter<Source>,
    pub(crate) lookups_of_source: RateLimiter<Source>,
    pub(crate) verified_sources: VerifiedSources,
    pub(crate) connections: Arc<ConnectionSlots>,
    pub(crate) upstreams: UpstreamSlots,
}

impl Limiters {
    pub(crate) fn new(limits: &Limits, upstreams: usize) -> Self {
        Self {
            handshakes_of_source: RateLimiter::new(limits.handshakes_per_source),
            handshakes_of_account: RateLimiter::new(limits.handshakes_per_account),
            checks_of_source: RateLimiter::new(limits.failed_checks_per_source),
            checks_of_account: RateLimiter::new(limits.failed_checks_per_account),
            broken_off_of_source: RateLimiter::new(limits.broken_off_per_source),
            lookups_of_source: RateLimiter::new(LOOKUPS_PER_SOURCE),
            verified_sources: VerifiedSources::new(),
            connections: Arc::new(ConnectionSlots::new(limits.connections_per_source.get())),
            upstreams: UpstreamSlots::new(limits, upstreams),
        }
    }
}

impl Context {
    /// Starts a task that a stop waits for. A panic in it is logged and ends nothing else.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.spawn_guarded(task, Log::task_panicked);
    }

    /// Starts a task that a stop waits for. Where it panics, the edge has failed.
    pub(crate) fn spawn_vital(&self, part: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        self.spawn_guarded(task, move |log| {
            log.error(events::TASK_DIED, &format!("the task `{part}` has died: the edge ends"));
            log.failure().set(part);
        });
    }

    fn spawn_guarded(
        &self,
        task: impl Future<Output = ()> + Send + 'static,
        on_panic: impl FnOnce(&Log) + Send + 'static,
    ) {
        let log = Arc::clone(&self.log);
        self.tasks.spawn(async move {
            if !completes(task).await {
                on_panic(&log);
            }
        });
    }
}
