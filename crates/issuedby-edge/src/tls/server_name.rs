//! The server name (SNI, RFC 6066 section 3) chooses the site. Unknown SNI is refused: a handshake whose server name is
//! missing, invalid or not served ends in an alert.

use std::sync::Arc;

use issuedby_registry::DomainName;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use crate::clock::HandshakeClock;
use crate::context::Context;
use crate::sites::account::Site;
use crate::tls::attempt::HandshakeAttempt;
use crate::tls::refusal::HandshakeRefusal;

/// The domain of the server name, in its one canonical form.
pub(super) fn domain_of_sni(
    hello: &ClientHello<'_>,
    attempt: &HandshakeAttempt,
) -> Result<DomainName, HandshakeRefusal> {
    let name = hello.server_name().ok_or(HandshakeRefusal::NoServerName)?;
    attempt.set_server_name(name);
    DomainName::from_server_name(name.as_bytes()).map_err(|_| HandshakeRefusal::InvalidServerName)
}

/// The site of the domain: it must be active in the registry, and have a server certificate.
pub(super) async fn site_of_sni(
    context: &Context,
    domain: Result<DomainName, HandshakeRefusal>,
    attempt: &HandshakeAttempt,
) -> Result<Arc<Site>, HandshakeRefusal> {
    let domain = domain?;
    let site = context.sites.look_up(&domain).await.map_err(|why| attempt.not_served(&domain, &why))?;
    match context.certificates.find(&domain) {
        Some(_) => Ok(site),
        None => Err(HandshakeRefusal::NoServerCertificate),
    }
}

/// The TLS configuration for server names that are refused. It has no certificate, so that every handshake ends in an
/// alert.
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
