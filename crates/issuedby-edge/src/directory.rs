//! The domains that are served and the accounts behind them, as the registry was last heard to say.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use issuedby::{CaSet, Verifier};
use issuedby_registry::{AccountName, DomainName, Generation};
use issuedby_rustls::CurrentVerifier;
use issuedby_rustls::danger::RecordingVerifier;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::sync::{oneshot, watch};

use crate::certificates::ServerCertificates;
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
    tls: ArcSwap<ServerConfig>,
    /// The registry's generation of what the account has now, and what its clients resume sessions with.
    held: Mutex<(Generation, Resumption)>,
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
        let resumption = Resumption::new()?;
        let tls = parts.configuration(&cas, &resumption)?;
        Ok(Self {
            name,
            current: CurrentVerifier::new(parts.verifier(cas)),
            tls: ArcSwap::from_pointee(tls),
            held: Mutex::new((generation, resumption)),
        })
    }

    /// Takes the CAs that the account has now. Sessions go on, in the same incarnation of the registry: who resumes one
    /// is evaluated by the new CAs.
    pub(crate) fn update(
        &self,
        generation: Generation,
        cas: CaSet,
        parts: &TlsParts,
    ) -> Result<(), rustls::Error> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, resumption) = &*held;
        let resumption = match before.incarnation() == generation.incarnation() {
            true => Ok(resumption.clone()),
            false => Resumption::new(),
        };
        let made =
            resumption.and_then(|resumption| Ok((parts.configuration(&cas, &resumption)?, resumption)));
        // The CAs first: what a client is asked for must never delay who is let in.
        self.current.replace(parts.verifier(cas));
        let (tls, resumption) = made?;
        self.tls.store(Arc::new(tls));
        *held = (generation, resumption);
        Ok(())
    }

    /// The registry's generation of what it has now.
    pub(crate) fn generation(&self) -> Generation {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    pub(crate) fn tls(&self) -> Arc<ServerConfig> {
        self.tls.load_full()
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

    /// Early data and renegotiation are off: rustls has no renegotiation, and takes early data only if told to.
    fn configuration(&self, cas: &CaSet, resumption: &Resumption) -> Result<ServerConfig, rustls::Error> {
        let verifier = RecordingVerifier::new(&self.provider);
        let verifier = match self.hints {
            CaHints::Omit => verifier,
            CaHints::Send => verifier.with_hints(cas),
        };
        let certificates: Arc<dyn ResolvesServerCert> = self.certificates.clone();
        let mut config = ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(Arc::new(verifier))
            .with_cert_resolver(certificates);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config.ticketer = Arc::clone(&resumption.tickets);
        config.session_storage = Arc::clone(&resumption.sessions);
        Ok(config)
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
        Ok(ServerConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(NoCertificate)))
    }
}

/// The domains that somebody has asked for, and the way to ask for others.
pub(crate) struct Directory {
    sites: RwLock<HashMap<DomainName, Arc<Site>>>,
    asks: SyncSender<Ask>,
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
    /// To read everything again.
    Reload,
    /// To end.
    Stop,
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
        // A full queue is read soon, and the poll that comes anyway does nearly the same.
        let _ = self.asks.try_send(Ask::Reload);
    }

    pub(crate) fn stop(&self) {
        let _ = self.asks.try_send(Ask::Stop);
    }
}

/// What the thread that holds the registry does.
impl Directory {
    pub(crate) fn confirm(&self, at: Instant) {
        let passed = at.saturating_duration_since(self.start).as_millis();
        self.confirmed.store(u64::try_from(passed).unwrap_or(u64::MAX), Ordering::Release);
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
