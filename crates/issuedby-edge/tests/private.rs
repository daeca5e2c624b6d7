//! Privacy of logs and metrics: they have no certificate, header field, query or body in them.

mod common;

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use common::{Alpn, DOMAIN, Leaf, Settings, World, receiver_stream, request};
use http_body_util::BodyExt;
use hyper::body::Frame;
use hyper::{Method, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::sleep;

/// Bytes that a client or a worker sends, and that are private.
const SECRETS: [&str; 6] =
    ["QuerySecret", "CookieSecret", "BearerSecret", "OwnFieldSecret", "BodySecret", "c3Bvb2ZlZA"];

/// Everything private that a request can have.
fn private(path: &str) -> Request<common::Body> {
    let mut asked = request(DOMAIN, &format!("{path}?token=QuerySecret"));
    for (name, value) in [
        ("authorization", "Bearer BearerSecret"),
        ("cookie", "session=CookieSecret"),
        ("x-own", "OwnFieldSecret"),
        ("client-cert", ":c3Bvb2ZlZA==:"),
    ] {
        asked.headers_mut().insert(name, value.parse().unwrap());
    }
    asked
}

/// One request that gets a response and one that its client breaks off.
async fn exchange(world: &World, leaf: Option<&Leaf>, alpn: Alpn) {
    let mut link = world.link(leaf, DOMAIN, alpn).await.unwrap();
    link.ask(private("/a-response")).await.unwrap();
    let (pieces, stream) = receiver_stream();
    let mut upload = private("/broken-off");
    *upload.method_mut() = Method::POST;
    *upload.body_mut() = stream.boxed();
    let breaks_off = async {
        pieces.send(Ok(Frame::data("BodySecret".into()))).await.unwrap();
        sleep(Duration::from_millis(100)).await;
        // A worker that fails is faster, and has a fault of its own.
        let _ = pieces.send(Err(io::ErrorKind::Other.into())).await;
    };
    let _ = tokio::join!(link.ask(upload), breaks_off);
}

/// A worker that sends back what it got, as no HTTP.
async fn start_failing_worker() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = vec![0; 1 << 16];
            let length = stream.read(&mut head).await.unwrap();
            let _ = stream.write_all(&head[..length]).await;
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_and_metrics_never_have_anything_private_in_them() {
    let upstream = "client_cert = \"presented\"";
    let mut world = World::with(Settings { upstream, ..Settings::default() }).await;
    let (client, stranger) = (world.ca.client("client-1"), world.other_ca.client("stranger"));
    let clients = [(Some(&client), "SUCCESS"), (Some(&stranger), "FAILED"), (None, "NONE")];
    let sound = world.worker.address;
    let failing = start_failing_worker().await;

    let mut said = String::new();
    for (worker, fault) in [(sound, None), (failing, Some("upstream_failed"))] {
        let config = fs::read_to_string(world.path("edge.toml")).unwrap();
        world.write("edge.toml", config.replace(&sound.to_string(), &worker.to_string()));
        let (requests, events) = world.listen().await;
        for (leaf, _) in clients {
            for alpn in [Alpn::Http1, Alpn::Http2] {
                exchange(&world, leaf, alpn).await;
            }
        }
        sleep(Duration::from_millis(200)).await;
        said.push_str(&world.metrics().await);
        world.stop().await;

        let requests: Vec<_> = requests.iter().collect();
        for (leaf, verdict) in clients {
            let fingerprint = leaf.map(|leaf| issuedby::Fingerprint::of(leaf.der()).to_string());
            let of_client: Vec<_> = requests.iter().filter(|line| line.verdict == Some(verdict)).collect();
            assert_eq!(of_client.len(), 4);
            assert!(of_client.iter().all(|line| line.certificate == fingerprint));
            for protocol in ["HTTP/1.1", "HTTP/2"] {
                let faults = of_client.iter().filter(|line| line.protocol == protocol);
                let mut faults: Vec<_> = faults.map(|line| (line.path.as_str(), line.fault)).collect();
                faults.sort_unstable();
                assert_eq!(faults[0], ("/a-response", fault));
                // Either may fail first where both do.
                let broken_off = Some("request_broken_off");
                assert!(faults[1] == ("/broken-off", broken_off) || faults[1] == ("/broken-off", fault));
            }
        }
        for request in &requests {
            said.push_str(&serde_json::to_string(request).unwrap());
        }
        let events: Vec<_> = events.iter().collect();
        let expected = fault.unwrap_or("stopped");
        assert!(events.iter().any(|event| event.event == expected), "{events:?}");
        for event in &events {
            said.push_str(&serde_json::to_string(event).unwrap());
        }
    }

    assert!(said.contains("/a-response") && said.contains("issuedby_verdicts_total"));
    let mut secrets: Vec<_> = SECRETS.iter().map(ToString::to_string).collect();
    secrets.extend(["BEGIN".to_owned(), "token=".to_owned()]);
    for leaf in [&client, &stranger] {
        // The value of Client-Cert, and each whole line of the PEM forms.
        secrets.push(leaf.client_cert());
        let (certificate, key) = (leaf.certificate.pem(), leaf.key.serialize_pem());
        let lines = certificate.lines().chain(key.lines()).filter(|line| line.len() == 64);
        secrets.extend(lines.map(str::to_owned));
    }
    for secret in secrets {
        assert!(!said.contains(&secret), "{secret} in\n{said}");
    }
}
