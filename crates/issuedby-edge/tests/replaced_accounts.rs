//! A registry that is restored or moved over while the edge runs, with other accounts in it: no upstream passes to an account
//! that it did not serve, whatever the incarnation, until the operator reloads.

mod common;

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::{
    Alpn, BOUND, Ca, DOMAIN, Leaf, OTHER_DOMAIN, SECOND_DOMAIN, Worker, World, account, add_ca, add_domain,
    request, within,
};
use hyper::StatusCode;
use issuedby_edge::{Event, Running};
use issuedby_registry::{DomainKind, Existing, Incarnation, Registry, Restore, SqliteRegistry};

/// An edge with an upstream that names a domain and a default, neither of which names an account.
struct Replaced {
    world: World,
    /// Gets the requests to all domains but the first.
    default: Worker,
    running: Running,
    events: Receiver<Event>,
}

/// The way in which another registry comes to the path.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// A new incarnation.
    Restored,
    /// The incarnation of the registry that is moved.
    Moved,
}

impl Replaced {
    /// `prepare` changes the world's registry before the edge reads it.
    async fn new(prepare: impl FnOnce(&mut SqliteRegistry)) -> Self {
        let mut world = World::new().await;
        world.stop().await;
        prepare(&mut world.registry());
        let default = Worker::start().await;
        let upstreams = format!(
            "[[upstream]]\naddress = \"http://{}\"\ndomains = [\"{DOMAIN}\"]\n[[upstream]]\naddress = \"http://{}\"\n",
            world.worker.address, default.address
        );
        let (sender, events) = channel();
        let edge = world.prepare_with(&upstreams).unwrap_or_else(|error| panic!("{error}"));
        let running = edge.on_event(move |event| drop(sender.send(event))).start().await.unwrap();
        world.address = running.addresses()[0];
        Self { world, default, running, events }
    }

    /// A registry in which each account has this CA and these domains.
    fn registry_of(&self, name: &str, accounts: &[(&str, &Ca, &[&str])]) -> PathBuf {
        let path = self.world.path(name);
        let mut registry = SqliteRegistry::open_or_create(&path).unwrap();
        for (account, ca, domains) in accounts {
            add_ca(&mut registry, account, "clients", ca);
            for domain in *domains {
                add_domain(&mut registry, account, domain, DomainKind::Managed);
            }
        }
        path
    }

    /// Puts a copy of another registry in the place of the edge's, and waits until the edge says so.
    fn replace(&self, way: Way, other: &PathBuf) {
        let (registry, copy) = (self.world.path("registry.sqlite"), self.world.path("copy.sqlite"));
        match way {
            Way::Restored => {
                let restore = Restore::prepare(other, &registry, Incarnation::random().unwrap()).unwrap();
                restore.apply().unwrap();
            }
            Way::Moved => {
                fs::copy(other, &copy).unwrap();
                fs::rename(&copy, &registry).unwrap();
            }
        }
        self.event("registry_replaced");
    }

    /// The message of the next event of a kind.
    fn event(&self, kind: &str) -> String {
        loop {
            let event = self.events.recv_timeout(Duration::from_secs(10));
            let event = event.unwrap_or_else(|_| panic!("no event `{kind}`"));
            if event.event == kind {
                return event.message;
            }
        }
    }

    /// The status and the code of the edge's refusal, or the status that an upstream gets.
    async fn ask(&self, leaf: &Leaf, domain: &str, alpn: Alpn) -> (u16, String) {
        let response = self.world.link(Some(leaf), domain, alpn).await.unwrap().get("/").await;
        let said = match response.status {
            StatusCode::OK => response.upstream_got("client-mtls-verification-status").concat(),
            _ => response.json()["code"].as_str().unwrap_or_default().to_owned(),
        };
        (response.status.as_u16(), said)
    }

    async fn becomes(&self, leaf: &Leaf, domain: &str, expected: (u16, &str)) {
        within(BOUND, &format!("{domain}: {expected:?}"), async || {
            let found = self.ask(leaf, domain, Alpn::Http1).await;
            (found.0, found.1.as_str()) == expected
        })
        .await;
    }

    fn served(&self) -> (usize, usize) {
        (self.world.worker.served(), self.default.served())
    }
}

const VERIFIED: (u16, &str) = (200, "SUCCESS");
const REFUSED: (u16, &str) = (502, "no_upstream");

