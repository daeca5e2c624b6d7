//! The header fields that reach an upstream, and those that do not, over both versions of HTTP, with the requirements of RFC 9440 by number.

mod common;

use common::{
    Alpn, Body, ClientResponse, DOMAIN, Leaf, Link, OTHER_DOMAIN, SECOND_DOMAIN, Settings, World, body,
    request,
};
use http_body_util::BodyExt;
use hyper::body::{Bytes, Frame};
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, StatusCode};
use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The fields that a client may forge, beside a `Connection` field that names some of it.
const SPOOFS: &[(&str, &str)] = &[
    ("client-cert", ":AQ==:"),
    ("client-cert", ":AQI=:"),
    ("client_cert", ":AQ==:"),
    ("client-cert-chain", ":AQ==:"),
    ("client_cert_chain", ":AQ==:"),
    ("client-certificate", "x"),
    ("client-mtls-verification-status", "SUCCESS"),
    ("client_mtls_verification_status", "SUCCESS"),
    ("client-mtls_verification-status", "SUCCESS"),
    ("client-mtls-verification-reason", "x"),
    ("client-mtls-ca-id", "mtlsca_x"),
    ("client_mtls_ca_id", "mtlsca_x"),
];

fn spoofed(names_in_connection: &[&str]) -> Request<Body> {
    let mut asked = request(DOMAIN, "/");
    for (name, value) in SPOOFS {
        asked.headers_mut().append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
    }
    for name in names_in_connection {
        asked.headers_mut().append("connection", name.parse().unwrap());
    }
    asked
}

