//! `ca-certificate delete`: what it says beforehand, and when it asks.

use super::common::{certs, der, replaced};
use super::{RECORD, World, json, keys};

#[test]
fn it_names_what_stops_working_and_asks_nobody_without_a_terminal() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    world.issuedby(&["domain", "add", "api.example.com"]).exits(0);
    world.issuedby(&["domain", "add", "shop.example.com", "--custom"]).exits(0);
    let run = world.ca(&["delete", "--cert-id", &id]).exits(0).says(&format!("deleted clients, {id}"));
    let run =
        run.complains("warning: ").complains("CN=example-ca,O=Example,C=US").complains("api.example.com");
    // Nobody is verified at a domain that is pending.
    assert!(!run.err.contains("shop.example.com"), "{}", run.err);
    world.ca(&["describe", "--cert-id", &id]).exits(3);
    world.ca(&["delete", "--cert-id", &id]).exits(3).complains("(unknown_ca_certificate)");
}

#[test]
fn it_says_which_other_ca_remains() {
    let world = World::new();
    let old = world.create("old", "ca-expired.pem");
    let new = world.create("current", "ca.pem");
    let renewed = world.create("renewed", "ca-renewed.pem");
    let run = world.ca(&["delete", "--cert-id", &renewed]).exits(0).complains("note: ").complains(&new);
    assert!(!run.err.contains("warning"), "{}", run.err);
    // One that has expired verifies nobody.
    let run = world.ca(&["delete", "--cert-id", &old]).exits(0).complains("note: it is not valid now");
    assert!(!run.err.contains("warning"), "{}", run.err);
    let old = world.create("old", "ca-expired.pem");
    let run = world.ca(&["delete", "--cert-id", &new]).exits(0).complains("warning: ");
    assert!(!run.err.contains(&old), "{}", run.err);

    let new = world.create("current", "ca.pem");
    let run = world.ca(&["delete", "--cert-id", &old, "--format", "json"]).exits(0).complains_of_nothing();
    assert_eq!(keys(&run.out), [&RECORD[..], &["domains", "sameKeyRemaining", "otherKeyRemaining"]].concat());
    let remaining = serde_json::json!([{ "id": new, "name": "current", "notAfter": "2099-12-31T23:59:59Z" }]);
    assert_eq!(json(&run.out)["sameKeyRemaining"], remaining);

    // The same name with another key says nothing about these clients.
    let ca = issuedby::Certificate::from_der(&der("ca.pem")).expect("a CA").public_key_info().to_vec();
    let other_der = der("other-ca.pem");
    let other = issuedby::Certificate::from_der(&other_der).expect("a CA");
    let rotated = replaced(&der("ca.pem"), &ca, other.public_key_info());
    let file = world.scratch.file("rotated.pem", issuedby::pem::encode_certificate(&rotated));
    let rotated = world.create("rotated", &file);
    let run = world.ca(&["delete", "--cert-id", &new]).exits(0);
    run.complains("warning: ").complains("note: ").complains(&rotated);
}

/// At a terminal, with this answer. Needs `script` for a terminal.
#[cfg(target_os = "linux")]
fn answered(world: &World, arguments: &str, answer: &str) -> Option<(Option<i32>, String)> {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let program = env!("CARGO_BIN_EXE_issuedby");
    let command = format!("'{program}' ca-certificate delete --account acme {arguments}");
    let mut child = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env("ISSUEDBY_REGISTRY", world.path())
        .env("TERM", "dumb")
        .current_dir(certs())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take().expect("a pipe");
    // It may end without asking.
    let _ = stdin.write_all(answer.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    drop(stdin);
    Some((output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned()))
}

#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_only_a_clear_yes_deletes() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    let ask = format!("--cert-id {id}");
    for answer in ["n\n", "\n", "what\n", "\u{4}"] {
        let Some((status, shown)) = answered(&world, &ask, answer) else {
            return issuedby_test_support::not_run("cli/delete", "the program `script` of util-linux");
        };
        assert_eq!(status, Some(1), "{shown}");
        assert!(shown.contains("[y/N]") && shown.contains("nothing was deleted"), "{shown}");
        assert_eq!(world.ids("acme"), std::slice::from_ref(&id));
    }
    let (status, shown) = answered(&world, &ask, "y\n").expect("script");
    assert_eq!(status, Some(0), "{shown}");
    assert!(shown.contains(&format!("deleted clients, {id}")), "{shown}");

    let id = world.create("clients", "ca.pem");
    let (status, shown) = answered(&world, &format!("--cert-id {id} --yes"), "").expect("script");
    assert_eq!(status, Some(0), "{shown}");
    assert!(!shown.contains("[y/N]"), "{shown}");
    // Where output goes elsewhere nobody would see the question.
    let id = world.create("clients", "ca.pem");
    let (status, shown) = answered(&world, &format!("--cert-id {id} | cat"), "").expect("script");
    assert_eq!(status, Some(0), "{shown}");
    assert!(!shown.contains("[y/N]"), "{shown}");
    assert!(world.ids("acme").is_empty());
}
