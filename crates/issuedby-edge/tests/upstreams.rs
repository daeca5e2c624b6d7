//! Workers of every kind: by domain, behind a Unix socket, with HTTP/2.

mod common;

use std::convert::Infallible;
use std::path::Path;

use common::{Alpn, DOMAIN, OTHER_DOMAIN, SECOND_DOMAIN, Worker, World, request};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::HeaderValue;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpListener;

#[tokio::test(flavor = "multi_thread")]
async fn domains_have_their_own_workers_and_their_own_fields() {
    let mut world = World::new().await;
    let second = Worker::start().await;
    let upstreams = format!(
        "[[upstream]]\naddress = \"http://{}\"\ndomains = [\"API.example\"]\n\
         [[upstream]]\naddress = \"http://{}\"\ndomains = [\"second.example\"]\nclient_cert = \"presented\"\n",
        world.worker.address, second.address
    );
    let _edge = world.edge_with(&upstreams).await;
    let stranger = world.other_ca.client("stranger");
    let mut link = world.link(Some(&stranger), DOMAIN, Alpn::Http2).await.unwrap();
    for _ in 0..2 {
        // One connection, two domains of one account: each upstream gets what it is configured for.
        assert!(link.get("/").await.upstream_got("client-cert").is_empty());
        let response = link.ask(request(SECOND_DOMAIN, "/")).await.unwrap();
        assert_eq!(response.upstream_got("client-cert"), [stranger.client_cert()]);
        assert_eq!(response.verdict().1.as_deref(), Some("no_matching_ca"));
    }
    assert_eq!((world.worker.served(), second.served()), (2, 2));

    let response = world.link(None, OTHER_DOMAIN, Alpn::Http1).await.unwrap().get("/").await;
    assert_eq!(response.status, StatusCode::BAD_GATEWAY);
    assert_eq!(response.json()["code"], "no_upstream");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_may_listen_on_a_unix_socket() {
    let mut world = World::new().await;
    let socket = world.path("worker.sock");
    serve_on(&socket);
    let _edge = world.edge_with("[[upstream]]\naddress = \"unix:worker.sock\"\naccounts = \"all\"\n").await;
    let mut link = world.connect(Some(&world.ca.client("client-1"))).await;
    for _ in 0..2 {
        assert_eq!(link.get("/").await.body, b"SUCCESS");
    }
}

#[cfg(unix)]
fn serve_on(socket: &Path) {
    let listener = tokio::net::UnixListener::bind(socket).unwrap();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = service_fn(status_of);
            let served = hyper::server::conn::http1::Builder::new();
            tokio::spawn(served.serve_connection(TokioIo::new(stream), service));
        }
    });
}

/// The status that the edge says, as the body.
async fn status_of(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let status = request.headers()["client-mtls-verification-status"].as_bytes().to_vec();
    let mut response = Response::new(Full::from(status));
    let host = request.uri().authority().map(ToString::to_string).unwrap_or_default();
    response.headers_mut().insert("x-authority", HeaderValue::from_str(&host).unwrap());
    response
        .headers_mut()
        .insert("x-version", HeaderValue::from_str(&format!("{:?}", request.version())).unwrap());
    // The trailers of a request reach it, and none that only an edge may write.
    let trailers = request.into_body().collect().await.ok().and_then(|body| body.trailers().cloned());
    let names: Vec<_> =
        trailers.iter().flat_map(|trailers| trailers.keys().map(ToString::to_string)).collect();
    response.headers_mut().insert("x-trailers", HeaderValue::from_str(&names.join(",")).unwrap());
    Ok(response)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_may_speak_http2() {
    let mut world = World::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let upstream = format!(
        "[[upstream]]\naddress = \"http://{}\"\nhttp = \"2\"\naccounts = \"all\"\n",
        listener.local_addr().unwrap()
    );
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let served = http2::Builder::new(TokioExecutor::new());
            tokio::spawn(served.serve_connection(TokioIo::new(stream), service_fn(status_of)));
        }
    });
    let _edge = world.edge_with(&upstream).await;
    let client = world.ca.client("client-1");
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(Some(&client), DOMAIN, alpn).await.unwrap();
        let response = link.get("/").await;
        assert_eq!((response.status, response.body.as_slice()), (StatusCode::OK, &b"SUCCESS"[..]));
        assert_eq!(response.headers["x-authority"], format!("{DOMAIN}:{}", world.address.port()));
        assert_eq!(response.headers["x-version"], "HTTP/2.0");
        assert_eq!(response.headers["x-trailers"], "");
    }
}
