//! The client that is built in, for machines without curl and for tests of a worker.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1;
use hyper::header::{HOST, USER_AGENT};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::client::ResolvesClientCert;
use rustls::crypto::aws_lc_rs::{default_provider, sign::any_supported_type};
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, RootCertStore, SignatureScheme};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;

use crate::pki::Identity;

/// The most bytes of a response's body that are read: a worker under test may respond with anything.
const MAX_BODY_SIZE: usize = 1 << 20;

/// The time limit of a body: a stream of events never ends.
const BODY_TIMEOUT: Duration = Duration::from_secs(2);

/// A response.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The `code` in the body of a refusal, where that is a problem of RFC 9457 that has one.
    pub reason: Option<String>,
    /// The body; bytes that are no UTF-8 are replaced.
    pub body: String,
    /// The extent to which the body was read.
    pub extent: Extent,
}

/// The extent to which a body was read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Its beginning: it is too long, it does not end, or it broke off.
    Cut,
}

/// Requests `/` with this client certificate. The time limit is for the head of the response.
pub(crate) async fn call(
    edge: SocketAddr,
    server_ca: &CertificateDer<'static>,
    client: Option<&Identity>,
    time_limit: Duration,
) -> io::Result<Answer> {
    let config = tls(server_ca, client)?;
    let asked = timeout(time_limit, ask(edge, config)).await;
    let (answer, connection) =
        asked.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "no answer came in time"))??;
    let (head, body) = answer.into_parts();
    let (body, extent) = beginning(body).await;
    connection.abort();
    let status = head.status.as_u16();
    Ok(Answer {
        status,
        reason: (status >= 400).then(|| code_of(&body)).flatten(),
        body: String::from_utf8_lossy(&body).into_owned(),
        extent,
    })
}

/// The answer as soon as its head is there, and the task that brings the rest.
async fn ask(
    edge: SocketAddr,
    config: ClientConfig,
) -> io::Result<(Response<Incoming>, JoinHandle<hyper::Result<()>>)> {
    let stream = TcpStream::connect(edge).await?;
    let name = ServerName::try_from("localhost").map_err(io::Error::other)?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let connection = tokio::spawn(connection);
    let request = Request::get("/")
        .header(HOST, format!("localhost:{}", edge.port()))
        .header(USER_AGENT, concat!("issuedby-dev/", env!("CARGO_PKG_VERSION")))
        .body(Empty::<Bytes>::new())
        .map_err(io::Error::other)?;
    let answer = sender.send_request(request).await.map_err(io::Error::other)?;
    Ok((answer, connection))
}

/// Reads a body within the limits of size and time. The head is a response, also where the body breaks off.
async fn beginning(mut body: Incoming) -> (Vec<u8>, Extent) {
    let end = Instant::now() + BODY_TIMEOUT;
    let mut bytes = Vec::new();
    loop {
        let data = match timeout_at(end, body.frame()).await {
            Ok(None) => return (bytes, Extent::Whole),
            Ok(Some(Ok(frame))) => frame.into_data().unwrap_or_default(),
            Ok(Some(Err(_))) | Err(_) => return (bytes, Extent::Cut),
        };
        let room = MAX_BODY_SIZE.saturating_sub(bytes.len());
        bytes.extend(data.iter().take(room));
        if data.len() > room {
            return (bytes, Extent::Cut);
        }
    }
}

fn code_of(body: &[u8]) -> Option<String> {
    let problem: Value = serde_json::from_slice(body).ok()?;
    problem.get("code")?.as_str().map(str::to_owned)
}

fn tls(server_ca: &CertificateDer<'static>, client: Option<&Identity>) -> io::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(server_ca.clone()).map_err(io::Error::other)?;
    let builder = ClientConfig::builder_with_provider(default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_root_certificates(roots);
    let Some(client) = client else { return Ok(builder.with_no_client_auth()) };
    let key = PrivateKeyDer::try_from(client.key_der().to_vec()).map_err(io::Error::other)?;
    let key = any_supported_type(&key).map_err(io::Error::other)?;
    // Not checked against each other: some of these certificates are not what a client should have.
    let key = CertifiedKey::new(client.chain().to_vec(), key);
    Ok(builder.with_client_cert_resolver(Arc::new(Always(Arc::new(key)))))
}

/// Presents its certificate whatever it is asked for.
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
