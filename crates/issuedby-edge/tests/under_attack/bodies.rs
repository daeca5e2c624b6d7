//! Bodies: who keeps them back, and who does not take them.

use std::time::Duration;

use hyper::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, timeout};

use super::common::{Alpn, DOMAIN, Settings, World};
use super::{ATTACKER, CLIENT, from};

const SHORT: &str = "body_timeout = \"500ms\"\nresponse_timeout = \"500ms\"";

/// One byte before each timeout: without a least speed it would hold a slot at the upstream for hours.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_dripped_is_given_up() {
    let world = World::with(Settings { limits: SHORT, ..Settings::default() }).await;
    let tls = world.tls(None, Alpn::Http1);
    let mut stream = world.stream_from(ATTACKER, tls, DOMAIN).await.unwrap();
    stream.write_all(b"POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: 1000\r\n\r\n").await.unwrap();
    let drip = async {
        let (mut reader, mut writer) = tokio::io::split(&mut stream);
        let dripping = async {
            while writer.write_all(b"x").await.is_ok() && writer.flush().await.is_ok() {
                sleep(Duration::from_millis(100)).await;
            }
        };
        let mut response = String::new();
        let reading = async {
            let mut piece = [0; 512];
            while let Ok(size) = reader.read(&mut piece).await
                && size > 0
            {
                response.push_str(&String::from_utf8_lossy(&piece[..size]));
            }
        };
        tokio::select! { () = dripping => {}, () = reading => {} }
        response
    };
    let response = timeout(Duration::from_secs(5), drip).await.expect("it is given up");
    assert!(response.starts_with("HTTP/1.1 408") && response.contains("\"request_timeout\""), "{response}");
}

/// The upstream waits for the client, and is not the one to blame.
#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_upload_is_the_fault_of_the_client() {
    for upstream in ["http = \"1.1\"", "http = \"2\""] {
        let world = World::with(Settings { limits: SHORT, upstream, ..Settings::default() }).await;
        for leaf in [None, Some(world.ca.client("c"))] {
            let mut stream = world.stream(world.tls(leaf.as_ref(), Alpn::Http1), DOMAIN).await.unwrap();
            let head = b"POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: 100\r\n\r\nhalf";
            stream.write_all(head).await.unwrap();
            let mut response = String::new();
            let _ = stream.read_to_string(&mut response).await;
            assert!(response.starts_with("HTTP/1.1 408"), "{upstream}: {response}");
        }
        let metrics = world.metrics().await;
        assert!(!metrics.contains("status=\"504\""), "{metrics}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_websocket_ends_and_one_in_use_does_not() {
    let limits = "websocket_timeout = \"600ms\"";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    let open = async || {
        let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
        let head =
            b"GET /upgrade HTTP/1.1\r\nHost: api.example\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
        stream.write_all(head).await.unwrap();
        let mut response = Vec::new();
        while !response.ends_with(b"\r\n\r\n") {
            response.push(stream.read_u8().await.unwrap());
        }
        assert!(response.starts_with(b"HTTP/1.1 101"));
        stream
    };
    let mut used = open().await;
    for _ in 0..6 {
        used.write_all(b"ping").await.unwrap();
        used.read_exact(&mut [0; 4]).await.unwrap();
        sleep(Duration::from_millis(200)).await;
    }
    let mut idle = open().await;
    let ended = timeout(Duration::from_secs(5), idle.read(&mut [0; 1])).await.expect("it ends");
    assert!(!matches!(ended, Ok(1..)), "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn responses_that_are_not_read_keep_no_one_waiting() {
    let world = World::with(Settings::default()).await;
    let client = world.ca.client("c");
    let mut unread = Vec::new();
    for _ in 0..200 {
        let mut stream = world.stream_from(ATTACKER, world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
        stream.write_all(b"GET /zeros HTTP/1.1\r\nHost: api.example\r\n\r\n").await.unwrap();
        unread.push(stream);
    }
    let mut link = from(&world, CLIENT, Some(&client), Alpn::Http1).await;
    for _ in 0..20 {
        assert_eq!(link.get("/").await.status, StatusCode::OK);
    }
}