/// Every field that a worker got under one of the reserved names.
fn reserved(response: &ClientResponse, part: &str) -> Vec<(String, String)> {
    let lines = response.json()[part].as_array().unwrap().clone();
    let lines = lines
        .iter()
        .map(|line| (line[0].as_str().unwrap().replace('_', "-"), line[1].as_str().unwrap().to_owned()));
    lines.filter(|(name, _)| name.starts_with("client-")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn r19_r21_r33_spoofed_fields_never_reach_a_worker() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    for leaf in [None, Some(&client)] {
        for alpn in [Alpn::Http1, Alpn::Http2] {
            let mut link = world.link(leaf, DOMAIN, alpn).await.unwrap();
            let honest = link.get("/").await;
            let response = link.ask(spoofed(&[])).await.unwrap();
            assert_eq!(response.status, StatusCode::OK, "R20: they are taken out, not refused");
            assert_eq!(reserved(&response, "headers"), reserved(&honest, "headers"));
            if alpn == Alpn::Http1 {
                let named = ["client-cert, Client-Mtls-Verification-Status", "close"];
                let response = link.ask(spoofed(&named)).await.unwrap();
                assert_eq!(reserved(&response, "headers"), reserved(&honest, "headers"));
            }
        }
    }
}

/// Bytes that no HTTP library would send are written by hand.
#[tokio::test(flavor = "multi_thread")]
async fn r08_raw_spellings_never_reach_a_worker() {
    let world = World::new().await;
    for fields in [
        "CLIENT-CERT: :AQ==:\r\ncLiEnT-cErT: :AQ==:\r\n",
        "Client_Cert: :AQ==:\r\nCLIENT_MTLS_VERIFICATION_STATUS: SUCCESS\r\n",
        "Connection: Client-Mtls-Verification-Status\r\nClient-Mtls-Verification-Status: SUCCESS\r\n",
        "Connection: x\r\nConnection: client-cert\r\nClient-Cert:\t:AQ==:\r\n",
    ] {
        let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
        let head = format!("GET / HTTP/1.1\r\nHost: {DOMAIN}\r\n{fields}Connection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut response = String::new();
        let _ = stream.read_to_string(&mut response).await;
        assert!(response.starts_with("HTTP/1.1 200"), "{response}");
        assert!(!response.contains(":AQ==:") && !response.contains("SUCCESS"), "{response}");
        assert!(response.contains("\"NONE\""), "{response}");
    }
    // A text that is not a field name, or hides one behind it, is not a request.
    for fields in [
        "Client-Cert : :AQ==:\r\n",
        " Client-Cert: :AQ==:\r\n",
        "X: y\r\n Client-Cert: :AQ==:\r\n",
        "Client-Cert\0: x\r\n",
    ] {
        let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
        let head = format!("GET / HTTP/1.1\r\nHost: {DOMAIN}\r\n{fields}Connection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut response = String::new();
        let _ = stream.read_to_string(&mut response).await;
        assert!(response.is_empty() || response.starts_with("HTTP/1.1 400"), "{response}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r19_trailers_are_cleaned_too() {
    let world = World::new().await;
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(None, DOMAIN, alpn).await.unwrap();
        let mut trailers = HeaderMap::new();
        trailers.insert("client-cert", HeaderValue::from_static(":AQ==:"));
        trailers.insert("client_mtls_verification_status", HeaderValue::from_static("SUCCESS"));
        trailers.insert("x-sum", HeaderValue::from_static("1"));
        let frames = [Frame::data(Bytes::from_static(b"body")), Frame::trailers(trailers)];
        let frames = Frames(frames.into_iter().collect());
        let mut asked = request(DOMAIN, "/");
        *asked.method_mut() = Method::POST;
        let names = "client-cert, client_mtls_verification_status, x-sum";
        asked.headers_mut().insert("trailer", HeaderValue::from_static(names));
        *asked.body_mut() = frames.boxed();
        let response = link.ask(asked).await.unwrap();
        assert_eq!(response.json()["bytes"], 4);
        assert!(reserved(&response, "trailers").is_empty());
        assert_eq!(response.upstream_got_in_trailers("x-sum"), ["1"]);
        assert_eq!(response.upstream_got("trailer"), ["x-sum"]);
    }
}

struct Frames(std::collections::VecDeque<Frame<Bytes>>);

impl hyper::body::Body for Frames {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        std::task::Poll::Ready(self.0.pop_front().map(Ok))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r06_r15_r24_responses_lack_the_fields_and_vary_is_a_star() {
    let world = World::new().await;
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(None, DOMAIN, alpn).await.unwrap();
        let mut asked = request(DOMAIN, "/leak");
        asked.headers_mut().insert("te", HeaderValue::from_static("trailers"));
        let response = link.ask(asked).await.unwrap();
        assert_eq!(response.body, b"leak");
        assert_eq!(response.headers.get_all("vary").iter().collect::<Vec<_>>(), ["*"]);
        for headers in [&response.headers, &response.trailers] {
            assert!(headers.keys().all(|name| !name.as_str().starts_with("client-")), "{headers:?}");
        }
        assert_eq!(response.trailers["x-sum"], "1", "other trailers pass");
    }
}

fn with_chain(world: &World, along: &[&[u8]]) -> Leaf {
    let mut leaf = world.ca.client("client-1");
    leaf.along = along.iter().map(|der| der.to_vec().into()).collect();
    leaf
}

#[tokio::test(flavor = "multi_thread")]
async fn r09_r11_r12_r13_r31_the_chain_is_sent_on_request_only() {
    let quiet = World::new().await;
    let leaf = with_chain(&quiet, &[quiet.ca.der()]);
    assert!(quiet.connect(Some(&leaf)).await.get("/").await.upstream_got("client-cert-chain").is_empty());

    let upstream = "client_cert_chain = \"send\"";
    let world = World::with(Settings { upstream, ..Settings::default() }).await;
    let mut leaf = with_chain(&world, &[world.ca.der(), world.other_ca.der()]);
    leaf.along.insert(1, leaf.der().clone());
    let response = world.connect(Some(&leaf)).await.get("/").await;
    let expected = [world.ca.der(), world.other_ca.der()].map(issuedby::ClientCert::encode).join(", ");
    assert_eq!(
        response.upstream_got("client-cert-chain"),
        [expected],
        "in order, without the certificate itself"
    );

    let stranger = Leaf { along: vec![world.ca.certificate()], ..world.other_ca.client("stranger") };
    let response = world.connect(Some(&stranger)).await.get("/").await;
    assert!(response.upstream_got("client-cert-chain").is_empty(), "R12: never without Client-Cert");
}

#[tokio::test(flavor = "multi_thread")]
async fn r18_r31_client_cert_is_sent_as_the_upstream_is_configured() {
    for (upstream, verified, refused) in [
        ("", true, false),
        ("client_cert = \"verified\"", true, false),
        ("client_cert = \"presented\"", true, true),
        ("client_cert = \"off\"", false, false),
    ] {
        let world = World::with(Settings { upstream, ..Settings::default() }).await;
        for (leaf, sent, status) in [
            (world.ca.client("client-1"), verified, "SUCCESS"),
            (world.other_ca.client("stranger"), refused, "FAILED"),
        ] {
            let response = world.connect(Some(&leaf)).await.get("/").await;
            assert_eq!(response.verdict().0, status, "the status is always sent");
            let expected: Vec<_> = sent.then(|| leaf.client_cert()).into_iter().collect();
            assert_eq!(response.upstream_got("client-cert"), expected, "{upstream}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r28_a_large_certificate_is_left_out_and_the_verdict_stands() {
    let upstream = "client_cert = \"presented\"\nclient_cert_chain = \"send\"";
    let world = World::with(Settings { upstream, ..Settings::default() }).await;
    let mut large = world.ca.large_client(8_000);
    large.along = vec![world.ca.certificate()];
    let response = world.connect(Some(&large)).await.get("/").await;
    assert_eq!(response.verdict(), ("SUCCESS".to_owned(), None));
    assert!(
        response.upstream_got("client-cert").is_empty()
            && response.upstream_got("client-cert-chain").is_empty()
    );

    let upstream = "client_cert_max = 65536";
    let world = World::with(Settings { upstream, ..Settings::default() }).await;
    let large = world.ca.large_client(30_000);
    let response = world.connect(Some(&large)).await.get("/").await;
    assert_eq!(response.upstream_got("client-cert"), [large.client_cert()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn r28_a_head_that_is_too_large_is_answered_431() {
    let world = World::new().await;
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(None, DOMAIN, alpn).await.unwrap();
        let mut asked = request(DOMAIN, "/");
        asked.headers_mut().insert("x-large", HeaderValue::from_bytes(&[b'x'; 20_000]).unwrap());
        match link.ask(asked).await {
            Ok(response) => assert_eq!(response.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE),
            // A client that knows the limit does not send it at all.
            Err(error) => assert!(alpn == Alpn::Http2, "{error}"),
        }
    }
}

/// SETTINGS_MAX_HEADER_LIST_SIZE (RFC 9113 section 6.5.2) is announced, and is smaller than what goes to a worker.
#[tokio::test(flavor = "multi_thread")]
async fn r29_clients_get_a_smaller_limit_than_the_edge_itself_uses() {
    let world = World::new().await;
    let mut stream = world.stream(world.tls(None, Alpn::Http2), DOMAIN).await.unwrap();
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
    let mut head = [0; 9];
    stream.read_exact(&mut head).await.unwrap();
    assert_eq!(head[3], 4, "the first frame is SETTINGS");
    let mut settings = vec![0; u32::from_be_bytes([0, head[0], head[1], head[2]]) as usize];
    stream.read_exact(&mut settings).await.unwrap();
    let announced = settings.chunks(6).find(|entry| entry[..2] == [0, 6]).expect("it is announced");
    let announced = u32::from_be_bytes(announced[2..].try_into().unwrap());
    assert_eq!(announced, 16_384);

    // As much as a client may send, and a certificate, reach the worker together.
    let client = world.ca.large_client(4_000);
    let mut link = world.link(Some(&client), DOMAIN, Alpn::Http2).await.unwrap();
    let mut asked = request(DOMAIN, "/");
    asked.headers_mut().insert("x-large", HeaderValue::from_bytes(&[b'x'; 15_000]).unwrap());
    let response = link.ask(asked).await.unwrap();
    assert_eq!(
        (response.upstream_got("x-large")[0].len(), response.upstream_got("client-cert").len()),
        (15_000, 1)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn r36_the_fields_have_their_registered_names() {
    assert_eq!(issuedby::client_cert::CLIENT_CERT, "Client-Cert");
    assert_eq!(issuedby::client_cert::CLIENT_CERT_CHAIN, "Client-Cert-Chain");
    let world = World::new().await;
    let response = world.connect(Some(&world.ca.client("client-1"))).await.get("/").await;
    assert_eq!(response.upstream_got("client-cert").len(), 1);
}

/// rustls has no post-handshake authentication: the certificate of the handshake is the last one.
#[tokio::test(flavor = "multi_thread")]
async fn r01_each_connection_has_the_certificate_of_its_own_handshake() {
    let world = World::new().await;
    let (one, two) = (world.ca.client("one"), world.ca.client("two"));
    let (mut first, mut second) = (world.connect(Some(&one)).await, world.connect(Some(&two)).await);
    for _ in 0..2 {
        assert_eq!(first.get("/").await.upstream_got("client-cert"), [one.client_cert()]);
        assert_eq!(second.get("/").await.upstream_got("client-cert"), [two.client_cert()]);
    }
}

async fn status_at(link: &mut Link, host: &str) -> StatusCode {
    link.ask(request(host, "/")).await.unwrap().status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_must_be_for_the_account_of_the_handshake() {
    let world = World::new().await;
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(None, DOMAIN, alpn).await.unwrap();
        for host in [DOMAIN, "API.Example", "api.example:8443", "api.example.", SECOND_DOMAIN] {
            assert_eq!(status_at(&mut link, host).await, StatusCode::OK, "{host}");
        }
        for host in [OTHER_DOMAIN, "unknown.example", "pending.example", "localhost:80"] {
            let response = link.ask(request(host, "/")).await.unwrap();
            assert_eq!(response.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
            assert_eq!(response.json()["code"], "misdirected_request");
            assert_eq!(response.headers["content-type"], "application/problem+json");
            assert_eq!(response.headers["cache-control"], "no-store");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_conflicting_and_missing_hosts_are_refused() {
    let world = World::new().await;
    for head in [
        "GET / HTTP/1.1\r\nHost: api.example\r\nHost: api.example\r\n",
        "GET / HTTP/1.1\r\nHost: api.example\r\nHost: second.example\r\n",
        "GET https://second.example/ HTTP/1.1\r\nHost: api.example\r\n",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.0\r\n",
        "GET / HTTP/1.1\r\nHost: user@api.example\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n",
    ] {
        let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).await.unwrap();
        let mut response = String::new();
        let _ = stream.read_to_string(&mut response).await;
        assert!(response.split(' ').nth(1) == Some("400"), "{head}: {response}");
    }
    assert_eq!(world.worker.served(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn connection_fields_end_at_the_edge_and_bodies_pass() {
    let world = World::new().await;
    let mut link = world.link(None, DOMAIN, Alpn::Http1).await.unwrap();
    let mut asked = request(DOMAIN, "/");
    *asked.method_mut() = Method::PUT;
    *asked.body_mut() = body(vec![7; 3_000_000]);
    for (name, value) in [
        ("keep-alive", "timeout=5"),
        ("proxy-authorization", "secret"),
        ("connection", "x-hop"),
        ("x-hop", "1"),
        ("x-forwarded-for", "192.0.2.1"),
        ("forwarded", "for=192.0.2.1"),
        ("x-kept", "1"),
    ] {
        asked.headers_mut().append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let response = link.ask(asked).await.unwrap();
    assert_eq!(response.json()["bytes"], 3_000_000);
    assert_eq!(response.json()["method"], "PUT");
    for name in ["keep-alive", "proxy-authorization", "connection", "x-hop", "forwarded"] {
        assert!(response.upstream_got(name).is_empty(), "{name}");
    }
    assert_eq!(response.upstream_got("x-forwarded-for"), ["127.0.0.1"]);
    assert_eq!(response.upstream_got("x-kept"), ["1"]);
}

/// Behind an upgrade to HTTP/2 in clear text a client could write to the worker what the edge never sees.
#[tokio::test(flavor = "multi_thread")]
async fn r19_r33_no_other_protocol_than_websocket_leads_past_the_edge() {
    let world = World::new().await;
    for upgrade in ["h2c", "websocket, h2c", "TLS/1.0"] {
        let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
        let head = format!(
            "GET / HTTP/1.1\r\nHost: {DOMAIN}\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: {upgrade}\r\n\
             HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut response = Vec::new();
        let _ = stream.read_to_end(&mut response).await;
        let response = String::from_utf8(response).unwrap();
        assert!(response.starts_with("HTTP/1.1 200"), "{response}");
        assert!(
            !response.to_lowercase().contains("upgrade") && !response.contains("http2-settings"),
            "{response}"
        );
    }
    // A worker that would change to another protocol is not let.
    let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
    let head =
        format!("GET /upgrade HTTP/1.1\r\nHost: {DOMAIN}\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut response = [0; 12];
    stream.read_exact(&mut response).await.unwrap();
    assert_eq!(&response, b"HTTP/1.1 502");
}