#[tokio::test(flavor = "multi_thread")]
async fn no_upstream_passes_to_an_account_of_another_registry() {
    let edge = Replaced::new(|registry| registry.remove_account(&account("other")).unwrap()).await;
    let own = edge.world.path("own.sqlite");
    edge.world.registry().backup(&own, Existing::Refused).unwrap();
    let domains = [DOMAIN, SECOND_DOMAIN];
    let others = edge.registry_of("others.sqlite", &[("other", &edge.world.other_ca, &domains)]);
    let (client, stranger) = (edge.world.ca.client("client-1"), edge.world.other_ca.client("client-1"));

    for way in [Way::Restored, Way::Moved] {
        let mut links = Vec::new();
        for domain in domains {
            let before = edge.served();
            edge.becomes(&client, domain, VERIFIED).await;
            let after = edge.served();
            let by_default = domain == SECOND_DOMAIN;
            assert_eq!((before.0 != after.0, before.1 != after.1), (!by_default, by_default), "{domain}");
            for alpn in [Alpn::Http1, Alpn::Http2] {
                links.push((domain, edge.world.link(Some(&client), domain, alpn).await.unwrap()));
            }
        }
        edge.replace(way, &others);
        for domain in domains {
            edge.becomes(&stranger, domain, REFUSED).await;
        }
        let served = edge.served();
        for domain in domains {
            for leaf in [&client, &stranger] {
                for alpn in [Alpn::Http1, Alpn::Http2] {
                    let found = edge.ask(leaf, domain, alpn).await;
                    assert_eq!((found.0, found.1.as_str()), REFUSED, "{way:?} {domain}");
                }
            }
        }
        // Connections of the account before do not belong to the account that has the domains now.
        for (domain, link) in &mut links {
            let status = link.ask(request(domain, "/")).await.unwrap().status;
            assert_eq!(status, StatusCode::MISDIRECTED_REQUEST, "{way:?} {domain}");
        }
        assert_eq!(edge.served(), served, "{way:?}");
        // The account before comes back, in a third incarnation, and goes on without a word of the operator.
        edge.replace(Way::Restored, &own);
    }
    for domain in domains {
        edge.becomes(&client, domain, VERIFIED).await;
    }

    // The operator has seen it and asks for it.
    edge.replace(Way::Restored, &others);
    edge.running.reload();
    for domain in domains {
        edge.becomes(&stranger, domain, VERIFIED).await;
    }
    edge.replace(Way::Restored, &own);
    for domain in domains {
        edge.becomes(&client, domain, REFUSED).await;
    }
    edge.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_default_stays_bound_among_restored_accounts() {
    let edge = Replaced::new(|registry| registry.remove_account(&account("other")).unwrap()).await;
    let (client, stranger) = (edge.world.ca.client("client-1"), edge.world.other_ca.client("client-1"));
    let others: (&str, &Ca, &[&str]) = ("other", &edge.world.other_ca, &[OTHER_DOMAIN]);
    let two = edge.registry_of("two.sqlite", &[("acme", &edge.world.ca, &[DOMAIN, SECOND_DOMAIN]), others]);
    // Each time it is said: the accounts may be others.
    for way in [Way::Restored, Way::Restored, Way::Moved] {
        edge.replace(way, &two);
        assert!(edge.event("default_upstream_ambiguous").contains("`other`"), "{way:?}");
        edge.becomes(&stranger, OTHER_DOMAIN, REFUSED).await;
        edge.becomes(&client, SECOND_DOMAIN, VERIFIED).await;
    }
    // Alone it is still not the account that the default serves.
    let alone = edge.registry_of("alone.sqlite", &[others]);
    edge.replace(Way::Restored, &alone);
    let served = edge.served();
    for _ in 0..3 {
        edge.becomes(&stranger, OTHER_DOMAIN, REFUSED).await;
        tokio::time::sleep(BOUND / 2).await;
    }
    assert_eq!(edge.served(), served);
    edge.running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_default_that_waits_takes_none_of_two_restored_accounts() {
    let edge = Replaced::new(|registry| {
        for name in ["acme", "other"] {
            registry.remove_account(&account(name)).unwrap();
        }
    })
    .await;
    let accounts: [(&str, &Ca, &[&str]); 2] =
        [("acme", &edge.world.ca, &[SECOND_DOMAIN]), ("other", &edge.world.other_ca, &[OTHER_DOMAIN])];
    let two = edge.registry_of("two.sqlite", &accounts);
    let restore =
        Restore::prepare(&two, &edge.world.path("registry.sqlite"), Incarnation::random().unwrap()).unwrap();
    restore.apply().unwrap();
    // At once, before any poll.
    let client = edge.world.ca.client("client-1");
    for domain in [SECOND_DOMAIN, OTHER_DOMAIN] {
        let found = edge.ask(&client, domain, Alpn::Http1).await;
        assert_eq!((found.0, found.1.as_str()), REFUSED, "{domain}");
    }
    assert_eq!(edge.served(), (0, 0));
    edge.event("default_upstream_ambiguous");
    edge.running.stop().await;
}
