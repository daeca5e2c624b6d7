//! Checks while an edge runs, which may be for months: what was far away at the start comes near.

use std::sync::Arc;
use std::time::Instant;

use issuedby::CaCertificate;
use issuedby_registry::{AccountName, DomainName, DomainState, SqliteRegistry};

use super::{Findings, activation, clock, expiry};
use crate::certificates::ServerCertificates;
use crate::config::Config;
use crate::limits::EXPIRY_CHECK_INTERVAL;
use crate::log::Log;

/// What the thread that holds the registry checks from time to time.
pub(crate) struct RunningChecks {
    config: Arc<Config>,
    certificates: Arc<ServerCertificates>,
    log: Arc<Log>,
    /// When everything is looked at again.
    next: Instant,
}

impl RunningChecks {
    /// Everything was looked at just now.
    pub(crate) fn new(config: Arc<Config>, certificates: Arc<ServerCertificates>, log: Arc<Log>) -> Self {
        Self { config, certificates, log, next: Instant::now() + EXPIRY_CHECK_INTERVAL }
    }

    /// Looks at the dates of all certificates, if that is due.
    pub(crate) fn poll(&mut self, registry: &mut SqliteRegistry) {
        if Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + EXPIRY_CHECK_INTERVAL;
        self.report(|now, findings| {
            expiry::check_server_certificates(&self.certificates, now, findings);
            expiry::check_cas(&self.config, registry, now, findings);
        });
    }

    /// Looks at the server certificates, which were read again.
    pub(crate) fn server_certificates(&self) {
        self.report(|now, findings| expiry::check_server_certificates(&self.certificates, now, findings));
    }

    /// Looks at the CAs of an account, which have changed.
    pub(crate) fn cas(&self, account: &AccountName, cas: &[CaCertificate]) {
        self.report(|now, findings| expiry::check_cas_of(&self.config, account, cas, now, findings));
    }

    /// Reports a domain that a client has asked for, where it is pending: its account may have forgotten to activate it.
    pub(crate) fn domain_that_is_not_active(&self, registry: &mut SqliteRegistry, domain: &DomainName) {
        // Where the registry cannot be read, the next poll says so.
        let Ok(Some(record)) = registry.domain(domain) else { return };
        if record.state == DomainState::Pending {
            self.log.limited("warning", ("domain_pending", 0), || {
                let (account, remedy) =
                    (&record.account, activation(&self.config, domain.as_str(), &record.account));
                format!("a client asked for the domain `{domain}` of the account `{account}`, which is pending; {remedy}")
            });
        }
    }

    fn report(&self, check: impl FnOnce(i64, &mut Findings)) {
        let mut findings = Findings::default();
        if let Some(now) = expiry::comparable(clock::now(), &mut findings) {
            check(now, &mut findings);
        }
        findings.into_vec().iter().for_each(|finding| finding.log(&self.log));
    }
}
