//! A client of the edge, over HTTP/1.1 or HTTP/2.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::client::conn::{http1, http2};
use hyper::header::HeaderMap;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use pki_types::ServerName;
use rustls::client::ResolvesClientCert;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, HandshakeKind, RootCertStore, SignatureScheme};
use serde_json::Value;
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Leaf, World};

const LOCALHOST: Ipv4Addr = Ipv4Addr::LOCALHOST;

pub type Body = BoxBody<Bytes, io::Error>;

/// The version of HTTP that a client speaks.
#[derive(Clone, Copy, PartialEq)]
pub enum Alpn {
    Http1,
    Http2,
}

/// A connection to the edge.
pub struct Link {
    sender: Sender,
    pub kind: Option<HandshakeKind>,
    domain: String,
    config: Arc<ClientConfig>,
}

enum Sender {
    Http1(http1::SendRequest<Body>),
    Http2(http2::SendRequest<Body>),
}

/// The response.
#[derive(Debug)]
pub struct ClientResponse {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub trailers: HeaderMap,
    pub body: Vec<u8>,
}

impl World {
    /// The TLS configuration of a client.
    pub fn tls(&self, leaf: Option<&Leaf>, alpn: Alpn) -> Arc<ClientConfig> {
        Arc::new(self.tls_with(leaf, alpn, rustls::ALL_VERSIONS))
    }

    /// The same, with these versions of TLS alone.
    pub fn tls_with(
        &self,
        leaf: Option<&Leaf>,
        alpn: Alpn,
        versions: &[&'static rustls::SupportedProtocolVersion],
    ) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        roots.add(self.server_root.certificate()).unwrap();
        let builder = ClientConfig::builder_with_provider(default_provider().into())
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots);
        let mut config = match leaf {
            None => builder.with_no_client_auth(),
            Some(leaf) => {
                let key = CertifiedKey::new(leaf.chain(), any_supported_type(&leaf.key()).unwrap());
                builder.with_client_cert_resolver(Arc::new(Always(Arc::new(key))))
            }
        };
        config.alpn_protocols = match alpn {
            Alpn::Http1 => vec![b"http/1.1".to_vec()],
            Alpn::Http2 => vec![b"h2".to_vec()],
        };
        config
    }

    pub async fn link(&self, leaf: Option<&Leaf>, domain: &str, alpn: Alpn) -> io::Result<Link> {
        self.link_with(self.tls(leaf, alpn), domain).await
    }

    pub async fn link_with(&self, config: Arc<ClientConfig>, domain: &str) -> io::Result<Link> {
        self.link_from(LOCALHOST, config, domain).await
    }

    /// The same from another source: any address of 127.0.0.0/8.
    pub async fn link_from(
        &self,
        source: Ipv4Addr,
        config: Arc<ClientConfig>,
        domain: &str,
    ) -> io::Result<Link> {
        let alpn = if config.alpn_protocols == [b"h2"] { Alpn::Http2 } else { Alpn::Http1 };
        let stream = self.stream_from(source, Arc::clone(&config), domain).await?;
        let kind = stream.get_ref().1.handshake_kind();
        let io = TokioIo::new(stream);
        let sender = match alpn {
            Alpn::Http1 => {
                let (sender, connection) = http1::handshake(io).await.map_err(io::Error::other)?;
                tokio::spawn(connection.with_upgrades());
                Sender::Http1(sender)
            }
            Alpn::Http2 => {
                let (sender, connection) =
                    http2::handshake(TokioExecutor::new(), io).await.map_err(io::Error::other)?;
                tokio::spawn(connection);
                Sender::Http2(sender)
            }
        };
        Ok(Link { sender, kind, domain: domain.to_owned(), config })
    }

    /// A connection without HTTP.
    pub async fn stream(&self, config: Arc<ClientConfig>, domain: &str) -> io::Result<TlsStream<TcpStream>> {
        self.stream_from(LOCALHOST, config, domain).await
    }

    pub async fn stream_from(
        &self,
        source: Ipv4Addr,
        config: Arc<ClientConfig>,
        domain: &str,
    ) -> io::Result<TlsStream<TcpStream>> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((source, 0).into())?;
        let stream = socket.connect(self.address).await?;
        let name = ServerName::try_from(domain.to_owned()).unwrap();
        TlsConnector::from(config).connect(name, stream).await
    }
}

