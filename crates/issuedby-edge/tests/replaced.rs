//! A registry that is copied over, moved over, cut off or restored while the edge runs: what is at its path holds within
//! one poll, and a CA that was deleted is not trusted by a page or a session that was kept.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use common::{Alpn, BOUND, DOMAIN, Link, Settings, World, account, add_ca, within};
use issuedby_edge::Event;
use issuedby_registry::{Existing, Incarnation, Registry, Restore, SqliteRegistry};
use rustls::HandshakeKind;

fn success() -> (String, Option<String>) {
    ("SUCCESS".to_owned(), None)
}

fn no_matching_ca() -> (String, Option<String>) {
    ("FAILED".to_owned(), Some("no_matching_ca".to_owned()))
}

/// Runs a program of the system as an operator does.
fn shell(program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).output().expect("a program of every Unix");
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

/// A world with a copy of its registry, made by `cp` after the CA was deleted, and one made before.
struct Copies {
    world: World,
    events: Receiver<Event>,
    link: Link,
    with_ca: std::path::PathBuf,
    without_ca: std::path::PathBuf,
}

impl Copies {
    async fn new() -> Self {
        let mut world = World::new().await;
        let (_, events) = world.listen().await;
        let (with_ca, without_ca) = (world.path("with.sqlite"), world.path("without.sqlite"));
        let registry = world.path("registry.sqlite");
        let link = world.connect(Some(&world.ca.client("client-1"))).await;
        shell("cp", &[text(&registry), text(&with_ca)]);
        world.delete_ca();
        shell("cp", &[text(&registry), text(&without_ca)]);
        shell("cp", &[text(&with_ca), text(&registry)]);
        let mut copies = Self { world, events, link, with_ca, without_ca };
        copies.verifies("the copy from before the deletion", true).await;
        copies
    }

    async fn verifies(&mut self, what: &str, is_verified: bool) {
        let expected = Some(if is_verified { success() } else { no_matching_ca() });
        let Self { link, world, .. } = self;
        within(BOUND, what, async || link.verdict_now(world).await == expected).await;
    }

    fn registry(&self) -> std::path::PathBuf {
        self.world.path("registry.sqlite")
    }
}

