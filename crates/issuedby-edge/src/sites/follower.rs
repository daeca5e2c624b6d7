//! The follower of the registry: one thread looks domains up, and follows every change within a poll interval.

use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::Instant;

use issuedby::provider::default_provider;
use issuedby_registry::{AccountName, DomainName, Generation, Poll, Registry, RegistryError, Snapshot};

use crate::check::RunningChecks;
use crate::clock;
use crate::context::Context;
use crate::limits::POLL_INTERVAL;
use crate::observe::events;
use crate::observe::log::Log;
use crate::observe::metrics::{Metrics, ReloadLabels};
use crate::sites::account::{Account, Site};
use crate::sites::binding::{bind_owners, read_accounts};
use crate::sites::ca_change_event::CaChange;
use crate::sites::not_served::NotServed;
use crate::sites::routes::{Change, Routes};
use crate::sites::table::{LookupRequest, SiteTable};
use crate::tls::account_config::TlsContext;

/// The registry, and everything that follows its changes.
pub(crate) struct Follower {
    registry: Box<dyn Registry>,
    sites: Arc<SiteTable>,
    routes: Arc<Routes>,
    tls: TlsContext,
    metrics: Arc<Metrics>,
    log: Arc<Log>,
    checks: RunningChecks,
    /// Accounts live as long as one of their domains is in the table, or a connection is open.
    accounts: HashMap<AccountName, Weak<Account>>,
    /// The generation that the table shows; `None` where all of it must be read again.
    seen: Option<Generation>,
    /// The last generation that was followed: a generation that does not come from it by changes is logged.
    last: Option<Generation>,
    /// The time at which all sites were last read, whatever the generations were.
    read_whole_at: Instant,
    was_up: bool,
    was_stale: bool,
    was_in_range: bool,
    /// The default upstream was ambiguous when the accounts were last read. It is reported once each time it becomes so.
    was_ambiguous: bool,
}

const CLOCK_OUT_OF_RANGE: &str = "the clock of the machine shows a time before 1970 or after 9999: no client is verified \
                                  (`invalid_check_time`); set the clock";

impl Follower {
    pub(crate) fn new(
        registry: Box<dyn Registry>,
        context: &Context,
        routes: Arc<Routes>,
        tls: TlsContext,
        checks: RunningChecks,
    ) -> Self {
        Self {
            registry,
            sites: Arc::clone(&context.sites),
            routes,
            tls,
            metrics: Arc::clone(&context.metrics),
            log: Arc::clone(&context.log),
            checks,
            accounts: HashMap::new(),
            seen: None,
            last: None,
            read_whole_at: Instant::now(),
            was_up: true,
            was_stale: false,
            // A finding reports at the start where it is not.
            was_in_range: clock::is_in_range(),
            was_ambiguous: false,
        }
    }

    /// Follows the registry until a stop is requested.
    pub(crate) fn run(mut self, lookups: &Receiver<LookupRequest>) {
        self.check_clock();
        self.poll();
        let mut next = Instant::now() + POLL_INTERVAL;
        let mut is_reloading = false;
        loop {
            if self.serve_lookup(lookups, next).is_break() || self.sites.is_stop_requested() {
                return;
            }
            if self.sites.take_reload_request() {
                is_reloading = true;
                self.begin_reload();
                next = Instant::now();
            }
            if Instant::now() >= next {
                self.look(std::mem::take(&mut is_reloading));
                next = Instant::now() + POLL_INTERVAL;
            }
        }
    }

    /// Serves one lookup, or waits until `next`. Breaks where no more can come.
    fn serve_lookup(&mut self, lookups: &Receiver<LookupRequest>, next: Instant) -> ControlFlow<()> {
        match lookups.recv_timeout(next.saturating_duration_since(Instant::now())) {
            Ok(LookupRequest::Site(domain, response)) => {
                let site = self.look_up(&domain);
                // The connection that asked may have ended.
                let _ = response.send(site);
            }
            Ok(LookupRequest::Wake) | Err(RecvTimeoutError::Timeout) => {}
            #[cfg(test)]
            Ok(LookupRequest::Panic) => std::panic::resume_unwind(Box::new("a defect")),
            Err(RecvTimeoutError::Disconnected) => return ControlFlow::Break(()),
        }
        ControlFlow::Continue(())
    }

    /// Reads certificates and accounts again, and lets the next poll read everything else.
    fn begin_reload(&mut self) {
        self.checks.warn_of_changed_configuration();
        self.reload_certificates();
        // First: the default upstream may pass only to an account of the registry as it is now.
        self.registry.forget();
        self.was_ambiguous = false;
        if let Err(error) = self.follow_accounts(Change::Allowed) {
            self.log.error(events::RELOAD_FAILED, &format!("the accounts could not be read: {error}"));
        }
        self.seen = None;
    }

