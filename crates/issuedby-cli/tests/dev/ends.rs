//! However a run ends, only a folder to keep is left.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{program, run};
use crate::place::{Place, Running, heeded, send};
use crate::{json, worker};

#[test]
fn files_to_keep_run_again_with_the_edge() {
    let place = Place::new();
    let keep = place.scratch.path("kept folder");
    let dev = Running::start(&mut place.dev(&["--port", "0", "--keep", &keep]));
    assert!(dev.intro().iter().any(|line| line.starts_with("  cd '") && line.ends_with("kept folder'")));
    assert_eq!(dev.end("-HUP"), (Some(0), String::new()));
    for file in ["ca.pem", "ca-renewed.pem", "partner-ca.pem", "server-ca.pem", "valid.pem", "edge.toml"] {
        assert!(Path::new(&keep).join(file).is_file(), "{file}");
    }
    let config = format!("{keep}/edge.toml");
    // What is there lasts a day, and its worker has ended.
    let checked = run(program().args(["edge", "--check", "--config", &config]), b"").exits(0);
    for warning in checked.err.lines().filter(|line| line.starts_with("warning")) {
        assert!(warning.contains(" expires on ") || warning.contains("found no socket"), "{warning}");
    }
    assert!(!checked.err.contains("error"), "{}", checked.err);
    let registry = format!("{keep}/registry.sqlite");
    let list = ["ca-certificate", "list", "--account", "dev", "--registry", &registry];
    run(program().args(list), b"").exits(0).stdout_has("CN=example-ca,O=Example,C=US").stdout_has("partner");
    let (valid, ca) = (format!("{keep}/valid.pem"), format!("{keep}/ca.pem"));
    run(program().args(["verify", "--ca", &ca, &valid]), b"").exits(0);
    place
        .run(&["--port", "0", "--keep", &keep])
        .exits(5)
        .stderr_has("not empty")
        .stderr_has("edge --config '");

    // The built-in worker has ended with its program, and the file says so.
    let text = fs::read_to_string(&config).unwrap();
    assert!(text.contains("ends with it"), "{text}");
    let port = text.lines().find_map(|line| line.strip_prefix("listen = [\"")?.strip_suffix("\"]")).unwrap();
    let mut edge = Running::start(program().args(["edge", "--config", &config]));
    while TcpStream::connect(port).is_err() {
        assert_eq!(edge.child.try_wait().unwrap(), None, "the edge runs");
        thread::sleep(Duration::from_millis(20));
    }
    assert!(get(port, &valid).starts_with("HTTP/1.1 502 "));
    let listener = UnixListener::bind(format!("{keep}/worker.sock")).unwrap();
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = vec![0; 1 << 14];
        let bytes = stream.read(&mut request).unwrap();
        stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap();
        String::from_utf8_lossy(&request[..bytes]).into_owned()
    });
    assert!(get(port, &valid).starts_with("HTTP/1.1 204 "));
    let request = served.join().unwrap();
    assert!(request.contains("client-mtls-verification-status: SUCCESS"), "{request}");
    assert_eq!(edge.end("-TERM").0, Some(0));
}

/// The answer to a client that presents this file.
pub(crate) fn get(address: &str, client: &str) -> String {
    let mut openssl = Command::new("openssl")
        .args(["s_client", "-quiet", "-ign_eof", "-servername", "localhost", "-connect", address])
        .args(["-cert", client, "-key", client])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut input = openssl.stdin.take().unwrap();
    input.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    openssl.stdout.take().unwrap().read_to_string(&mut answer).unwrap();
    openssl.wait().unwrap();
    answer
}

