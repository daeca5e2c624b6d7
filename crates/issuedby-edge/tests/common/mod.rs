//! A whole world in one process: CAs and clients, a registry, a worker, an edge between them.
#![allow(dead_code, unreachable_pub, reason = "each suite uses a part")]

mod client;
mod pki;
mod worker;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use issuedby::{CaCertificate, UnixTime, check_time};
use issuedby_edge::{Access, Config, Edge, Event, Running, StartError};
use issuedby_registry::{
    AccountName, CaName, CertId, DomainKind, DomainName, NewCaCertificate, Registry, SqliteRegistry,
};
use tempfile::TempDir;

#[allow(unused_imports, reason = "each suite uses a part")]
pub use client::{Alpn, Body, ClientResponse, Link, body, empty, receiver_stream, request};
pub use pki::{Ca, Leaf};
pub use worker::Worker;

/// The time within which a change of the registry must be followed.
pub const BOUND: Duration = Duration::from_secs(1);

/// The domains of the account `acme` that are active from the start.
pub const DOMAIN: &str = "api.example";
pub const SECOND_DOMAIN: &str = "second.example";
/// The domain of the account `other`.
pub const OTHER_DOMAIN: &str = "other.example";

/// Everything that a test needs.
pub struct World {
    folder: TempDir,
    pub ca: Ca,
    pub ca_id: CertId,
    pub other_ca: Ca,
    pub server_root: Ca,
    pub worker: Worker,
    pub edge: Option<Running>,
    pub address: SocketAddr,
}

/// The changes of a test to the configuration.
#[derive(Default)]
pub struct Settings {
    pub top: &'static str,
    pub upstream: &'static str,
    pub limits: &'static str,
}

impl World {
    pub async fn new() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (ca, other_ca, server_root) = (Ca::new("clients"), Ca::new("others"), Ca::new("servers"));
        let path = |name: &str| folder.path().join(name);
        let domains = [DOMAIN, SECOND_DOMAIN, OTHER_DOMAIN, "pending.example", "unknown.example"];
        server_root.serve(&domains).write(&path("server.pem"), &path("server-key.pem"));
        fs::write(path("root.pem"), server_root.pem()).unwrap();

        let mut registry = SqliteRegistry::open_or_create(path("registry.sqlite")).unwrap();
        let ca_id = add_ca(&mut registry, "acme", "clients", &ca);
        add_ca(&mut registry, "other", "others", &other_ca);
        for (account, domain) in [("acme", DOMAIN), ("acme", SECOND_DOMAIN), ("other", OTHER_DOMAIN)] {
            add_domain(&mut registry, account, domain, DomainKind::Managed);
        }
        add_domain(&mut registry, "acme", "pending.example", DomainKind::Custom);
        drop(registry);

