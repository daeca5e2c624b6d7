//! `issuedby dev`: its commands work as printed, its table is live, and it leaves nothing behind however it ends.

#[path = "../common/mod.rs"]
mod common;

#[cfg(unix)]
mod ends;
mod place;
mod refusals;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use issuedby_test_support::{not_run, report_cases};
use serde_json::Value;

use place::{Place, Running};

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
    if Command::new("curl").arg("--version").output().is_err() {
        not_run("program/commands of dev", "curl (the Debian package `curl`)");
        return;
    }
    let keep = place.scratch.path(r"a 'folder' c:\d");
    let dev = Running::start(&mut place.dev(&["--port", "0", "--keep", &keep]));
    let intro = dev.intro();
    let commands: Vec<_> = intro.iter().filter_map(|line| line.strip_prefix("  curl ")).collect();
    assert_eq!(commands.len(), NAMES.len());
    let cd = intro.iter().find(|line| line.starts_with("  cd ")).unwrap();
    let mut cases = 0;
    for (name, command) in NAMES.iter().zip(commands) {
        let heading = intro.iter().find(|line| line.starts_with(&format!("  # {name}: "))).unwrap();
        let due = heading.rsplit(" -> ").next().unwrap();
        assert!(command.len() < 78, "it fits a terminal: {command}");
        let shell = format!("{cd} && curl -sS -w '%{{http_code}}' {command}");
        let output = Command::new("sh").args(["-c", &shell]).output().unwrap();
        let answer = String::from_utf8(output.stdout).unwrap();
        let (body, status) = answer.split_at(answer.len() - 3);
        assert_eq!(status, &due[..3], "{name}: {answer} {}", String::from_utf8_lossy(&output.stderr));
        let reason = json(body)["code"].as_str().unwrap_or_default().to_owned();
        assert_eq!(due[3..].trim(), reason, "{name}");
        let row = dev.line();
        let cells: Vec<_> = row.split_whitespace().collect();
        assert_eq!((cells[1], cells[3], &cells[5..]), (*name, status, &["GET", "/"][..]), "{row}");
        assert_eq!(cells[4], if reason.is_empty() { "-" } else { &reason }, "{row}");
        cases += 1;
    }
    report_cases("program/commands of dev", cases, NAMES.len());
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
    assert_eq!(row["asExpected"], true);
    assert_eq!(dev.end("-TERM"), (Some(0), String::new()));
    let _ = openssl.kill();
    let _ = openssl.wait();
    place.has_nothing_left();
}

