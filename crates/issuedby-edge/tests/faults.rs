//! The cause of a request that fails: its client, its upstream, or a verdict that was invalidated.

mod common;

use std::io;
use std::time::Duration;

use common::{Alpn, BOUND, DOMAIN, Settings, World, receiver_stream, request, within};
use http_body_util::BodyExt;
use hyper::body::Frame;
use hyper::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, timeout};

const SHORT: Settings = Settings { top: "", upstream: "", limits: "body_timeout = \"500ms\"" };

/// No worker is to blame for it, whatever HTTP it speaks: neither where the client leaves in the middle nor where it
/// sends nothing more.
#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_its_client_breaks_off_is_the_clients_doing() {
    for upstream in ["http = \"1.1\"", "http = \"2\""] {
        let world = World::with(Settings { upstream, ..SHORT }).await;
        for (number, leaves) in [(1, true), (2, false)] {
            let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
            let head = b"POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: 100\r\n\r\nhalf";
            stream.write_all(head).await.unwrap();
            sleep(Duration::from_millis(100)).await;
            if leaves {
                stream.shutdown().await.unwrap();
            } else {
                let mut response = String::new();
                let _ = stream.read_to_string(&mut response).await;
                assert!(
                    response.starts_with("HTTP/1.1 408") && response.contains("\"request_timeout\""),
                    "{upstream}: {response}"
                );
            }
            let line = format!("issuedby_requests_broken_off_total {number}");
            within(Duration::from_secs(3), "the count", async || world.metrics().await.contains(&line)).await;
        }
        let metrics = world.metrics().await;
        assert!(!metrics.contains("status=\"502\""), "{metrics}");
    }
}

/// Its body is still to come, or only its response. Over HTTP/2 the connection lives on, over HTTP/1.1 it ends.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_broken_off_is_counted_and_logged_once() {
    for upstream in ["http = \"1.1\"", "http = \"2\""] {
        let mut world = World::with(Settings { upstream, ..SHORT }).await;
        let (requests, events) = world.listen().await;
        let mut link = world.link(None, DOMAIN, Alpn::Http2).await.unwrap();
        let (pieces, stream) = receiver_stream();
        let mut upload = request(DOMAIN, "/upload");
        *upload.method_mut() = Method::POST;
        *upload.body_mut() = stream.boxed();
        pieces.send(Ok(Frame::data("half".into()))).await.unwrap();
        let reset = async {
            sleep(Duration::from_millis(100)).await;
            pieces.send(Err(io::ErrorKind::Other.into())).await.unwrap();
        };
        let (response, ()) = tokio::join!(link.ask(upload), reset);
        assert!(response.is_err(), "{response:?}");
        assert!(timeout(Duration::from_millis(100), link.ask(request(DOMAIN, "/slow"))).await.is_err());
        assert_eq!(link.get("/after").await.status, StatusCode::OK);
        let mut leaves = world.connect(None).await;
        assert!(timeout(Duration::from_millis(100), leaves.ask(request(DOMAIN, "/slow"))).await.is_err());
        drop(leaves);

        within(Duration::from_secs(3), "the count", async || {
            world.metrics().await.contains("issuedby_requests_broken_off_total 3")
        })
        .await;
        world.stop().await;
        let mut lines: Vec<_> =
            requests.iter().map(|line| (line.path, line.status, line.fault, line.verdict)).collect();
        lines.sort();
        let broken = |path: &str| (path.to_owned(), 400, Some("request_broken_off"), Some("NONE"));
        let after = ("/after".to_owned(), 200, None, Some("NONE"));
        assert_eq!(lines, [after, broken("/slow"), broken("/slow"), broken("/upload")], "{upstream}");
        // Strangers push no event out of a queue.
        let events: Vec<_> = events.iter().map(|event| event.event).collect();
        assert!(!events.contains(&"request_broken_off") && events.contains(&"stopped"), "{events:?}");
    }
}

/// Neither its worker nor its client did anything wrong.
#[tokio::test(flavor = "multi_thread")]
async fn an_upload_ends_with_its_verdict_and_says_so() {
    for upstream in ["http = \"1.1\"", "http = \"2\""] {
        let world = World::with(Settings { upstream, ..Settings::default() }).await;
        let client = world.ca.client("client-1");
        let mut uploads = Vec::new();
        for moves in [true, false] {
            let mut stream = world.stream(world.tls(Some(&client), Alpn::Http1), DOMAIN).await.unwrap();
            let head = b"POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: 1000000\r\n\r\nhalf";
            stream.write_all(head).await.unwrap();
            let (mut reader, mut writer) = tokio::io::split(stream);
            uploads.push(tokio::spawn(async move {
                let mut response = String::new();
                let moving = async {
                    while moves && writer.write_all(b"more").await.is_ok() && writer.flush().await.is_ok() {
                        sleep(Duration::from_millis(1)).await;
                    }
                    std::future::pending::<()>().await;
                };
                tokio::select! {
                    () = moving => {}
                    _ = reader.read_to_string(&mut response) => {}
                }
                response
            }));
        }
        sleep(Duration::from_millis(200)).await;
        world.delete_ca();
        for upload in uploads {
            let response = timeout(BOUND * 2, upload).await.expect("it ends").unwrap();
            assert!(
                response.starts_with("HTTP/1.1 409") && response.contains("\"verdict_no_longer_holds\""),
                "{upstream}: {response}"
            );
        }
        world.counted(&["issuedby_streams_ended_total 2"]).await;
        let metrics = world.metrics().await;
        assert!(metrics.contains("issuedby_requests_broken_off_total 0"), "{upstream}: {metrics}");
    }
}
