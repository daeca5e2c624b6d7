//! `issuedby dev`: its commands work as printed, its table is live, and it leaves nothing behind however it ends.

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use common::{Run, Scratch, program, run};
use serde_json::Value;

const NAMES: [&str; 13] = [
    "valid",
    "expired",
    "not-yet-valid",
    "other-ca",
    "same-dn-other-key",
    "renewed-ca",
    "via-intermediate",
    "server-only",
    "tampered",
    "oversized",
    "v1",
    "second-ca",
    "none",
];

/// A place for temporary folders that is this test's alone.
struct Place {
    scratch: Scratch,
}

impl Place {
    fn new() -> Self {
        let scratch = Scratch::new();
        fs::create_dir(scratch.path("tmp")).unwrap();
        Self { scratch }
    }

    /// `issuedby dev` with its temporary folders here.
    fn dev(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.arg("dev").args(arguments).env("TMPDIR", self.scratch.path("tmp"));
        for proxy in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let run = run(&mut self.dev(arguments), b"");
        self.has_nothing_left();
        run
    }

    #[track_caller]
    fn has_nothing_left(&self) {
        let left: Vec<_> = fs::read_dir(self.scratch.path("tmp")).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// A run that goes on until it is told to end.
struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = lines_of(child.stdout.take().unwrap());
        Self { child, lines }
    }

    #[track_caller]
    fn line(&self) -> String {
        self.lines.recv_timeout(Duration::from_secs(20)).expect("a line")
    }

    /// The lines to the table's heading.
    #[track_caller]
    fn intro(&self) -> Vec<String> {
        let mut intro = Vec::new();
        while !intro.last().is_some_and(|line: &String| line.starts_with("TIME ")) {
            intro.push(self.line());
        }
        intro
    }

    /// Exit status and standard error, when it was told to end.
    #[track_caller]
    fn end(mut self, signal: &str) -> (Option<i32>, String) {
        send(signal, &self.child);
        let start = Instant::now();
        let status = self.child.wait().unwrap();
        assert!(start.elapsed() < Duration::from_secs(5), "it takes its time");
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (status.code(), errors)
    }
}

fn lines_of(out: ChildStdout) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(out).lines() {
            if sender.send(line.unwrap()).is_err() {
                return;
            }
        }
    });
    lines
}

fn send(signal: &str, child: &Child) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

