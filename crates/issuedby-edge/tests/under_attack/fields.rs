//! Fields and framing: what passes to an upstream, and what comes back.

use hyper::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::common::{Alpn, DOMAIN, Settings, World, request};

/// Sends a request as it is written, and gives the whole received.
async fn send(world: &World, text: &str) -> String {
    let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut received = Vec::new();
    let _ = stream.read_to_end(&mut received).await;
    String::from_utf8_lossy(&received).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_field_names_a_client_but_those_of_the_edge() {
    let top = "strip = [\"X-User\", \"X-Internal-*\"]";
    for upstream in ["http = \"1.1\"", "http = \"2\""] {
        let world = World::with(Settings { top, upstream, ..Settings::default() }).await;
        let names = [
            "ssl-client-verify",
            "SSL_CLIENT_S_DN",
            "ssl.client.cert",
            "X-SSL-Cert",
            "x+ssl+client",
            "X-Amzn-Mtls-Clientcert-Leaf",
            "X-Forwarded-Tls-Client-Cert",
            "X-Forwarded-Client-Cert",
            "X-Client-Cert",
            "X-Client-Cert-Hash",
            "X-ARR-ClientCert",
            "Remote-User",
            "REMOTE_USER",
            "Client.Cert",
            "Client+Mtls+Verification+Status",
            "X-User",
            "x_user",
            "X-Internal-Role",
            "X.Real.IP",
            "X-Client-IP",
            "Content_Length",
            "Transfer.Encoding",
            "Proxy",
        ];
        let mut asked = request(DOMAIN, "/");
        for name in names {
            asked.headers_mut().append(
                hyper::header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                "CN=admin".parse().unwrap(),
            );
        }
        asked.headers_mut().append("x-users", "kept".parse().unwrap());
        let received = world.connect(None).await.ask(asked).await.unwrap();
        let text = String::from_utf8(received.body.clone()).unwrap();
        assert!(!text.contains("CN=admin"), "{upstream}: {text}");
        assert_eq!(received.upstream_got("x-users"), ["kept"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn trailers_say_neither_who_nor_where_from() {
    for upstream in ["http = \"1.1\"", "http = \"2\""] {
        let world = World::with(Settings { upstream, ..Settings::default() }).await;
        let received = send(
            &world,
            "POST / HTTP/1.1\r\nHost: api.example\r\nTE: trailers\r\nConnection: close, TE\r\n\
             Trailer: X-Sum, X-Forwarded-For, Forwarded, X-Real-IP, Ssl-Client-Verify\r\nTransfer-Encoding: chunked\r\n\r\n\
             4\r\nbody\r\n0\r\nX-Sum: 7\r\nX-Forwarded-For: 192.0.2.7\r\nForwarded: for=192.0.2.7\r\nX-Real-IP: 192.0.2.7\r\n\
             Ssl-Client-Verify: 192.0.2.7\r\nClient-Cert: 192.0.2.7\r\n\r\n",
        )
        .await;
        assert!(received.starts_with("HTTP/1.1 200"), "{upstream}: {received}");
        assert!(!received.contains("192.0.2.7") && received.contains("x-sum"), "{upstream}: {received}");
        assert!(!received.contains("ssl-client"), "{upstream}: {received}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn equal_lengths_become_one_and_others_are_refused() {
    let world = World::new().await;
    let post = |lengths: &str| {
        format!("POST / HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n{lengths}\r\nbody")
    };
    let equal = send(&world, &post("Content-Length: 4\r\nContent-Length: 4\r\n")).await;
    assert!(equal.starts_with("HTTP/1.1 200"), "{equal}");
    assert_eq!(equal.matches("[\"content-length\"").count(), 1, "{equal}");
    for lengths in ["Content-Length: 4\r\nContent-Length: 5\r\n", "Content-Length: 4, 5\r\n"] {
        let differ = send(&world, &post(lengths)).await;
        assert!(differ.starts_with("HTTP/1.1 400"), "{lengths}: {differ}");
    }
}

/// An upstream that responses each connection with these bytes.
async fn upstream_that_says(response: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let _ = stream.write_all(response.as_bytes()).await;
                let _ = stream.read(&mut [0; 1]).await;
            });
        }
    });
    format!("[[upstream]]\naddress = \"http://{address}\"\naccounts = \"all\"\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_response_with_two_lengths_is_a_bad_gateway() {
    let mut world = World::new().await;
    for response in [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    ] {
        let running = world.edge_with(&upstream_that_says(response).await).await;
        let received = world.connect(None).await.get("/").await;
        assert_eq!(received.status, StatusCode::BAD_GATEWAY, "{response}");
        assert_eq!(received.json()["code"], "upstream_failed");
        running.stop().await;
    }
    let sound =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nVary: Accept, Client-Mtls-Verification-Status\r\n\r\nhello";
    let running = world.edge_with(&upstream_that_says(sound).await).await;
    let received = world.connect(None).await.get("/").await;
    assert_eq!((received.status, &received.body[..]), (StatusCode::OK, &b"hello"[..]));
    assert_eq!(received.headers["vary"], "*");
    running.stop().await;
}

/// The HTTP library alone responds to bytes that are not HTTP: they are counted, and logged once a second.
#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_not_http_are_counted_and_said() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    let large = format!("GET / HTTP/1.1\r\nHost: api.example\r\nX: {}\r\n\r\n", "x".repeat(64 << 10));
    for text in ["GET / HTTP/1.1\r\nHost : api.example\r\n\r\n", "BREW\r\n\r\n", &large] {
        let received = send(&world, text).await;
        assert!(received.starts_with("HTTP/1.1 4"), "{received}");
    }
    world.counted(&["issuedby_requests_malformed_total 3"]).await;
    world.stop().await;
    assert_eq!(super::counted(&events, "request_malformed").0, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_changes_to_websocket_or_to_nothing() {
    let mut world = World::new().await;
    let head = "GET / HTTP/1.1\r\nHost: api.example\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    for response in [
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\r\n",
    ] {
        let running = world.edge_with(&upstream_that_says(response).await).await;
        let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 502", "{response}");
        drop(stream);
        running.stop().await;
    }
}

/// A violation of HTTP/2 is counted, and a client that just goes away is not.
#[tokio::test(flavor = "multi_thread")]
async fn violations_of_http2_are_counted_and_departures_are_not() {
    const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    let world = World::new().await;
    for _ in 0..3 {
        let mut leaves = world.link(None, DOMAIN, Alpn::Http2).await.unwrap();
        assert_eq!(leaves.get("/").await.status, StatusCode::OK);
    }
    let mut stream = world.stream(world.tls(None, Alpn::Http2), DOMAIN).await.unwrap();
    stream.write_all(PREFACE).await.unwrap();
    // DATA on stream 0.
    stream.write_all(b"\0\0\x01\0\0\0\0\0\0x").await.unwrap();
    let _ = stream.read_to_end(&mut Vec::new()).await;
    let counted = "issuedby_requests_malformed_total 1\n";
    super::common::within(super::common::BOUND, "the count", async || {
        world.metrics().await.contains(counted)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edge_that_is_full_says_so() {
    let limits = "connections = 2";
    let mut world = World::with(Settings { limits, ..Settings::default() }).await;
    let (_requests, events) = world.listen().await;
    let held = (world.connect(None).await, world.connect(None).await);
    let waiting = world.connect(None);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(300), waiting).await.is_err());
    drop(held);
    world.stop().await;
    assert!(super::counted(&events, "connections_full").0 >= 1);
}
