//! `issuedby edge`: what keeps it from starting, and what a signal does.

mod common;
#[path = "common/edge_place.rs"]
mod edge_place;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{issuedby, program, run};
use edge_place::{CONFIG, Place};
use issuedby_registry::{AccountName, DomainKind, DomainName, Registry, SqliteRegistry};

#[test]
fn a_configuration_in_order_is_said_to_be() {
    let place = Place::new();
    place.check(CONFIG).exits(0).stdout_has("is in order").stderr_is_empty();
    let path = place.scratch.path("edge.toml");
    let json = run(program().args(["edge", "--config", &path, "--check", "--format", "json"]), b"");
    json.exits(0).stdout_has("\"inOrder\":true");
}

#[test]
fn the_command_line_is_checked_first() {
    issuedby(&["edge"]).exits(2).stderr_has("--config");
    issuedby(&["edge", "--config", "x", "more"]).exits(2);
    issuedby(&["edge", "--config", "missing.toml"]).exits(5).stderr_has("missing.toml").stderr_has("help:");
}

#[test]
fn every_configuration_error_names_file_line_and_remedy() {
    let place = Place::new();
    place.scratch.file("empty.pem", "");
    place.scratch.file("text.pem", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n");
    place.scratch.file("text.sqlite", "no database".repeat(100));
    fs::create_dir(place.scratch.path("folder")).unwrap();
    // What stands in place of what, the line of the fault, and a word of the message.
    for (from, to, line, word) in [
        ("listen =", "listn =", "edge.toml:1:", "`listn`"),
        ("\"127.0.0.1:0\"", "\"localhost\"", "edge.toml:1:", "write: listen = [\"127.0.0.1:8443\"]"),
        ("[\"127.0.0.1:0\"]", "[]", "edge.toml:1:", "an empty list"),
        ("listen = [\"127.0.0.1:0\"]", "listen = [", "edge.toml:2:", "not TOML"),
        ("registry = \"registry.sqlite\"", "", "edge.toml", "registry"),
        ("registry.sqlite", "missing.sqlite", "edge.toml:2:", "there is no registry"),
        ("registry.sqlite", "text.sqlite", "edge.toml:2:", "expected a registry"),
        ("registry.sqlite", "folder", "edge.toml:2:", "not a file"),
        ("\"server.pem\"", "\"missing.pem\"", "edge.toml:5:", "missing.pem"),
        ("\"server.pem\"", "\"empty.pem\"", "edge.toml:5:", "found no certificate"),
        ("\"server.pem\"", "\"text.pem\"", "edge.toml:5:", "not well-formed"),
        ("\"server.pem\"", "\"folder\"", "edge.toml:5:", "found a folder"),
        ("\"server-key.pem\"", "\"missing.pem\"", "edge.toml:6:", "missing.pem"),
        ("\"server-key.pem\"", "\"server.pem\"", "edge.toml:6:", "found only `CERTIFICATE` in it"),
        ("\"server-key.pem\"", "\"other-key.pem\"", "edge.toml:6:", "is not that of the first certificate"),
        ("key =", "keys =", "edge.toml:6:", "keys"),
        ("http://127.0.0.1:9", "https://127.0.0.1:9", "edge.toml:9:", "http://HOST:PORT"),
        ("[[upstream]]\naddress = \"http://127.0.0.1:9\"\n", "", "edge.toml", "[[upstream]]"),
        ("address =", "client_cert = \"sometimes\"\naddress =", "edge.toml:9:", "sometimes"),
        ("address =", "domains = [\"https://x\"]\naddress =", "edge.toml:9:", "domain"),
        ("registry =", "max_stale = \"5\"\nregistry =", "edge.toml:2:", "write: max_stale = \"5s\""),
        ("[[certificate]]", "[limits]\nconnections = 0\n[[certificate]]", "edge.toml:5:", "from 1 to"),
        ("[[certificate]]", "[limits]\nmax_header_bytes = 1\n[[certificate]]", "edge.toml:5:", "8192"),
    ] {
        assert!(CONFIG.contains(from), "{from}");
        let fault = place.check(&CONFIG.replace(from, to)).exits(5);
        fault.stderr_has("edge.toml").stderr_has(line).stderr_has(word);
    }
}

#[test]
fn several_accounts_need_an_upstream_that_says_whose_it_is() {
    let place = Place::new();
    let mut registry = SqliteRegistry::open(place.scratch.path("registry.sqlite")).expect("a registry");
    let (account, domain) =
        (AccountName::parse("other").unwrap(), DomainName::parse("other.example").unwrap());
    let now = ::issuedby::check_time(common::AT_SECONDS);
    registry.add_domain(&account, &domain, DomainKind::Managed, now).expect("a domain");
    let refused = place.check(CONFIG).exits(5).stderr_has("edge.toml:9:");
    refused.stderr_has("account = \"acme\"").stderr_has("accounts = \"all\"");
    for keys in ["accounts = \"all\"", "account = \"acme\""] {
        place.check(&format!("{CONFIG}{keys}\n")).exits(0).stdout_has("is in order");
    }
}

#[test]
fn an_address_that_is_taken_is_said_to_be() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let config = CONFIG.replace("127.0.0.1:0", &taken.local_addr().unwrap().to_string());
    let output = place.start(&config).wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.contains("cannot be listened on") && error.contains("help:"), "{error}");
}

