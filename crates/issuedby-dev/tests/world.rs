//! Every scenario gets its answer through the whole stack: registry, edge, fields, policy, handler.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use issuedby::Reason;
use issuedby::policy::Unauthenticated;
use issuedby_dev::{DevErrorKind, Expected, Extent, Options, Row, Scenario, WorkerAddress, World};
use tempfile::TempDir;

/// Options that fit beside other tests: any port, and a folder of the test.
fn options(place: &TempDir) -> Options {
    Options { port: 0, keep: Some(place.path().join("dev")), ..Options::default() }
}

async fn start(options: Options) -> (World, Receiver<Row>) {
    let (sender, rows) = channel();
    let world = World::start(options, move |row| drop(sender.send(row)), |_| {}).await;
    (world.unwrap_or_else(|error| panic!("{error}")), rows)
}

fn next(rows: &Receiver<Row>) -> Row {
    rows.recv_timeout(Duration::from_secs(10)).expect("a row")
}

/// A worker that answers each connection with this, and ends it after a while.
fn worker_that_holds(answer: &'static str, hold: Duration) -> WorkerAddress {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = WorkerAddress::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1 << 14]);
            let _ = stream.write_all(answer.as_bytes());
            thread::sleep(hold);
        }
    });
    address
}

/// A worker that answers each connection with this, after a while.
fn worker(answer: &'static str, after: Duration) -> WorkerAddress {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = WorkerAddress::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1 << 14]);
            thread::sleep(after);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).map(|it| it.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_scenario_gets_the_answer_of_the_table() {
    let place = TempDir::new().unwrap();
    let (world, rows) = start(options(&place)).await;
    for scenario in Scenario::ALL {
        let answer = world.call(*scenario).await.unwrap_or_else(|error| panic!("{scenario}: {error}"));
        assert_eq!(answer.status, scenario.status(), "{scenario}: {}", answer.body);
        assert_eq!(answer.reason.as_deref(), scenario.reason().map(Reason::code), "{scenario}");
        let row = next(&rows);
        assert_eq!(row.scenario, Some(*scenario), "{row:?}");
        assert_eq!(row.reason, scenario.reason().map(Reason::code), "{row:?}");
        assert_eq!((row.access.status, row.access.path.as_str()), (scenario.status(), "/"), "{row:?}");
        if scenario.status() == 200 {
            assert!(answer.body.contains("Hello, CN=client-1,O=Example,C=US"), "{}", answer.body);
            assert!(answer.body.contains("\"sha256Fingerprint\""), "{}", answer.body);
        }
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_staged_rollout_lets_everybody_on_and_says_why_not() {
    let place = TempDir::new().unwrap();
    let options = Options { unauthenticated: Unauthenticated::Allow, ..options(&place) };
    let (world, rows) = start(options).await;
    for scenario in Scenario::ALL {
        assert_eq!(world.expected(*scenario), Expected { status: 200, reason: scenario.reason() });
        let answer = world.call(*scenario).await.unwrap();
        assert_eq!(answer.status, 200, "{scenario}");
        let row = next(&rows);
        assert_eq!((row.access.status, row.reason), (200, scenario.reason().map(Reason::code)), "{row:?}");
        if let Some(reason) = scenario.reason() {
            assert!(answer.body.contains(reason.code()), "{scenario}: {}", answer.body);
        }
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_issuer_changes_whom_the_policy_lets_in() {
    let place = TempDir::new().unwrap();
    let issuer = "CN=partner-ca,O=Example,C=US".to_owned();
    let (world, _rows) = start(Options { cert_issuer_dn: vec![issuer], ..options(&place) }).await;
    for (scenario, reason) in [
        (Scenario::SecondCa, None),
        (Scenario::Valid, Some(Reason::IssuerNotAllowed)),
        (Scenario::Expired, Some(Reason::Expired)),
    ] {
        let status = if reason.is_some() { 401 } else { 200 };
        assert_eq!(world.expected(scenario), Expected { status, reason });
        let answer = world.call(scenario).await.unwrap();
        assert_eq!((answer.status, answer.reason.as_deref()), (status, reason.map(Reason::code)));
    }
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reversed_issuer_is_refused_with_the_name_to_paste() {
    let place = TempDir::new().unwrap();
    let reversed =
        Options { cert_issuer_dn: vec!["C=US,O=Example,CN=example-ca".to_owned()], ..options(&place) };
    let error = World::start(reversed, |_| {}, |_| {}).await.err().unwrap();
    assert_eq!(error.kind(), DevErrorKind::Policy);
    assert!(error.to_string().contains("CN=example-ca,O=Example,C=US"), "{error}");
    assert!(files(place.path()).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_of_ones_own_that_is_down_or_slow_is_said_to_be() {
    let place = TempDir::new().unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let down = WorkerAddress::parse(&format!("http://{closed}")).unwrap();
    let slow = worker("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", Duration::from_secs(5));
    for (name, own, status, fault) in
        [("down", down, 502, "upstream_unreachable"), ("slow", slow, 504, "upstream_timeout")]
    {
        let (world, rows) = start(Options {
            worker: Some(own),
            worker_timeout: Duration::from_millis(300),
            keep: Some(place.path().join(name)),
            ..options(&place)
        })
        .await;
        assert_eq!(world.why_worker_is_down().await.is_some(), name == "down");
        let answer = world.call(Scenario::Expired).await.unwrap();
        assert_eq!((answer.status, answer.reason.as_deref()), (status, Some(fault)));
        let row = next(&rows);
        assert_eq!((row.access.fault, row.reason), (Some(fault), Some("expired")), "{row:?}");
        world.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_differs_from_the_policy_has_another_status() {
    let place = TempDir::new().unwrap();
    for (status, valid, expired, second_ca) in [
        ("200 OK", Some(true), Some(false), Some(false)),
        ("401 Unauthorized", Some(false), Some(true), Some(true)),
        ("404 Not Found", None, None, None),
    ] {
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let own = Some(worker(answer.leak(), Duration::ZERO));
        for unauthenticated in [Unauthenticated::Refuse, Unauthenticated::Allow] {
            let name = format!("{status} {unauthenticated:?}");
            let keep = Some(place.path().join(&name));
            let (world, rows) =
                start(Options { worker: own.clone(), unauthenticated, keep, ..options(&place) }).await;
            for (scenario, refusing) in
                [(Scenario::Valid, valid), (Scenario::Expired, expired), (Scenario::SecondCa, second_ca)]
            {
                world.call(scenario).await.unwrap();
                // Whoever lets everybody go on owes everybody the same.
                let due = if unauthenticated == Unauthenticated::Allow { valid } else { refusing };
                assert_eq!(next(&rows).is_as_expected(), due, "{name}: {scenario}");
            }
            world.stop().await;
        }
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_comes_up_later_is_served() {
    let place = TempDir::new().unwrap();
    let socket = place.path().join("own.sock");
    let own = WorkerAddress::parse(&format!("unix:{}", socket.display())).unwrap();
    let (world, _rows) = start(Options { worker: Some(own), ..options(&place) }).await;
    assert_eq!(world.call(Scenario::Valid).await.unwrap().status, 502);
    let listener = tokio::net::UnixListener::bind(&socket).unwrap();
    let served = tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 1 << 14];
        let bytes = stream.read(&mut request).await.unwrap();
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await.unwrap();
        String::from_utf8_lossy(&request[..bytes]).into_owned()
    });
    assert_eq!(world.call(Scenario::Expired).await.unwrap().status, 204);
    let request = served.await.unwrap();
    // The policy says something about every certificate: `client_cert = "presented"`.
    assert!(request.contains("client-cert: :"), "{request}");
    assert!(request.contains("client-mtls-verification-reason: expired"), "{request}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_folder_goes_away_and_one_to_keep_stays() {
    let place = TempDir::new().unwrap();
    let (world, _rows) = start(Options { keep: None, ..options(&place) }).await;
    let folder = world.folder().to_owned();
    assert!(world.server_ca().starts_with(&folder) && world.server_ca().is_file());
    for scenario in Scenario::ALL {
        assert_eq!(
            world.client_file(*scenario).is_some_and(|file| file.is_file()),
            *scenario != Scenario::None
        );
    }
    world.stop().await;
    assert!(!folder.exists());

    let (world, _rows) = start(options(&place)).await;
    let folder = world.folder().to_owned();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert!(
            files(&folder)
                .iter()
                .filter(|path| path.extension().is_some_and(|it| it == "pem"))
                .all(|path| mode(path) == 0o600)
        );
    }
    world.stop().await;
    assert!(folder.join("edge.toml").is_file() && !folder.join("worker.sock").exists());
    let again = World::start(options(&place), |_| {}, |_| {}).await.err().unwrap();
    assert_eq!(again.kind(), DevErrorKind::Folder);
    assert!(folder.join("edge.toml").is_file(), "nothing of what was there is touched");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_whose_path_is_too_long_for_a_socket_is_no_hindrance() {
    let place = TempDir::new().unwrap();
    let keep = Some(place.path().join("long".repeat(40)));
    let (world, _rows) = start(Options { keep, ..options(&place) }).await;
    assert_eq!(world.call(Scenario::Valid).await.unwrap().status, 200);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_keeps_it_from_starting_leaves_nothing() {
    let place = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let refused = async |options: Options| {
        let error = World::start(options, |_| {}, |_| {}).await.err().unwrap();
        assert!(!error.remedies().is_empty(), "{error}");
        error.kind()
    };
    assert_eq!(refused(Options { port, ..options(&place) }).await, DevErrorKind::Port);
    assert!(files(place.path()).is_empty());
    fs::create_dir(place.path().join("dev")).unwrap();
    assert_eq!(refused(Options { port, ..options(&place) }).await, DevErrorKind::Port);
    assert!(files(&place.path().join("dev")).is_empty(), "a folder that was empty is empty again");
    fs::remove_dir(place.path().join("dev")).unwrap();

    let below_nothing = Some(place.path().join("missing/dev"));
    assert_eq!(refused(Options { keep: below_nothing, ..options(&place) }).await, DevErrorKind::Folder);
    fs::write(place.path().join("file"), "").unwrap();
    let file = Some(place.path().join("file"));
    assert_eq!(refused(Options { keep: file, ..options(&place) }).await, DevErrorKind::Folder);

    for itself in ["localhost", "127.0.0.1", "127.1", "0.0.0.0", "[::ffff:127.0.0.1]"] {
        let worker = Some(WorkerAddress::parse(&format!("http://{itself}:8443")).unwrap());
        let options = Options { port: 8443, worker, ..options(&place) };
        assert_eq!(refused(options).await, DevErrorKind::WorkerAddress, "{itself}");
    }
    assert_eq!(files(place.path()), [place.path().join("file")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_goes_on_for_ever_is_an_answer() {
    let place = TempDir::new().unwrap();
    let endless = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n8\r\ndata: 1\n\r\n";
    let long = format!("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n{}", "a".repeat(2_000_000));
    let broken = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ndata";
    let whole = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndata";
    for (name, answer, hold, extent, bytes) in [
        ("endless", endless, Duration::from_secs(60), Extent::Cut, 8),
        ("long", long.leak(), Duration::ZERO, Extent::Cut, 1 << 20),
        ("broken", broken, Duration::ZERO, Extent::Cut, 4),
        ("whole", whole, Duration::ZERO, Extent::Whole, 4),
    ] {
        let own = Some(worker_that_holds(answer, hold));
        let keep = Some(place.path().join(name));
        let (world, _rows) = start(Options { worker: own, keep, ..options(&place) }).await;
        let answer = world.call(Scenario::Valid).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((answer.status, answer.extent, answer.body.len()), (200, extent, bytes), "{name}");
        world.stop().await;
    }
}
