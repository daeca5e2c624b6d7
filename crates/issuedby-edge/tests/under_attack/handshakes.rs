//! Handshakes: forgers and strangers pay for themselves, and shut no other client out.

use std::sync::Arc;
use std::time::{Duration, Instant};

use pki_types::CertificateDer;
use rustls::HandshakeKind;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::common::{Alpn, Ca, DOMAIN, Leaf, Settings, World, add_ca};
use super::{ATTACKER, CLIENT, attacker};

/// A request on a connection of its own, and true where it got a response.
async fn has_response(world: &World, source: std::net::Ipv4Addr, config: Arc<rustls::ClientConfig>) -> bool {
    let Ok(mut stream) = world.stream_from(source, config, DOMAIN).await else { return false };
    let head = b"GET / HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n";
    if stream.write_all(head).await.is_err() {
        return false;
    }
    let mut response = Vec::new();
    let _ = timeout(Duration::from_secs(10), stream.read_to_end(&mut response)).await;
    response.starts_with(b"HTTP/1.1 200")
}

fn full(world: &World, leaf: &Leaf) -> Arc<rustls::ClientConfig> {
    let mut config = world.tls_with(Some(leaf), Alpn::Http1, rustls::ALL_VERSIONS);
    config.resumption = rustls::client::Resumption::disabled();
    Arc::new(config)
}

/// 36 sources forge certificates of an account with many CAs of one name; a client of the account calls meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn forgers_with_many_sources_shut_no_client_of_the_account_out() {
    // Small enough that the forgers spend all of it on a small machine.
    let limits = "failed_checks_per_account = 20\nhandshakes_per_account = 40";
    let world = Arc::new(World::with(Settings { limits, ..Settings::default() }).await);
    for number in 0..32 {
        add_ca(&mut world.registry(), "acme", &format!("twin{number}"), &Ca::new("clients"));
    }
    let genuine = world.ca.client("genuine");
    let forged = Arc::new(Ca::new("clients").client("forged"));
    assert!(has_response(&world, CLIENT, full(&world, &genuine)).await);

    let until = Instant::now() + Duration::from_secs(4);
    let mut attack = JoinSet::new();
    for number in 1..=36 {
        let (world, forged) = (Arc::clone(&world), Arc::clone(&forged));
        attack.spawn(async move {
            let config = full(&world, &forged);
            let mut refused = 0_usize;
            while Instant::now() < until {
                refused += usize::from(!has_response(&world, attacker(number), Arc::clone(&config)).await);
            }
            refused
        });
    }
    let (mut calls, mut responded) = (0, 0);
    while Instant::now() < until {
        calls += 1;
        responded += usize::from(has_response(&world, CLIENT, full(&world, &genuine)).await);
    }
    let refused: usize = attack.join_all().await.into_iter().sum();
    assert!(refused > 0, "the account's budgets were never spent: the test shows nothing");
    assert!(calls > 3, "{calls} calls");
    assert_eq!(responded, calls, "{refused} attempts of forgers were refused");
}

/// Charged is what was computed, not how many CAs the account has.
#[tokio::test(flavor = "multi_thread")]
async fn a_forged_certificate_costs_the_checks_that_were_computed() {
    let limits = "failed_checks_per_source = 20";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    for number in 0..40 {
        add_ca(&mut world.registry(), "acme", &format!("other{number}"), &Ca::new(&format!("other{number}")));
    }
    tokio::time::sleep(super::common::BOUND).await;
    let config = full(&world, &Ca::new("clients").client("forged"));
    for attempt in 0..20 {
        assert!(has_response(&world, ATTACKER, Arc::clone(&config)).await, "{attempt}: it costs one check");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn resumed_handshakes_are_budgeted() {
    // Slow enough for a busy machine, on which a handshake takes some time.
    let limits = "handshakes_per_account = 3";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    let config = world.tls(None, Alpn::Http1);
    let (mut resumed, mut refused) = (0, 0);
    for _ in 0..80 {
        match world.stream_from(ATTACKER, Arc::clone(&config), DOMAIN).await {
            Ok(mut stream) => {
                resumed += usize::from(stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed));
                // The tickets come with the first response.
                let head = b"GET / HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n";
                let _ = stream.write_all(head).await;
                let _ = stream.read_to_end(&mut Vec::new()).await;
            }
            Err(_) => refused += 1,
        }
    }
    assert!(resumed > 10, "{resumed} were resumed: the test shows nothing");
    assert!(refused > 0, "{resumed} were resumed, none was refused");
}

/// Certificates of strangers, with chains as long as TLS lets them be.
#[tokio::test(flavor = "multi_thread")]
async fn strangers_with_long_chains_cost_the_account_nothing() {
    let limits = "failed_checks_per_source = 10\nfailed_checks_per_account = 1";
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    let foreign = Ca::new("foreign");
    let mut stranger = foreign.client("stranger");
    stranger.along = vec![foreign.certificate(); 100];
    let config = full(&world, &stranger);
    let mut responded = 0;
    for _ in 0..60 {
        responded += usize::from(has_response(&world, ATTACKER, Arc::clone(&config)).await);
    }
    assert!((20..60).contains(&responded), "{responded} of 60");
    // From another source, that has had no verified client before.
    let genuine = full(&world, &world.ca.client("genuine"));
    assert!(has_response(&world, CLIENT, genuine).await, "the account has spent nothing");
}

/// The part of a chain that the edge keeps is bounded, whatever the client sends.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_chain_does_not_hide_who_issued_the_leaf() {
    let world = World::new().await;
    let mut client = world.ca.client("c");
    client.along = vec![CertificateDer::from(Ca::new("junk").der().to_vec()); 100];
    let mut link = world.connect(Some(&client)).await;
    assert_eq!(link.verdict().await.0, "SUCCESS");
}
