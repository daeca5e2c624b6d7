//! Accounts, domains and sessions that change hands while the edge runs: no client follows them to another account's upstream.

mod common;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::{
    Alpn, BOUND, DOMAIN, OTHER_DOMAIN, Worker, World, account, add_ca, add_domain, domain, request, within,
};
use hyper::StatusCode;
use issuedby::ErrorDetails;
use issuedby_edge::{Event, Running};
use issuedby_registry::{DomainKind, Registry, SqliteRegistry};
use pki_types::ServerName;
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, Resumption, Tls12ClientSessionValue,
    Tls13ClientSessionValue,
};
use rustls::{ClientConfig, HandshakeKind, NamedGroup};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

/// An edge with these upstreams, and what it reports.
async fn edge_with(world: &mut World, upstreams: &str) -> (Running, Receiver<Event>) {
    let (sender, events) = channel();
    let edge = world.prepare_with(upstreams).unwrap_or_else(|error| panic!("{error}"));
    let running = edge.on_event(move |event| drop(sender.send(event))).start().await.unwrap();
    world.address = running.addresses()[0];
    (running, events)
}

/// The message of the next event of a kind.
fn next(events: &Receiver<Event>, kind: &str) -> String {
    loop {
        let event =
            events.recv_timeout(Duration::from_secs(10)).unwrap_or_else(|_| panic!("no event `{kind}`"));
        if event.event == kind {
            return event.message;
        }
    }
}

/// An empty registry in place of the world's.
fn empty_registry(world: &World) -> SqliteRegistry {
    for beside in ["", "-journal"] {
        let _ = std::fs::remove_file(world.path(&format!("registry.sqlite{beside}")));
    }
    SqliteRegistry::open_or_create(world.path("registry.sqlite")).unwrap()
}

fn upstream(worker: &Worker, keys: &str) -> String {
    format!("[[upstream]]\naddress = \"http://{}\"\n{keys}\n", worker.address)
}

