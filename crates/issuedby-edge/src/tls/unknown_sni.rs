//! Unknown SNI is refused: a handshake whose server name is missing, invalid or not served ends in an alert.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::clock::HandshakeClock;

/// The TLS configuration for server names that are not served (RFC 6066 section 3). It has no certificate, so that
/// every handshake ends in an alert.
pub(crate) fn unknown_sni_config(provider: Arc<CryptoProvider>) -> Result<ServerConfig, rustls::Error> {
    Ok(ServerConfig::builder_with_details(provider, Arc::new(HandshakeClock))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(NoCertificate)))
}

#[derive(Debug)]
struct NoCertificate;

impl ResolvesServerCert for NoCertificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        None
    }
}