    /// Looks at everything that may have changed since the last poll.
    fn look(&mut self, is_reloading: bool) {
        self.log.log_suppressed();
        self.check_clock();
        let is_followed = self.poll();
        if is_reloading {
            self.rebind_owners(is_followed);
        }
        if self.tls.certificates.have_changed() {
            self.reload_certificates();
        }
        self.checks.poll(self.registry.as_mut());
    }

    /// Logs when the clock leaves the range that verdicts accept, and when it comes back.
    fn check_clock(&mut self) {
        let is_in_range = clock::is_in_range();
        match (self.was_in_range, is_in_range) {
            (true, false) => self.log.error(events::CLOCK_OUT_OF_RANGE, CLOCK_OUT_OF_RANGE),
            (false, true) => self
                .log
                .info(events::CLOCK_BACK, "the clock of the machine shows a time from 1970 to 9999 again"),
            _ => {}
        }
        self.was_in_range = is_in_range;
    }

    /// Binds the upstreams of domains to the accounts that have them now, as the operator requested.
    ///
    /// It does so only where the registry was followed: then nothing of the accounts before is left in the table. A registry
    /// that cannot be read must not free an upstream for the next account.
    fn rebind_owners(&mut self, is_followed: bool) {
        let bound = match is_followed {
            true => bind_owners(&self.routes, self.registry.as_mut()).map_err(|error| error.to_string()),
            false => Err("the CA registry could not be read".to_owned()),
        };
        if let Err(error) = bound {
            let message =
                format!("{error}; upstreams stay with their accounts: reload the edge again (SIGHUP)");
            self.log.error(events::RELOAD_FAILED, &message);
        }
    }

    /// Follows the registry, and logs where it is lost or found. Returns true where it was read.
    fn poll(&mut self) -> bool {
        let at = Instant::now();
        let followed = self.follow();
        let is_followed = followed.is_ok();
        match followed {
            Ok(()) => {
                self.sites.confirm(at);
                if !self.was_up {
                    self.log.info(events::REGISTRY_BACK, "the CA registry can be read again");
                }
                self.was_up = true;
            }
            Err(error) => {
                if self.was_up {
                    let message = format!("the CA registry is lost, the last CAs go on: {error}");
                    self.log.error(events::REGISTRY_LOST, &message);
                }
                self.was_up = false;
            }
        }
        self.metrics.registry_up.set(i64::from(self.was_up));
        let stale = self.sites.is_stale();
        if stale != self.was_stale {
            if stale {
                self.log.error(
                    events::CA_SET_STALE,
                    "the CAs were not confirmed for too long: no client is verified any more",
                );
            }
            self.was_stale = stale;
            self.sites.announce();
        }
        is_followed
    }

    fn follow(&mut self) -> Result<(), RegistryError> {
        let started = Instant::now();
        let Poll { generation, is_overwritten } = self.registry.poll()?;
        if self.last.is_some_and(|last| !generation.follows(last)) {
            let message = "the CA registry was restored or replaced: everything in it is read again; upstreams stay with the \
                           accounts that they served until a reload (SIGHUP)";
            self.log.warning(events::REGISTRY_REPLACED, message);
            self.last = None;
            // Its accounts are others: an ambiguity is reported again.
            self.was_ambiguous = false;
        }
        // A program that writes over the file need not change the generation.
        let is_old = self.read_whole_at.elapsed() > self.sites.max_stale();
        if is_overwritten || is_old || self.last.is_none() {
            self.seen = None;
        }
        if self.seen == Some(generation) {
            return Ok(());
        }
        self.follow_accounts(Change::Refused)?;
        for site in self.sites.sites() {
            let now = self.registry.generation_at(&site.domain)?;
            if self.seen.is_some() && now == Some(site.account.generation()) {
                continue;
            }
            match self.registry.snapshot(&site.domain)? {
                Some(snapshot) => {
                    // The event `account_failed` says why it is not served.
                    let _ = self.take(snapshot);
                }
                None => self.remove(&site.domain),
            }
        }
        self.accounts.retain(|_, account| account.strong_count() > 0);
        if self.seen.is_none() {
            self.read_whole_at = started;
        }
        (self.seen, self.last) = (Some(generation), Some(generation));
        Ok(())
    }

