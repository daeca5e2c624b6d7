//! The thread that holds the registry: it answers for domains that nobody has asked for yet, and looks for changes.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::Instant;

use issuedby::provider::default_provider;
use issuedby_registry::{
    AccountName, DomainName, Generation, Poll, Registry, RegistryError, Snapshot, SqliteRegistry,
};

use crate::ca_change::CaChange;
use crate::check::RunningChecks;
use crate::clock;
use crate::directory::{Account, Ask, Directory, Site, TlsParts};
use crate::limits::{MAX_NAMED_ACCOUNTS, POLL_INTERVAL};
use crate::log::Log;
use crate::metrics::{Metrics, ReloadLabels};
use crate::routes::{Change, Routes};

/// The registry, and all that follows its changes.
pub(crate) struct Watcher {
    registry: SqliteRegistry,
    directory: Arc<Directory>,
    routes: Arc<Routes>,
    parts: TlsParts,
    metrics: Arc<Metrics>,
    log: Arc<Log>,
    checks: RunningChecks,
    /// Accounts live as long as one of their domains is in the directory, or a connection is open.
    accounts: HashMap<AccountName, Weak<Account>>,
    /// The generation that the directory shows; none where all of it is to be read again.
    seen: Option<Generation>,
    /// The last generation that was followed, to say so where another does not come from it by changes.
    last: Option<Generation>,
    /// When all that is served was last read, whatever the generations said.
    read_whole_at: Instant,
    was_up: bool,
    was_stale: bool,
    was_in_range: bool,
    /// Whether the default upstream was ambiguous when the accounts were last read: reported once for each time it becomes so.
    was_ambiguous: bool,
}

/// Binds the upstreams of domains to the accounts that the registry has for them.
pub(crate) fn bind_owners(routes: &Routes, registry: &mut SqliteRegistry) -> Result<(), RegistryError> {
    routes.bind_owners(|domain| Ok(registry.snapshot(domain)?.map(|snapshot| snapshot.account().clone())))
}

/// As many names of accounts as messages have, and one more where there are more.
///
/// # Errors
///
/// [`RegistryError::Storage`].
pub(crate) fn read_accounts(registry: &mut SqliteRegistry) -> Result<Vec<AccountName>, RegistryError> {
    registry.accounts_with_domains(u32::try_from(MAX_NAMED_ACCOUNTS).unwrap_or(u32::MAX).saturating_add(1))
}

const CLOCK_OUT_OF_RANGE: &str = "the clock of the machine shows a time before 1970 or after 9999: nobody is verified \
                                  (`invalid_check_time`); set the clock";

impl Watcher {
    pub(crate) fn new(
        registry: SqliteRegistry,
        directory: Arc<Directory>,
        routes: Arc<Routes>,
        parts: TlsParts,
        metrics: Arc<Metrics>,
        log: Arc<Log>,
        checks: RunningChecks,
    ) -> Self {
        Self {
            registry,
            directory,
            routes,
            parts,
            metrics,
            log,
            checks,
            accounts: HashMap::new(),
            seen: None,
            last: None,
            read_whole_at: Instant::now(),
            was_up: true,
            was_stale: false,
            // At the start a finding says where it is not.
            was_in_range: clock::is_in_range(),
            was_ambiguous: false,
        }
    }