/// The ways to put a copy of the first file in the place of the second.
type Copying<'a> = &'a dyn Fn(&str, &str);

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_written_over_is_noticed_within_one_poll() {
    let mut copies = Copies::new().await;
    let registry = copies.registry();
    let [with_ca, without_ca] = [&copies.with_ca, &copies.without_ca].map(|path| text(path).to_owned());
    let target = text(&registry).to_owned();
    let dd = |source: &str, target: &str| {
        shell(
            "dd",
            &[&format!("if={source}"), &format!("of={target}"), "bs=512", "conv=notrunc", "status=none"],
        );
    };
    let mv = |source: &str, target: &str| {
        let new = format!("{target}.new");
        shell("cp", &[source, &new]);
        shell("mv", &[&new, target]);
    };
    let cp_with_time = |source: &str, target: &str| shell("cp", &["-p", source, target]);
    let cp = |source: &str, target: &str| shell("cp", &[source, target]);
    let ways: [(&str, Copying<'_>); 4] = [("cp", &cp), ("cp -p", &cp_with_time), ("mv", &mv), ("dd", &dd)];
    for (way, copy) in ways {
        copy(&without_ca, &target);
        copies.verifies(way, false).await;
        copy(&with_ca, &target);
        copies.verifies(way, true).await;
    }
    let replaced = copies.events.try_iter().filter(|event| event.event == "registry_replaced").count();
    assert!(replaced >= ways.len(), "each older copy is reported, found {replaced}");
}

/// Two writes bring it to the number that it had: nothing but the random number of the change differs.
#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_reaches_the_same_number_between_polls_is_noticed() {
    let mut world = World::new().await;
    let (_, events) = world.listen().await;
    let (registry, copy) = (world.path("registry.sqlite"), world.path("copy.sqlite"));
    let late = common::Ca::new("late");
    shell("cp", &[text(&registry), text(&copy)]);
    add_ca(&mut world.registry(), "acme", "late", &late);
    let mut link = world.connect(Some(&late.client("client-1"))).await;
    assert_eq!(link.verdict().await, success());
    tokio::time::sleep(BOUND).await;
    let before = world.registry().generation().unwrap();
    shell("cp", &[text(&copy), text(&registry)]);
    add_ca(&mut world.registry(), "acme", "another", &common::Ca::new("another"));
    let after = world.registry().generation().unwrap();
    assert_eq!((before.number(), before.incarnation()), (after.number(), after.incarnation()));
    within(BOUND, "the copy", async || link.verdict_now(&world).await == Some(no_matching_ca())).await;
    within(BOUND, "the event", async || events.try_iter().any(|event| event.event == "registry_replaced"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_is_followed_and_ends_the_sessions_before_it() {
    let mut world = World::new().await;
    let (_, events) = world.listen().await;
    let client = world.ca.client("client-1");
    let config = world.tls(Some(&client), Alpn::Http1);
    let (registry, backup) = (world.path("registry.sqlite"), world.path("backup.sqlite"));
    world.registry().backup(&backup, Existing::Refused).unwrap();
    let before = world.registry().generation().unwrap();
    let mut open = world.link_with(config.clone(), DOMAIN).await.unwrap();
    assert_eq!(open.verdict().await, success());
    let late = common::Ca::new("late");
    add_ca(&mut world.registry(), "acme", "late", &late);
    let mut link = world.connect(Some(&late.client("client-2"))).await;
    within(BOUND, "the new CA", async || link.verdict_now(&world).await == Some(success())).await;

    let restore = Restore::prepare(&backup, &registry, Incarnation::random().unwrap()).unwrap();
    let after = restore.apply().unwrap().generation;
    assert_eq!(before.number(), after.number());
    assert!(before != after && before.incarnation() != after.incarnation());
    within(BOUND, "the restore", async || link.verdict_now(&world).await == Some(no_matching_ca())).await;
    assert_eq!(open.verdict().await, success(), "what the backup has holds on open connections");
    let mut again = world.link_with(config, DOMAIN).await.unwrap();
    assert_eq!((again.kind, again.verdict().await), (Some(HandshakeKind::Full), success()));
    within(BOUND, "the event", async || events.try_iter().any(|event| event.event == "registry_replaced"))
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_registry_is_not_believed_after_max_stale() {
    let mut world = World::with(Settings { top: "max_stale = \"2s\"", ..Settings::default() }).await;
    let (_, events) = world.listen().await;
    let (registry, copy) = (world.path("registry.sqlite"), world.path("copy.sqlite"));
    let mut link = world.connect(Some(&world.ca.client("client-1"))).await;
    shell("cp", &[text(&registry), text(&copy)]);
    let halved = fs::metadata(&registry).unwrap().len() / 2;
    let (halved, zeros) = (halved.to_string(), format!("of={}", text(&registry)));
    let spoils: [(&str, &[&str]); 3] = [
        ("truncate", &["--size", "0", text(&registry)]),
        ("truncate", &["--size", &halved, text(&registry)]),
        ("dd", &["if=/dev/zero", &zeros, "bs=4096", "count=4", "status=none"]),
    ];
    for (program, arguments) in spoils {
        assert_eq!(link.verdict().await, success());
        shell(program, arguments);
        let stale = Some(("FAILED".to_owned(), Some("ca_set_stale".to_owned())));
        within(Duration::from_secs(4), "max_stale", async || link.verdict_now(&world).await == stale).await;
        shell("cp", &[text(&copy), text(&registry)]);
        within(BOUND, "the copy", async || link.verdict_now(&world).await == Some(success())).await;
    }
    let lost = events.try_iter().filter(|event| event.event == "registry_lost").count();
    assert!((3..=6).contains(&lost), "each is reported once, found {lost}");
}

/// While the edge polls, and somebody lists page by page, writers are not kept waiting.
#[tokio::test(flavor = "multi_thread")]
async fn an_edge_that_polls_keeps_no_writer_waiting() {
    let world = World::new().await;
    let mut link = world.connect(Some(&world.ca.client("client-1"))).await;
    assert_eq!(link.verdict().await, success());
    let path = world.path("registry.sqlite");
    let slowest = tokio::task::spawn_blocking(move || {
        let mut slowest = Duration::ZERO;
        let mut registry = SqliteRegistry::open(&path).unwrap();
        for number in 0..60 {
            let start = std::time::Instant::now();
            let id = add_ca(&mut registry, "acme", &format!("ca{number}"), &common::Ca::new("x"));
            registry.delete_ca_certificate(&account("acme"), &id).unwrap();
            slowest = slowest.max(start.elapsed());
        }
        slowest
    });
    let slowest = slowest.await.unwrap();
    assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    assert_eq!(link.verdict().await, success());
    world.counted(&["issuedby_registry_up 1"]).await;
}

/// A write of another program shows in no generation where a change of the registry follows it within one poll.
#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_write_beside_a_change_ends_with_max_stale() {
    let world = World::with(Settings { top: "max_stale = \"2s\"", ..Settings::default() }).await;
    let client = world.ca.client("client-1");
    let mut link = world.connect(Some(&client)).await;
    assert_eq!(link.get("/").await.verdict(), success());
    let mut registry = world.registry();
    let foreign = rusqlite::Connection::open(world.path("registry.sqlite")).unwrap();
    foreign.execute("DELETE FROM ca_certificate WHERE name = 'clients'", ()).unwrap();
    add_ca(&mut registry, "other", "more", &world.server_root);
    within(Duration::from_secs(6), "the CA is gone", async || {
        link.get("/").await.verdict() == no_matching_ca()
    })
    .await;
}