#[cfg(unix)]
#[test]
fn a_worker_that_decides_otherwise_is_marked_and_named_once() {
    let place = Place::new();
    for (answer, wrong, hint) in [
        ("HTTP/1.1 200 OK", "expired", "let in a client that the policy refuses (expired)"),
        ("HTTP/1.1 401 Unauthorized", "valid", "trusted edge"),
    ] {
        let answer = format!("{answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        let own = worker(answer.leak());
        let keep = place.scratch.path(wrong);
        let dev = Running::start(&mut place.dev(&["--port", "0", "--worker", &own, "--keep", &keep]));
        let intro = dev.intro();
        let (_, port) = intro[1].rsplit_once(':').unwrap();
        for name in ["valid", "expired", "valid", "expired"] {
            ends::get(&format!("127.0.0.1:{}", port.trim_end_matches('/')), &format!("{keep}/{name}.pem"));
            let row = dev.line();
            assert!(row.contains(name) && row.contains(" ! ") == (name == wrong), "{row}");
        }
        let (status, errors) = dev.end("-TERM");
        assert_eq!(
            (status, errors.matches(hint).count(), errors.lines().count()),
            (Some(0), 1, 1),
            "{errors}"
        );
    }
}

#[test]
fn every_scenario_is_called_without_curl() {
    let place = Place::new();
    let all = place.run(&["--port", "0", "--scenario", "all"]).exits(0).stderr_is_empty();
    let due = all.out.lines().filter(|line| line.ends_with(", as expected"));
    assert_eq!(due.map(|line| line.split(':').next().unwrap().to_owned()).collect::<Vec<_>>(), NAMES);
    let arguments = ["--port", "0", "--scenario", "v1", "--scenario", "valid", "--format", "json"];
    let some = place.run(&arguments).exits(0).stderr_is_empty();
    let calls: Vec<_> = some.out.lines().map(json).collect();
    assert_eq!(calls.len(), 2);
    assert_eq!((&calls[0]["scenario"], &calls[0]["reason"]), (&"v1".into(), &"unsupported_version".into()));
    assert_eq!((&calls[1]["status"], &calls[1]["asExpected"]), (&200.into(), &true.into()));
}

#[test]
fn the_policy_may_let_everybody_on_or_have_another_issuer() {
    let place = Place::new();
    let arguments = ["--port", "0", "--scenario", "all", "--allow-unauthenticated-requests"];
    place.run(&arguments).exits(0).stdout_has("expired: GET / -> 200, as expected");
    let partner = ["--cert-issuer-dn", "cn=partner-ca, o=Example, c=US"];
    let arguments = [&["--port", "0", "--scenario", "second-ca"], &partner[..]].concat();
    place.run(&arguments).exits(0).stdout_has("second-ca: GET / -> 200, as expected");
    let reversed = ["--port", "0", "--cert-issuer-dn", "C=US,O=Example,CN=example-ca"];
    place.run(&reversed).exits(2).stderr_has("CN=example-ca,O=Example,C=US");
    place.run(&["--cert-issuer-dn", "CN"]).exits(2).stderr_has("--cert-issuer-dn");
}

#[test]
fn a_worker_that_responds_otherwise_fails_the_exit_status() {
    let place = Place::new();
    let own = worker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
    place.run(&["--port", "0", "--worker", &own, "--scenario", "valid"]).exits(0).stdout_has("  hi");
    let other = place.run(&["--port", "0", "--worker", &own, "--scenario", "valid", "--scenario", "expired"]);
    other.exits(1).stdout_has("expired: GET / -> 200, expected 401 expired");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", silent.local_addr().unwrap());
    let slow = ["--port", "0", "--worker", &address, "--worker-timeout", "1", "--scenario", "valid"];
    place
        .run(&slow)
        .exits(1)
        .stdout_has("504 upstream_timeout")
        .stderr_has("longer than 1 s: --worker-timeout");
    let unbelieving = worker(
        "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/problem+json\r\nContent-Length: 25\r\n\
         Connection: close\r\n\r\n{\"code\":\"no_certificate\"}",
    );
    let calls = ["--port", "0", "--worker", &unbelieving, "--scenario", "all"];
    let run = place.run(&calls).exits(1).stdout_has("valid: GET / -> 401 no_certificate");
    assert_eq!(run.err.matches("trusted edge").count(), 1, "{}", run.err);
    drop(silent);
    let down = ["--port", "0", "--worker", &address, "--scenario", "valid"];
    let run =
        place.run(&down).exits(1).stdout_has("502 upstream_unreachable").stderr_has("no worker answers at");
    assert_eq!(run.err.lines().count(), 1, "the same is not said twice: {}", run.err);
}

#[test]
fn what_a_test_needs_is_printed_without_a_server() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:8443");
    let whole = place.run(&["--print", "--format", "json"]).exits(0).stderr_is_empty();
    assert_eq!(whole.out.lines().collect::<Vec<_>>(), fixture());
    drop(taken);

    let expired = json(&fixture()[1]);
    let text = place.run(&["--scenario", "expired", "--print"]).exits(0).stderr_is_empty();
    let (head, properties) = text.out.split_once("\n\n").unwrap();
    assert_eq!(properties, format!("{}\n", expired["incomingRequestProperties"]));
    let headers = head.lines().map(|line| line.split_once(": ").unwrap());
    assert!(headers.clone().all(|(name, value)| expired["headers"][name] == value));
    assert_eq!(headers.count(), expired["headers"].as_object().unwrap().len());

    let all = place.run(&["--print"]).exits(0);
    let names = all.out.lines().filter_map(|line| line.strip_prefix("# ")).collect::<Vec<_>>();
    assert_eq!(names, NAMES);
    place.run(&["--print", "--port", "0"]).exits(2).stderr_has("--port");
}

#[test]
fn colours_follow_the_rules_of_the_program() {
    let place = Place::new();
    let plain = place.run(&["--port", "0", "--scenario", "valid"]).exits(0);
    assert!(!plain.out.contains('\u{1b}'), "{}", plain.out);
    place.run(&["--port", "0", "--scenario", "valid", "--color", "always"]).exits(0).stdout_has("\u{1b}[");
}