fn json(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

/// A worker that answers each request with this.
fn worker(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 1 << 14]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

fn fixture() -> Vec<String> {
    let path = issuedby_test_support::repository().join("crates/issuedby-dev/scenarios.json");
    let file = fs::read_to_string(path).unwrap();
    json(&file)["scenarios"].as_array().unwrap().iter().map(Value::to_string).collect()
}

#[cfg(unix)]
#[test]
fn the_curl_commands_work_as_printed_and_each_request_is_a_row() {
    let place = Place::new();
    let dev = Running::start(&mut place.dev(&["--port", "0"]));
    let intro = dev.intro();
    let commands: Vec<_> = intro.iter().filter_map(|line| line.strip_prefix("  curl ")).collect();
    assert_eq!(commands.len(), NAMES.len());
    let has_curl = Command::new("curl").arg("--version").output().is_ok();
    for (name, command) in NAMES.iter().zip(commands).filter(|_| has_curl) {
        let heading = intro.iter().find(|line| line.starts_with(&format!("  # {name}: "))).unwrap();
        let due = heading.rsplit(" -> ").next().unwrap();
        let shell = format!("curl -sS -w '%{{http_code}}' {command}");
        let output = Command::new("sh").args(["-c", &shell]).output().unwrap();
        let answer = String::from_utf8(output.stdout).unwrap();
        let (body, status) = answer.split_at(answer.len() - 3);
        assert_eq!(status, &due[..3], "{name}: {answer} {}", String::from_utf8_lossy(&output.stderr));
        let reason = json(body)["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!(due[3..].trim(), reason, "{name}");
        let row = dev.line();
        let cells: Vec<_> = row.split_whitespace().collect();
        assert_eq!((cells[1], cells[2], cells[3], cells[5]), ("GET", "/", *name, status), "{row}");
        assert_eq!(cells[6], if reason.is_empty() { "-" } else { &reason }, "{row}");
    }
    assert_eq!(dev.end("-INT"), (Some(0), String::new()));
    place.has_nothing_left();
}

#[cfg(unix)]
#[test]
fn rows_as_json_have_what_happened() {
    let place = Place::new();
    let dev = Running::start(&mut place.dev(&["--port", "0", "--format", "json"]));
    let world = json(&dev.line());
    let folder = PathBuf::from(world["folder"].as_str().unwrap());
    assert!(folder.starts_with(place.scratch.path("tmp")) && folder.join("registry.sqlite").is_file());
    let scenarios = world["scenarios"].as_array().unwrap();
    let names: Vec<_> = scenarios.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, NAMES);
    assert!(scenarios.iter().all(|it| it["file"].as_str().is_none_or(|file| Path::new(file).is_file())));
    assert_eq!((&world["worker"], &world["kept"]), (&Value::Null, &Value::Bool(false)));

    let port = world["url"].as_str().unwrap().trim_start_matches("https://localhost:").trim_end_matches('/');
    let mut openssl = Command::new("openssl")
        .args(["s_client", "-quiet", "-ign_eof", "-servername", "localhost"])
        .args(["-connect", &format!("127.0.0.1:{port}")])
        .args(["-cert", scenarios[1]["file"].as_str().unwrap()])
        .args(["-key", scenarios[1]["file"].as_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let request = "POST /orders?token=secret HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    openssl.stdin.as_mut().unwrap().write_all(request.as_bytes()).unwrap();
    let row = dev.line();
    assert!(!row.contains("secret"), "{row}");
    let row = json(&row);
    for (key, value) in [
        ("method", "POST"),
        ("path", "/orders"),
        ("scenario", "expired"),
        ("verdict", "FAILED"),
        ("reason", "expired"),
    ] {
        assert_eq!(row[key], value, "{row}");
    }
    assert_eq!((&row["status"], &row["fault"]), (&Value::from(401), &Value::Null));
    assert_eq!(dev.end("-TERM"), (Some(0), String::new()));
    let _ = openssl.kill();
    let _ = openssl.wait();
    place.has_nothing_left();
}

#[test]
fn every_scenario_is_called_without_curl() {
    let place = Place::new();
    let all = place.run(&["--port", "0", "--scenario", "all"]).exits(0).complains_of_nothing();
    let due = all.out.lines().filter(|line| line.ends_with(", as expected"));
    assert_eq!(due.map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>(), NAMES);
    let arguments = ["--port", "0", "--scenario", "v1", "--scenario", "valid", "--format", "json"];
    let some = place.run(&arguments).exits(0).complains_of_nothing();
    let calls: Vec<_> = some.out.lines().map(json).collect();
    assert_eq!(calls.len(), 2);
    assert_eq!((&calls[0]["scenario"], &calls[0]["reason"]), (&"v1".into(), &"unsupported_version".into()));
    assert_eq!((&calls[1]["status"], &calls[1]["asExpected"]), (&200.into(), &true.into()));
}

#[test]
fn the_policy_may_let_everybody_on_or_have_another_issuer() {
    let place = Place::new();
    let arguments = ["--port", "0", "--scenario", "all", "--allow-unauthenticated-requests"];
    place.run(&arguments).exits(0).says("expired: GET / -> 200, as expected");
    let partner = ["--cert-issuer-dn", "cn=partner-ca, o=Example, c=US"];
    let arguments = [&["--port", "0", "--scenario", "second-ca"], &partner[..]].concat();
    place.run(&arguments).exits(0).says("second-ca: GET / -> 200, as expected");
    let reversed = ["--port", "0", "--cert-issuer-dn", "C=US,O=Example,CN=example-ca"];
    place.run(&reversed).exits(2).complains("CN=example-ca,O=Example,C=US");
    place.run(&["--cert-issuer-dn", "CN"]).exits(2).complains("--cert-issuer-dn");
}

#[test]
fn a_worker_that_answers_otherwise_is_told_by_the_exit_status() {
    let place = Place::new();
    let own = worker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
    place.run(&["--port", "0", "--worker", &own, "--scenario", "valid"]).exits(0).says("  hi");
    let other = place.run(&["--port", "0", "--worker", &own, "--scenario", "valid", "--scenario", "expired"]);
    other.exits(1).says("expired: GET / -> 200, expected 401 expired");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let slow = ["--port", "0", "--worker", &address, "--worker-timeout", "1", "--scenario", "valid"];
    place.run(&slow).exits(1).says("504 upstream_timeout");
    drop(silent);
    let down = ["--port", "0", "--worker", &address, "--scenario", "valid"];
    place.run(&down).exits(1).says("502 upstream_unreachable").complains("no worker answers at");
}

#[test]
fn what_a_test_needs_is_printed_without_a_server() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:8443");
    let whole = place.run(&["--print", "--format", "json"]).exits(0).complains_of_nothing();
    assert_eq!(whole.out.lines().collect::<Vec<_>>(), fixture());
    drop(taken);

    let expired = json(&fixture()[1]);
    let text = place.run(&["--scenario", "expired", "--print"]).exits(0).complains_of_nothing();
    let (head, properties) = text.out.split_once("\n\n").unwrap();
    assert_eq!(properties, format!("{}\n", expired["incomingRequestProperties"]));
    let headers = head.lines().map(|line| line.split_once(": ").unwrap());
    assert!(headers.clone().all(|(name, value)| expired["headers"][name] == value));
    assert_eq!(headers.count(), expired["headers"].as_object().unwrap().len());

    let all = place.run(&["--print"]).exits(0);
    let names = all.out.lines().filter_map(|line| line.strip_prefix("# ")).collect::<Vec<_>>();
    assert_eq!(names, NAMES);
    place.run(&["--print", "--port", "0"]).exits(2).complains("--port");
}

#[test]
fn a_wrong_argument_comes_with_the_right_one() {
    let place = Place::new();
    place.run(&["--scenario", "expird"]).exits(2).complains("'expired'").complains("second-ca, none, all");
    place.run(&["--scenario", "qqq", "--print"]).exits(2).complains("valid, expired,");
    for (url, said) in [
        ("localhost:3000", "http://localhost:3000"),
        ("https://localhost:3000", "plain HTTP"),
        ("http://localhost:3000/api", "without a path"),
        ("http://127.0.0.1:8443", "--port 0"),
        ("", "http://HOST:PORT"),
    ] {
        place.run(&["--worker", url]).exits(2).complains("--worker").complains(said);
    }
    place.run(&["--port", "65536"]).exits(2).complains("--port");
    place.run(&["--worker-timeout", "0"]).exits(2).complains("--worker-timeout");
}

#[test]
fn whatever_keeps_it_from_starting_is_said_with_the_way_out() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    place.run(&["--port", &port]).exits(5).complains(&format!("port {port}")).complains("--port 0");

    let missing = place.scratch.path("missing");
    let file = place.scratch.file("file", "");
    for nowhere in [&missing, &file] {
        let mut command = place.dev(&["--port", "0"]);
        run(command.env("TMPDIR", nowhere), b"").exits(5).complains("TMPDIR=").complains("--keep");
    }
    let below = format!("{missing}/below");
    for nowhere in [&file, &below] {
        place.run(&["--port", "0", "--keep", nowhere]).exits(5).complains(nowhere).complains("help:");
    }
    // Only the port is wrong: the folder that was to be kept is not left half made.
    let keep = place.scratch.path("keep");
    place.run(&["--port", &port, "--keep", &keep]).exits(5);
    assert!(!Path::new(&keep).exists());
}

#[test]
fn the_home_folder_and_the_registry_of_the_user_are_not_needed() {
    let place = Place::new();
    let home = place.scratch.file("home", "a file, in which no folder can be made");
    let mut command = place.dev(&["--port", "0", "--scenario", "valid"]);
    let command = command.env("HOME", &home).env("XDG_DATA_HOME", &home).env("ISSUEDBY_REGISTRY", &home);
    run(command.env("ISSUEDBY_ACCOUNT", "other"), b"").exits(0).complains_of_nothing();
    assert_eq!(fs::read_to_string(home).unwrap(), "a file, in which no folder can be made");
}

#[cfg(unix)]
#[test]
fn files_to_keep_run_again_with_the_edge() {
    let place = Place::new();
    let keep = place.scratch.path("kept folder");
    let dev = Running::start(&mut place.dev(&["--port", "0", "--keep", &keep]));
    assert!(dev.intro().iter().any(|line| line.contains("'") && line.contains("kept folder/valid.pem'")));
    assert_eq!(dev.end("-HUP"), (Some(0), String::new()));
    for file in ["ca.pem", "ca-renewed.pem", "partner-ca.pem", "server-ca.pem", "valid.pem", "edge.toml"] {
        assert!(Path::new(&keep).join(file).is_file(), "{file}");
    }
    let config = format!("{keep}/edge.toml");
    run(program().args(["edge", "--check", "--config", &config]), b"").exits(0).complains_of_nothing();
    let registry = format!("{keep}/registry.sqlite");
    let list = ["ca-certificate", "list", "--account", "dev", "--registry", &registry];
    run(program().args(list), b"").exits(0).says("CN=example-ca,O=Example,C=US").says("partner");
    let (valid, ca) = (format!("{keep}/valid.pem"), format!("{keep}/ca.pem"));
    run(program().args(["verify", "--ca", &ca, &valid]), b"").exits(0);
    place.run(&["--port", "0", "--keep", &keep]).exits(5).complains("not empty");
}

#[cfg(unix)]
#[test]
fn told_to_end_at_any_moment_it_leaves_nothing() {
    let place = Place::new();
    for round in 0..24_u64 {
        let mut command = place.dev(&["--port", "0"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(round * 4));
        send(["-INT", "-TERM", "-HUP"][usize::try_from(round % 3).unwrap()], &child);
        let status = child.wait().unwrap();
        // Before it listens for signals there is nothing to remove, and the signal itself ends it.
        assert!(matches!(status.code(), Some(0) | None), "{status}");
        place.has_nothing_left();
    }
}

#[cfg(unix)]
#[test]
fn it_ends_when_nobody_reads_any_more() {
    let place = Place::new();
    let mut command = place.dev(&["--port", "0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    place.has_nothing_left();
}

#[cfg(unix)]
#[test]
fn without_curl_it_says_what_makes_the_calls() {
    let place = Place::new();
    let mut command = place.dev(&["--port", "0"]);
    let dev = Running::start(command.env("PATH", place.scratch.path("tmp")));
    dev.intro();
    let (status, errors) = dev.end("-TERM");
    assert_eq!(status, Some(0));
    assert!(errors.contains("no curl in PATH") && errors.contains("--scenario"), "{errors}");
}

#[cfg(unix)]
#[test]
fn behind_a_proxy_the_commands_go_past_it() {
    let place = Place::new();
    let mut command = place.dev(&["--port", "0"]);
    let dev = Running::start(command.env("https_proxy", "http://proxy.example:3128"));
    assert!(dev.intro().iter().any(|line| line.starts_with("  curl --noproxy localhost --cacert")));
    assert_eq!(dev.end("-TERM").0, Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_loopback_interface_it_says_how_to_set_one_up() {
    let place = Place::new();
    let may =
        Command::new("unshare").args(["-n", "true"]).output().is_ok_and(|output| output.status.success());
    if !may {
        eprintln!("no network namespace can be made here: nothing to see");
        return;
    }
    let mut command = Command::new("unshare");
    command.args(["-n", env!("CARGO_BIN_EXE_issuedby"), "dev"]).env("TMPDIR", place.scratch.path("tmp"));
    run(&mut command, b"").exits(5).complains("ip link set lo up");
    place.has_nothing_left();
}

#[test]
fn colours_follow_the_rules_of_the_program() {
    let place = Place::new();
    let plain = place.run(&["--port", "0", "--scenario", "valid"]).exits(0);
    assert!(!plain.out.contains('\u{1b}'), "{}", plain.out);
    place.run(&["--port", "0", "--scenario", "valid", "--color", "always"]).exits(0).says("\u{1b}[");
}
