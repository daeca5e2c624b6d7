//! Errors name the fault and its remedy.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use crate::common::run;
use crate::place::{Place, Running};

#[test]
fn a_wrong_argument_comes_with_the_right_one() {
    let place = Place::new();
    for (written, meant) in [
        ("expird", "`expired`"),
        ("other", "`other-ca`"),
        ("not-yet", "`not-yet-valid`"),
        ("same-dn", "`same-dn-other-key`"),
        ("al", "`all`"),
    ] {
        let run = place.run(&["--scenario", written]).exits(2).stderr_has("(unknown_scenario)");
        run.stderr_has(meant).stderr_has("second-ca, none, all");
    }
    assert!(!place.run(&["--scenario", "wrong-ca"]).exits(2).err.contains("`renewed-ca`"));
    place.run(&["--scenario", "qqq", "--print"]).exits(2).stderr_has("valid, expired,");
    for (url, said) in [
        ("localhost:3000", "http://localhost:3000"),
        ("https://localhost:3000", "plain HTTP"),
        ("http://localhost:3000/api", "without a path"),
        ("http://127.0.0.1:8443", "--port 0"),
        ("http://localhost", "write the port: http://localhost:3000"),
        ("", "http://HOST:PORT"),
    ] {
        place.run(&["--worker", url]).exits(2).stderr_has("--worker").stderr_has(said);
    }
    place.run(&["--port", "65536"]).exits(2).stderr_has("--port");
    place.run(&["--worker-timeout", "0"]).exits(2).stderr_has("--worker-timeout");
}

#[test]
fn whatever_keeps_it_from_starting_is_said_with_the_way_out() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    place.run(&["--port", &port]).exits(5).stderr_has(&format!("port {port}")).stderr_has("--port 0");

    let missing = place.scratch.path("missing");
    let file = place.scratch.file("file", "");
    for nowhere in [&missing, &file] {
        let mut command = place.dev(&["--port", "0"]);
        run(command.env("TMPDIR", nowhere), b"").exits(5).stderr_has("TMPDIR=").stderr_has("--keep");
    }
    let below = format!("{missing}/below");
    for nowhere in [&file, &below] {
        place.run(&["--port", "0", "--keep", nowhere]).exits(5).stderr_has(nowhere).stderr_has("help:");
    }
    place.run(&["--port", "0", "--keep", &below]).exits(5).stderr_has(&format!("mkdir -p {missing}"));
    // Only the port is wrong: the folder to keep is not left half made.
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
    run(command.env("ISSUEDBY_ACCOUNT", "other"), b"").exits(0).stderr_is_empty();
    assert_eq!(fs::read_to_string(home).unwrap(), "a file, in which no folder can be made");
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
fn a_refused_handshake_names_the_address_that_is_served() {
    let place = Place::new();
    for (name, said) in [
        (&["-noservername"][..], "named no server"),
        (&["-servername", "foo.example"], "`foo.example` is not served"),
    ] {
        let dev = Running::start(&mut place.dev(&["--port", "0"]));
        let intro = dev.intro();
        let url = intro.iter().find_map(|line| line.strip_prefix("edge    ")).unwrap();
        let address = url.replace("https://localhost", "127.0.0.1").replace('/', "");
        let mut client = Command::new("openssl");
        client.args(["s_client", "-connect", &address]).args(name).stdin(std::process::Stdio::null());
        assert!(!client.output().unwrap().status.success());
        let (status, errors) = dev.end("-TERM");
        assert_eq!(status, Some(0));
        let expected = format!("the address is {url}\n");
        assert!(errors.starts_with("handshake refused: ") && errors.contains(said), "{errors}");
        assert!(errors.ends_with(&expected) && errors.lines().count() == 1, "{errors}");
    }
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
    // Whoever is not root needs a user namespace as well.
    let may = |flags: &&str| {
        Command::new("unshare").args([flags, "true"]).output().is_ok_and(|output| output.status.success())
    };
    let Some(flags) = ["-n", "-rn"].into_iter().find(may) else {
        // A container may not let anybody: what is said then is tested where it is made.
        println!("no right to make a network namespace here");
        return;
    };
    let mut command = Command::new("unshare");
    command.args([flags, env!("CARGO_BIN_EXE_issuedby"), "dev"]).env("TMPDIR", place.scratch.path("tmp"));
    run(&mut command, b"").exits(5).stderr_has("ip link set lo up");
    place.has_nothing_left();
}
