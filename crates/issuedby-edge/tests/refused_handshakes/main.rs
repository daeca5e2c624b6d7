//! Each way in which a handshake can fail, provoked by a real client: it is counted by its reason, and logged with what is
//! known of the client.

#[path = "../common/mod.rs"]
mod common;

mod clients;

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use clients::*;
use common::{Alpn, Ca, DOMAIN, Leaf, Settings, World, add_ca, add_domain, request, within};
use issuedby::Fingerprint;
use issuedby_edge::limits::MAX_LOGGED_SERVER_NAME;
use issuedby_edge::{Event, HandshakeRefusal};
use issuedby_registry::{DomainKind, Registry};
use pki_types::pem::PemObject;
use pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SOON: Duration = Duration::from_secs(10);

/// The fields that are expected of the event beside reason and remedy.
#[derive(Default)]
struct Expected {
    server_name: Option<&'static str>,
    certificate: Option<String>,
}

impl Expected {
    fn named(server_name: &'static str) -> Self {
        Self { server_name: Some(server_name), certificate: None }
    }

    fn presented(certificate: &CertificateDer<'_>) -> Self {
        Self { certificate: Some(Fingerprint::of(certificate).to_string()), ..Self::named(DOMAIN) }
    }
}

/// The limits under which a refusal can be provoked.
fn limits_for(refusal: HandshakeRefusal) -> &'static str {
    match refusal {
        HandshakeRefusal::TooManyConnections => "connections_per_source = 1",
        HandshakeRefusal::SourceOverBudget => "handshakes_per_source = 1",
        HandshakeRefusal::AccountOverBudget => "handshakes_per_account = 1",
        HandshakeRefusal::FailedChecksOverBudget => "failed_checks_per_source = 1",
        HandshakeRefusal::TimedOut => "handshake_timeout = \"300ms\"",
        _ => "",
    }
}

