//! Slow, huge, half-closed and garbage connections; workers that fail; certificates that change; and stopping.

mod common;

use std::fs;
use std::io;
use std::time::{Duration, Instant};

use common::{Alpn, BOUND, DOMAIN, Settings, World, add_ca, request, within};
use http_body_util::BodyExt;
use hyper::StatusCode;
use issuedby_edge::limits::{MAX_LOGGED_METHOD, MAX_LOGGED_PATH};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

const SHORT: Settings = Settings {
    top: "",
    upstream: "",
    limits: "handshake_timeout = \"500ms\"\nidle_timeout = \"800ms\"\nbody_timeout = \"500ms\"\n\
             response_timeout = \"600ms\"\nconnect_timeout = \"500ms\"",
};

/// The time for which the other side keeps a connection on which nothing more is sent.
async fn lifetime(mut stream: impl AsyncReadExt + Unpin) -> Duration {
    let start = Instant::now();
    let mut bytes = Vec::new();
    let ended = timeout(Duration::from_secs(5), stream.read_to_end(&mut bytes)).await;
    assert!(ended.is_ok(), "the connection was kept");
    start.elapsed()
}

async fn still_serves(world: &World) {
    let client = world.ca.client("client-1");
    assert_eq!(world.connect(Some(&client)).await.verdict().await.0, "SUCCESS");
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_and_silence_end_before_a_handshake() {
    let world = World::with(SHORT).await;
    let hello_of_nothing: &[u8] = b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00";
    for bytes in
        [b"".as_slice(), b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\xff\xff", hello_of_nothing, &[0; 4_096]]
    {
        let mut stream = TcpStream::connect(world.address).await.unwrap();
        let _ = stream.write_all(bytes).await;
        lifetime(stream).await;
        // And one that says nothing more, and one that goes away.
        let mut stream = TcpStream::connect(world.address).await.unwrap();
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        lifetime(stream).await;
    }
    still_serves(&world).await;
    let results =
        ["timed_out", "not_tls"].map(|result| format!("issuedby_handshakes_total{{result=\"{result}\"}}"));
    world.counted(&results.each_ref().map(String::as_str)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handshake_without_a_name_is_refused() {
    let world = World::new().await;
    let mut config = (*world.tls(None, Alpn::Http1)).clone();
    config.enable_sni = false;
    assert!(world.stream(config.into(), DOMAIN).await.is_err());
    world.counted(&["issuedby_handshakes_total{result=\"no_server_name\"} 1"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_requests_and_idle_connections_are_given_up() {
    let world = World::with(SHORT).await;
    for bytes in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: api.example\r\nX: "] {
        let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
        stream.write_all(bytes.as_bytes()).await.unwrap();
        assert!(lifetime(stream).await < Duration::from_secs(3), "{bytes}");
    }
    // Drop by drop is not enough.
    let stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
    let (reader, mut writer) = tokio::io::split(stream);
    let dripping = tokio::spawn(async move {
        let _ = writer.write_all(b"GET / HTTP/1.1\r\nHost: api.example\r\n").await;
        while writer.write_all(b"X: 1\r\n").await.is_ok() && writer.flush().await.is_ok() {
            sleep(Duration::from_millis(100)).await;
        }
    });
    assert!(lifetime(reader).await < Duration::from_secs(3));
    dripping.abort();

    let mut idle = world.link(None, DOMAIN, Alpn::Http2).await.unwrap();
    idle.get("/").await;
    sleep(Duration::from_millis(1_500)).await;
    assert!(idle.ask(request(DOMAIN, "/")).await.is_err(), "an idle HTTP/2 connection was kept");
    still_serves(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_is_given_up() {
    let world = World::with(SHORT).await;
    let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
    stream
        .write_all(b"POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: 100\r\n\r\nhalf")
        .await
        .unwrap();
    assert!(lifetime(stream).await < Duration::from_secs(3));
    still_serves(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_is_given_up() {
    let world = World::with(SHORT).await;
    let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
    stream.write_all(b"GET /zeros HTTP/1.1\r\nHost: api.example\r\n\r\n").await.unwrap();
    within(Duration::from_secs(5), "the end", async || {
        world.metrics().await.contains("issuedby_connections 0")
    })
    .await;
    drop(stream);
}

/// The connection lives, responses pings and serves other requests: nothing but the window of one stream is shut.
#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_stream_is_given_up_and_the_others_are_not() {
    let world = World::with(SHORT).await;
    let mut link = world.link(None, DOMAIN, Alpn::Http2).await.unwrap();
    let mut shut = link.send(request(DOMAIN, "/zeros")).await.unwrap().into_body();
    let taking = link.send(request(DOMAIN, "/events")).await.unwrap().into_body();
    let taking = tokio::spawn(async move {
        let (mut taking, start) = (taking, Instant::now());
        while start.elapsed() < Duration::from_millis(1_500) {
            taking.frame().await.expect("it goes on").unwrap();
        }
    });
    within(Duration::from_secs(3), "the end of the response", async || {
        world.metrics().await.contains("issuedby_responses_stalled_total 1")
    })
    .await;
    taking.await.unwrap();
    assert_eq!(link.get("/").await.status, StatusCode::OK);
    // With nothing else in flight the connection is idle, though the client still holds the stream.
    within(Duration::from_secs(5), "the end of the connection", async || {
        world.metrics().await.contains("issuedby_connections 0")
    })
    .await;
    let mut bytes = 0;
    let end = loop {
        match shut.frame().await {
            Some(Ok(frame)) => bytes += frame.into_data().map_or(0, |data| data.len()),
            end => break end,
        }
    };
    assert!(matches!(end, Some(Err(_))), "the rest is not passed off as the whole");
    assert!(bytes < 512 << 16);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_half_closed_connection_disturbs_no_one() {
    let world = World::with(SHORT).await;
    let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: api.example\r\n\r\n").await.unwrap();
    stream.shutdown().await.unwrap();
    lifetime(stream).await;
    still_serves(&world).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_pass_in_pieces() {
    let world = World::new().await;
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(None, DOMAIN, alpn).await.unwrap();
        let mut body = link.send(request(DOMAIN, "/zeros")).await.unwrap().into_body();
        let mut bytes = 0;
        while let Some(frame) = body.frame().await {
            bytes += frame.unwrap().into_data().map_or(0, |data| data.len());
        }
        assert_eq!(bytes, 512 << 16);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_fails_is_said_to_fail() {
    let world = World::with(SHORT).await;
    let mut link = world.connect(None).await;
    let slow = link.get("/slow").await;
    assert_eq!(
        (slow.status, slow.json()["code"].as_str()),
        (StatusCode::GATEWAY_TIMEOUT, Some("upstream_timeout"))
    );
    let mut link = world.connect(None).await;
    world.worker.stop();
    sleep(Duration::from_millis(100)).await;
    within(BOUND, "the refusal", async || {
        let down = link.get("/").await;
        down.status == StatusCode::BAD_GATEWAY && down.json()["code"] == "upstream_unreachable"
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_may_take_longer_than_a_worker_may() {
    let world = World::with(SHORT).await;
    let client = world.ca.client("c");
    let mut stream = world.stream(world.tls(Some(&client), Alpn::Http1), DOMAIN).await.unwrap();
    let head = b"POST / HTTP/1.1\r\nHost: api.example\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
    stream.write_all(head).await.unwrap();
    for _ in 0..5 {
        sleep(Duration::from_millis(250)).await;
        stream.write_all(b"x").await.unwrap();
    }
    let mut response = String::new();
    let _ = stream.read_to_string(&mut response).await;
    assert!(response.starts_with("HTTP/1.1 200") && response.contains("\"bytes\":5"), "{response}");
}

#[tokio::test(flavor = "multi_thread")]
async fn connect_is_not_implemented() {
    let world = World::new().await;
    let mut stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await.unwrap();
    stream.write_all(b"CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n\r\n").await.unwrap();
    let mut response = [0; 12];
    stream.read_exact(&mut response).await.unwrap();
    assert_eq!(&response, b"HTTP/1.1 501");
}

#[tokio::test(flavor = "multi_thread")]
async fn handshakes_of_one_source_are_budgeted() {
    let limits = "handshakes_per_account = 3";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    let config = world.tls(None, Alpn::Http1);
    let mut refused = 0;
    for _ in 0..12 {
        let mut full = (*config).clone();
        full.resumption = rustls::client::Resumption::disabled();
        refused += usize::from(world.stream(full.into(), DOMAIN).await.is_err());
    }
    assert!((3..=6).contains(&refused), "{refused} of 12, six at once and three a second are allowed");
    assert!(world.stream(config.clone(), common::OTHER_DOMAIN).await.is_ok(), "another account has its own");
    sleep(Duration::from_millis(1_100)).await;
    assert!(world.stream(config, DOMAIN).await.is_ok(), "it comes back");
}

/// A certificate that names a CA and was not signed by it costs a check for each CA with that name.
#[tokio::test(flavor = "multi_thread")]
async fn forged_certificates_are_budgeted_and_genuine_ones_are_not() {
    let limits = "failed_checks_per_source = 16\nfailed_checks_per_account = 100000";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    for number in 0..16 {
        add_ca(&mut world.registry(), "acme", &format!("twin{number}"), &common::Ca::new("clients"));
    }
    sleep(BOUND).await;
    let (forged, genuine) = (common::Ca::new("clients").client("forged"), world.ca.client("genuine"));
    for _ in 0..10 {
        still_serves(&world).await;
    }
    let attempts = 20;
    let mut refused = 0;
    for _ in 0..attempts {
        let link = world.link(Some(&forged), DOMAIN, Alpn::Http1).await;
        let responded = match link {
            Ok(mut link) => link.ask(request(DOMAIN, "/")).await.ok(),
            Err(_) => None,
        };
        match responded {
            Some(response) => assert_eq!(response.verdict().1.as_deref(), Some("signature_invalid")),
            None => refused += 1,
        }
    }
    assert!(refused >= attempts - 4, "{refused} of {attempts}");
    assert!(
        world.metrics().await.contains("issuedby_handshakes_total{result=\"failed_checks_over_budget\"}")
    );
    sleep(Duration::from_millis(2_200)).await;
    assert_eq!(world.connect(Some(&genuine)).await.verdict().await.0, "SUCCESS");
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_of_one_source_are_limited() {
    let limits = "connections_per_source = 3";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(world.connect(None).await);
    }
    assert!(world.link(None, DOMAIN, Alpn::Http1).await.is_err());
    held.pop();
    within(BOUND, "room", async || world.link(None, DOMAIN, Alpn::Http1).await.is_ok()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_that_change_are_taken_and_broken_ones_are_not() {
    let world = World::new().await;
    let mut open = world.connect(None).await;
    let served = async || -> io::Result<Vec<u8>> {
        let stream = world.stream(world.tls(None, Alpn::Http1), DOMAIN).await?;
        Ok(stream.get_ref().1.peer_certificates().unwrap()[0].to_vec())
    };
    let before = served().await.unwrap();
    let (chain, key) = (world.path("server.pem"), world.path("server-key.pem"));
    let good = (fs::read(&chain).unwrap(), fs::read(&key).unwrap());

    fs::write(&chain, "broken").unwrap();
    within(BOUND, "the refusal", async || {
        world.metrics().await.contains("issuedby_certificate_reloads_total{result=\"refused\"}")
    })
    .await;
    assert_eq!(served().await.unwrap(), before, "the last good one goes on");

    let renewed = world.server_root.serve(&[DOMAIN]);
    renewed.write(&chain, &key);
    within(BOUND, "the renewal", async || served().await.unwrap() == renewed.der().to_vec()).await;
    assert_eq!(open.get("/").await.status, StatusCode::OK, "open connections go on");

    fs::write(&chain, good.0).unwrap();
    fs::write(&key, good.1).unwrap();
    world.running().reload();
    within(BOUND, "the reload", async || served().await.unwrap() == before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_lets_what_is_under_way_come_to_its_end() {
    let mut world = World::new().await;
    let mut idle = world.connect(None).await;
    idle.get("/").await;
    let mut links = [
        world.link(None, DOMAIN, Alpn::Http1).await.unwrap(),
        world.link(None, DOMAIN, Alpn::Http2).await.unwrap(),
    ];
    let [one, two] = &mut links;
    let (first, second, ()) = tokio::join!(one.get("/slow"), two.get("/slow"), async {
        sleep(Duration::from_millis(200)).await;
        timeout(Duration::from_secs(5), world.stop()).await.expect("it ends as soon as all is done");
    });
    assert_eq!((first.body, second.body), (b"slow".to_vec(), b"slow".to_vec()));
    assert!(TcpStream::connect(world.address).await.is_err());
    assert!(idle.ask(request(DOMAIN, "/")).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_breaks_off_what_does_not_end() {
    let limits = "shutdown_timeout = \"500ms\"";
    let mut world = World::with(Settings { limits, ..Settings::default() }).await;
    let mut link = world.connect(None).await;
    let mut body = link.send(request(DOMAIN, "/events")).await.unwrap().into_body();
    assert!(body.frame().await.unwrap().is_ok());
    let start = Instant::now();
    world.stop().await;
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_tell_verdicts_by_reason() {
    let world = World::new().await;
    world.connect(Some(&world.ca.client("client-1"))).await.get("/").await;
    world.connect(Some(&world.other_ca.client("stranger"))).await.get("/").await;
    world.connect(None).await.get("/").await;
    let lines = [
        "issuedby_verdicts_total{status=\"SUCCESS\",reason=\"\"} 1",
        "issuedby_verdicts_total{status=\"FAILED\",reason=\"no_matching_ca\"} 1",
        "issuedby_verdicts_total{status=\"NONE\",reason=\"no_certificate\"} 1",
        "issuedby_handshakes_total{result=\"full\"} 3",
        "issuedby_requests_total{status=\"200\",fault=\"\"} 3",
        "issuedby_registry_up 1",
        "issuedby_request_duration_seconds_count 3",
    ];
    world.counted(&lines).await;
}

/// Lines wait in memory for who reads them: strangers must not choose how long they are.
#[tokio::test(flavor = "multi_thread")]
async fn the_log_has_the_beginning_of_a_long_path_or_method() {
    let mut world = World::new().await;
    let (requests, _events) = world.listen().await;
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(None, DOMAIN, alpn).await.unwrap();
        let path = format!("/{}", "a".repeat(10_000));
        let mut long = request(DOMAIN, &path);
        *long.method_mut() = "M".repeat(1_000).parse().unwrap();
        link.ask(long).await.unwrap();
        let line = requests.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(line.path, format!("{}…", &path[..MAX_LOGGED_PATH]));
        assert_eq!(line.method, format!("{}…", "M".repeat(MAX_LOGGED_METHOD)));
        let domain = "a".repeat(10_000);
        assert_eq!(link.ask(request(&domain, "/")).await.unwrap().status, StatusCode::BAD_REQUEST);
        let line = requests.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(line.domain, "", "no domain is as long");
    }
}
