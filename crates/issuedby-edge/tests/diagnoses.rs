//! Events that lead to the mistake: of an upstream, of a server name, of a client without a certificate.

mod common;

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::{Alpn, DOMAIN, OTHER_DOMAIN, Settings, World, request};
use issuedby_edge::{Event, Running};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const SOON: Duration = Duration::from_secs(10);

/// An edge with this upstream, and its events.
async fn edge(world: &mut World, upstream: &str) -> (Running, Receiver<Event>) {
    let (sender, events) = channel();
    let text = format!("[[upstream]]\naccounts = \"all\"\n{upstream}");
    let edge = world.prepare_with(&text).unwrap_or_else(|error| panic!("{error}"));
    let edge = edge.on_event(move |event| drop(sender.send(event))).start().await.unwrap();
    world.address = edge.addresses()[0];
    (edge, events)
}

fn next(events: &Receiver<Event>, name: &str) -> Event {
    loop {
        let event = events.recv_timeout(SOON).unwrap_or_else(|_| panic!("no {name}"));
        if event.event == name {
            return event;
        }
    }
}

/// The address of a server that sends these bytes to everybody, after the first bytes of the request, and closes.
async fn server_that_says(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(bytes).await;
            let _ = stream.shutdown().await;
            // Closed with bytes unread, the connection would be reset and the response lost.
            let _ =
                tokio::time::timeout(Duration::from_millis(500), stream.read_to_end(&mut Vec::new())).await;
        }
    });
    address
}

/// The event that a request to this upstream causes.
async fn failure(upstream: &str, status: u16) -> Event {
    let mut world = World::new().await;
    let (running, events) = edge(&mut world, upstream).await;
    assert_eq!(world.connect(None).await.get("/").await.status, status, "{upstream}");
    let event = next(&events, "upstream_failed");
    running.stop().await;
    event
}