        let worker = Worker::start().await;
        let config = format!(
            "listen = [\"127.0.0.1:0\"]\nregistry = \"registry.sqlite\"\nmetrics = \"127.0.0.1:0\"\n\
             access_log = \"off\"\n{}\n[[certificate]]\nchain = \"server.pem\"\nkey = \"server-key.pem\"\n\
             [[upstream]]\naddress = \"http://{}\"\naccounts = \"all\"\n{}\n[limits]\nhandshakes_per_source = 100000\n{}\n",
            settings.top, worker.address, settings.upstream, settings.limits
        );
        fs::write(path("edge.toml"), config).unwrap();
        let config = Config::from_file(path("edge.toml")).unwrap_or_else(|error| panic!("{error}"));
        let edge = Edge::prepare(config).unwrap_or_else(|error| panic!("{error}")).start().await.unwrap();
        let address = edge.addresses()[0];
        Self { folder, ca, ca_id, other_ca, server_root, worker, edge: Some(edge), address }
    }

    /// Starts the edge anew, with somebody who hears of everything.
    pub async fn listen(&mut self) -> (Receiver<Access>, Receiver<Event>) {
        if let Some(edge) = self.edge.take() {
            edge.stop().await;
        }
        let ((request, requests), (event, events)) = (channel(), channel());
        let edge = Edge::prepare(Config::from_file(self.path("edge.toml")).unwrap()).unwrap();
        let edge = edge.on_request(move |access| drop(request.send(access)));
        let edge = edge.on_event(move |said| drop(event.send(said))).start().await.unwrap();
        self.address = edge.addresses()[0];
        self.edge = Some(edge);
        (requests, events)
    }

    /// Another edge in the same world, with these upstreams. Clients connect to it from now on.
    pub async fn edge_with(&mut self, upstreams: &str) -> Running {
        let edge = self.prepare_with(upstreams).unwrap_or_else(|error| panic!("{error}"));
        let running = edge.start().await.unwrap();
        self.address = running.addresses()[0];
        running
    }

    /// An edge with these upstreams that does not listen yet, or why there is none.
    pub fn prepare_with(&self, upstreams: &str) -> Result<Edge, StartError> {
        let config = format!(
            "listen = [\"127.0.0.1:0\"]\nregistry = \"registry.sqlite\"\naccess_log = \"off\"\n\
             [[certificate]]\nchain = \"server.pem\"\nkey = \"server-key.pem\"\n{upstreams}"
        );
        Edge::prepare(Config::parse(&config, &self.path("another.toml"))?)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn registry(&self) -> SqliteRegistry {
        SqliteRegistry::open(self.path("registry.sqlite")).unwrap()
    }

    pub fn delete_ca(&self) {
        self.registry().delete_ca_certificate(&account("acme"), &self.ca_id).unwrap();
    }

    pub fn running(&self) -> &Running {
        self.edge.as_ref().unwrap()
    }

    pub async fn stop(&mut self) {
        self.edge.take().unwrap().stop().await;
    }

    /// A connection with HTTP/1.1 at the first domain.
    pub async fn connect(&self, leaf: Option<&Leaf>) -> Link {
        self.link(leaf, DOMAIN, Alpn::Http1).await.unwrap()
    }

    /// The metrics, as Prometheus gets them.
    pub async fn metrics(&self) -> String {
        client::scrape(self.running().metrics().unwrap()).await
    }

    /// Waits until the metrics have all of these: a client may see the end of a connection before it is counted.
    pub async fn counted(&self, lines: &[&str]) {
        let start = Instant::now();
        loop {
            let metrics = self.metrics().await;
            let Some(missing) = lines.iter().find(|line| !metrics.contains(**line)) else { return };
            assert!(start.elapsed() < BOUND * 5, "no {missing} in\n{metrics}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// A file for programs that want files.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    pub fn write_leaf(&self, leaf: &Leaf) -> (PathBuf, PathBuf) {
        let (chain, key) = (self.path("client.pem"), self.path("client-key.pem"));
        leaf.write(&chain, &key);
        (chain, key)
    }
}

pub fn account(name: &str) -> AccountName {
    AccountName::parse(name).unwrap()
}

pub fn domain(name: &str) -> DomainName {
    DomainName::parse(name).unwrap()
}

pub fn now() -> UnixTime {
    check_time(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed())
}

pub fn add_ca(registry: &mut SqliteRegistry, of: &str, name: &str, ca: &Ca) -> CertId {
    let ca = CaCertificate::from_der(ca.der()).unwrap();
    let new = NewCaCertificate::new(account(of), CaName::parse(name).unwrap(), ca, now()).unwrap();
    registry.create_ca_certificate(&new).unwrap().id
}

pub fn add_domain(registry: &mut SqliteRegistry, of: &str, name: &str, kind: DomainKind) {
    registry.add_domain(&account(of), &domain(name), kind, now()).unwrap();
}

/// Asks again and again until the response is yes, and says how long that took.
pub async fn within(bound: Duration, what: &str, mut ask: impl AsyncFnMut() -> bool) -> Duration {
    let start = Instant::now();
    while !ask().await {
        assert!(start.elapsed() < bound, "{what}: not within {bound:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    start.elapsed()
}

/// The path of a file beside this one.
pub fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}
