//! The domains that are served and the accounts behind them, as the registry was last heard to say.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use issuedby::{CaSet, Verifier};
use issuedby_registry::{AccountName, DomainName, Generation};
use issuedby_rustls::CurrentVerifier;
use issuedby_rustls::danger::{ConnectionVerifier, RecordingVerifier};
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::sync::{oneshot, watch};

use crate::certificates::ServerCertificates;
use crate::clock::HandshakeClock;
use crate::config::CaHints;
use crate::tickets::Resumption;

/// A domain that is active, and the account that it serves.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) domain: DomainName,
    pub(crate) account: Arc<Account>,
}

/// What connections with one account share, and with no other: its CAs, its ticket keys, its sessions.
pub(crate) struct Account {
    pub(crate) name: AccountName,
    pub(crate) current: CurrentVerifier,
    tls: ArcSwap<AccountTls>,
    /// The registry's generation of what the account has now, and what its clients resume sessions with.
    held: Mutex<(Generation, Resumption)>,
}

/// What the TLS configuration of each connection with an account is made of.
struct AccountTls {
    parts: TlsParts,
    verifier: Arc<RecordingVerifier>,
    resumption: Resumption,
}

/// What the TLS configurations of all accounts have in common.
#[derive(Clone, Debug)]
pub(crate) struct TlsParts {
    pub(crate) provider: Arc<CryptoProvider>,
    pub(crate) certificates: Arc<ServerCertificates>,
    pub(crate) hints: CaHints,
    /// Whether serial numbers that RFC 5280 section 4.1.2.2 forbids CAs are accepted.
    pub(crate) allow_unusual_serial: bool,
}

impl Account {
    pub(crate) fn new(
        name: AccountName,
        generation: Generation,
        cas: CaSet,
        parts: &TlsParts,
    ) -> Result<Self, rustls::Error> {
        let resumption = Resumption::new();
        let tls = parts.for_account(&cas, resumption.clone());
        // What is wrong with the configuration of every connection is wrong with the account.
        tls.for_connection()?;
        Ok(Self {
            name,
            current: CurrentVerifier::new(parts.verifier(cas)),
            tls: ArcSwap::from_pointee(tls),
            held: Mutex::new((generation, resumption)),
        })
    }

    /// Takes the CAs that the account has now. Sessions go on, in the same incarnation of the registry: who resumes one
    /// is evaluated by the new CAs.
    pub(crate) fn update(&self, generation: Generation, cas: CaSet, parts: &TlsParts) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, resumption) = &*held;
        let resumption = match before.incarnation() == generation.incarnation() {
            true => resumption.clone(),
            false => Resumption::new(),
        };
        let tls = parts.for_account(&cas, resumption.clone());
        // The CAs first: what a client is asked for must never delay who is let in.
        self.current.replace(parts.verifier(cas));
        self.tls.store(Arc::new(tls));
        *held = (generation, resumption);
    }

    /// The registry's generation of what it has now.
    pub(crate) fn generation(&self) -> Generation {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// The TLS configuration of one connection, and the verifier in it, which knows what the client presents.
    ///
    /// # Errors
    ///
    /// None that was not found when the account was made.
    pub(crate) fn tls(&self) -> Result<(Arc<ServerConfig>, Arc<ConnectionVerifier>), rustls::Error> {
        self.tls.load().for_connection()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("name", &self.name).finish_non_exhaustive()
    }
}

impl TlsParts {
    /// The verifier of an account with these CAs.
    fn verifier(&self, cas: CaSet) -> Verifier {
        Verifier::new(cas).allow_unusual_serial(self.allow_unusual_serial)
    }

    fn for_account(&self, cas: &CaSet, resumption: Resumption) -> AccountTls {
        let verifier = RecordingVerifier::new(&self.provider);
        let verifier = match self.hints {
            CaHints::Omit => verifier,
            CaHints::Send => verifier.with_hints(cas),
        };
        AccountTls { parts: self.clone(), verifier: Arc::new(verifier), resumption }
    }

    /// For names that are not served: it has no certificate, and ends in an alert.
    pub(crate) fn nobody(&self) -> Result<ServerConfig, rustls::Error> {
        #[derive(Debug)]
        struct NoCertificate;
        impl ResolvesServerCert for NoCertificate {
            fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
                None
            }
        }
        Ok(ServerConfig::builder_with_details(Arc::clone(&self.provider), Arc::new(HandshakeClock))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(NoCertificate)))
    }
}

impl AccountTls {
    /// A configuration for one connection: rustls tells nobody what a client presented whose handshake fails, but its
    /// verifier. It is made of what all have in common, in a few microseconds.
    ///
    /// Early data and renegotiation are off: rustls has no renegotiation, and takes early data only if told to.
    fn for_connection(&self) -> Result<(Arc<ServerConfig>, Arc<ConnectionVerifier>), rustls::Error> {
        let verifier = Arc::new(ConnectionVerifier::new(Arc::clone(&self.verifier)));
        let certificates: Arc<dyn ResolvesServerCert> = self.parts.certificates.clone();
        let provider = Arc::clone(&self.parts.provider);
        let mut config = ServerConfig::builder_with_details(provider, Arc::new(HandshakeClock))
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(verifier.clone())
            .with_cert_resolver(certificates);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config.ticketer = self.resumption.tickets.clone();
        config.session_storage = Arc::clone(&self.resumption.sessions);
        Ok((Arc::new(config), verifier))
    }
}

