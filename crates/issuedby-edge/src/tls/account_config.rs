//! The TLS configuration of each connection with an account: its CAs, its ticket keys, and nothing of another account.

use std::sync::Arc;

use issuedby::{CaSet, Verifier};
use issuedby_rustls::danger::{ConnectionVerifier, RecordingVerifier};
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::ResolvesServerCert;

use crate::clock::HandshakeClock;
use crate::config::CaHints;
use crate::tls::account_tickets::AccountTickets;
use crate::tls::certificates::ServerCertificates;

/// The parts that the TLS configurations of all accounts have in common.
#[derive(Clone, Debug)]
pub(crate) struct TlsContext {
    pub(crate) provider: Arc<CryptoProvider>,
    pub(crate) certificates: Arc<ServerCertificates>,
    pub(crate) hints: CaHints,
    /// Accepts serial numbers that RFC 5280 section 4.1.2.2 forbids CAs.
    pub(crate) allow_unusual_serial: bool,
}

/// The parts of which the TLS configuration of each connection with one account is made.
pub(crate) struct AccountConfig {
    context: TlsContext,
    verifier: Arc<RecordingVerifier>,
    tickets: AccountTickets,
    /// The handshake names at least one CA.
    pub(crate) names_cas: bool,
}

impl TlsContext {
    /// The verifier of an account with these CAs.
    pub(crate) fn verifier(&self, cas: CaSet) -> Verifier {
        Verifier::new(cas).allow_unusual_serial(self.allow_unusual_serial)
    }

    pub(crate) fn for_account(&self, cas: &CaSet, tickets: AccountTickets) -> AccountConfig {
        let verifier = RecordingVerifier::new(&self.provider);
        let verifier = match self.hints {
            CaHints::Omit => verifier,
            CaHints::Send => verifier.with_hints(cas),
        };
        let names_cas = self.hints == CaHints::Send && cas.iter().next().is_some();
        AccountConfig { context: self.clone(), verifier: Arc::new(verifier), tickets, names_cas }
    }
}

impl AccountConfig {
    /// A configuration for one connection. rustls reports what the client of a failed handshake presented to its verifier
    /// alone, so each connection has its own. It is made of shared parts in a few microseconds.
    ///
    /// Early data and renegotiation are off: rustls has no renegotiation, and takes early data only where that is set.
    pub(crate) fn for_connection(
        &self,
    ) -> Result<(Arc<ServerConfig>, Arc<ConnectionVerifier>), rustls::Error> {
        let verifier = Arc::new(ConnectionVerifier::new(Arc::clone(&self.verifier)));
        let certificates: Arc<dyn ResolvesServerCert> = self.context.certificates.clone();
        let provider = Arc::clone(&self.context.provider);
        let mut config = ServerConfig::builder_with_details(provider, Arc::new(HandshakeClock))
            .with_safe_default_protocol_versions()?
            .with_client_cert_verifier(verifier.clone())
            .with_cert_resolver(certificates);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config.ticketer = self.tickets.tickets.clone();
        config.session_storage = Arc::clone(&self.tickets.sessions);
        Ok((Arc::new(config), verifier))
    }
}
