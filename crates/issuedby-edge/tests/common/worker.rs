//! The worker behind the edge: it says what it got.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::{HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use serde_json::{Value, json};
use tokio::io::{copy, split};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::client::{Body, receiver_stream};

/// The connections of the edge: open now, most at once, and in all.
#[derive(Debug, Default)]
pub struct Connections {
    open: AtomicUsize,
    most: AtomicUsize,
    all: AtomicUsize,
}

/// A worker that echoes each request as JSON, and does what some paths ask for; over HTTP/1.1 or HTTP/2.
pub struct Worker {
    pub address: SocketAddr,
    served: Arc<AtomicUsize>,
    connections: Arc<Connections>,
    task: JoinHandle<()>,
}

impl Worker {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let served = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&served);
        let connections = Arc::new(Connections::default());
        let of_listener = Arc::clone(&connections);
        let task = tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { continue };
                let count = Arc::clone(&count);
                let connections = Arc::clone(&of_listener);
                let service = service_fn(move |request| {
                    count.fetch_add(1, Ordering::SeqCst);
                    response(request)
                });
                let open = connections.open.fetch_add(1, Ordering::SeqCst) + 1;
                connections.most.fetch_max(open, Ordering::SeqCst);
                connections.all.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    let mut builder = Builder::new(TokioExecutor::new());
                    builder.http1().timer(TokioTimer::new()).max_buf_size(1 << 20);
                    let _ = builder.serve_connection_with_upgrades(TokioIo::new(stream), service).await;
                    connections.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, served, connections, task }
    }

    /// The number of open connections of the edge.
    pub fn open(&self) -> usize {
        self.connections.open.load(Ordering::SeqCst)
    }

    /// The most that were open at once.
    pub fn most_open(&self) -> usize {
        self.connections.most.load(Ordering::SeqCst)
    }

    /// The number that were opened.
    pub fn opened(&self) -> usize {
        self.connections.all.load(Ordering::SeqCst)
    }

    pub fn served(&self) -> usize {
        self.served.load(Ordering::SeqCst)
    }

    pub fn stop(&self) {
        self.task.abort();
    }
}

async fn response(mut request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
    let mut response = Response::new(Full::default().map_err(|never| match never {}).boxed());
    match request.uri().path() {
        "/upgrade" => {
            let upgraded = hyper::upgrade::on(&mut request);
            tokio::spawn(async move {
                let (mut reader, mut writer) = split(TokioIo::new(upgraded.await.unwrap()));
                let _ = copy(&mut reader, &mut writer).await;
            });
            *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
            response.headers_mut().insert("connection", HeaderValue::from_static("upgrade"));
            response.headers_mut().insert("upgrade", HeaderValue::from_static("websocket"));
        }
        "/events" => {
            let (sender, stream) = receiver_stream();
            tokio::spawn(async move {
                while sender.send(Ok(Frame::data(Bytes::from_static(b"data: tick\n\n")))).await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            });
            *response.body_mut() = stream.boxed();
        }
        "/silent" => {
            let (sender, stream) = receiver_stream();
            tokio::spawn(async move {
                let _ = sender.send(Ok(Frame::data(Bytes::from_static(b"hello")))).await;
                tokio::time::sleep(Duration::from_secs(60)).await;
            });
            *response.body_mut() = stream.boxed();
        }
        // A response before the request has come whole, whose rest is read all the same.
        "/early" => {
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            tokio::spawn(request.into_body().collect());
        }
        // A response to a request whose rest is never read.
        "/unread" => {
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            std::mem::forget(request.into_body());
        }
        "/slow" => {
            tokio::time::sleep(Duration::from_secs(1)).await;
            *response.body_mut() = Full::from("slow").map_err(|never| match never {}).boxed();
        }
        "/zeros" => {
            let (sender, stream) = receiver_stream();
            tokio::spawn(async move {
                let block = Bytes::from(vec![0; 1 << 16]);
                for _ in 0..512 {
                    if sender.send(Ok(Frame::data(block.clone()))).await.is_err() {
                        return;
                    }
                }
            });
            *response.body_mut() = stream.boxed();
        }
        "/leak" => {
            let headers = response.headers_mut();
            headers.insert("client-cert", HeaderValue::from_static(":AQ==:"));
            headers.insert("client-cert-chain", HeaderValue::from_static(":AQ==:"));
            headers.insert("client-mtls-verification-status", HeaderValue::from_static("SUCCESS"));
            headers.insert("vary", HeaderValue::from_static("Accept, Client-Cert"));
            headers.insert("trailer", HeaderValue::from_static("client-cert, x-sum"));
            let mut trailers = HeaderMap::new();
            trailers.insert("client-cert", HeaderValue::from_static(":AQ==:"));
            trailers.insert("x-sum", HeaderValue::from_static("1"));
            let (sender, stream) = receiver_stream();
            tokio::spawn(async move {
                let _ = sender.send(Ok(Frame::data(Bytes::from_static(b"leak")))).await;
                let _ = sender.send(Ok(Frame::trailers(trailers))).await;
            });
            *response.body_mut() = stream.boxed();
        }
        _ => {
            let (parts, body) = request.into_parts();
            let Ok(collected) = body.collect().await else {
                *response.status_mut() = StatusCode::BAD_REQUEST;
                return Ok(response);
            };
            let echo = json!({
                "method": parts.method.as_str(),
                "target": parts.uri.to_string(),
                "headers": lines(&parts.headers),
                "trailers": collected.trailers().map(lines).unwrap_or_default(),
                "bytes": collected.to_bytes().len(),
            });
            *response.body_mut() = Full::from(echo.to_string())
                .map_err(|never: Infallible| -> io::Error { match never {} })
                .boxed();
        }
    }
    Ok(response)
}

fn lines(headers: &HeaderMap) -> Vec<Value> {
    headers
        .iter()
        .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
        .collect()
}
