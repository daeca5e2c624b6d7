//! Connections to upstreams: a client that takes many leaves enough for the others.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::BodyExt;
use hyper::body::{Bytes, Frame};
use hyper::{Method, Request, StatusCode};
use issuedby_registry::DomainKind;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::common::{
    Alpn, BOUND, Body, DOMAIN, Link, Settings, World, add_domain, body, receiver_stream, request, within,
};
use super::{ATTACKER, CLIENT, attacker, counted, from};

/// Opens so many streams on a connection that never end, and gives the statuses of those that got a response at once.
async fn hold(link: Link, streams: usize) -> Vec<StatusCode> {
    let mut held = JoinSet::new();
    for _ in 0..streams {
        let mut link = link.another();
        held.spawn(async move {
            let response = link.send(request(DOMAIN, "/silent")).await.ok()?;
            let status = response.status();
            if status == StatusCode::OK {
                // It is never read, and never let go.
                std::mem::forget(response);
            }
            Some(status)
        });
    }
    held.join_all().await.into_iter().flatten().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nine_unverified_connections_leave_upstream_connections_free() {
    let limits = "shutdown_timeout = \"100ms\"";
    let mut world = World::with(Settings { limits, ..Settings::default() }).await;
    let (_requests, events) = world.listen().await;
    let client = world.ca.client("c");
    let mut attack = JoinSet::new();
    for _ in 0..9 {
        attack.spawn(hold(from(&world, ATTACKER, None, Alpn::Http2).await, 120));
    }
    let mut busy = 0;
    for statuses in attack.join_all().await {
        busy += statuses.iter().filter(|status| **status == StatusCode::SERVICE_UNAVAILABLE).count();
    }
    // 256 of one source is the default.
    assert_eq!(busy, 9 * 120 - 256);
    assert!(world.worker.most_open() <= 256, "{} connections", world.worker.most_open());

    let mut refused = from(&world, ATTACKER, None, Alpn::Http1).await;
    let response = refused.get("/").await;
    assert_eq!(response.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.json()["code"], "upstream_busy");
    assert_eq!(response.headers["retry-after"], "1");
    let mut link = from(&world, CLIENT, Some(&client), Alpn::Http1).await;
    assert_eq!(link.verdict().await.0, "SUCCESS");
    drop((link, refused));
    world.stop().await;
    let (stands_for, events) = counted(&events, "upstream_busy");
    assert_eq!(stands_for, u64::try_from(busy).unwrap() + 1);
    assert!(events <= 6, "{events} events");
}

/// Over all sources, those who show no certificate take half of what an account and an upstream have.
#[tokio::test(flavor = "multi_thread")]
async fn clients_without_a_certificate_leave_half_to_verified_ones() {
    let limits = "upstream_requests_per_source = 16\nupstream_requests_per_account = 64";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    let client = world.ca.client("c");
    let mut attack = JoinSet::new();
    for number in 1..=8 {
        attack.spawn(hold(from(&world, attacker(number), None, Alpn::Http2).await, 16));
    }
    let held = attack.join_all().await.into_iter().flatten().filter(|status| status.is_success()).count();
    assert_eq!(held, 32);
    let link = from(&world, CLIENT, Some(&client), Alpn::Http2).await;
    assert!(hold(link.another(), 16).await.iter().all(StatusCode::is_success));
    let mut other = from(&world, attacker(99), Some(&client), Alpn::Http1).await;
    assert_eq!(other.get("/").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slot_is_free_again_when_its_client_leaves() {
    let limits = "upstream_requests_per_source = 8";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    for _ in 0..3 {
        let link = from(&world, ATTACKER, None, Alpn::Http2).await;
        let mut held = Vec::new();
        for _ in 0..8 {
            held.push(link.another().send(request(DOMAIN, "/silent")).await.unwrap());
        }
        drop((held, link));
        within(BOUND, "the slots", async || {
            from(&world, ATTACKER, None, Alpn::Http1).await.get("/").await.status == StatusCode::OK
        })
        .await;
    }
    within(BOUND, "the connections", async || world.worker.open() <= 8).await;
}

/// The upstream allows 200 streams on a connection: one client has 110 that never end.
#[tokio::test(flavor = "multi_thread")]
async fn over_http2_the_streams_of_one_client_keep_no_one_waiting() {
    let world = World::with(Settings { upstream: "http = \"2\"", ..Settings::default() }).await;
    let client = world.ca.client("c");
    let held = hold(from(&world, ATTACKER, None, Alpn::Http2).await, 110).await;
    assert!(held.iter().all(StatusCode::is_success), "{held:?}");
    // And as many responses that no client reads, each larger than a window.
    let unread = from(&world, ATTACKER, None, Alpn::Http2).await;
    let mut responses = Vec::new();
    for _ in 0..110 {
        responses.push(unread.another().send(request(DOMAIN, "/zeros")).await.unwrap());
    }
    let (start, mut link) = (Instant::now(), from(&world, CLIENT, Some(&client), Alpn::Http1).await);
    for _ in 0..20 {
        assert_eq!(timeout(BOUND, link.get("/")).await.unwrap().status, StatusCode::OK);
    }
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(world.worker.opened() <= 16, "{} connections for 221 requests", world.worker.opened());
}

/// Each reset of a stream costs a connection to an upstream that speaks HTTP/1.1.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_resets_streams_without_end_is_cut_off() {
    let limits = "broken_off_per_source = 20";
    let mut world = World::with(Settings { limits, ..Settings::default() }).await;
    let (_requests, events) = world.listen().await;
    let client = world.ca.client("c");
    let (mut connections, start) = (0, Instant::now());
    while start.elapsed() < Duration::from_secs(4) {
        let link = from(&world, ATTACKER, None, Alpn::Http2).await;
        connections += 1;
        loop {
            let mut stream = link.another();
            let asked = tokio::spawn(async move { stream.send(request(DOMAIN, "/slow")).await.is_ok() });
            sleep(Duration::from_millis(2)).await;
            if asked.is_finished() || start.elapsed() > Duration::from_secs(4) {
                break;
            }
            asked.abort();
        }
    }
    // 40 at once and 20 a second, and what was in flight with the last of these.
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap() + 1;
    let most = 40 + 20 * seconds + 40;
    assert!(connections > 3, "{connections} connections: the test shows nothing");
    assert!(world.worker.opened() <= most, "{} of at most {most}", world.worker.opened());
    let mut link = from(&world, CLIENT, Some(&client), Alpn::Http2).await;
    assert_eq!(link.get("/").await.status, StatusCode::OK);
    // Whoever leaves now and then is not cut off.
    for _ in 0..20 {
        assert!(timeout(Duration::from_millis(2), link.send(request(DOMAIN, "/slow"))).await.is_err());
    }
    assert_eq!(link.get("/").await.status, StatusCode::OK);
    drop(link);
    world.stop().await;
    let (stands_for, events) = counted(&events, "too_many_broken_off");
    assert!(stands_for > 10 && events <= 22, "{events} events for {stands_for}");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_of_many_wait_for_their_turn_and_none_is_lost() {
    let limits = "upstream_requests_per_upstream = 8";
    let world = Arc::new(World::with(Settings { limits, ..Settings::default() }).await);
    let client = world.ca.client("c");
    let link = from(&world, CLIENT, Some(&client), Alpn::Http2).await;
    let mut asked = JoinSet::new();
    for _ in 0..8 {
        let mut link = link.another();
        asked.spawn(async move { link.get("/").await.status });
    }
    for _ in 0..8 {
        let mut link = link.another();
        asked.spawn(async move { link.get("/").await.status });
    }
    assert!(asked.join_all().await.iter().all(StatusCode::is_success));
    assert!(world.worker.most_open() <= 8, "{}", world.worker.most_open());
}

/// A request of which the body never ends, to an upstream that has responded before.
fn unfinished() -> (mpsc::Sender<Result<Frame<Bytes>, io::Error>>, Request<Body>) {
    let (pieces, stream) = receiver_stream();
    let mut upload = request(DOMAIN, "/early");
    *upload.method_mut() = Method::POST;
    *upload.body_mut() = stream.boxed();
    (pieces, upload)
}

/// The response goes, and the request's body keeps the connection to the upstream: so it keeps its slots.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_outlasts_its_answer_holds_its_slots() {
    let limits = "upstream_requests_per_source = 4\nupstream_requests_per_upstream = 20";
    for upstream in ["http = \"1.1\"", "http = \"2\""] {
        let world = World::with(Settings { limits, upstream, ..Settings::default() }).await;
        let link = from(&world, ATTACKER, None, Alpn::Http2).await;
        let mut held = Vec::new();
        for number in 0..12 {
            let (pieces, upload) = unfinished();
            pieces.send(Ok(Frame::data("half".into()))).await.unwrap();
            let response = link.another().send(upload).await.unwrap();
            let expected =
                if number < 4 { StatusCode::UNAUTHORIZED } else { StatusCode::SERVICE_UNAVAILABLE };
            assert_eq!(response.status(), expected, "{upstream}: {number}");
            held.push((pieces, response));
        }
        assert!(world.worker.most_open() <= 4, "{upstream}: {}", world.worker.most_open());
        let client = world.ca.client("c");
        let mut verified = from(&world, CLIENT, Some(&client), Alpn::Http1).await;
        assert_eq!(verified.get("/").await.status, StatusCode::OK);
        drop(held);
        within(BOUND, "the slots", async || {
            from(&world, ATTACKER, None, Alpn::Http1).await.get("/").await.status == StatusCode::OK
        })
        .await;
    }
}

/// The upstream responses, reads no further and keeps its side open, as some do.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_no_upstream_reads_gives_its_slots_back() {
    let limits = "upstream_requests_per_source = 4\nupstream_requests_per_upstream = 6\nbody_timeout = \"400ms\"\n\
                  response_timeout = \"400ms\"";
    for upstream in ["http = \"1.1\"", "http = \"2\""] {
        let world = World::with(Settings { limits, upstream, ..Settings::default() }).await;
        for size in [3_000_000, 200_000] {
            for _ in 0..3 {
                let link = from(&world, ATTACKER, None, Alpn::Http2).await;
                let mut asks = JoinSet::new();
                for _ in 0..4 {
                    let mut link = link.another();
                    asks.spawn(async move {
                        let mut upload = request(DOMAIN, "/unread");
                        *upload.method_mut() = Method::POST;
                        *upload.body_mut() = body(vec![0; size]);
                        let _ = timeout(Duration::from_millis(300), link.send(upload)).await;
                    });
                }
                asks.join_all().await;
                drop(link);
                within(Duration::from_secs(5), "the slots", async || {
                    from(&world, ATTACKER, None, Alpn::Http1).await.get("/").await.status == StatusCode::OK
                })
                .await;
            }
        }
        let client = world.ca.client("c");
        let mut verified = from(&world, CLIENT, Some(&client), Alpn::Http1).await;
        assert_eq!(
            verified.get("/").await.status,
            StatusCode::OK,
            "{upstream}: of six connections one is free"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_reset_after_their_answer_are_charged() {
    let limits = "broken_off_per_source = 5";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    let (mut responded, mut refused) = (0, 0);
    for _ in 0..60 {
        let link = from(&world, ATTACKER, None, Alpn::Http2).await;
        let (pieces, upload) = unfinished();
        pieces.send(Ok(Frame::data("half".into()))).await.unwrap();
        match link.another().send(upload).await {
            Ok(response) if response.status() == StatusCode::UNAUTHORIZED => responded += 1,
            _ => refused += 1,
        }
        let _ = pieces.send(Err(io::ErrorKind::Other.into())).await;
    }
    assert!(refused > 20, "{refused} of {responded} were refused");
}

/// Requests for new domains go to the one thread that holds the registry.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_asks_for_many_domains_stops_no_other() {
    let world = World::new().await;
    let client = world.ca.client("c");
    let mut asks = JoinSet::new();
    for connection in 0..20 {
        let link = from(&world, ATTACKER, None, Alpn::Http2).await;
        for stream in 0..100 {
            let mut link = link.another();
            let host = format!("d{connection}-{stream}.example");
            asks.spawn(async move { link.send(request(&host, "/")).await.map(|it| it.status()) });
        }
    }
    add_domain(&mut world.registry(), "acme", "unknown.example", DomainKind::Managed);
    let config = world.tls(Some(&client), Alpn::Http1);
    let mut link = timeout(BOUND, world.link_from(CLIENT, config, "unknown.example")).await.unwrap().unwrap();
    assert_eq!(link.get("/").await.status, StatusCode::OK);
    let statuses = asks.join_all().await;
    assert!(statuses.iter().flatten().all(|status| *status == StatusCode::MISDIRECTED_REQUEST));
}