#[cfg(unix)]
#[test]
fn signals_reload_and_end_it_and_each_request_is_logged() {
    let place = Place::new();
    let mut edge = place.start(CONFIG);
    let mut events = BufReader::new(edge.stderr.take().unwrap());
    let mut line = String::new();
    events.read_line(&mut line).unwrap();
    let event: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(event["event"], "listening");
    let address = event["message"].as_str().unwrap().to_owned();
    let signal = |name: &str| {
        let sent = Command::new("kill").args([name, &edge.id().to_string()]).status().unwrap();
        assert!(sent.success());
    };

    let mut openssl = Command::new("openssl")
        .args(["s_client", "-quiet", "-ign_eof", "-servername", "api.example", "-connect", &address])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let request = "GET /path?token=secret HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer secret\r\n\
                   Client-Cert: :c2VjcmV0:\r\nConnection: close\r\n\r\n";
    openssl.stdin.as_mut().unwrap().write_all(request.as_bytes()).unwrap();
    let answer = String::from_utf8(openssl.wait_with_output().unwrap().stdout).unwrap();
    assert!(answer.contains("502") && answer.contains("upstream_unreachable"), "{answer}");

    signal("-HUP");
    let mut reloaded = String::new();
    while !reloaded.contains("certificates_reloaded") {
        assert_ne!(events.read_line(&mut reloaded).unwrap(), 0, "it ended");
    }
    signal("-TERM");
    let start = Instant::now();
    let (mut out, mut err) = (String::new(), String::new());
    edge.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    events.read_to_string(&mut err).unwrap();
    assert_eq!(edge.wait().unwrap().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(5));

    let access: serde_json::Value = serde_json::from_str(out.lines().next().unwrap_or_default()).unwrap();
    for (key, value) in [
        ("domain", "api.example"),
        ("account", "acme"),
        ("method", "GET"),
        ("path", "/path"),
        ("verdict", "NONE"),
        ("reason", "no_certificate"),
    ] {
        assert_eq!(access[key], value, "{out}");
    }
    assert_eq!(access["status"], 502);
    let said = [out, reloaded, err].concat();
    assert!(said.contains("upstream_failed") && said.contains("stopped"), "{said}");
    for private in ["secret", "c2VjcmV0", "BEGIN"] {
        assert!(!said.contains(private), "{said}");
    }
}

/// An edge whose output is read only where a test asks for it.
#[cfg(unix)]
struct Unread {
    edge: Child,
    address: String,
    events: Option<BufReader<std::process::ChildStderr>>,
}

#[cfg(unix)]
impl Unread {
    fn start(place: &Place) -> Self {
        let mut edge = place.start(CONFIG);
        let mut events = BufReader::new(edge.stderr.take().unwrap());
        let mut line = String::new();
        events.read_line(&mut line).unwrap();
        let event: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(event["event"], "listening");
        let address = event["message"].as_str().unwrap().to_owned();
        Self { edge, address, events: Some(events) }
    }

    /// The statuses of so many requests on one connection, each with a path of so many bytes.
    fn ask(&self, requests: usize, path: usize) -> Vec<String> {
        let mut openssl = Command::new("openssl")
            .args(["s_client", "-quiet", "-ign_eof", "-servername", "api.example", "-connect", &self.address])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (mut input, output) = (openssl.stdin.take().unwrap(), openssl.stdout.take().unwrap());
        let path = "x".repeat(path);
        std::thread::spawn(move || {
            for number in 1..=requests {
                let close = if number == requests { "Connection: close\r\n" } else { "" };
                let _ = write!(input, "GET /{path} HTTP/1.1\r\nHost: api.example\r\n{close}\r\n");
            }
        });
        let (done, answered) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let lines = BufReader::new(output).lines().map_while(Result::ok);
            let heads = lines.filter_map(|line| Some(line[line.find("HTTP/1.1 ")?..].to_owned()));
            let _ = done.send(heads.collect());
        });
        let statuses = answered.recv_timeout(Duration::from_secs(30));
        let _ = openssl.kill();
        let _ = openssl.wait();
        statuses.expect("the edge answers")
    }

    fn terminate(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.edge.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

#[cfg(unix)]
impl Drop for Unread {
    fn drop(&mut self) {
        let _ = self.edge.kill();
        let _ = self.edge.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_slow_log_reader_gets_every_line_before_the_end() {
    let place = Place::new();
    let mut unread = Unread::start(&place);
    assert_eq!(unread.ask(200, 2_000).len(), 200);
    unread.terminate();
    std::thread::sleep(Duration::from_millis(500));
    let (mut out, mut events) = (String::new(), String::new());
    unread.edge.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    unread.events.take().unwrap().read_to_string(&mut events).unwrap();
    assert_eq!(out.lines().count(), 200);
    let names: Vec<_> = events
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["event"].to_string())
        .collect();
    // Of a client without a certificate there is one event, whatever the number of its requests.
    let names: Vec<_> = names.into_iter().filter(|name| name != "\"no_certificate\"").collect();
    let (failed, ends) = names.split_at(names.len().saturating_sub(2));
    assert!(!failed.is_empty() && failed.iter().all(|name| name == "\"upstream_failed\""), "{events}");
    assert_eq!(ends, ["\"stopping\"", "\"stopped\""], "in the order in which it was said");
    assert_eq!(unread.edge.wait().unwrap().code(), Some(0));
}

#[cfg(unix)]
#[test]
fn unread_output_delays_no_request_and_no_end() {
    let place = Place::new();
    let mut unread = Unread::start(&place);
    let statuses = unread.ask(1_500, 200);
    assert_eq!(statuses.len(), 1_500);
    assert!(statuses.iter().all(|status| status.starts_with("HTTP/1.1 502")));
    unread.terminate();
    let start = Instant::now();
    while unread.edge.try_wait().unwrap().is_none() {
        assert!(start.elapsed() < Duration::from_secs(6), "it goes on");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(unread.edge.wait().unwrap().code(), Some(0));
}
