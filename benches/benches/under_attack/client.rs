//! The client that means well, and what it measures.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Empty};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use pki_types::ServerName;
use rustls::client::Resumption;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::place::{DOMAIN, OTHER_DOMAIN, Place};

/// The time between two calls.
const PACE: Duration = Duration::from_millis(5);
/// A call in so many is on a new connection.
const HANDSHAKE_IN: usize = 8;

/// In milliseconds.
#[derive(Default)]
pub(crate) struct Latencies {
    pub(crate) requests: Vec<f64>,
    pub(crate) handshakes: Vec<f64>,
    pub(crate) failed: Vec<String>,
}

pub(crate) struct Client {
    tls: Arc<ClientConfig>,
}

impl Client {
    pub(crate) fn new(place: &Place) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(place.server.clone()).expect("a root");
        let mut tls = ClientConfig::builder_with_provider(default_provider().into())
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![place.client_der()], place.client_key())
            .expect("a client");
        tls.resumption = Resumption::disabled();
        Self { tls: Arc::new(tls) }
    }

    /// Calls at a steady pace for so long.
    pub(crate) async fn measure(&self, port: u16, for_how_long: Duration) -> Latencies {
        let mut latencies = Latencies::default();
        let mut link = None;
        let end = Instant::now() + for_how_long;
        let mut number = 0;
        while Instant::now() < end {
            number += 1;
            if number % HANDSHAKE_IN == 0 {
                link = None;
            }
            let (start, is_new) = (Instant::now(), link.is_none());
            match self.call(port, &mut link).await {
                Ok(()) => {
                    let took = start.elapsed().as_secs_f64() * 1e3;
                    if is_new { latencies.handshakes.push(took) } else { latencies.requests.push(took) }
                }
                Err(error) => {
                    latencies.failed.push(error.to_string());
                    link = None;
                }
            }
            tokio::time::sleep(PACE).await;
        }
        latencies
    }

    async fn call(&self, port: u16, link: &mut Option<http1::SendRequest<Empty<Bytes>>>) -> io::Result<()> {
        if link.is_none() {
            let stream = connect(Ipv4Addr::LOCALHOST, port, Arc::clone(&self.tls), OTHER_DOMAIN).await?;
            let (sender, connection) =
                http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
            tokio::spawn(connection);
            *link = Some(sender);
        }
        let Some(sender) = link else { return Err(io::ErrorKind::NotConnected.into()) };
        let request = Request::get("/").header("host", OTHER_DOMAIN).body(Empty::new()).expect("a request");
        let answer = sender.send_request(request).await.map_err(io::Error::other)?;
        if !answer.status().is_success() {
            return Err(io::Error::other(answer.status().to_string()));
        }
        answer.into_body().collect().await.map_err(io::Error::other).map(drop)
    }

    /// Asks for a response without end on each of so many connections, and reads nothing. From eight sources, since one may
    /// have only so many requests at upstreams.
    pub(crate) async fn open(&self, port: u16, number: usize, path: &str) -> Vec<TlsStream<TcpStream>> {
        let mut held = Vec::new();
        for place in 0..number {
            let source = Ipv4Addr::new(127, 0, 0, u8::try_from(2 + place % 8).expect("a byte"));
            let mut stream =
                connect(source, port, Arc::clone(&self.tls), DOMAIN).await.expect("a connection");
            let head = format!("GET {path} HTTP/1.1\r\nHost: {DOMAIN}\r\n\r\n");
            stream.write_all(head.as_bytes()).await.expect("a request");
            held.push(stream);
        }
        held
    }
}

pub(crate) async fn connect(
    source: Ipv4Addr,
    port: u16,
    tls: Arc<ClientConfig>,
    domain: &'static str,
) -> io::Result<TlsStream<TcpStream>> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((source, 0).into())?;
    let stream = socket.connect((Ipv4Addr::LOCALHOST, port).into()).await?;
    stream.set_nodelay(true)?;
    let name = ServerName::try_from(domain).expect("a name");
    TlsConnector::from(tls).connect(name, stream).await
}

pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values.get(place.min(values.len().saturating_sub(1))).copied().unwrap_or(f64::NAN)
}

pub(crate) fn median(values: Vec<f64>) -> f64 {
    quantile(&values, 0.5)
}
