//! The clients, and the worker behind both servers.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1 as client;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use pki_types::ServerName;
use rustls::client::Resumption;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

use crate::place::{DOMAIN, Place};

/// The number of clients that work at the same time.
const CLIENTS: usize = 16;

/// Clients and worker, on threads of their own.
pub(crate) struct Load {
    runtime: Runtime,
    worker: SocketAddr,
    tls: Arc<ClientConfig>,
}

/// The result of one round.
pub(crate) struct Round {
    pub(crate) done: u64,
    pub(crate) took: Duration,
    /// Seconds of the server's processor time.
    pub(crate) processor: f64,
}

impl Round {
    pub(crate) fn a_second(&self) -> f64 {
        self.done as f64 / self.took.as_secs_f64()
    }

    /// In microseconds.
    pub(crate) fn processor_each(&self) -> f64 {
        self.processor * 1e6 / self.done as f64
    }
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

impl Load {
    pub(crate) fn new(place: &Place) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port");
        let worker = listener.local_addr().expect("an address");
        runtime.spawn(work(listener));
        let mut roots = RootCertStore::empty();
        roots.add(place.server.clone()).expect("a root");
        let mut tls = ClientConfig::builder_with_provider(default_provider().into())
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_root_certificates(roots)
            .with_client_auth_cert(vec![place.client_der()], place.client_key())
            .expect("a client");
        // Every handshake is a full one.
        tls.resumption = Resumption::disabled();
        Self { runtime, worker, tls: Arc::new(tls) }
    }

    pub(crate) fn worker(&self) -> SocketAddr {
        self.worker
    }

    pub(crate) fn warm_up(&self, port: u16) {
        self.handshakes(port, Duration::from_millis(500));
        self.requests(port, Duration::from_millis(500));
    }

    /// Connects, asks once, and leaves, again and again. Gives how often.
    pub(crate) fn handshakes(&self, port: u16, for_how_long: Duration) -> u64 {
        self.all(for_how_long, move |tls, end| async move {
            let mut done = 0;
            while Instant::now() < end {
                let mut link = connect(&tls, port).await;
                ask(&mut link).await;
                done += 1;
            }
            done
        })
    }

    /// Asks again and again on connections that stay. Gives how often.
    pub(crate) fn requests(&self, port: u16, for_how_long: Duration) -> u64 {
        self.all(for_how_long, move |tls, end| async move {
            let mut link = connect(&tls, port).await;
            let mut done = 0;
            while Instant::now() < end {
                ask(&mut link).await;
                done += 1;
            }
            done
        })
    }

    /// Opens connections that rest after a request. Gives what `measure` says then, and after ten more requests on each.
    pub(crate) fn idle(&self, port: u16, number: usize, measure: impl Fn() -> u64) -> [u64; 2] {
        self.runtime.block_on(async {
            let mut links = Vec::with_capacity(number);
            for _ in 0..number {
                let mut link = connect(&self.tls, port).await;
                ask(&mut link).await;
                links.push(link);
            }
            let first = measure();
            for _ in 0..10 {
                for link in &mut links {
                    ask(link).await;
                }
            }
            [first, measure()]
        })
    }

    fn all<F>(&self, for_how_long: Duration, client: impl Fn(Arc<ClientConfig>, Instant) -> F) -> u64
    where
        F: Future<Output = u64> + Send + 'static,
    {
        self.runtime.block_on(async {
            let end = Instant::now() + for_how_long;
            let mut clients = JoinSet::new();
            for _ in 0..CLIENTS {
                clients.spawn(client(Arc::clone(&self.tls), end));
            }
            clients.join_all().await.into_iter().sum()
        })
    }
}

type Link = client::SendRequest<Empty<Bytes>>;

async fn connect(tls: &Arc<ClientConfig>, port: u16) -> Link {
    let stream = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection");
    stream.set_nodelay(true).expect("an option");
    let name = ServerName::try_from(DOMAIN).expect("a name");
    let stream = TlsConnector::from(Arc::clone(tls)).connect(name, stream).await.expect("a handshake");
    let (sender, connection) = client::handshake(TokioIo::new(stream)).await.expect("HTTP");
    tokio::spawn(connection);
    sender
}

async fn ask(link: &mut Link) {
    let request = Request::get("/").header("host", DOMAIN).body(Empty::new()).expect("a request");
    link.ready().await.expect("an open connection");
    let answer = link.send_request(request).await.expect("an answer");
    assert!(answer.status().is_success(), "{}", answer.status());
    answer.into_body().collect().await.expect("a body");
}

/// A worker that says "ok" to those whose certificate it was shown.
async fn work(listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let service = service_fn(async |request: Request<Incoming>| {
            let known = request.headers().contains_key("client-cert");
            let mut answer = Response::new(Full::<Bytes>::from("ok"));
            if !known {
                *answer.status_mut() = hyper::StatusCode::UNAUTHORIZED;
            }
            Ok::<_, Infallible>(answer)
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}
