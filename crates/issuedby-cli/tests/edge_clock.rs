//! `issuedby edge` on a machine whose clock shows no time: it starts, refuses in words, and goes on when the clock is right.
#![cfg(target_os = "linux")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use common::{Scratch, program};
use issuedby::{CaCertificate, check_time};
use issuedby_registry::{
    AccountName, CaName, DomainKind, DomainName, NewCaCertificate, Registry, SqliteRegistry,
};
use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use serde_json::Value;

/// Moves the clock of a process by the seconds that stand in a file, which may change.
const SHIM: &str = r#"
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now) {
    long long shift = 0;
    int done = syscall(SYS_clock_gettime, clock, now);
    if (done != 0 || clock != CLOCK_REALTIME) return done;
    FILE *file = fopen(getenv("TEST_CLOCK_SHIFT"), "r");
    if (file) {
        if (fscanf(file, "%lld", &shift) == 1) now->tv_sec += shift;
        fclose(file);
    }
    return 0;
}
"#;

const CONFIG: &str = "\
listen = [\"127.0.0.1:0\"]
registry = \"registry.sqlite\"
max_stale = \"1h\"

[[certificate]]
chain = \"server.pem\"
key = \"server-key.pem\"

[[upstream]]
address = \"http://127.0.0.1:9\"
";

/// The first second of the year 10000.
const YEAR_10000: i64 = 253_402_300_800;

fn seconds_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed()
}

struct Place {
    scratch: Scratch,
}

struct Running {
    edge: Child,
    events: BufReader<ChildStderr>,
    lines: BufReader<ChildStdout>,
    /// Events that no test has asked for yet.
    seen: Vec<Value>,
    address: String,
}

impl Place {
    fn new() -> Self {
        let scratch = Scratch::new();
        let key = KeyPair::generate().unwrap();
        let server = CertificateParams::new(["api.example".to_owned()]).unwrap();
        scratch.file("server.pem", server.self_signed(&key).unwrap().pem());
        scratch.file("server-key.pem", key.serialize_pem());

        let mut ca = CertificateParams::default();
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.distinguished_name.push(DnType::CommonName, "clients");
        let ca_key = KeyPair::generate().unwrap();
        let ca_der = ca.self_signed(&ca_key).unwrap().der().to_vec();
        let issuer = Issuer::new(ca, ca_key);
        let mut client = CertificateParams::default();
        client.distinguished_name.push(DnType::CommonName, "client-1");
        client.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        let client_key = KeyPair::generate().unwrap();
        scratch.file("client.pem", client.signed_by(&client_key, &issuer).unwrap().pem());
        scratch.file("client-key.pem", client_key.serialize_pem());

        let mut registry = SqliteRegistry::open_or_create(scratch.path("registry.sqlite")).unwrap();
        let (account, now) = (AccountName::parse("acme").unwrap(), check_time(seconds_now()));
        let ca = CaCertificate::from_der(&ca_der).unwrap();
        let ca = NewCaCertificate::new(account.clone(), CaName::parse("clients").unwrap(), ca, now).unwrap();
        registry.create_ca_certificate(&ca).unwrap();
        let domain = DomainName::parse("api.example").unwrap();
        registry.add_domain(&account, &domain, DomainKind::Managed, now).unwrap();

        let source = scratch.file("shim.c", SHIM);
        let made = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o", &scratch.path("shim.so"), &source])
            .status()
            .expect("a C compiler");
        assert!(made.success());
        scratch.file("edge.toml", CONFIG);
        Self { scratch }
    }

    /// Moves the clock of the edge, also while it runs.
    fn shift(&self, seconds: i64) {
        let new = self.scratch.file("shift.new", seconds.to_string());
        fs::rename(new, Path::new(&self.scratch.path("shift"))).unwrap();
    }

    fn start(&self) -> Running {
        let mut command = program();
        command
            .args(["edge", "--config", &self.scratch.path("edge.toml")])
            .env("LD_PRELOAD", self.scratch.path("shim.so"))
            .env("TEST_CLOCK_SHIFT", self.scratch.path("shift"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut edge = command.spawn().unwrap();
        let events = BufReader::new(edge.stderr.take().unwrap());
        let lines = BufReader::new(edge.stdout.take().unwrap());
        let mut running = Running { edge, events, lines, seen: Vec::new(), address: String::new() };
        let listening = running.event("listening");
        running.address = listening["message"].as_str().unwrap().to_owned();
        running
    }

    /// The response to a client with its certificate.
    fn ask(&self, running: &Running) -> String {
        let mut openssl = Command::new("openssl")
            .args([
                "s_client",
                "-quiet",
                "-ign_eof",
                "-servername",
                "api.example",
                "-connect",
                &running.address,
            ])
            .args(["-cert", &self.scratch.path("client.pem"), "-key", &self.scratch.path("client-key.pem")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let request = b"GET / HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n";
        // The edge may have closed the connection.
        let _ = openssl.stdin.as_mut().unwrap().write_all(request);
        String::from_utf8(openssl.wait_with_output().unwrap().stdout).unwrap()
    }

    /// The verdict about a client, from the line of the log.
    fn verdict(&self, running: &mut Running) -> Value {
        let response = self.ask(running);
        assert!(response.contains("upstream_unreachable"), "{response}");
        let mut line = String::new();
        running.lines.read_line(&mut line).unwrap();
        serde_json::from_str::<Value>(&line).unwrap()["verdict"].clone()
    }
}

impl Running {
    /// The next event of this name.
    fn event(&mut self, name: &str) -> Value {
        if let Some(place) = self.seen.iter().position(|event| event["event"] == name) {
            return self.seen.remove(place);
        }
        loop {
            let mut line = String::new();
            assert_ne!(
                self.events.read_line(&mut line).unwrap(),
                0,
                "it ended before {name}: {:?}",
                self.seen
            );
            let event: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(event["event"] != "thread_died" && event["event"] != "task_panicked", "{event}");
            if event["event"] == name {
                return event;
            }
            self.seen.push(event);
        }
    }

    fn end(mut self) {
        let sent = Command::new("kill").args(["-TERM", &self.edge.id().to_string()]).status().unwrap();
        assert!(sent.success());
        self.event("stopped");
        assert_eq!(self.edge.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn a_clock_without_a_time_refuses_every_certificate() {
    let place = Place::new();
    for (shown, start_of_time) in [(-86_400 * 200, "1969-06-"), (YEAR_10000 + 86_400, "@2534")] {
        place.shift(shown - seconds_now());
        let mut running = place.start();
        let event = running.event("clock_out_of_range");
        assert_eq!(event["level"], "error");
        assert!(event["time"].as_str().unwrap().starts_with(start_of_time), "{event}");
        for _ in 0..3 {
            assert_eq!(place.ask(&running), "");
        }
        let refused = running.event("handshake_refused");
        assert_eq!((&refused["reason"], &refused["level"]), (&"invalid_check_time".into(), &"error".into()));

        place.shift(0);
        running.event("clock_back");
        assert_eq!(place.verdict(&mut running), "SUCCESS");

        place.shift(shown - seconds_now());
        running.event("clock_out_of_range");
        assert_eq!(place.ask(&running), "");
        running.end();
    }
}
