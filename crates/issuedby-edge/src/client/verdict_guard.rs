//! The guard of a verdict: deletion ends streams. A stream or an upgraded connection ends when its domain, its CA or its
//! certificate no longer holds.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use issuedby_registry::DomainName;
use tokio::time::sleep;

use crate::client::connection::Connection;
use crate::client::report::ClientReport;
use crate::clock;
use crate::limits::CLOCK_CHECK;
use crate::sites::account::Site;

/// The verdict on which one request went to its upstream. All clones are of that request.
#[derive(Clone)]
pub(crate) struct VerdictGuard(Arc<Guarded>);

struct Guarded {
    connection: Arc<Connection>,
    site: Arc<Site>,
    report: Arc<ClientReport>,
    is_invalidated: AtomicBool,
}

impl VerdictGuard {
    pub(crate) fn new(connection: Arc<Connection>, site: Arc<Site>, report: Arc<ClientReport>) -> Self {
        Self(Arc::new(Guarded { connection, site, report, is_invalidated: AtomicBool::new(false) }))
    }

    /// Returns true as long as the report is true. Where it is not, the caller ends the stream, which is counted once.
    pub(crate) fn is_valid(&self) -> bool {
        let is_valid = self.0.is_valid();
        if !is_valid && !self.0.is_invalidated.swap(true, Ordering::AcqRel) {
            self.0.connection.context.metrics.streams_ended.inc();
        }
        is_valid
    }

    /// Ends when the verdict is invalidated.
    pub(crate) async fn invalidated(self) {
        let mut changes = self.0.connection.context.sites.changes();
        while self.is_valid() {
            let rest = self.0.valid_for().unwrap_or(CLOCK_CHECK).min(CLOCK_CHECK);
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { return },
                () = sleep(rest) => {}
            }
        }
    }

    pub(crate) fn connection(&self) -> &Arc<Connection> {
        &self.0.connection
    }

    pub(crate) fn report(&self) -> &ClientReport {
        &self.0.report
    }

    pub(crate) fn site(&self) -> &Site {
        &self.0.site
    }

    pub(crate) fn domain(&self) -> &DomainName {
        &self.0.site.domain
    }
}

impl Guarded {
    /// The domain is served by the same account, and a SUCCESS is still one of the same CA.
    fn is_valid(&self) -> bool {
        let connection = &self.connection;
        let site = connection.context.sites.known(&self.site.domain);
        if !site.is_some_and(|site| Arc::ptr_eq(&site.account, &connection.account)) {
            return false;
        }
        if !self.report.is_verified() {
            return true;
        }
        let Ok(upstream) = connection.context.upstreams.of(&self.site) else {
            return false;
        };
        let now = connection.report_to(upstream);
        now.is_verified() && now.ca_id == self.report.ca_id
    }

    /// The time until the certificate or its CA expires.
    fn valid_for(&self) -> Option<Duration> {
        let until = self.report.verdict.verdict().valid_until()?.as_secs();
        Some(Duration::from_secs(until.saturating_sub(clock::now().as_secs()).saturating_add(1)))
    }
}
