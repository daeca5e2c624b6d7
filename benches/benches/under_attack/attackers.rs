//! Everything at once that a client without a certificate, or with a forged one, can do cheaply.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Empty;
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use pki_types::pem::PemObject;
use pki_types::{CertificateDer, PrivateKeyDer};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::client::Resumption;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::time::{sleep, timeout};

use crate::client::connect;
use crate::place::DOMAIN;

/// Attacks until the process is killed.
pub(crate) fn attack(folder: &str, port: u16, metrics: u16) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let chain = CertificateDer::pem_file_iter(Path::new(folder).join("server.pem")).expect("a file");
    let root = chain.flatten().next().expect("a certificate");
    let parties = Parties::new(&root);
    runtime.block_on(async {
        for number in 0..4 {
            for _ in 0..9 {
                tokio::spawn(hold_streams(source(1, number), port, parties.http2.clone()));
            }
            tokio::spawn(reset_streams(source(2, number), port, parties.http2.clone()));
            for _ in 0..25 {
                tokio::spawn(drip(source(3, number), port, parties.anonymous.clone()));
                tokio::spawn(read_nothing(source(4, number), port, parties.anonymous.clone()));
            }
            tokio::spawn(shake_hands(source(5, number), port, parties.resuming.clone()));
            tokio::spawn(shake_hands(source(6, number), port, parties.stranger.clone()));
            tokio::spawn(fill_metrics(source(7, number), metrics));
        }
        for number in 0..36 {
            tokio::spawn(shake_hands(source(8, number), port, parties.forger.clone()));
        }
        std::future::pending::<()>().await;
    });
}

fn source(kind: u8, number: u8) -> Ipv4Addr {
    Ipv4Addr::new(127, 66, kind, number + 1)
}

/// The certificates that each kind of attacker presents.
struct Parties {
    anonymous: Arc<ClientConfig>,
    http2: Arc<ClientConfig>,
    resuming: Arc<ClientConfig>,
    forger: Arc<ClientConfig>,
    stranger: Arc<ClientConfig>,
}

impl Parties {
    fn new(root: &CertificateDer<'static>) -> Self {
        let tls = |certificates: Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>| {
            let mut roots = RootCertStore::empty();
            roots.add(root.clone()).expect("a root");
            let builder = ClientConfig::builder_with_provider(default_provider().into())
                .with_safe_default_protocol_versions()
                .expect("versions")
                .with_root_certificates(roots);
            let mut config = match certificates {
                None => builder.with_no_client_auth(),
                Some((chain, key)) => builder.with_client_auth_cert(chain, key).expect("a client"),
            };
            config.resumption = Resumption::disabled();
            config
        };
        let mut http2 = tls(None);
        http2.alpn_protocols = vec![b"h2".to_vec()];
        let mut resuming = tls(None);
        resuming.resumption = Resumption::in_memory_sessions(8);
        Self {
            anonymous: Arc::new(tls(None)),
            http2: Arc::new(http2),
            resuming: Arc::new(resuming),
            forger: Arc::new(tls(Some(issued_by("clients", 0)))),
            stranger: Arc::new(tls(Some(issued_by("strangers", 60)))),
        }
    }
}

/// A client of a CA of this name that no account has uploaded, with so many certificates beside its own.
fn issued_by(name: &str, along: usize) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
    let (ca_key, key) = (KeyPair::generate().expect("a key"), KeyPair::generate().expect("a key"));
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    let ca = params.self_signed(&ca_key).expect("a CA");
    let issuer = Issuer::new(params, ca_key);
    let leaf = CertificateParams::default().signed_by(&key, &issuer).expect("a client");
    let mut chain = vec![leaf.der().clone()];
    chain.resize(1 + along, ca.der().clone());
    (chain, PrivateKeyDer::try_from(key.serialize_der()).expect("a key"))
}

type Sender = http2::SendRequest<Empty<Bytes>>;

async fn http2(source: Ipv4Addr, port: u16, tls: &Arc<ClientConfig>) -> Option<Sender> {
    let stream = connect(source, port, Arc::clone(tls), DOMAIN).await.ok()?;
    let (sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.ok()?;
    tokio::spawn(connection);
    Some(sender)
}

fn request(path: &str) -> Request<Empty<Bytes>> {
    Request::get(format!("https://{DOMAIN}{path}")).body(Empty::new()).expect("a request")
}

/// 120 streams on each connection whose responses never end; refused ones are sent again.
async fn hold_streams(source: Ipv4Addr, port: u16, tls: Arc<ClientConfig>) {
    loop {
        if let Some(sender) = http2(source, port, &tls).await {
            let mut held = Vec::new();
            while !sender.is_closed() {
                if held.len() < 120
                    && let Ok(response) = sender.clone().send_request(request("/silent")).await
                    && response.status().is_success()
                {
                    held.push(response);
                } else {
                    sleep(Duration::from_millis(100)).await;
                }
            }
        }
        sleep(Duration::from_millis(200)).await;
    }
}

/// Streams that are reset a millisecond after they were opened.
async fn reset_streams(source: Ipv4Addr, port: u16, tls: Arc<ClientConfig>) {
    loop {
        if let Some(sender) = http2(source, port, &tls).await {
            while !sender.is_closed() {
                let _ =
                    timeout(Duration::from_millis(1), sender.clone().send_request(request("/silent"))).await;
            }
        }
        sleep(Duration::from_millis(10)).await;
    }
}

/// A body of which a byte comes each second.
async fn drip(source: Ipv4Addr, port: u16, tls: Arc<ClientConfig>) {
    loop {
        if let Ok(mut stream) = connect(source, port, Arc::clone(&tls), DOMAIN).await {
            let head = format!("POST / HTTP/1.1\r\nHost: {DOMAIN}\r\nContent-Length: 1000000\r\n\r\n");
            let _ = stream.write_all(head.as_bytes()).await;
            while stream.write_all(b"x").await.is_ok() {
                sleep(Duration::from_secs(1)).await;
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// A response without end that is not read.
async fn read_nothing(source: Ipv4Addr, port: u16, tls: Arc<ClientConfig>) {
    loop {
        if let Ok(mut stream) = connect(source, port, Arc::clone(&tls), DOMAIN).await {
            let _ =
                stream.write_all(format!("GET /zeros HTTP/1.1\r\nHost: {DOMAIN}\r\n\r\n").as_bytes()).await;
            sleep(Duration::from_secs(30)).await;
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// Handshakes without end, each with a request.
async fn shake_hands(source: Ipv4Addr, port: u16, tls: Arc<ClientConfig>) {
    loop {
        if let Ok(mut stream) = connect(source, port, Arc::clone(&tls), DOMAIN).await {
            let head = format!("GET / HTTP/1.1\r\nHost: {DOMAIN}\r\nConnection: close\r\n\r\n");
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = timeout(Duration::from_secs(1), stream.read_to_end(&mut Vec::new())).await;
        }
        sleep(Duration::from_millis(2)).await;
    }
}

/// Connections to the metrics' address that say nothing.
async fn fill_metrics(source: Ipv4Addr, port: u16) {
    let mut held = Vec::new();
    loop {
        let socket = TcpSocket::new_v4().expect("a socket");
        let is_bound = socket.bind((source, 0).into()).is_ok();
        if is_bound && let Ok(stream) = socket.connect((Ipv4Addr::LOCALHOST, port).into()).await {
            held.push(stream);
        }
        if held.len() > 500 {
            held.clear();
        }
        sleep(Duration::from_millis(2)).await;
    }
}