#[test]
fn a_signal_at_any_moment_ends_it_and_it_leaves_nothing() {
    let place = Place::new();
    for round in 0..24_u64 {
        let mut command = place.dev(&["--port", "0"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(round * 4));
        send(heeded(["-INT", "-TERM", "-HUP"][usize::try_from(round % 3).unwrap()]), &child);
        let status = child.wait().unwrap();
        // Before it listens for signals there is nothing to remove, and the signal itself ends it.
        assert!(matches!(status.code(), Some(0) | None), "{status}");
        place.has_nothing_left();
    }
}

#[test]
fn what_is_under_way_is_waited_for_and_a_second_signal_ends_it() {
    let place = Place::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = format!("http://{}", silent.local_addr().unwrap());
    let keep = place.scratch.path("kept");
    for signals in [1, 2] {
        let keep = format!("{keep}{signals}");
        let mut dev = Running::start(&mut place.dev(&["--port", "0", "--worker", &own, "--keep", &keep]));
        let intro = dev.intro();
        let port = intro[1].trim_end_matches('/').rsplit(':').next().unwrap().to_owned();
        let client = thread::spawn({
            let (address, file) = (format!("127.0.0.1:{port}"), format!("{keep}/valid.pem"));
            move || get(&address, &file)
        });
        // Its request is under way when the worker has it; a connection before it only looks whether somebody listens.
        let mut stream = silent.accept().unwrap().0;
        while stream.read(&mut [0; 1 << 14]).unwrap() == 0 {
            stream = silent.accept().unwrap().0;
        }
        let mut errors = BufReader::new(dev.child.stderr.take().unwrap());
        let start = Instant::now();
        send("-TERM", &dev.child);
        let mut line = String::new();
        errors.read_line(&mut line).unwrap();
        assert!(line.starts_with("waiting: for what is under way"), "{line}");
        if signals == 2 {
            send("-TERM", &dev.child);
        }
        assert_eq!(dev.child.wait().unwrap().code(), Some(0));
        if signals == 2 {
            // Less than the edge gives to what is under way.
            assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
        }
        drop(stream);
        client.join().unwrap();
    }
    place.has_nothing_left();
}

#[test]
fn it_ends_when_its_reader_is_gone() {
    let place = Place::new();
    let mut command = place.dev(&["--port", "0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    place.has_nothing_left();
}

#[test]
fn a_reader_that_stops_delays_no_request() {
    // As many rows as fill the pipe several times over.
    const REQUESTS: usize = 1_000;
    let place = Place::new();
    let mut command = place.dev(&["--port", "0", "--format", "json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut line = Vec::new();
    while line.last() != Some(&b'\n') {
        let mut byte = [0];
        out.read_exact(&mut byte).unwrap();
        line.extend(byte);
    }
    let world = json(&String::from_utf8(line).unwrap());
    let port = world["url"].as_str().unwrap().trim_start_matches("https://localhost:").trim_end_matches('/');

    let mut openssl = Command::new("openssl")
        .args(["s_client", "-quiet", "-servername", "localhost", "-connect", &format!("127.0.0.1:{port}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut requests = openssl.stdin.take().unwrap();
    let writer = thread::spawn(move || {
        let request = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "long".repeat(50));
        (1..REQUESTS).for_each(|_| requests.write_all(request.as_bytes()).unwrap());
        let last = request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        requests.write_all(last.as_bytes()).unwrap();
        // Its end would be the connection's.
        requests
    });
    let mut answers = String::new();
    openssl.stdout.take().unwrap().read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("\"code\":\"no_certificate\"").count(), REQUESTS);
    drop(writer.join().unwrap());
    openssl.wait().unwrap();

    send("-TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    place.has_nothing_left();
}

#[test]
fn a_reader_that_takes_its_time_gets_every_answer() {
    let place = Place::new();
    let body = "a".repeat(1_000_000);
    let answer =
        format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    let own = worker(answer.leak());
    let calls = ["--scenario", "valid", "--scenario", "renewed-ca", "--format", "json"];
    let arguments = [&["--port", "0", "--worker", &own], &calls[..]].concat();
    let start = || {
        let mut command = place.dev(&arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
    };

    let mut child = start();
    thread::sleep(Duration::from_secs(3));
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let bodies: Vec<_> = out.lines().map(|line| json(line)["body"].as_str().unwrap().len()).collect();
    assert_eq!(bodies, [body.len(); 2]);

    // Whoever is tired of the reader still ends it.
    let mut child = start();
    thread::sleep(Duration::from_secs(2));
    send("-TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    place.has_nothing_left();
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let place = Place::new();
    for arguments in [&["--port", "0"][..], &["--port", "0", "--scenario", "valid"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = place.dev(arguments).stdout(full).output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(5), "{errors}");
        assert!(errors.contains("standard output: "), "{errors}");
        place.has_nothing_left();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_that_was_ignored_at_the_start_stays_ignored() {
    let place = Place::new();
    let dev = place.dev(&["--port", "0"]);
    let mut nohup = Command::new("sh");
    nohup.args(["-c", r#"trap '' HUP; exec "$0" dev --port 0"#, env!("CARGO_BIN_EXE_issuedby")]);
    nohup.envs(dev.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut dev = Running::start(&mut nohup);
    dev.intro();
    send("-HUP", &dev.child);
    thread::sleep(Duration::from_millis(500));
    assert_eq!(dev.child.try_wait().unwrap(), None);
    assert_eq!(dev.end("-TERM").0, Some(0));
    place.has_nothing_left();
}