/// The domains that somebody has asked for, and the way to ask for others.
pub(crate) struct Directory {
    sites: RwLock<HashMap<DomainName, Arc<Site>>>,
    asks: SyncSender<Ask>,
    is_to_reload: AtomicBool,
    is_to_stop: AtomicBool,
    changes: watch::Sender<u64>,
    start: Instant,
    /// Milliseconds from the start to when the registry was last heard of.
    confirmed: AtomicU64,
    max_stale: Duration,
}

/// What the thread that holds the registry is asked.
pub(crate) enum Ask {
    /// The site of a domain that is not in the directory.
    Site(DomainName, oneshot::Sender<Option<Arc<Site>>>),
    /// To look whether it is to stop or to read everything again. Where the queue is full, it looks soon anyway.
    Wake,
    /// To die, as a defect would let it.
    #[cfg(test)]
    Panic,
}

impl Directory {
    /// How long the CAs hold without being confirmed.
    pub(crate) fn max_stale(&self) -> Duration {
        self.max_stale
    }

    pub(crate) fn new(asks: SyncSender<Ask>, max_stale: Duration) -> Self {
        Self {
            sites: RwLock::default(),
            asks,
            is_to_reload: AtomicBool::new(false),
            is_to_stop: AtomicBool::new(false),
            changes: watch::Sender::new(0),
            start: Instant::now(),
            confirmed: AtomicU64::new(0),
            max_stale,
        }
    }

    /// The site of a domain that somebody has asked for before.
    pub(crate) fn known(&self, domain: &DomainName) -> Option<Arc<Site>> {
        self.sites.read().unwrap_or_else(PoisonError::into_inner).get(domain).map(Arc::clone)
    }

    /// The site of a domain, if it is active. Where the registry cannot be asked, there is none: nothing unknown is
    /// ever served.
    pub(crate) async fn site(&self, domain: &DomainName) -> Option<Arc<Site>> {
        if let Some(site) = self.known(domain) {
            return Some(site);
        }
        let (answer, answered) = oneshot::channel();
        self.asks.try_send(Ask::Site(domain.clone(), answer)).ok()?;
        answered.await.ok().flatten()
    }

    /// Whether the registry was not heard of for too long.
    pub(crate) fn is_stale(&self) -> bool {
        self.age() > self.max_stale
    }

    /// How long ago the registry was last heard of.
    pub(crate) fn age(&self) -> Duration {
        self.start.elapsed().saturating_sub(Duration::from_millis(self.confirmed.load(Ordering::Acquire)))
    }

    /// Tells whenever something has changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    pub(crate) fn reload(&self) {
        self.is_to_reload.store(true, Ordering::Release);
        let _ = self.asks.try_send(Ask::Wake);
    }

    pub(crate) fn stop(&self) {
        self.is_to_stop.store(true, Ordering::Release);
        let _ = self.asks.try_send(Ask::Wake);
    }
}

#[cfg(test)]
impl Directory {
    pub(crate) fn let_watcher_panic(&self) {
        self.asks.try_send(Ask::Panic).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// What the thread that holds the registry does.
impl Directory {
    pub(crate) fn confirm(&self, at: Instant) {
        let passed = at.saturating_duration_since(self.start).as_millis();
        self.confirmed.store(u64::try_from(passed).unwrap_or(u64::MAX), Ordering::Release);
    }

    /// Whether everything is to be read again: once for each time that it was asked for.
    pub(crate) fn takes_reload(&self) -> bool {
        self.is_to_reload.swap(false, Ordering::AcqRel)
    }

    pub(crate) fn is_to_stop(&self) -> bool {
        self.is_to_stop.load(Ordering::Acquire)
    }

    pub(crate) fn announce(&self) {
        self.changes.send_modify(|number| *number = number.wrapping_add(1));
    }

    pub(crate) fn sites(&self) -> Vec<Arc<Site>> {
        self.sites.read().unwrap_or_else(PoisonError::into_inner).values().map(Arc::clone).collect()
    }

    /// Shows a site, and says whether its domain served another account before.
    pub(crate) fn insert(&self, site: &Arc<Site>) -> bool {
        let mut sites = self.sites.write().unwrap_or_else(PoisonError::into_inner);
        let before = sites.insert(site.domain.clone(), Arc::clone(site));
        before.is_some_and(|before| !Arc::ptr_eq(&before.account, &site.account))
    }

    pub(crate) fn remove(&self, domain: &DomainName) {
        self.sites.write().unwrap_or_else(PoisonError::into_inner).remove(domain);
    }
}

impl fmt::Debug for Directory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Directory").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[test]
    fn a_full_queue_of_lookups_loses_neither_a_reload_nor_a_stop() {
        let (asks, waiting) = sync_channel(1);
        let directory = Directory::new(asks, Duration::MAX);
        let (answer, _answered) = oneshot::channel();
        let domain = DomainName::parse("a.example").unwrap();
        assert!(directory.asks.try_send(Ask::Site(domain, answer)).is_ok());
        assert!(!directory.takes_reload() && !directory.is_to_stop());
        directory.reload();
        directory.stop();
        assert!(directory.takes_reload() && directory.is_to_stop());
        assert!(!directory.takes_reload(), "once");
        assert_eq!(waiting.try_iter().count(), 1);
    }
}