    /// Works until it is told to stop.
    pub(crate) fn run(mut self, asks: &Receiver<Ask>) {
        self.look_at_clock();
        self.poll();
        let mut next = Instant::now() + POLL_INTERVAL;
        let mut is_reloading = false;
        loop {
            match asks.recv_timeout(next.saturating_duration_since(Instant::now())) {
                Ok(Ask::Site(domain, answer)) => {
                    let site = self.look_up(&domain);
                    // Whoever asked may have gone.
                    let _ = answer.send(site);
                }
                Ok(Ask::Wake) | Err(RecvTimeoutError::Timeout) => {}
                #[cfg(test)]
                Ok(Ask::Panic) => std::panic::resume_unwind(Box::new("a defect")),
                Err(RecvTimeoutError::Disconnected) => return,
            }
            if self.directory.is_to_stop() {
                return;
            }
            if self.directory.takes_reload() {
                is_reloading = true;
                self.checks.warn_of_changed_configuration();
                self.reload_certificates();
                // First: the default upstream may pass only to an account of the file that is at the path now.
                self.registry.forget();
                self.was_ambiguous = false;
                if let Err(error) = self.follow_accounts(Change::Allowed) {
                    self.log.error("reload_failed", &format!("the accounts could not be read: {error}"));
                }
                self.seen = None;
                next = Instant::now();
            }
            if Instant::now() >= next {
                self.log.log_suppressed();
                self.look_at_clock();
                let is_followed = self.poll();
                if std::mem::take(&mut is_reloading) {
                    self.rebind_owners(is_followed);
                }
                if self.parts.certificates.have_changed() {
                    self.reload_certificates();
                }
                self.checks.poll(&mut self.registry);
                next = Instant::now() + POLL_INTERVAL;
            }
        }
    }

    /// Says when the clock shows a time that no verdict accepts, and when it is right again.
    fn look_at_clock(&mut self) {
        let is_in_range = clock::is_in_range();
        match (self.was_in_range, is_in_range) {
            (true, false) => self.log.error("clock_out_of_range", CLOCK_OUT_OF_RANGE),
            (false, true) => {
                self.log.info("clock_back", "the clock of the machine shows a time from 1970 to 9999 again")
            }
            _ => {}
        }
        self.was_in_range = is_in_range;
    }

    /// Gives the upstreams of domains to the accounts that have them now, as the operator asked.
    ///
    /// Only where the registry was followed: the directory has nothing left of the accounts before, and what cannot be
    /// read must not free an upstream for whoever comes next.
    fn rebind_owners(&mut self, is_followed: bool) {
        let bound = match is_followed {
            true => bind_owners(&self.routes, &mut self.registry).map_err(|error| error.to_string()),
            false => Err("the CA registry could not be read".to_owned()),
        };
        if let Err(error) = bound {
            let message =
                format!("{error}; upstreams stay with their accounts: reload the edge again (SIGHUP)");
            self.log.error("reload_failed", &message);
        }
    }

    /// Looks for changes, and says so where the registry is lost or found. Whether it was read.
    fn poll(&mut self) -> bool {
        let at = Instant::now();
        let followed = self.follow();
        let is_followed = followed.is_ok();
        match followed {
            Ok(()) => {
                self.directory.confirm(at);
                if !self.was_up {
                    self.log.info("registry_back", "the CA registry answers again");
                }
                self.was_up = true;
            }
            Err(error) => {
                if self.was_up {
                    let message = format!("the CA registry is lost, the last CAs go on: {error}");
                    self.log.error("registry_lost", &message);
                }
                self.was_up = false;
            }
        }
        self.metrics.registry_up.set(i64::from(self.was_up));
        let stale = self.directory.is_stale();
        if stale != self.was_stale {
            if stale {
                self.log.error(
                    "ca_set_stale",
                    "the CAs were not confirmed for too long: nobody is verified any more",
                );
            }
            self.was_stale = stale;
            self.directory.announce();
        }
        is_followed
    }