impl Link {
    /// Another way to the same connection; over HTTP/2 alone.
    pub fn another(&self) -> Link {
        let Sender::Http2(sender) = &self.sender else { panic!("HTTP/1.1 has one request at a time") };
        let config = Arc::clone(&self.config);
        Link { sender: Sender::Http2(sender.clone()), kind: self.kind, domain: self.domain.clone(), config }
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Result<Response<Incoming>, hyper::Error> {
        match &mut self.sender {
            Sender::Http1(sender) => {
                sender.ready().await?;
                sender.send_request(request).await
            }
            Sender::Http2(sender) => {
                let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
                let host = request.headers_mut().remove("host");
                let host = host.as_ref().map_or(&*self.domain, |host| host.to_str().unwrap());
                *request.uri_mut() = format!("https://{host}{path}").parse().unwrap();
                sender.send_request(request).await
            }
        }
    }

    pub async fn ask(&mut self, request: Request<Body>) -> Result<ClientResponse, hyper::Error> {
        let (parts, body) = self.send(request).await?.into_parts();
        let collected = body.collect().await?;
        Ok(ClientResponse {
            status: parts.status,
            headers: parts.headers,
            trailers: collected.trailers().cloned().unwrap_or_default(),
            body: collected.to_bytes().to_vec(),
        })
    }

    /// A request over HTTP/2 as it is: with its own `:authority`, and a `Host` field beside it.
    pub async fn ask_as_is(&mut self, request: Request<Body>) -> Result<StatusCode, hyper::Error> {
        let Sender::Http2(sender) = &mut self.sender else { panic!("HTTP/2 alone has both") };
        sender.send_request(request).await.map(|response| response.status())
    }

    pub async fn get(&mut self, path: &str) -> ClientResponse {
        let request = request(&self.domain, path);
        self.ask(request).await.unwrap()
    }

    /// The result of [`Self::verdict`], or none where the verdict was invalidated while the response was on its way: that ends the
    /// connection, and there is another one afterwards.
    pub async fn verdict_now(&mut self, world: &World) -> Option<(String, Option<String>)> {
        match self.ask(request(&self.domain, "/")).await {
            Ok(response) if response.status == StatusCode::OK => Some(response.verdict()),
            Ok(_) => None,
            Err(_) => {
                let config = Arc::clone(&self.config);
                *self = world.link_with(config, &self.domain).await.unwrap();
                None
            }
        }
    }

    /// The status and the reason that the upstream got.
    pub async fn verdict(&mut self) -> (String, Option<String>) {
        self.get("/").await.verdict()
    }
}

impl ClientResponse {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The values that the worker got in a field; of the echo only.
    pub fn upstream_got(&self, name: &str) -> Vec<String> {
        values(&self.json()["headers"], name)
    }

    pub fn upstream_got_in_trailers(&self, name: &str) -> Vec<String> {
        values(&self.json()["trailers"], name)
    }

    pub fn verdict(&self) -> (String, Option<String>) {
        let status = self.upstream_got("client-mtls-verification-status");
        assert_eq!(status.len(), 1, "{}", String::from_utf8_lossy(&self.body));
        (status[0].clone(), self.upstream_got("client-mtls-verification-reason").pop())
    }
}

fn values(lines: &Value, name: &str) -> Vec<String> {
    let lines = lines.as_array().unwrap().iter();
    lines.filter(|line| line[0] == name).map(|line| line[1].as_str().unwrap().to_owned()).collect()
}

/// A GET.
pub fn request(host: &str, path: &str) -> Request<Body> {
    Request::builder().method(Method::GET).uri(path).header("host", host).body(empty()).unwrap()
}

pub fn empty() -> Body {
    body("")
}

pub fn body(text: impl Into<Bytes>) -> Body {
    Full::from(text.into()).map_err(|never| match never {}).boxed()
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

type Piece = Result<Frame<Bytes>, io::Error>;

/// A body that is written as it goes.
pub fn receiver_stream() -> (mpsc::Sender<Piece>, Pieces) {
    let (sender, receiver) = mpsc::channel(1);
    (sender, Pieces(receiver))
}

pub struct Pieces(mpsc::Receiver<Piece>);

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Piece>> {
        self.0.poll_recv(cx)
    }
}

pub async fn scrape(address: SocketAddr) -> String {
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let response = sender.send_request(request("metrics", "/metrics")).await.unwrap();
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}
