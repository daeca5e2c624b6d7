//! The findings of a running edge about what it cannot serve: at its start, and when that changes.

mod common;

use std::fs;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant, SystemTime};

use common::{Alpn, BOUND, Ca, World, account, add_ca, add_domain, domain, now};
use issuedby_edge::{Event, Level};
use issuedby_registry::{DomainKind, Registry};

/// The next event of this name.
#[track_caller]
fn next(events: &Receiver<Event>, name: &str) -> Event {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        if let Ok(event) = events.recv_timeout(Duration::from_millis(100))
            && event.event == name
        {
            return event;
        }
    }
    panic!("no event `{name}`");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_a_pending_domain_is_reported_once_a_second() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    let start = Instant::now();
    for _ in 0..20 {
        assert!(world.link(None, "pending.example", Alpn::Http1).await.is_err(), "it is not served");
        assert!(world.link(None, "unknown.example", Alpn::Http1).await.is_err(), "it is not served");
    }
    let event = next(&events, "domain_pending");
    assert_eq!(event.level, "warning");
    let registry = world.path("registry.sqlite");
    let expected = format!(
        "a client asked for the domain `pending.example` of the account `acme`, which is pending; after proof that the account \
         controls it, run `issuedby domain activate pending.example --account acme --registry {}`",
        registry.display()
    );
    assert_eq!(event.message, expected);
    world.stop().await;
    let seconds = start.elapsed().as_secs();
    let later: Vec<_> = events.iter().filter(|event| event.event == "domain_pending").collect();
    assert!(u64::try_from(later.len()).unwrap() <= seconds + 1, "{later:?}");
    assert_eq!(later.iter().map(|event| event.count).sum::<u64>() + event.count, 20);
    assert!(later.iter().all(|event| event.message.contains("`pending.example`")));

    // What the event says makes it served.
    world.registry().activate_domain(&account("acme"), &domain("pending.example"), now()).unwrap();
    let (_requests, _events) = world.listen().await;
    assert!(world.link(None, "pending.example", Alpn::Http1).await.is_ok());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_without_a_certificate_stops_no_other_domain() {
    let mut world = World::new().await;
    add_domain(&mut world.registry(), "acme", "bare.example", DomainKind::Managed);
    let upstream = "[[upstream]]\naddress = \"http://127.0.0.1:9\"\naccounts = \"all\"\n";
    let edge = world.prepare_with(upstream).unwrap();
    let found =
        edge.findings().iter().find(|finding| finding.event() == "domain_without_certificate").unwrap();
    assert_eq!(found.level(), Level::Warning);
    assert!(
        found.message().contains("`bare.example`") && found.remedy().contains("[[certificate]]"),
        "{found}"
    );
    let (_requests, events) = world.listen().await;
    assert_eq!(next(&events, "listening").level, "info");
    assert!(next(&events, "domain_without_certificate").message.contains("`bare.example`"));
    assert!(world.link(None, "bare.example", Alpn::Http1).await.is_err());
    assert_eq!(world.connect(None).await.get("/").await.status, 200);
    world.stop().await;
}

