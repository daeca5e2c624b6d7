//! Listeners of a program: they get each request and each event, and keep no connection waiting.

mod common;

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use common::{DOMAIN, World};
use issuedby_edge::{Access, Config, Edge, Event, Running};

/// The world's edge again, with listeners.
async fn listened(
    world: &mut World,
    worker: &str,
    on_request: impl FnMut(Access) + Send + 'static,
) -> (Running, Receiver<Event>) {
    let config = format!(
        "listen = [\"127.0.0.1:0\"]\nregistry = \"registry.sqlite\"\naccess_log = \"off\"\n\
         metrics = \"127.0.0.1:0\"\n\
         [[certificate]]\nchain = \"server.pem\"\nkey = \"server-key.pem\"\n\
         [[upstream]]\naddress = \"http://{worker}\"\naccounts = \"all\"\n"
    );
    let config = Config::parse(&config, &world.path("listened.toml")).unwrap();
    let (sender, events) = channel();
    let edge = Edge::prepare(config).unwrap().on_request(on_request);
    let running = edge.on_event(move |event| drop(sender.send(event))).start().await.unwrap();
    world.address = running.addresses()[0];
    (running, events)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_and_each_event_is_heard_of() {
    let mut world = World::new().await;
    let (sender, requests) = channel();
    let next = || requests.recv_timeout(Duration::from_secs(10)).unwrap();
    let (address, on_request) = (world.worker.address.to_string(), move |access| drop(sender.send(access)));
    let (running, events) = listened(&mut world, &address, on_request).await;
    assert_eq!(events.recv_timeout(Duration::from_secs(10)).unwrap().event, "listening");

    let client = world.ca.client("client-1");
    world.connect(Some(&client)).await.get("/path?token=secret").await;
    let access = next();
    assert_eq!((access.domain.as_str(), access.account.as_str()), (DOMAIN, "acme"));
    assert_eq!((access.method.as_str(), access.path.as_str(), access.status), ("GET", "/path", 200));
    assert_eq!((access.verdict, access.reason, access.fault), (Some("SUCCESS"), None, None));
    let fingerprint = issuedby::Fingerprint::of(client.der()).to_string();
    assert_eq!(access.certificate, Some(fingerprint));
    assert_eq!(access.ca.as_deref(), Some(world.ca_id.as_str()));

    running.stop().await;
    assert!(events.iter().any(|event| event.event == "stopped"), "it is heard until the end, and then ends");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_edge_answers_in_place_of_the_worker_is_heard_of() {
    let mut world = World::new().await;
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let (sender, requests) = channel();
    let on_request = move |access| drop(sender.send(access));
    let (running, events) = listened(&mut world, &closed, on_request).await;
    assert_eq!(world.connect(None).await.get("/").await.status, 502);
    let failed = requests.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!((failed.status, failed.fault), (502, Some("upstream_unreachable")));
    assert_eq!((failed.verdict, failed.reason), (Some("NONE"), Some("no_certificate")));
    running.stop().await;
    assert!(events.iter().any(|event| event.event == "upstream_failed" && event.level == "warning"));
}

/// While each request has its line: otherwise a client that asks often would push other events out of the queue.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_worker_that_fails_an_event_tells_once_a_second() {
    let mut world = World::new().await;
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let (sender, requests) = channel();
    let on_request = move |access| drop(sender.send(access));
    let (running, events) = listened(&mut world, &closed, on_request).await;
    let start = Instant::now();
    let mut link = world.connect(None).await;
    let mut asked = 0;
    while asked < 50 || start.elapsed() < Duration::from_millis(1_100) {
        assert_eq!(link.get("/").await.status, 502);
        asked += 1;
    }
    drop(link);
    running.stop().await;
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap();
    assert_eq!(requests.iter().filter(|line| line.fault == Some("upstream_unreachable")).count(), asked);
    let counts: Vec<u64> =
        events.iter().filter(|event| event.event == "upstream_failed").map(|event| event.count).collect();
    // The last one stands for what came within the second before the end.
    assert!((2..=seconds + 2).contains(&counts.len()), "{counts:?} in {seconds} seconds");
    assert_eq!(counts.iter().sum::<u64>(), u64::try_from(asked).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_http_is_logged_once_and_a_silent_connection_is_not() {
    let mut world = World::new().await;
    let address = world.worker.address.to_string();
    let (running, events) = listened(&mut world, &address, |_| {}).await;
    drop(TcpStream::connect(world.address).unwrap());
    let mut plain: Vec<_> = (0..3).map(|_| TcpStream::connect(world.address).unwrap()).collect();
    plain.iter_mut().for_each(|stream| stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap());
    let mut refused = Vec::new();
    while refused.is_empty() {
        let event = events.recv_timeout(Duration::from_secs(10)).unwrap();
        refused.extend((event.event == "handshake_refused").then_some(event));
    }
    assert!(refused[0].level == "info" && refused[0].message.contains("http://"), "{refused:?}");
    running.stop().await;
    let rest: u64 =
        events.iter().filter(|event| event.event == "handshake_refused").map(|event| event.count).sum();
    assert_eq!(refused[0].count + rest, 3, "each is in the count of an event");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_hangs_or_fails_keeps_no_one_waiting() {
    let mut world = World::new().await;
    let address = world.worker.address.to_string();
    let (release, held) = channel::<()>();
    let hang = move |_| {
        let _ = held.recv();
    };
    let (hanging, _events) = listened(&mut world, &address, hang).await;
    let start = Instant::now();
    let mut link = world.connect(None).await;
    for _ in 0..50 {
        assert_eq!(link.get("/").await.status, 200);
    }
    assert!(start.elapsed() < Duration::from_secs(5));
    drop(link);
    hanging.stop().await;
    drop(release);

    let failing = |_: Access| std::panic::resume_unwind(Box::new("a listener that fails"));
    let (running, _events) = listened(&mut world, &address, failing).await;
    let mut link = world.connect(None).await;
    for _ in 0..5 {
        assert_eq!(link.get("/").await.status, 200);
    }
    drop(link);
    running.stop().await;
}
