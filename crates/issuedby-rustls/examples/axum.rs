//! An axum server that knows who its clients are, and says why not.
//!
//! ```sh
//! cargo run -p issuedby-rustls --example axum -- ca.pem server.pem server-key.pem
//! curl --cacert server.pem --cert client.pem --key client-key.pem https://localhost:8443/
//! ```

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::extract::Extension;
use axum::http::StatusCode;
use axum::routing::get;
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use issuedby::{CaCertificate, CaSet, UnixTime, Verifier};
use issuedby_rustls::danger::RecordingVerifier;
use issuedby_rustls::{Client, CurrentVerifier};
use pki_types::pem::PemObject;
use pki_types::{CertificateDer, PrivateKeyDer};
use rustls::ServerConfig;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let [ca, certificate, key] = &std::env::args().skip(1).collect::<Vec<_>>()[..] else {
        return Err("usage: axum CA CERTIFICATE KEY".into());
    };
    let ca = CaCertificate::from_pem(&std::fs::read(ca)?)?;
    let current = Arc::new(CurrentVerifier::new(Verifier::new(CaSet::new([ca])?)));
    let chain = CertificateDer::pem_file_iter(certificate)?.collect::<Result<_, _>>()?;
    let config = tls(&current, chain, PrivateKeyDer::from_pem_file(key)?)?;
    let listener = TcpListener::bind("localhost:8443").await?;
    Ok(serve(listener, config, current).await?)
}

/// Every client is let in, so that a refusal can be answered in words.
pub fn tls(
    current: &CurrentVerifier,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = RecordingVerifier::new(&provider).with_hints(current.verifier().cas());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(Arc::new(verifier))
        .with_single_cert(chain, key)
}

/// Each connection has its client in the extensions of its requests.
pub async fn serve(
    listener: TcpListener,
    config: ServerConfig,
    current: Arc<CurrentVerifier>,
) -> std::io::Result<()> {
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let app = Router::new().route("/", get(who)).layer(Extension(current));
    loop {
        let (stream, _) = listener.accept().await?;
        let (acceptor, app) = (acceptor.clone(), app.clone());
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            let client = Arc::new(Client::of(stream.get_ref().1));
            let service = TowerToHyperService::new(app.layer(Extension(client)));
            // The client may leave whenever it likes.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// The verdict is asked for in every request: the CAs may have changed since the last one.
async fn who(
    Extension(client): Extension<Arc<Client>>,
    Extension(current): Extension<Arc<CurrentVerifier>>,
) -> (StatusCode, String) {
    let verdict = client.evaluate(&current, UnixTime::now());
    let verdict = verdict.verdict();
    match verdict.certificate().and_then(|certificate| certificate.subject().ok()) {
        Some(subject) if verdict.verified() => (StatusCode::OK, format!("hello, {subject}\n")),
        _ => (StatusCode::UNAUTHORIZED, format!("{}\n", verdict.message())),
    }
}
