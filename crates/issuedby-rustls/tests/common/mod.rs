//! A server and a client that meet in memory, and the sample certificates.
#![allow(dead_code, unreachable_pub)] // each test file uses its part

use std::path::Path;
use std::sync::Arc;

use issuedby::{CaCertificate, CaSet, UnixTime, Verifier, check_time};
use issuedby_rustls::CurrentVerifier;
use pki_types::pem::PemObject;
use pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::client::ResolvesClientCert;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::server::danger::ClientCertVerifier;
use rustls::sign::CertifiedKey;
use rustls::{
    ClientConfig, ClientConnection, Error, RootCertStore, ServerConfig, ServerConnection, SignatureScheme,
    SupportedProtocolVersion,
};

/// 2027-01-15, when every sample is in force that is meant to be.
pub const NOW: i64 = 1_800_000_000;

/// The time of the samples.
pub fn now() -> UnixTime {
    check_time(NOW)
}

/// A sample certificate.
pub fn sample(name: &str) -> CertificateDer<'static> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/certs").join(name);
    match name.ends_with(".der") {
        true => std::fs::read(path).unwrap().into(),
        false => CertificateDer::from_pem_file(path).unwrap(),
    }
}

/// The key of the samples of this name.
pub fn key(name: &str) -> PrivateKeyDer<'static> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/generator/keys").join(name);
    PrivateKeyDer::from_pem_file(path).unwrap()
}

/// The CAs of these samples.
pub fn verifier(cas: &[&str]) -> Verifier {
    let cas = cas.iter().map(|name| CaCertificate::from_der(&sample(name)).unwrap().with_id(*name).unwrap());
    Verifier::new(CaSet::new(cas).unwrap())
}

/// The same behind a swap.
pub fn current(cas: &[&str]) -> Arc<CurrentVerifier> {
    Arc::new(CurrentVerifier::new(verifier(cas)))
}

/// The time that both ends read.
#[derive(Debug)]
pub struct Clock;

impl rustls::time_provider::TimeProvider for Clock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(now())
    }
}

/// A server's certificate, made for this test.
pub struct Identity {
    pub certificate: CertificateDer<'static>,
    key: PrivateKeyDer<'static>,
}

impl Identity {
    pub fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["server.example".to_owned()]).unwrap();
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        Self { certificate: made.cert.der().clone(), key }
    }

    pub fn server(
        &self,
        verifier: Arc<dyn ClientCertVerifier>,
        version: &'static SupportedProtocolVersion,
    ) -> Arc<ServerConfig> {
        let builder = ServerConfig::builder_with_details(default_provider().into(), Arc::new(Clock));
        let builder = builder.with_protocol_versions(&[version]).unwrap().with_client_cert_verifier(verifier);
        Arc::new(builder.with_single_cert(vec![self.certificate.clone()], self.key.clone_key()).unwrap())
    }

    /// A client that presents `certificates` whatever it is asked for, and signs with `key`.
    pub fn client(
        &self,
        certificates: &[CertificateDer<'static>],
        key: &PrivateKeyDer<'static>,
    ) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let builder = ClientConfig::builder_with_details(default_provider().into(), Arc::new(Clock));
        let builder = builder.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
        if certificates.is_empty() {
            return Arc::new(builder.with_no_client_auth());
        }
        let key = CertifiedKey::new(certificates.to_vec(), any_supported_type(key).unwrap());
        Arc::new(builder.with_client_cert_resolver(Arc::new(Always(Arc::new(key)))))
    }
}

#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesClientCert for Always {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// Both ends after the handshake.
pub fn meet(
    server: &Arc<ServerConfig>,
    client: &Arc<ClientConfig>,
) -> Result<(ServerConnection, ClientConnection), Error> {
    let mut server = ServerConnection::new(Arc::clone(server)).unwrap();
    let name = ServerName::try_from("server.example").unwrap();
    let mut client = ClientConnection::new(Arc::clone(client), name).unwrap();
    // Once more than a handshake has flights, for the tickets.
    for _ in 0..6 {
        let mut bytes = Vec::new();
        while client.wants_write() {
            client.write_tls(&mut bytes).unwrap();
        }
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            server.read_tls(&mut rest).unwrap();
            server.process_new_packets()?;
        }
        let mut bytes = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut bytes).unwrap();
        }
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            client.read_tls(&mut rest).unwrap();
            client.process_new_packets()?;
        }
    }
    assert!(!server.is_handshaking() && !client.is_handshaking());
    Ok((server, client))
}
