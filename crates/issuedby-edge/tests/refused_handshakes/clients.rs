//! Clients whose handshakes fail, each in its own way.

use super::*;

/// Sends something, and waits until the edge ends the connection.
pub(super) async fn send(world: &World, bytes: &[u8]) {
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let _ = tokio::time::timeout(SOON, stream.read_to_end(&mut Vec::new())).await;
}

pub(super) fn config(world: &World, change: impl FnOnce(&mut ClientConfig)) -> Arc<ClientConfig> {
    let mut config = world.tls_with(None, Alpn::Http1, rustls::ALL_VERSIONS);
    change(&mut config);
    Arc::new(config)
}

/// A handshake that fails, at whichever end it is noticed first: over TLS 1.3 a client ends its own part before the server refuses it.
pub(super) async fn fails(world: &World, config: Arc<ClientConfig>, domain: &str) {
    if let Ok(mut stream) = world.stream(config, domain).await {
        assert!(stream.read_to_end(&mut Vec::new()).await.is_err(), "the handshake came to its end");
    }
}

/// A client that presents these certificates and signs with the key of another.
pub(super) async fn presents(world: &World, chain: Vec<CertificateDer<'static>>, signs: &Leaf) {
    fails(world, presenting(world, chain, signs, rustls::ALL_VERSIONS), DOMAIN).await;
}

pub(super) fn presenting(
    world: &World,
    chain: Vec<CertificateDer<'static>>,
    signs: &Leaf,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> Arc<ClientConfig> {
    let mut config = world.tls_with(None, Alpn::Http1, versions);
    let key = CertifiedKey::new(chain, any_supported_type(&signs.key()).unwrap());
    config.client_auth_cert_resolver = Arc::new(Presents(Arc::new(key)));
    Arc::new(config)
}

#[derive(Debug)]
pub(super) struct Presents(Arc<CertifiedKey>);

impl ResolvesClientCert for Presents {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// A client that ends the handshake for a reason that has nothing to do with the certificate.
#[derive(Debug)]
pub(super) struct Unwilling;

impl ServerCertVerifier for Unwilling {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Err(Error::General("unwilling".to_owned()))
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("unwilling".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(Error::General("unwilling".to_owned()))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_NISTP256_SHA256, SignatureScheme::ED25519]
    }
}

pub(super) fn openssl(world: &World, arguments: &[&str]) {
    let mut command = Command::new("openssl");
    command.args(["s_client", "-servername", DOMAIN, "-connect", &world.address.to_string()]).args(arguments);
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(!status.success());
}

/// A certificate with a key of this kind, which signs itself.
pub(super) fn self_signed(world: &World, kind: &[&str]) -> CertificateDer<'static> {
    let (certificate, key) = (world.path("kind.pem"), world.path("kind-key.pem"));
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-nodes", "-subj", "/CN=kind", "-newkey"]).args(kind);
    let made = command.arg("-out").arg(&certificate).arg("-keyout").arg(&key).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    CertificateDer::from_pem_file(certificate).unwrap()
}

/// Changes the limits of the edge that is started next.
pub(super) fn limit(world: &World, line: &str) {
    let config = fs::read_to_string(world.path("edge.toml")).unwrap();
    let key = line.split(' ').next().unwrap_or_default();
    let kept =
        config.lines().filter(|line| key.is_empty() || !line.starts_with(key)).collect::<Vec<_>>().join("\n");
    world.write("edge.toml", format!("{kept}\n{line}\n"));
}

pub(super) fn next_refusal(events: &Receiver<Event>) -> Event {
    loop {
        let event = events.recv_timeout(SOON).expect("an event");
        if event.event == "handshake_refused" {
            return event;
        }
    }
}
