//! A rotation under load: CAs are added and taken away, server certificates change, and no request fails.

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use common::{Alpn, Ca, DOMAIN, World, account, add_ca};
use issuedby_registry::Registry;
use tokio::time::sleep;

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_under_load_fails_no_request() {
    let world = Arc::new(World::new().await);
    let new_ca = Ca::new("clients");
    // The old CA's clients, and the new one's: each must be verified while its CA is there.
    let (old, new) = (Arc::new(world.ca.client("old")), Arc::new(new_ca.client("new")));
    let (requests, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));

    let load = |leaf: &Arc<common::Leaf>, alpn: Alpn| {
        let (world, leaf) = (Arc::clone(&world), Arc::clone(leaf));
        let (requests, done) = (Arc::clone(&requests), Arc::clone(&done));
        tokio::spawn(async move {
            while !done.load(Ordering::SeqCst) {
                let mut link = world.link(Some(&leaf), DOMAIN, alpn).await.expect("a handshake failed");
                for _ in 0..5 {
                    assert_eq!(link.verdict().await.0, "SUCCESS");
                    requests.fetch_add(1, Ordering::SeqCst);
                }
            }
        })
    };
    let mut tasks = vec![load(&old, Alpn::Http1), load(&old, Alpn::Http2)];
    sleep(Duration::from_millis(500)).await;

    let id = add_ca(&mut world.registry(), "acme", "rotated", &new_ca);
    sleep(common::BOUND).await;
    let with_new = [load(&new, Alpn::Http1), load(&new, Alpn::Http2)];
    for round in 0..4 {
        // Another CA with the same name comes and goes, and the server gets a new certificate.
        let another = add_ca(&mut world.registry(), "acme", &format!("another{round}"), &Ca::new("clients"));
        world.server_root.serve(&[DOMAIN]).write(&world.path("server.pem"), &world.path("server-key.pem"));
        world.running().reload();
        sleep(Duration::from_millis(400)).await;
        world.registry().delete_ca_certificate(&account("acme"), &another).unwrap();
        sleep(Duration::from_millis(200)).await;
    }
    done.store(true, Ordering::SeqCst);
    tasks.extend(with_new);
    for task in tasks {
        task.await.expect("no request fails");
    }
    assert!(requests.load(Ordering::SeqCst) > 100);

    // The old CA goes: its clients are refused, and the new one's are not.
    world.delete_ca();
    sleep(common::BOUND).await;
    assert_eq!(world.connect(Some(&old)).await.verdict().await.1.as_deref(), Some("signature_invalid"));
    let response = world.connect(Some(&new)).await.get("/").await;
    assert_eq!(response.upstream_got("client-mtls-ca-id"), [id.as_str()]);
}