fn holds(event: &Event, address: &str, facts: &[&str]) {
    let text = format!("{} | {}", event.message, event.remedy.as_deref().unwrap_or_default());
    assert!(event.message.contains(address), "{address}: {text}");
    assert!(event.remedy.is_some(), "{text}");
    for fact in facts {
        assert!(text.contains(fact), "no {fact} in {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_cannot_be_reached_is_logged_with_its_cause() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let event = failure(&format!("address = \"http://{closed}\"\n"), 502).await;
    holds(&event, &closed, &["nothing listens", "start the upstream", "ss -ltn"]);
    let event = failure("address = \"http://no-such-host.invalid:80\"\n", 502).await;
    holds(&event, "no-such-host.invalid", &["DNS", "getent hosts"]);
    let event = failure("address = \"unix:none.sock\"\n", 502).await;
    holds(&event, "none.sock", &["no Unix socket", "ss -lx"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_of_another_protocol_is_logged_with_the_line_to_write() {
    const ALERT: &[u8] = &[0x15, 3, 3, 0, 2, 2, 70];
    const SETTINGS: &[u8] = &[0, 0, 0, 4, 0, 0, 0, 0, 0];
    for (says, http, facts) in [
        (ALERT, "1.1", &["TLS", "15 03", "give its plain port"][..]),
        (ALERT, "2", &["TLS", "give its plain port"]),
        (SETTINGS, "1.1", &["found HTTP/2, expected HTTP/1.1", "http = \"2\""]),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "2", &["found HTTP/1.1, expected HTTP/2", "http = \"1.1\""]),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "1.1", &["not HTTP", "curl -v"]),
        (b"", "1.1", &["closed the connection", "http = \"2\""]),
    ] {
        let address = server_that_says(says).await;
        let event = failure(&format!("address = \"http://{address}\"\nhttp = \"{http}\"\n"), 502).await;
        holds(&event, &address, facts);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upstream_that_does_not_respond_in_time_is_logged() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let upstream = format!("address = \"http://{address}\"\n[limits]\nresponse_timeout = \"300ms\"\n");
    let event = failure(&upstream, 504).await;
    holds(&event, &address, &["response_timeout"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_name_is_refused_with_the_command_that_mends_it() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    for (name, reason, facts) in [
        (
            "unknown.example",
            "unknown_domain",
            &["does not have it", "`issuedby domain add unknown.example --account ACCOUNT"][..],
        ),
        (
            "pending.example",
            "pending_domain",
            &["pending in the account `acme`", "`issuedby domain activate pending.example --account acme"],
        ),
    ] {
        assert!(world.link(None, name, Alpn::Http1).await.is_err());
        let event = next(&events, "handshake_refused");
        assert_eq!((event.reason, event.server_name.as_deref()), (Some(reason), Some(name)));
        holds(&event, name, facts);
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lookup_that_fails_is_not_an_unknown_domain() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    std::fs::write(world.path("registry.sqlite"), b"no database").unwrap();
    assert!(world.link(None, "unknown.example", Alpn::Http1).await.is_err());
    let event = next(&events, "handshake_refused");
    assert_eq!((event.reason, event.level), (Some("lookup_failed"), "error"), "{}", event.message);
    holds(&event, "unknown.example", &["could not be looked up", "the registry must be there"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_without_a_certificate_is_logged_once_where_cas_are_named() {
    for (top, is_logged) in [("", true), ("ca_hints = \"omit\"", false)] {
        let mut world = World::with(Settings { top, ..Settings::default() }).await;
        let (_requests, events) = world.listen().await;
        for _ in 0..3 {
            assert_eq!(world.connect(None).await.get("/").await.verdict().0, "NONE");
        }
        world.connect(Some(&world.ca.client("client-1"))).await.get("/").await;
        world.stop().await;
        let said: Vec<_> = events.iter().filter(|event| event.event == "no_certificate").collect();
        assert_eq!(said.len(), usize::from(is_logged), "{said:?}");
        for event in said {
            assert_eq!(event.server_name.as_deref(), Some(DOMAIN));
            holds(&event, "`acme`", &["another CA", "ca_hints = \"omit\""]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reason_of_a_refused_certificate_is_logged_once_with_its_cause_and_remedy() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    for _ in 0..3 {
        let stranger = world.other_ca.client("stranger");
        assert_eq!(world.connect(Some(&stranger)).await.get("/").await.verdict().0, "FAILED");
        world.connect(Some(&world.ca.client("client-1"))).await.get("/").await;
    }
    world.stop().await;
    let said: Vec<_> = events.iter().filter(|event| event.event == "certificate_refused").collect();
    let [event] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!((event.reason, event.level), (Some("no_matching_ca"), "info"));
    assert!(event.client.is_some() && event.certificate.is_some(), "{event:?}");
    holds(event, "`acme`", &["no configured CA is named", "which CA issued it"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misdirected_request_is_logged_with_its_cause() {
    let mut world = World::new().await;
    let (_requests, events) = world.listen().await;
    for (host, fact) in
        [("unknown.example", "does not have it"), (OTHER_DOMAIN, "a domain of another account")]
    {
        let mut link = world.link(None, DOMAIN, Alpn::Http1).await.unwrap();
        assert_eq!(link.ask(request(host, "/")).await.unwrap().status, 421, "{host}");
        holds(&next(&events, "request_misdirected"), host, &[fact, "`acme`", "Host"]);
        tokio::time::sleep(Duration::from_millis(1_100)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_certificates_for_one_name_are_a_finding() {
    let world = World::new().await;
    let text = format!(
        "[[certificate]]\nchain = \"server.pem\"\nkey = \"server-key.pem\"\n[[upstream]]\naddress = \"http://{}\"\naccounts = \"all\"\n",
        world.worker.address
    );
    let edge = world.prepare_with(&text).unwrap_or_else(|error| panic!("{error}"));
    let found =
        edge.findings().iter().find(|found| found.event() == "certificate_shadowed").expect("a finding");
    assert!(found.message().contains(DOMAIN) && !found.remedy().is_empty(), "{}", found.message());
    let world =
        world.prepare_with("[[upstream]]\naddress = \"http://127.0.0.1:9\"\naccounts = \"all\"\n").unwrap();
    assert!(world.findings().iter().all(|found| found.event() != "certificate_shadowed"));
}
