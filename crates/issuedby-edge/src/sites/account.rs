//! An account and its sites, as the registry last showed them.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use issuedby::CaSet;
use issuedby_registry::{AccountName, DomainName, Generation};
use issuedby_rustls::CurrentVerifier;
use issuedby_rustls::danger::ConnectionVerifier;
use rustls::ServerConfig;

use crate::client::refused_certificates::RefusedCertificates;
use crate::tls::account_config::{AccountConfig, TlsContext};
use crate::tls::account_tickets::AccountTickets;
use crate::tls::missing_certificate::MissingCertificates;

/// An active domain, and the account that has it.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) domain: DomainName,
    pub(crate) account: Arc<Account>,
}

/// The state that the connections of one account share, and those of no other: its CAs, its ticket keys, its sessions.
pub(crate) struct Account {
    pub(crate) name: AccountName,
    pub(crate) current: CurrentVerifier,
    config: ArcSwap<AccountConfig>,
    /// The registry's generation of what the account has now, and the ticket keys of its clients.
    held: Mutex<(Generation, AccountTickets)>,
    /// The notices about clients without a certificate.
    pub(crate) missing_certificates: MissingCertificates,
    /// The notices about certificates that were refused.
    pub(crate) refused_certificates: RefusedCertificates,
}

impl Account {
    pub(crate) fn new(
        name: AccountName,
        generation: Generation,
        cas: CaSet,
        context: &TlsContext,
    ) -> Result<Self, rustls::Error> {
        let tickets = AccountTickets::new();
        let config = context.for_account(&cas, tickets.clone());
        // An error in the configuration of each connection is found here, once.
        config.for_connection()?;
        Ok(Self {
            name,
            current: CurrentVerifier::new(context.verifier(cas)),
            config: ArcSwap::from_pointee(config),
            held: Mutex::new((generation, tickets)),
            missing_certificates: MissingCertificates::default(),
            refused_certificates: RefusedCertificates::default(),
        })
    }

    /// Replaces the CAs. Sessions go on in the same incarnation of the registry: a client that resumes one is evaluated
    /// with the new CAs.
    pub(crate) fn update(&self, generation: Generation, cas: CaSet, context: &TlsContext) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, tickets) = &*held;
        let tickets = match before.incarnation() == generation.incarnation() {
            true => tickets.clone(),
            false => AccountTickets::new(),
        };
        let config = context.for_account(&cas, tickets.clone());
        // The CAs come first: the hints of the next handshake must not delay who is verified.
        self.current.replace(context.verifier(cas));
        self.config.store(Arc::new(config));
        *held = (generation, tickets);
    }

    /// The registry's generation of what the account has now.
    pub(crate) fn generation(&self) -> Generation {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    /// Returns true where the handshake names at least one CA.
    pub(crate) fn names_cas(&self) -> bool {
        self.config.load().names_cas
    }

    /// The TLS configuration of one connection, and the verifier in it, which records what the client presents.
    ///
    /// # Errors
    ///
    /// None that was not found when the account was made.
    pub(crate) fn tls(&self) -> Result<(Arc<ServerConfig>, Arc<ConnectionVerifier>), rustls::Error> {
        self.config.load().for_connection()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("name", &self.name).finish_non_exhaustive()
    }
}
