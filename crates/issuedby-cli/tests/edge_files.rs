//! `issuedby edge`: files that a configuration names are regular files, and nothing else keeps it waiting.
#![cfg(unix)]

mod common;
#[path = "common/edge_place.rs"]
mod edge_place;

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use common::program;
use edge_place::{CONFIG, Place};

/// Waits for its end, but not for ever.
fn ends(mut child: Child) -> std::process::Output {
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.wait_with_output().unwrap()
}

#[test]
fn pipes_and_devices_are_refused_without_waiting() {
    let place = Place::new();
    let fifo = place.scratch.path("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let start = |config: &str| {
        let mut command = program();
        command.args(["edge", "--config", config, "--check"]).stdin(Stdio::null());
        ends(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    };
    for odd in [&fifo, "/dev/zero", "/dev/null", &place.scratch.path("")] {
        let output = start(odd);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(5), "{odd}: {error}");
        assert!(error.contains("expected a regular file"), "{odd}: {error}");
        for file in ["server.pem", "server-key.pem", "registry.sqlite"] {
            let config = CONFIG.replace(&format!("\"{file}\""), &format!("{odd:?}"));
            let output = start(&place.scratch.file("edge.toml", config));
            let error = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(5), "{odd} for {file}: {error}");
            let expected = if file == "registry.sqlite" { "not a file" } else { "expected a regular file" };
            assert!(error.contains(expected), "{odd} for {file}: {error}");
        }
    }
    let output = start(&place.scratch.file("edge.toml", format!("{CONFIG}{}", "#".repeat(1 << 20))));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(5) && error.contains("more than 1048576 bytes"), "{error}");
}

#[test]
fn a_registry_that_others_can_write_gets_the_command() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    let config = place.scratch.file("edge.toml", CONFIG);
    let registry = place.scratch.path("registry.sqlite");
    std::fs::set_permissions(&registry, std::fs::Permissions::from_mode(0o666)).unwrap();
    let check = |format: &str| {
        let mut command = program();
        command.args(["edge", "--config", &config, "--check", "--format", format]);
        command.output().unwrap()
    };
    let command = format!("chmod go-w {registry}");
    let text = check("text");
    let error = String::from_utf8(text.stderr).unwrap();
    assert!(text.status.code() == Some(5) && error.contains(&command), "{error}");
    let json: serde_json::Value = serde_json::from_slice(&check("json").stdout).unwrap();
    assert!(json["error"]["remedy"].as_str().unwrap().contains(&command), "{json}");
}