/// Lets a client come to grief in this way.
async fn provoke(world: &World, refusal: HandshakeRefusal) -> Expected {
    use HandshakeRefusal as R;
    match refusal {
        R::TooManyConnections => {
            let _first = TcpStream::connect(world.address).await.unwrap();
            within(SOON, "the first one", async || world.metrics().await.contains("issuedby_connections 1"))
                .await;
            send(world, b"").await;
            Expected::default()
        }
        R::SourceOverBudget | R::AccountOverBudget => {
            for _ in 0..4 {
                let _ = world
                    .stream(config(world, |config| config.resumption = Resumption::disabled()), DOMAIN)
                    .await;
            }
            Expected { server_name: (refusal == R::AccountOverBudget).then_some(DOMAIN), certificate: None }
        }
        R::ClosedUnused => {
            drop(TcpStream::connect(world.address).await.unwrap());
            Expected::default()
        }
        R::ClientLeft => {
            let mut stream = TcpStream::connect(world.address).await.unwrap();
            stream.write_all(b"\x16\x03\x01").await.unwrap();
            Expected::default()
        }
        R::TimedOut => {
            send(world, b"\x16\x03\x01").await;
            Expected::default()
        }
        R::NotTls => {
            send(world, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
            Expected::default()
        }
        R::ProtocolViolation => {
            send(world, b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00").await;
            Expected::default()
        }
        R::NoServerName => {
            fails(world, config(world, |config| config.enable_sni = false), DOMAIN).await;
            Expected::default()
        }
        R::InvalidServerName => {
            fails(world, config(world, |_| {}), "under_score.example").await;
            Expected::named("under_score.example")
        }
        R::UnknownDomain => {
            fails(world, config(world, |_| {}), "nowhere.example").await;
            Expected::named("nowhere.example")
        }
        R::PendingDomain => {
            fails(world, config(world, |_| {}), "pending.example").await;
            Expected::named("pending.example")
        }
        R::NoServerCertificate => {
            add_domain(&mut world.registry(), "acme", "bare.example", DomainKind::Managed);
            fails(world, config(world, |_| {}), "bare.example").await;
            Expected::named("bare.example")
        }
        R::UnsupportedTlsVersion => {
            openssl(world, &["-tls1", "-cipher", "ALL@SECLEVEL=0"]);
            Expected::default()
        }
        R::NoCommonAlgorithms => {
            openssl(world, &["-tls1_2", "-cipher", "AES128-SHA256"]);
            Expected::named(DOMAIN)
        }
        R::NoCommonProtocol => {
            fails(world, config(world, |config| config.alpn_protocols = vec![b"smtp".to_vec()]), DOMAIN)
                .await;
            Expected::named(DOMAIN)
        }
        R::EdgeNotTrusted => {
            let builder =
                ClientConfig::builder_with_provider(rustls::crypto::aws_lc_rs::default_provider().into());
            let mut roots = RootCertStore::empty();
            roots.add(Ca::new("another root").certificate()).unwrap();
            let config = builder.with_safe_default_protocol_versions().unwrap();
            fails(world, config.with_root_certificates(roots).with_no_client_auth().into(), DOMAIN).await;
            Expected::named(DOMAIN)
        }
        R::ClientAlert => {
            let unwilling = |config: &mut ClientConfig| {
                config.dangerous().set_certificate_verifier(Arc::new(Unwilling));
            };
            fails(world, config(world, unwilling), DOMAIN).await;
            Expected::named(DOMAIN)
        }
        R::TooLarge => {
            let large = |name| world.ca.issue(name, |_| {}).der().clone();
            let mut leaf = world.ca.large_client(60_000);
            leaf.along = vec![world.ca.large_client(60_000).der().clone(), large("along")];
            presents(world, leaf.chain(), &leaf).await;
            Expected::named(DOMAIN)
        }
        R::Malformed => {
            let (garbage, key) = (CertificateDer::from(vec![0x30, 3, 2, 1, 1]), world.ca.client("client-1"));
            presents(world, vec![garbage.clone()], &key).await;
            Expected::presented(&garbage)
        }
        R::KeyUnsupported => {
            let certificate = self_signed(world, &["ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"]);
            presents(world, vec![certificate.clone()], &world.ca.client("client-1")).await;
            Expected::presented(&certificate)
        }
        R::KeyTooWeak => {
            let certificate = self_signed(world, &["rsa:1024"]);
            presents(world, vec![certificate.clone()], &world.ca.client("client-1")).await;
            Expected::presented(&certificate)
        }
        R::PossessionNotShown => {
            let (client, other) = (world.ca.client("client-1"), world.ca.client("client-2"));
            presents(world, client.chain(), &other).await;
            Expected::presented(client.der())
        }
        R::FailedChecksOverBudget => {
            let forged = Ca::new("clients").client("forged");
            for _ in 0..4 {
                if let Ok(mut link) = world.link(Some(&forged), DOMAIN, Alpn::Http1).await {
                    let _ = link.ask(request(DOMAIN, "/")).await;
                }
            }
            Expected::presented(forged.der())
        }
        other => panic!("no client provokes {other}: write one"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_counted_and_logged_with_all_that_is_known() {
    // No client can provoke what the edge's own failure or its clock brings about; other tests have these.
    let of_the_edge = [
        HandshakeRefusal::InternalError,
        HandshakeRefusal::InvalidCheckTime,
        HandshakeRefusal::LookupFailed,
        HandshakeRefusal::TooManyLookups,
        HandshakeRefusal::Stopping,
    ];
    let provoked = HandshakeRefusal::ALL.into_iter().filter(|refusal| !of_the_edge.contains(refusal));
    for refusal in provoked {
        let mut world = World::with(Settings::default()).await;
        limit(&world, limits_for(refusal));
        let (_requests, events) = world.listen().await;
        let expected = provoke(&world, refusal).await;
        let counted = format!("issuedby_handshakes_total{{result=\"{refusal}\"}}");
        within(SOON, refusal.code(), async || world.metrics().await.contains(&counted)).await;
        world.stop().await;

        let logged: Vec<_> = events.iter().filter(|event| event.event == "handshake_refused").collect();
        let of_this = logged.iter().find(|event| event.reason == Some(refusal.code()));
        let Some(level) = refusal.level() else {
            assert!(logged.is_empty(), "{refusal}: {logged:?}");
            continue;
        };
        let event = of_this.unwrap_or_else(|| panic!("{refusal} is not logged: {logged:?}"));
        assert_eq!(event.level, level, "{refusal}");
        let remedy = event.remedy.as_deref().unwrap_or_default();
        match (refusal, expected.server_name) {
            // The command has the domain in it.
            (HandshakeRefusal::UnknownDomain | HandshakeRefusal::PendingDomain, Some(name)) => {
                let verb = if refusal == HandshakeRefusal::UnknownDomain { "add" } else { "activate" };
                assert!(remedy.contains(&format!("`issuedby domain {verb} {name} --account ")), "{remedy}");
            }
            _ => assert_eq!(remedy, refusal.remedy(), "{refusal}"),
        }
        assert_eq!(event.client, Some("127.0.0.1".parse().unwrap()), "{refusal}");
        assert_eq!(event.server_name.as_deref(), expected.server_name, "{refusal}");
        assert_eq!(event.certificate, expected.certificate, "{refusal}");
        assert!(!event.message.is_empty(), "{refusal}");
        println!("{}", serde_json::to_string(event).unwrap());
    }
}

/// TLS 1.2 asks for the certificate elsewhere.
#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_without_its_key_is_named_over_tls_1_2_too() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    let (client, other) = (world.ca.client("client-1"), world.ca.client("client-2"));
    let config = presenting(&world, client.chain(), &other, &[&rustls::version::TLS12]);
    assert!(world.stream(config, DOMAIN).await.is_err());
    let event = next_refusal(&events);
    assert_eq!(event.reason, Some("possession_not_shown"));
    assert_eq!(event.certificate, Some(Fingerprint::of(client.der()).to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn openssl_that_does_not_trust_the_edge_is_reported_as_such() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    openssl(&world, &["-verify_return_error"]);
    let event = next_refusal(&events);
    assert_eq!(event.reason, Some("edge_not_trusted"));
    assert!(event.message.contains("does not trust the edge's certificate"), "{}", event.message);
    let chain = "server.pem` has 1 certificate, and the last one was issued by `CN=";
    assert!(event.message.contains(chain), "{}", event.message);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_certificate_ends_in_a_verdict_and_no_alert() {
    let mut world = World::new().await;
    let (requests, events) = world.listen().await;
    let client = world.ca.client("client-1");
    let mut der = client.der().to_vec();
    let time = der.windows(2).position(|found| found == [0x17, 13]).expect("a UTCTime");
    der[time + 4..time + 6].copy_from_slice(b"99");
    for versions in [&[&rustls::version::TLS12], &[&rustls::version::TLS13]] {
        let config = presenting(&world, vec![der.clone().into()], &client, versions);
        let verdict = world.link_with(config, DOMAIN).await.unwrap().verdict().await;
        assert_eq!(verdict, ("FAILED".to_owned(), Some("malformed".to_owned())));
        let line = requests.recv_timeout(SOON).unwrap();
        assert_eq!((line.verdict, line.reason), (Some("FAILED"), Some("malformed")));
        assert_eq!((line.issuer, line.subject), (None, None), "nothing could be read");
    }
    world.stop().await;
    assert!(events.iter().all(|event| event.event != "handshake_refused"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balancer_that_speaks_the_proxy_protocol_is_named() {
    for first in [&b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"[..], b"\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c"] {
        let mut world = World::new().await;
        let (_requests, events) = world.listen().await;
        send(&world, first).await;
        within(SOON, "the count", async || {
            world.metrics().await.contains("issuedby_handshakes_total{result=\"not_tls\"} 1")
        })
        .await;
        world.stop().await;
        let event = events.iter().find(|event| event.event == "handshake_refused").expect("the refusal");
        assert!(event.message.contains("PROXY protocol"), "{event:?}");
        assert!(event.remedy.as_ref().is_some_and(|remedy| remedy.contains("at the balancer")), "{event:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_one_reason_hides_no_other_and_the_counts_add_up() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    for _ in 0..40 {
        send(&world, b"GET / HTTP/1.1\r\n\r\n").await;
    }
    let long = format!("{}.example", ["a"; 60].join("."));
    fails(&world, config(&world, |_| {}), &long).await;
    within(SOON, "all of them", async || {
        world.metrics().await.contains("issuedby_handshakes_total{result=\"not_tls\"} 40")
    })
    .await;
    world.stop().await;
    let logged: Vec<_> = events.iter().filter(|event| event.event == "handshake_refused").collect();
    let flood = || logged.iter().filter(|event| event.reason == Some("not_tls"));
    assert!(flood().count() <= 10, "{} events", flood().count());
    assert_eq!(flood().map(|event| event.count).sum::<u64>(), 40);
    assert!(flood().all(|event| event.message.contains("HTTP without TLS")));
    let other = logged.iter().find(|event| event.reason == Some("unknown_domain")).expect("the other one");
    let shown = other.server_name.as_ref().unwrap();
    assert_eq!(shown.chars().count(), MAX_LOGGED_SERVER_NAME + 1, "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_line_of_a_refused_client_has_issuer_and_subject() {
    let mut world = World::new().await;
    let (requests, _events) = world.listen().await;
    let (stranger, client) = (world.other_ca.client("a\u{202e}b\u{85}"), world.ca.client("client-1"));
    let huge = world.other_ca.client(&"é".repeat(5_000));
    for (leaf, subject) in [(&stranger, Some("CN=a")), (&client, None), (&huge, Some("CN="))] {
        world.connect(Some(leaf)).await.get("/").await;
        let line = requests.recv_timeout(SOON).unwrap();
        assert_eq!(line.issuer.as_deref(), subject.map(|_| "CN=others"), "{line:?}");
        assert_eq!(line.subject.is_some(), subject.is_some());
        if let (Some(found), Some(start)) = (&line.subject, subject) {
            assert!(found.starts_with(start) && found.len() <= 515, "{found}");
            assert!(!found.contains(['\u{202e}', '\u{85}']), "{found}");
        }
        let json = serde_json::to_value(&line).unwrap();
        assert_eq!(json.get("issuer").is_some(), subject.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_cas_is_an_event() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    world.connect(None).await.get("/").await;
    let next = || loop {
        let event = events.recv_timeout(SOON).expect("an event");
        if event.event == "cas_changed" {
            return event;
        }
    };
    let added = add_ca(&mut world.registry(), "acme", "second", &Ca::new("second"));
    let event = next();
    assert_eq!(event.level, "info");
    assert!(event.message.contains(&format!("2 CAs now; added: `{added}`")), "{}", event.message);
    world.delete_ca();
    assert!(next().message.contains(&format!("1 CA now; removed: `{}`", world.ca_id)));
    world.registry().delete_ca_certificate(&common::account("acme"), &added).unwrap();
    let event = next();
    assert!(event.level == "warning" && event.message.contains("no CA any more"), "{event:?}");
}