    /// Binds the default upstream to the accounts that exist now, and warns where it cannot serve all of them.
    fn follow_accounts(&mut self, change: Change) -> Result<(), RegistryError> {
        if !self.routes.depend_on_accounts() {
            return Ok(());
        }
        let accounts = read_accounts(self.registry.as_mut())?;
        let ambiguous = self.routes.take_accounts(&accounts, change).err();
        if let Some(ambiguous) = ambiguous.as_ref().filter(|_| !self.was_ambiguous) {
            self.log.warning(events::DEFAULT_UPSTREAM_AMBIGUOUS, &ambiguous.event());
        }
        self.was_ambiguous = ambiguous.is_some();
        Ok(())
    }

    fn look_up(&mut self, domain: &DomainName) -> Result<Arc<Site>, NotServed> {
        if let Some(site) = self.sites.known(domain) {
            return Ok(site);
        }
        // The first account may be so new that no poll has seen it.
        let accounts = match self.routes.wait_for_account() {
            true => self.follow_accounts(Change::Refused),
            false => Ok(()),
        };
        let snapshot = accounts.and_then(|()| self.registry.snapshot(domain));
        match snapshot {
            Ok(Some(snapshot)) => self.take(snapshot),
            Ok(None) => {
                let why = self.checks.domain_that_is_not_active(self.registry.as_mut(), domain);
                if let NotServed::LookupFailed(error) = &why {
                    self.log_failed_lookup(domain, error);
                }
                Err(why)
            }
            Err(error) => {
                self.log_failed_lookup(domain, &error);
                Err(NotServed::LookupFailed(error.to_string()))
            }
        }
    }

    fn log_failed_lookup(&self, domain: &DomainName, error: &dyn fmt::Display) {
        self.log.limited("error", (events::LOOKUP_FAILED, 0), || {
            format!("the domain `{domain}` could not be looked up: {error}")
        });
    }

    /// Removes a domain from the table: deletion ends its streams.
    fn remove(&self, domain: &DomainName) {
        self.sites.remove(domain);
        self.sites.announce();
    }

    /// Inserts a snapshot into the table.
    ///
    /// A change of an account is announced at once, also where the lookup of another of its domains found it: the next poll
    /// sees no difference any more.
    fn take(&mut self, snapshot: Snapshot) -> Result<Arc<Site>, NotServed> {
        let (domain, generation) = (snapshot.domain().name.clone(), snapshot.generation());
        let name = snapshot.account().clone();
        let known = self.accounts.get(&name).and_then(Weak::upgrade);
        let is_known = known.is_some();
        let (account, has_changed) = match known {
            Some(account) if account.generation() == generation && self.seen.is_some() => (account, false),
            known => match self.account(known, name.clone(), generation, snapshot) {
                Ok(account) => (account, is_known),
                Err(message) => {
                    // No client is verified with the CAs of before. The next request reads the registry again.
                    self.log.limited("error", (events::ACCOUNT_FAILED, 0), || {
                        format!("the account `{name}` could not be taken: {message}")
                    });
                    self.remove(&domain);
                    let why = format!("its account `{name}` cannot be used: {message}");
                    return Err(NotServed::LookupFailed(why));
                }
            },
        };
        self.accounts.insert(name, Arc::downgrade(&account));
        let site = Arc::new(Site { domain, account });
        let moved = self.sites.insert(&site);
        if has_changed || moved {
            self.sites.announce();
        }
        Ok(site)
    }

    fn account(
        &self,
        known: Option<Arc<Account>>,
        name: AccountName,
        generation: Generation,
        snapshot: Snapshot,
    ) -> Result<Arc<Account>, String> {
        if known.as_ref().is_some_and(|known| known.generation() != generation) {
            self.checks.cas(&name, snapshot.cas());
        }
        let provider = Arc::new(default_provider());
        let (cas, left_out) = snapshot.into_ca_set(provider).map_err(|error| error.to_string())?;
        for ca in left_out {
            let message = format!("the CA `{}` of the account `{name}` is left out: {}", ca.id, ca.error);
            self.log.warning(events::CA_LEFT_OUT, &message);
        }
        let Some(account) = known else {
            let made = Account::new(name, generation, cas, &self.tls);
            return made.map(Arc::new).map_err(|error| error.to_string());
        };
        let change = CaChange::of(account.current.verifier().cas(), &cas);
        account.update(generation, cas, &self.tls);
        if let Some(change) = change {
            change.log(&self.log, &name);
        }
        Ok(account)
    }

    fn reload_certificates(&self) {
        let result = match self.tls.certificates.reload() {
            Ok(()) => {
                self.log.info(events::CERTIFICATES_RELOADED, "the server certificates were read again");
                self.checks.server_certificates();
                "done"
            }
            Err(error) => {
                let message = format!("the server certificates stay as they were: {error}");
                self.log.error(events::CERTIFICATES_REFUSED, &message);
                "refused"
            }
        };
        self.metrics.reloads.get_or_create(&ReloadLabels { result }).inc();
    }
}