    fn follow(&mut self) -> Result<(), RegistryError> {
        let started = Instant::now();
        let Poll { generation, is_overwritten } = self.registry.poll()?;
        if self.last.is_some_and(|last| !generation.follows(last)) {
            let message = "the CA registry was restored or replaced: everything in it is read again; upstreams stay with the \
                           accounts that they served until a reload (SIGHUP)";
            self.log.warning("registry_replaced", message);
            self.last = None;
            // Its accounts are others: the operator hears of them again.
            self.was_ambiguous = false;
        }
        // What another program wrote beside a change of the registry shows in no generation.
        let is_old = self.read_whole_at.elapsed() > self.directory.max_stale();
        if is_overwritten || is_old || self.last.is_none() {
            self.seen = None;
        }
        if self.seen == Some(generation) {
            return Ok(());
        }
        self.follow_accounts(Change::Refused)?;
        for site in self.directory.sites() {
            let now = self.registry.generation_at(&site.domain)?;
            if self.seen.is_some() && now == Some(site.account.generation()) {
                continue;
            }
            match self.registry.snapshot(&site.domain)? {
                Some(snapshot) => {
                    self.take(snapshot);
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

    /// Tells the default upstream which accounts there are now, and the operator where it cannot serve all of them.
    fn follow_accounts(&mut self, change: Change) -> Result<(), RegistryError> {
        if !self.routes.depend_on_accounts() {
            return Ok(());
        }
        let accounts = read_accounts(&mut self.registry)?;
        let ambiguous = self.routes.take_accounts(&accounts, change).err();
        if let Some(ambiguous) = ambiguous.as_ref().filter(|_| !self.was_ambiguous) {
            self.log.warning("default_upstream_ambiguous", &ambiguous.event());
        }
        self.was_ambiguous = ambiguous.is_some();
        Ok(())
    }

    fn look_up(&mut self, domain: &DomainName) -> Option<Arc<Site>> {
        if let Some(site) = self.directory.known(domain) {
            return Some(site);
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
                self.checks.domain_that_is_not_active(&mut self.registry, domain);
                None
            }
            Err(error) => {
                self.log.limited("error", ("lookup_failed", 0), || {
                    format!("the domain `{domain}` could not be looked up: {error}")
                });
                None
            }
        }
    }

    /// Takes a domain out of the directory, and ends what is under way there.
    fn remove(&self, domain: &DomainName) {
        self.directory.remove(domain);
        self.directory.announce();
    }

    /// Shows a snapshot in the directory.
    ///
    /// What is new of an account is announced at once, also where it was found because somebody asked for another of
    /// its domains: the next poll sees no difference any more.
    fn take(&mut self, snapshot: Snapshot) -> Option<Arc<Site>> {
        let (domain, generation) = (snapshot.domain().name.clone(), snapshot.generation());
        let name = snapshot.account().clone();
        let known = self.accounts.get(&name).and_then(Weak::upgrade);
        let is_known = known.is_some();
        let (account, has_changed) = match known {
            Some(account) if account.generation() == generation && self.seen.is_some() => (account, false),
            known => match self.account(known, name.clone(), generation, snapshot) {
                Ok(account) => (account, is_known),
                Err(message) => {
                    // The registry is asked again when a client asks, and nobody is verified by what it had.
                    self.log.limited("error", ("account_failed", 0), || {
                        format!("the account `{name}` could not be taken: {message}")
                    });
                    self.remove(&domain);
                    return None;
                }
            },
        };
        self.accounts.insert(name, Arc::downgrade(&account));
        let site = Arc::new(Site { domain, account });
        let moved = self.directory.insert(&site);
        if has_changed || moved {
            self.directory.announce();
        }
        Some(site)
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
            self.log.warning("ca_left_out", &message);
        }
        let Some(account) = known else {
            let made = Account::new(name, generation, cas, &self.parts);
            return made.map(Arc::new).map_err(|error| error.to_string());
        };
        let change = CaChange::of(account.current.verifier().cas(), &cas);
        account.update(generation, cas, &self.parts);
        if let Some(change) = change {
            change.log(&self.log, &name);
        }
        Ok(account)
    }

    fn reload_certificates(&self) {
        let result = match self.parts.certificates.reload() {
            Ok(()) => {
                self.log.info("certificates_reloaded", "the server certificates were read again");
                self.checks.server_certificates();
                "done"
            }
            Err(error) => {
                let message = format!("the server certificates stay as they were: {error}");
                self.log.error("certificates_refused", &message);
                "refused"
            }
        };
        self.metrics.reloads.get_or_create(&ReloadLabels { result }).inc();
    }
}
