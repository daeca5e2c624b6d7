//! Checks while an edge runs, which may be for months: what was far away at the start comes near.

use std::sync::Arc;
use std::time::Instant;

use issuedby::CaCertificate;
use issuedby_registry::{AccountName, DomainName, DomainState, Registry};

use super::commands::{activation, registry_command};
use super::expiry;
use super::findings::Findings;
use crate::clock;
use crate::config::Config;
use crate::limits::EXPIRY_CHECK_INTERVAL;
use crate::observe::events;
use crate::observe::log::Log;
use crate::sites::not_served::NotServed;
use crate::tls::certificates::ServerCertificates;

/// The checks that the thread with the registry makes from time to time.
pub(crate) struct RunningChecks {
    config: Arc<Config>,
    certificates: Arc<ServerCertificates>,
    log: Arc<Log>,
    /// The time at which everything is checked again.
    next: Instant,
}

impl RunningChecks {
    /// Everything was looked at just now.
    pub(crate) fn new(config: Arc<Config>, certificates: Arc<ServerCertificates>, log: Arc<Log>) -> Self {
        Self { config, certificates, log, next: Instant::now() + EXPIRY_CHECK_INTERVAL }
    }

    /// Warns where the configuration changed: a reload reads the files that it names, and not the configuration itself.
    pub(crate) fn warn_of_changed_configuration(&self) {
        if self.config.has_changed() {
            let path = self.config.path().display();
            let message = format!(
                "`{path}` is not what it was at the start, and a reload (SIGHUP) does not read it; {}",
                super::commands::check_again(&self.config)
            );
            self.log.warning(events::CONFIGURATION_CHANGED, &message);
        }
    }

    /// Looks at the dates of all certificates, if that is due.
    pub(crate) fn poll(&mut self, registry: &mut dyn Registry) {
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

    /// The reason why a domain that a client has asked for is not active. One that is pending is reported: its account may
    /// have forgotten to activate it.
    pub(crate) fn domain_that_is_not_active(
        &self,
        registry: &mut dyn Registry,
        domain: &DomainName,
    ) -> NotServed {
        match registry.domain(domain) {
            Err(error) => NotServed::LookupFailed(error.to_string()),
            Ok(Some(record)) if record.state == DomainState::Pending => {
                let account = record.account;
                let remedy = activation(&self.config, domain.as_str(), &account);
                self.log.limited("warning", (events::DOMAIN_PENDING, 0), || {
                    format!(
                        "a client asked for the domain `{domain}` of the account `{account}`, which is pending; {remedy}"
                    )
                });
                NotServed::Pending { account, remedy }
            }
            Ok(_) => {
                let add = registry_command(&self.config, &format!("domain add {domain}"), "ACCOUNT");
                NotServed::Unknown { remedy: format!("correct the name at the client, or run {add}") }
            }
        }
    }

    fn report(&self, check: impl FnOnce(i64, &mut Findings)) {
        let mut findings = Findings::default();
        if let Some(now) = expiry::comparable(clock::unix_seconds(), &mut findings) {
            check(now, &mut findings);
        }
        findings.into_vec().iter().for_each(|finding| finding.log(&self.log));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use issuedby_registry::{CaName, NewCaCertificate, SqliteRegistry};
    use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyPair, KeyUsagePurpose};
    use time::OffsetDateTime;

    use super::*;
    use crate::config::AccessLog;
    use crate::failure::Failure;

    fn expired(params: &mut CertificateParams) {
        let now = OffsetDateTime::now_utc();
        (params.not_before, params.not_after) =
            (now - time::Duration::days(9), now - time::Duration::days(2));
    }

    #[test]
    fn once_a_day_the_dates_of_all_certificates_are_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let (mut params, key) =
            (CertificateParams::new(["a.example".to_owned()]).unwrap(), KeyPair::generate().unwrap());
        expired(&mut params);
        std::fs::write(folder.path().join("server.pem"), params.self_signed(&key).unwrap().pem()).unwrap();
        std::fs::write(folder.path().join("key.pem"), key.serialize_pem()).unwrap();
        let mut registry = SqliteRegistry::open_or_create(folder.path().join("registry")).unwrap();
        let (mut params, key) = (CertificateParams::default(), KeyPair::generate().unwrap());
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(rcgen::DnType::CommonName, "ca");
        expired(&mut params);
        let ca = CaCertificate::from_der(params.self_signed(&key).unwrap().der()).unwrap();
        let (account, name) = (AccountName::parse("acme").unwrap(), CaName::parse("ca").unwrap());
        let new = NewCaCertificate::new(account, name, ca, issuedby::check_time(0)).unwrap();
        registry.create_ca_certificate(&new).unwrap();
        let text = "listen = [\"127.0.0.1:0\"]\nregistry = \"registry\"\n[[certificate]]\nchain = \"server.pem\"\n\
                    key = \"key.pem\"\n[[upstream]]\naddress = \"http://127.0.0.1:9\"\n";
        let config = Arc::new(Config::parse(text, &folder.path().join("edge.toml")).unwrap());
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let certificates = Arc::new(ServerCertificates::load(&config, &provider).unwrap());
        let (log, (sender, events)) = (Arc::new(Log::new(AccessLog::Off, Failure::default())), channel());
        log.on_event(move |event| {
            let _ = sender.send(event.event);
        });
        let heard = |count: usize| {
            let heard: Vec<_> =
                (0..count).map(|_| events.recv_timeout(Duration::from_secs(10)).unwrap()).collect();
            assert!(events.recv_timeout(Duration::from_millis(200)).is_err(), "and no more");
            heard
        };

        let mut checks = RunningChecks::new(config, certificates, log);
        checks.poll(&mut registry);
        assert_eq!(heard(0), [""; 0], "everything was looked at at the start");
        checks.next = Instant::now();
        checks.poll(&mut registry);
        checks.poll(&mut registry);
        assert_eq!(heard(2), ["certificate_expired", "ca_expired"]);
    }
}