#[tokio::test(flavor = "multi_thread")]
async fn several_accounts_need_an_explicit_default() {
    let world = World::new().await;
    let with = |keys: &str| world.prepare_with(&upstream(&world.worker, keys));
    let error = with("").err().expect("two accounts");
    let issuedby_edge::StartError::Config(error) = error else { panic!("{error}") };
    assert_eq!(error.place().map(|place| place.line()), Some(8), "{error}");
    let remedy = error.remedy().unwrap_or_default();
    assert!(remedy.contains("account = \"acme\"") && remedy.contains("accounts = \"all\""), "{error:?}");
    for keys in ["accounts = \"all\"", "account = \"acme\"", "domains = [\"api.example\"]"] {
        assert!(with(keys).is_ok(), "{keys}");
    }
    // One account, though it has several domains, is served without a word.
    world.registry().remove_account(&account("other")).unwrap();
    assert!(with("").is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_implicit_default_serves_no_second_account() {
    let mut world = World::new().await;
    world.registry().remove_account(&account("other")).unwrap();
    let upstreams = upstream(&world.worker, "");
    let (running, events) = edge_with(&mut world, &upstreams).await;
    let (client, stranger) = (world.ca.client("client-1"), world.other_ca.client("client-1"));
    assert_eq!(world.connect(Some(&client)).await.verdict().await.0, "SUCCESS");
    let served = world.worker.served();

    let mut registry = world.registry();
    add_ca(&mut registry, "other", "others", &world.other_ca);
    add_domain(&mut registry, "other", OTHER_DOMAIN, DomainKind::Managed);
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let response = world.link(Some(&stranger), OTHER_DOMAIN, alpn).await.unwrap().get("/").await;
        assert_eq!(
            (response.status, response.json()["code"].as_str()),
            (StatusCode::BAD_GATEWAY, Some("no_upstream"))
        );
    }
    let message = next(&events, "no_upstream");
    assert!(message.contains(OTHER_DOMAIN) && message.contains("account = \"other\""), "{message}");
    let message = next(&events, "default_upstream_ambiguous");
    assert!(message.contains("accounts = \"all\""), "{message}");
    assert_eq!(world.worker.served(), served);
    assert_eq!(world.connect(Some(&client)).await.verdict().await.0, "SUCCESS");

    // A reload does not change that while both are there, and says so again.
    running.reload();
    next(&events, "default_upstream_ambiguous");
    let response = world.link(Some(&stranger), OTHER_DOMAIN, Alpn::Http1).await.unwrap().get("/").await;
    assert_eq!(response.status, StatusCode::BAD_GATEWAY);

    // Nor does the removal of the first account; a reload after it does, for then the operator has seen it.
    registry.remove_account(&account("acme")).unwrap();
    tokio::time::sleep(BOUND).await;
    let response = world.link(Some(&stranger), OTHER_DOMAIN, Alpn::Http1).await.unwrap().get("/").await;
    assert_eq!(response.status, StatusCode::BAD_GATEWAY);
    running.reload();
    within(BOUND, "the only account is served", async || {
        world.link(Some(&stranger), OTHER_DOMAIN, Alpn::Http1).await.unwrap().get("/").await.status
            == StatusCode::OK
    })
    .await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_account_of_an_empty_registry_gets_the_default() {
    let mut world = World::new().await;
    world.stop().await;
    let mut registry = empty_registry(&world);
    let upstreams = upstream(&world.worker, "");
    let (running, _events) = edge_with(&mut world, &upstreams).await;
    add_ca(&mut registry, "acme", "clients", &world.ca);
    add_domain(&mut registry, "acme", DOMAIN, DomainKind::Managed);
    // At once, before any poll.
    assert_eq!(world.connect(Some(&world.ca.client("client-1"))).await.verdict().await.0, "SUCCESS");
    add_domain(&mut registry, "other", OTHER_DOMAIN, DomainKind::Managed);
    let response = world.link(None, OTHER_DOMAIN, Alpn::Http1).await.unwrap().get("/").await;
    assert_eq!(response.status, StatusCode::BAD_GATEWAY);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_first_accounts_at_once_get_no_default() {
    let mut world = World::new().await;
    world.stop().await;
    let mut registry = empty_registry(&world);
    let upstreams = upstream(&world.worker, "");
    let (running, _events) = edge_with(&mut world, &upstreams).await;
    add_domain(&mut registry, "other", OTHER_DOMAIN, DomainKind::Managed);
    add_domain(&mut registry, "acme", DOMAIN, DomainKind::Managed);
    // A poll may come between the two: then the default is the first one's, and never both's.
    let (mut served, mut refused) = (0, 0);
    for name in [DOMAIN, OTHER_DOMAIN] {
        match world.link(None, name, Alpn::Http1).await.unwrap().get("/").await.status {
            StatusCode::OK => served += 1,
            StatusCode::BAD_GATEWAY => refused += 1,
            other => panic!("{name}: {other}"),
        }
    }
    assert!(served <= 1 && served + refused == 2, "{served} served, {refused} refused");
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_that_changes_hands_takes_no_upstream_along() {
    let mut world = World::new().await;
    let others = Worker::start().await;
    let upstreams = upstream(&world.worker, "domains = [\"API.example.\"]\naccount = \"acme\"")
        + &upstream(&others, "account = \"other\"");
    let (running, events) = edge_with(&mut world, &upstreams).await;
    let (client, stranger) = (world.ca.client("client-1"), world.other_ca.client("client-1"));
    let mut links = Vec::new();
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let mut link = world.link(Some(&client), DOMAIN, alpn).await.unwrap();
        assert_eq!(link.verdict().await.0, "SUCCESS");
        links.push(link);
    }
    let mut socket = world.stream(world.tls(Some(&client), Alpn::Http1), DOMAIN).await.unwrap();
    socket
        .write_all(b"GET /upgrade HTTP/1.1\r\nHost: api.example\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n")
        .await
        .unwrap();
    let mut head = [0; 12];
    socket.read_exact(&mut head).await.unwrap();
    assert_eq!(&head, b"HTTP/1.1 101");

    let mut registry = world.registry();
    registry.remove_domain(&account("acme"), &domain(DOMAIN)).unwrap();
    add_domain(&mut registry, "other", DOMAIN, DomainKind::Managed);
    let served = (world.worker.served(), others.served());
    for link in &mut links {
        within(BOUND, "the domain has gone", async || match link.ask(request(DOMAIN, "/")).await {
            Ok(response) => response.status == StatusCode::MISDIRECTED_REQUEST,
            Err(_) => true, // The request was on its way when the domain went: its connection has ended.
        })
        .await;
    }
    let mut rest = Vec::new();
    let ended = timeout(Duration::from_secs(5), socket.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the WebSocket goes on");

    // Its new clients reach neither the upstream that names it for the account before, nor their own: the
    // configuration contradicts the registry, and an operator has to decide.
    for leaf in [&client, &stranger] {
        let response = world.link(Some(leaf), DOMAIN, Alpn::Http2).await.unwrap().get("/").await;
        assert_eq!(
            (response.status, response.json()["code"].as_str()),
            (StatusCode::BAD_GATEWAY, Some("no_upstream"))
        );
    }
    assert!(next(&events, "no_upstream").contains(DOMAIN));
    assert!(world.worker.served() - served.0 <= 20, "requests before the change was seen");
    assert_eq!(others.served(), served.1);
    running.stop().await;
}

/// A client that offers the sessions of one name at every name.
#[derive(Debug)]
struct SameSession(ClientSessionMemoryCache);

impl SameSession {
    fn name() -> ServerName<'static> {
        ServerName::try_from("any.example").unwrap()
    }
}

impl ClientSessionStore for SameSession {
    fn set_kx_hint(&self, _: ServerName<'static>, group: NamedGroup) {
        self.0.set_kx_hint(Self::name(), group);
    }

    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        self.0.kx_hint(&Self::name())
    }

    fn set_tls12_session(&self, _: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.0.set_tls12_session(Self::name(), value);
    }

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.0.tls12_session(&Self::name())
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {
        self.0.remove_tls12_session(&Self::name());
    }

    fn insert_tls13_ticket(&self, _: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.0.insert_tls13_ticket(Self::name(), value);
    }

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        self.0.take_tls13_ticket(&Self::name())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_one_account_is_not_resumed_at_another() {
    let world = World::new().await;
    let client = world.ca.client("client-1");
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let store = Arc::new(SameSession(ClientSessionMemoryCache::new(8)));
        let mut config: ClientConfig = world.tls_with(Some(&client), Alpn::Http1, &[version]);
        config.resumption = Resumption::store(store);
        let config = Arc::new(config);
        let mut first = world.link_with(Arc::clone(&config), DOMAIN).await.unwrap();
        assert_eq!(first.verdict().await.0, "SUCCESS");
        let mut again = world.link_with(Arc::clone(&config), DOMAIN).await.unwrap();
        assert_eq!(again.kind, Some(HandshakeKind::Resumed), "the store works");
        assert_eq!(again.verdict().await.0, "SUCCESS");
        let mut other = world.link_with(config, OTHER_DOMAIN).await.unwrap();
        assert_ne!(other.kind, Some(HandshakeKind::Resumed));
        assert_eq!(other.verdict().await, ("FAILED".to_owned(), Some("no_matching_ca".to_owned())));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_of_a_domain_follows_it_to_no_account_unasked() {
    let mut world = World::new().await;
    let upstreams = upstream(&world.worker, "domains = [\"api.example\"]");
    let (running, events) = edge_with(&mut world, &upstreams).await;
    assert_eq!(world.connect(Some(&world.ca.client("client-1"))).await.verdict().await.0, "SUCCESS");
    let mut registry = world.registry();
    registry.remove_domain(&account("acme"), &domain(DOMAIN)).unwrap();
    add_domain(&mut registry, "other", DOMAIN, DomainKind::Managed);
    let stranger = world.other_ca.client("client-1");
    tokio::time::sleep(BOUND).await;
    let served = world.worker.served();
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let response = world.link(Some(&stranger), DOMAIN, alpn).await.unwrap().get("/").await;
        assert_eq!(
            (response.status, response.json()["code"].as_str()),
            (StatusCode::BAD_GATEWAY, Some("no_upstream"))
        );
    }
    assert_eq!(world.worker.served(), served);
    assert!(next(&events, "no_upstream").contains("SIGHUP"));
    // The operator has seen it and asks for it.
    running.reload();
    within(BOUND, "the upstream is the other account's", async || {
        world.link(Some(&stranger), DOMAIN, Alpn::Http1).await.unwrap().get("/").await.status
            == StatusCode::OK
    })
    .await;
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_of_domains_is_bound_before_the_first_request() {
    let mut world = World::new().await;
    let upstreams = upstream(&world.worker, "domains = [\"api.example\"]");
    let (running, events) = edge_with(&mut world, &upstreams).await;
    let stranger = world.other_ca.client("client-1");
    let mut registry = world.registry();
    registry.remove_domain(&account("acme"), &domain(DOMAIN)).unwrap();
    add_domain(&mut registry, "other", DOMAIN, DomainKind::Managed);
    let served = world.worker.served();
    for alpn in [Alpn::Http1, Alpn::Http2] {
        let response = world.link(Some(&stranger), DOMAIN, alpn).await.unwrap().get("/").await;
        assert_eq!(response.status, StatusCode::BAD_GATEWAY, "the domain was not asked for before");
    }
    assert!(next(&events, "no_upstream").contains("SIGHUP"));
    assert_eq!(world.worker.served(), served);

    // The operator has seen it.
    running.reload();
    within(BOUND, "the upstream is for the other account", async || {
        world.link(Some(&stranger), DOMAIN, Alpn::Http1).await.unwrap().get("/").await.status
            == StatusCode::OK
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_without_a_registry_frees_no_upstream() {
    let mut world = World::new().await;
    let upstreams = upstream(&world.worker, "domains = [\"api.example\"]");
    let (running, events) = edge_with(&mut world, &upstreams).await;
    let (client, stranger) = (world.ca.client("client-1"), world.other_ca.client("client-1"));
    assert_eq!(world.connect(Some(&client)).await.verdict().await.0, "SUCCESS");
    let (path, away) = (world.path("registry.sqlite"), world.path("away.sqlite"));
    std::fs::rename(&path, &away).unwrap();
    running.reload();
    assert!(next(&events, "reload_failed").contains("SIGHUP"));

    let mut registry = SqliteRegistry::open(&away).unwrap();
    registry.remove_domain(&account("acme"), &domain(DOMAIN)).unwrap();
    add_domain(&mut registry, "other", DOMAIN, DomainKind::Managed);
    drop(registry);
    let served = world.worker.served();
    std::fs::rename(&away, &path).unwrap();
    next(&events, "registry_back");
    let response = world.link(Some(&stranger), DOMAIN, Alpn::Http1).await.unwrap().get("/").await;
    assert_eq!(response.status, StatusCode::BAD_GATEWAY);
    assert_eq!(world.worker.served(), served);
}
