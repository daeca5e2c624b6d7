//! A verdict never outlives its CAs and dates: on kept-alive connections, HTTP/2 streams, resumed sessions, streams and
//! upgraded connections.

mod common;

use std::fs;
use std::time::{Duration, Instant};

use common::{
    Alpn, BOUND, ClientResponse, DOMAIN, Link, OTHER_DOMAIN, SECOND_DOMAIN, Settings, World, account, add_ca,
    domain, now, request, within,
};
use http_body_util::BodyExt;
use hyper::StatusCode;
use hyper::header::HeaderValue;
use hyper_util::rt::TokioIo;
use issuedby_registry::{DomainKind, Registry};
use rustls::HandshakeKind;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

fn success() -> (String, Option<String>) {
    ("SUCCESS".to_owned(), None)
}

fn failed(reason: &str) -> (String, Option<String>) {
    ("FAILED".to_owned(), Some(reason.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn r22_a_worker_gets_the_client_or_the_reason() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    let response = world.connect(Some(&client)).await.get("/path?query=1").await;
    assert_eq!(response.status, StatusCode::OK);
    assert_eq!(response.verdict(), success());
    assert_eq!(response.upstream_got("client-cert"), [client.client_cert()]);
    assert_eq!(response.upstream_got("client-mtls-ca-id"), [world.ca_id.as_str()]);
    let host = format!("{DOMAIN}:{}", world.address.port());
    assert_eq!(response.upstream_got("host"), [host.as_str()]);
    assert_eq!(response.upstream_got("x-forwarded-for"), ["127.0.0.1"]);
    assert_eq!(response.upstream_got("x-forwarded-proto"), ["https"]);
    assert_eq!(response.json()["target"], "/path?query=1");

    let unknown = world.connect(None).await.get("/").await;
    assert_eq!(unknown.verdict(), ("NONE".to_owned(), Some("no_certificate".to_owned())));
    assert!(unknown.upstream_got("client-cert").is_empty());

    // R22: the handshake goes well, and the refusal is in the HTTP response.
    let stranger = world.connect(Some(&world.other_ca.client("stranger"))).await.get("/").await;
    assert_eq!(stranger.verdict(), failed("no_matching_ca"));
    assert!(stranger.upstream_got("client-cert").is_empty(), "R18: it was not validated");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unusual_serial_number_passes_by_its_setting_alone() {
    for (top, expected) in [("", failed("invalid_serial")), ("allow_unusual_serial = true", success())] {
        let world = World::with(Settings { top, ..Settings::default() }).await;
        let client = world.ca.issue("client-1", |params| {
            params.serial_number = Some(rcgen::SerialNumber::from_slice(&[0x9c; 20]));
        });
        assert_eq!(world.connect(Some(&client)).await.get("/").await.verdict(), expected);
        // What the registry says afterwards changes the CAs and not the option.
        add_ca(&mut world.registry(), "acme", "more", &world.server_root);
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(world.connect(Some(&client)).await.get("/").await.verdict(), expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r17_deleting_a_ca_refuses_the_next_request() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(Some(&client), DOMAIN, alpn).await.unwrap();
        for _ in 0..3 {
            let response = link.get("/").await;
            assert_eq!(response.verdict(), success());
            assert_eq!(response.upstream_got("client-cert").len(), 1, "every request has the field");
        }
    }
    let mut links = [
        world.link(Some(&client), DOMAIN, Alpn::Http1).await.unwrap(),
        world.link(Some(&client), DOMAIN, Alpn::Http2).await.unwrap(),
    ];
    for link in &mut links {
        assert_eq!(link.verdict().await, success());
    }
    world.delete_ca();
    // Nothing is in flight meanwhile, which the deletion would break off.
    tokio::time::sleep(BOUND).await;
    for link in &mut links {
        assert_eq!(link.verdict().await, failed("no_matching_ca"));
        assert!(link.get("/").await.upstream_got("client-mtls-ca-id").is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn r30_a_resumed_session_is_evaluated_by_the_cas_that_hold_now() {
    for version in [&rustls::version::TLS13, &rustls::version::TLS12] {
        let world = World::new().await;
        let client = world.ca.client("client-1");
        let config = std::sync::Arc::new(of_version(version, &world, &client));
        let mut first = world.link_with(config.clone(), DOMAIN).await.unwrap();
        assert_eq!((first.kind, first.verdict().await), (Some(HandshakeKind::Full), success()));
        let mut second = world.link_with(config.clone(), DOMAIN).await.unwrap();
        assert_eq!(second.kind, Some(HandshakeKind::Resumed));
        let response = second.get("/").await;
        assert_eq!(response.verdict(), success(), "the certificate is not lost by resumption");
        assert_eq!(response.upstream_got("client-cert"), [client.client_cert()]);

        let other = world.link_with(config.clone(), SECOND_DOMAIN).await.unwrap();
        assert_eq!(other.kind, Some(HandshakeKind::Full), "a session is of one name");

        world.delete_ca();
        // Nothing is in flight meanwhile, which the deletion would break off.
        tokio::time::sleep(BOUND).await;
        assert_eq!(second.verdict().await, failed("no_matching_ca"));
        let mut third = world.link_with(config, DOMAIN).await.unwrap();
        assert_eq!(third.kind, Some(HandshakeKind::Resumed));
        assert_eq!(third.verdict().await, failed("no_matching_ca"));
    }
}

/// A client that speaks one version of TLS.
fn of_version(
    version: &'static rustls::SupportedProtocolVersion,
    world: &World,
    client: &common::Leaf,
) -> rustls::ClientConfig {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(world.server_root.certificate()).unwrap();
    let mut config =
        rustls::ClientConfig::builder_with_provider(rustls::crypto::aws_lc_rs::default_provider().into())
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots)
            .with_client_auth_cert(client.chain(), client.key())
            .unwrap();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_one_account_is_of_no_use_at_another() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    let config = world.tls(Some(&client), Alpn::Http1);
    let mut first = world.link_with(config.clone(), DOMAIN).await.unwrap();
    assert_eq!(first.verdict().await, success());
    let mut other = world.link_with(config, OTHER_DOMAIN).await.unwrap();
    assert_eq!((other.kind, other.verdict().await), (Some(HandshakeKind::Full), failed("no_matching_ca")));
}

async fn upgraded(link: &mut Link) -> TokioIo<hyper::upgrade::Upgraded> {
    let mut asked = request(DOMAIN, "/upgrade");
    asked.headers_mut().insert("connection", HeaderValue::from_static("Upgrade"));
    asked.headers_mut().insert("upgrade", HeaderValue::from_static("websocket"));
    asked.headers_mut().insert("sec-websocket-key", HeaderValue::from_static("dGhlIHNhbXBsZSBub25jZQ=="));
    let response = link.send(asked).await.unwrap();
    assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
    assert_eq!(response.headers()["upgrade"], "websocket");
    TokioIo::new(hyper::upgrade::on(response).await.unwrap())
}

async fn echoes(stream: &mut TokioIo<hyper::upgrade::Upgraded>) -> bool {
    let mut bytes = [0; 4];
    stream.write_all(b"ping").await.is_ok()
        && timeout(BOUND, stream.read_exact(&mut bytes)).await.is_ok_and(|read| read.is_ok())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgraded_connection_ends_with_its_verdict_not_before() {
    let world = World::new().await;
    let mut stream = upgraded(&mut world.connect(Some(&world.ca.client("client-1"))).await).await;
    let mut unverified = upgraded(&mut world.connect(None).await).await;
    assert!(echoes(&mut stream).await);

    add_ca(&mut world.registry(), "acme", "another", &common::Ca::new("another"));
    tokio::time::sleep(BOUND).await;
    assert!(echoes(&mut stream).await, "another CA takes nothing from it");

    world.delete_ca();
    let mut bytes = [0; 1];
    let ended = timeout(BOUND, stream.read(&mut bytes)).await.expect("it ends");
    assert!(matches!(ended, Ok(0) | Err(_)));
    assert!(echoes(&mut unverified).await, "nothing was said about this one");
    world.counted(&["issuedby_streams_ended_total 1"]).await;
}

/// Another domain of the account is asked for before the next poll: the deletion is found by that.
#[tokio::test(flavor = "multi_thread")]
async fn an_upgraded_connection_ends_when_a_lookup_finds_the_deletion() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    let mut stream = upgraded(&mut world.connect(Some(&client)).await).await;
    assert!(echoes(&mut stream).await);
    world.delete_ca();
    let mut second = world.link(Some(&client), SECOND_DOMAIN, Alpn::Http1).await.unwrap();
    assert_eq!(second.verdict().await, failed("no_matching_ca"), "it was looked up after the deletion");
    let mut bytes = [0; 1];
    let ended = timeout(BOUND, stream.read(&mut bytes)).await.expect("it ends");
    assert!(matches!(ended, Ok(0) | Err(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upgraded_connection_takes_room_until_it_ends() {
    let limits = "connections_per_source = 1";
    let world = World::with(common::Settings { limits, ..common::Settings::default() }).await;
    let mut stream = upgraded(&mut world.connect(None).await).await;
    assert!(echoes(&mut stream).await);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(world.link(None, DOMAIN, Alpn::Http1).await.is_err(), "there is room for one");
    world.counted(&["issuedby_connections 1"]).await;
    drop(stream);
    within(BOUND, "room", async || world.link(None, DOMAIN, Alpn::Http1).await.is_ok()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_of_events_end_with_their_verdict() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    let mut streams = Vec::new();
    for (alpn, path) in [
        (Alpn::Http1, "/events"),
        (Alpn::Http2, "/events"),
        (Alpn::Http1, "/silent"),
        (Alpn::Http2, "/silent"),
    ] {
        let mut link = world.link(Some(&client), DOMAIN, alpn).await.unwrap();
        let mut body = link.send(request(DOMAIN, path)).await.unwrap().into_body();
        assert!(body.frame().await.unwrap().is_ok());
        streams.push((link, body));
    }
    world.delete_ca();
    let start = Instant::now();
    for (_, body) in &mut streams {
        let left = BOUND.saturating_sub(start.elapsed());
        let broken =
            timeout(left, async { while body.frame().await.is_some_and(|frame| frame.is_ok()) {} }).await;
        assert!(broken.is_ok(), "a stream went on");
    }
    world.counted(&["issuedby_streams_ended_total 4"]).await;
}

/// No task watches a response while its client reads nothing of it.
#[tokio::test(flavor = "multi_thread")]
async fn a_waiting_response_ends_with_its_verdict() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    let mut waiting = Vec::new();
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(Some(&client), DOMAIN, alpn).await.unwrap();
        let body = link.send(request(DOMAIN, "/zeros")).await.unwrap().into_body();
        waiting.push((link, body));
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    world.delete_ca();
    tokio::time::sleep(BOUND).await;
    for (_, body) in &mut waiting {
        let broken = async {
            loop {
                match body.frame().await {
                    Some(Ok(_)) => {}
                    end => return end.is_some(),
                }
            }
        };
        assert!(timeout(BOUND, broken).await.expect("it ends"), "the rest is not passed off as the whole");
    }
    world.counted(&["issuedby_streams_ended_total 2"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_expires_is_refused_on_the_open_connection() {
    let world = World::new().await;
    let seconds = now().as_secs() + 3;
    let client = world.ca.issue("short", |params| {
        params.not_after = time::OffsetDateTime::from_unix_timestamp(seconds.cast_signed()).unwrap();
    });
    let mut link = world.connect(Some(&client)).await;
    let mut stream = upgraded(&mut world.connect(Some(&client)).await).await;
    assert_eq!(link.verdict().await, success());
    let mut bytes = [0; 1];
    let ended = timeout(Duration::from_secs(6), stream.read(&mut bytes)).await.expect("it ends");
    assert!(matches!(ended, Ok(0) | Err(_)));
    assert!(now().as_secs() > seconds, "the last second is part of the window");
    assert_eq!(link.verdict().await, failed("expired"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ca_that_is_added_verifies_its_clients_on_open_connections() {
    let world = World::new().await;
    let ca = common::Ca::new("new");
    let mut link = world.connect(Some(&ca.client("client-1"))).await;
    assert_eq!(link.verdict().await, failed("no_matching_ca"));
    add_ca(&mut world.registry(), "acme", "fresh", &ca);
    within(BOUND, "the new CA", async || link.verdict_now(&world).await == Some(success())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn domains_are_served_while_they_are_active() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    for name in ["pending.example", "unknown.example"] {
        assert!(world.link(Some(&client), name, Alpn::Http1).await.is_err(), "{name}");
    }
    let mut link = world.connect(Some(&client)).await;
    let ask =
        async |link: &mut Link, host: &str| -> ClientResponse { link.ask(request(host, "/")).await.unwrap() };
    assert_eq!(ask(&mut link, "pending.example").await.status, StatusCode::MISDIRECTED_REQUEST);

    let mut registry = world.registry();
    registry.activate_domain(&account("acme"), &domain("pending.example"), now()).unwrap();
    let mut activated = None;
    within(BOUND, "the activation", async || {
        activated = world.link(Some(&client), "pending.example", Alpn::Http1).await.ok();
        activated.is_some()
    })
    .await;
    let mut activated = activated.unwrap();
    assert_eq!(activated.verdict().await, success());
    assert_eq!(ask(&mut link, "pending.example").await.verdict(), success(), "both are of one account");

    registry.remove_domain(&account("acme"), &domain("pending.example")).unwrap();
    // A request that is on its way when the domain goes ends with its connection; the account's other domain has another one.
    within(BOUND, "the removal", async || match link.ask(request("pending.example", "/")).await {
        Ok(response) => response.status == StatusCode::MISDIRECTED_REQUEST,
        Err(_) => {
            link = world.connect(Some(&client)).await;
            false
        }
    })
    .await;
    assert_eq!(ask(&mut activated, "pending.example").await.status, StatusCode::MISDIRECTED_REQUEST);

    // It becomes another account's: nothing of the first one is left.
    common::add_domain(&mut registry, "other", "pending.example", DomainKind::Managed);
    let mut moved = None;
    within(BOUND, "the new owner", async || {
        moved = world.link(Some(&client), "pending.example", Alpn::Http1).await.ok();
        moved.is_some()
    })
    .await;
    assert_eq!(moved.unwrap().verdict().await, failed("no_matching_ca"));
    assert_eq!(ask(&mut activated, "pending.example").await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_registry_stops_no_client_until_max_stale() {
    let world = World::with(Settings { top: "max_stale = \"3s\"", ..Settings::default() }).await;
    let client = world.ca.client("client-1");
    let mut link = world.connect(Some(&client)).await;
    let mut stream = upgraded(&mut world.connect(Some(&client)).await).await;
    let mut unknown = world.connect(None).await;
    assert_eq!(link.verdict().await, success());

    let (path, away) = (world.path("registry.sqlite"), world.path("away.sqlite"));
    fs::rename(&path, &away).unwrap();
    within(BOUND, "the metric", async || world.metrics().await.contains("issuedby_registry_up 0")).await;
    assert_eq!(link.verdict().await, success(), "the last good set goes on");
    assert!(world.connect(Some(&client)).await.verdict().await == success(), "also for new connections");
    assert!(
        world.link(None, "unknown.example", Alpn::Http1).await.is_err(),
        "unknown domains never fall open"
    );

    within(Duration::from_secs(5), "max_stale", async || {
        link.verdict_now(&world).await == Some(failed("ca_set_stale"))
    })
    .await;
    assert!(link.get("/").await.upstream_got("client-cert").is_empty());
    assert_eq!(unknown.verdict().await.0, "NONE");
    let mut bytes = [0; 1];
    assert!(timeout(BOUND, stream.read(&mut bytes)).await.is_ok(), "streams end too");

    fs::rename(&away, &path).unwrap();
    within(BOUND, "the registry is back", async || link.verdict_now(&world).await == Some(success())).await;
    world.counted(&["issuedby_registry_up 1"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_registry_at_the_path_is_taken_as_it_is() {
    let world = World::new().await;
    let mut link = world.connect(Some(&world.ca.client("client-1"))).await;
    assert_eq!(link.verdict().await, success());
    let (path, new) = (world.path("registry.sqlite"), world.path("new.sqlite"));
    let mut registry = issuedby_registry::SqliteRegistry::open_or_create(&new).unwrap();
    // With the same generations as before.
    add_ca(&mut registry, "acme", "clients", &world.other_ca);
    add_ca(&mut registry, "other", "others", &world.other_ca);
    common::add_domain(&mut registry, "acme", DOMAIN, DomainKind::Managed);
    common::add_domain(&mut registry, "acme", SECOND_DOMAIN, DomainKind::Managed);
    drop(registry);
    for suffix in ["-journal", "-wal", "-shm"] {
        let _ = fs::remove_file(world.path(&format!("registry.sqlite{suffix}")));
    }
    fs::rename(&new, &path).unwrap();
    within(BOUND, "the new registry", async || {
        link.verdict_now(&world).await == Some(failed("no_matching_ca"))
    })
    .await;
}