/// A check must not give an upstream to an account before a client has asked.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_binds_no_upstream() {
    let mut world = World::new().await;
    let upstreams = format!(
        "[[upstream]]\naddress = \"http://{}\"\ndomains = [\"unknown.example\"]\n[[upstream]]\n\
         address = \"http://{}\"\naccounts = \"all\"\n",
        world.worker.address, world.worker.address
    );
    let edge = world.prepare_with(&upstreams).unwrap();
    let unknown =
        edge.findings().iter().find(|finding| finding.event() == "upstream_domain_unknown").unwrap();
    assert!(unknown.remedy().contains("issuedby domain add unknown.example --account ACCOUNT"), "{unknown}");
    let running = edge.start().await.unwrap();
    world.address = running.addresses()[0];
    // The first account that has the domain when a client asks gets it.
    add_domain(&mut world.registry(), "other", "unknown.example", DomainKind::Managed);
    let mut link = world.link(None, "unknown.example", Alpn::Http1).await.unwrap();
    assert_eq!(link.get("/").await.status, 200);
    drop(link);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_certificates_are_reported_when_read_again() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    let leaf =
        world.server_root.serve_until(&["api.example"], SystemTime::now() - Duration::from_secs(200_000));
    leaf.write(&world.path("server.pem"), &world.path("server-key.pem"));
    world.running().reload();
    let event = next(&events, "certificate_expired");
    assert!(event.level == "warning" && event.message.contains("2 days ago"), "{event:?}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_ca_that_expires_soon_is_reported_once() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    let link = world.connect(None).await;
    let soon = Ca::until("soon", SystemTime::now() + Duration::from_secs(200_000));
    let id = add_ca(&mut world.registry(), "acme", "soon", &soon);
    let event = next(&events, "ca_expires");
    assert!(event.level == "warning" && event.message.contains(id.as_str()), "{event:?}");
    assert!(event.message.contains("issuedby ca-certificate create --name NAME --cert FILE --account acme"));
    // A change of another account, and a reload, say nothing new of this one.
    add_domain(&mut world.registry(), "other", "new.example", DomainKind::Managed);
    world.running().reload();
    next(&events, "certificates_reloaded");
    std::thread::sleep(2 * BOUND);
    assert!(events.try_iter().all(|event| event.event != "ca_expires"));
    drop(link);
    world.stop().await;
    let (_requests, events) = world.listen().await;
    assert!(next(&events, "ca_expires").message.contains("the CA `soon`"), "the next start says so");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_without_domains_can_be_served_later() {
    let mut world = World::new().await;
    for (of, name) in [
        ("acme", "api.example"),
        ("acme", "second.example"),
        ("acme", "pending.example"),
        ("other", "other.example"),
    ] {
        world.registry().remove_domain(&account(of), &domain(name)).unwrap();
    }
    let (_requests, events) = world.listen().await;
    let event = next(&events, "no_active_domain");
    assert!(event.level == "warning" && event.message.contains("issuedby domain add DOMAIN"), "{event:?}");
    add_domain(&mut world.registry(), "acme", "api.example", DomainKind::Managed);
    assert_eq!(world.connect(None).await.get("/").await.status, 200);
    world.stop().await;
    // Without a certificate for it, it cannot be.
    let leaf = world.server_root.serve(&["elsewhere.example"]);
    leaf.write(&world.path("server.pem"), &world.path("server-key.pem"));
    fs::remove_file(world.path("root.pem")).unwrap();
    let (_requests, events) = world.listen().await;
    assert_eq!(next(&events, "nothing_served").level, "error");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_without_a_ca_is_named_with_the_remedy() {
    let mut world = World::new().await;
    let (_requests, first) = world.listen().await;
    world.delete_ca();
    let (_requests, events) = world.listen().await;
    let event = next(&events, "account_without_ca");
    assert!(event.level == "warning" && event.message.contains("the account `acme`"), "{event:?}");
    let command = "`issuedby ca-certificate create --name NAME --cert FILE --account acme --registry ";
    assert!(event.message.contains(command), "{event:?}");
    assert!(!event.message.contains("CAs without"), "every CA has a domain: {event:?}");
    world.stop().await;
    // The CA is in the account that somebody typed.
    add_ca(&mut world.registry(), "acmee", "clients", &world.ca);
    let (_requests, events) = world.listen().await;
    let event = next(&events, "account_without_ca");
    assert!(event.message.contains("; CAs without an active domain are in `acmee`"), "{event:?}");
    world.stop().await;
    let mut others = first.iter().chain(events.iter());
    assert!(others.all(|event| event.event != "account_without_ca"), "the other account has one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_warns_that_it_reads_no_changed_configuration() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    world.running().reload();
    let reloaded = next(&events, "certificates_reloaded");
    assert_eq!(reloaded.level, "info");
    let config = fs::read_to_string(world.path("edge.toml")).unwrap();
    fs::write(world.path("edge.toml"), format!("# changed\n{config}")).unwrap();
    world.running().reload();
    let changed = next(&events, "configuration_changed");
    assert!(changed.message.contains("restart the edge"), "{changed:?}");
    world.stop().await;
    assert!(events.iter().all(|event| event.event != "configuration_changed"), "once for each reload");
}
