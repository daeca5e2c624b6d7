//! `ca-certificate delete`: what it says beforehand, and when it asks.

use super::common::{certs, der, replaced};
use super::{RECORD, World, json, keys};

#[test]
fn it_names_the_effects_and_asks_only_at_a_terminal() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    world.issuedby(&["domain", "add", "api.example.com"]).exits(0);
    world.issuedby(&["domain", "add", "shop.example.com", "--custom"]).exits(0);
    let run = world.ca(&["delete", "--cert-id", &id]).exits(0).stdout_has(&format!("deleted clients, {id}"));
    let run =
        run.stderr_has("warning: ").stderr_has("CN=example-ca,O=Example,C=US").stderr_has("api.example.com");
    // No client is verified at a pending domain.
    assert!(!run.err.contains("shop.example.com"), "{}", run.err);
    world.ca(&["describe", "--cert-id", &id]).exits(3);
    world.ca(&["delete", "--cert-id", &id]).exits(3).stderr_has("(unknown_ca_certificate)");
}

#[test]
fn it_says_which_other_ca_remains() {
    let world = World::new();
    let old = world.create("old", "ca-expired.pem");
    let new = world.create("current", "ca.pem");
    let renewed = world.create("renewed", "ca-renewed.pem");
    // It ends ten years before the deleted one.
    let run = world.ca(&["delete", "--cert-id", &renewed]).exits(0).stderr_has("verified still, until 2099-");
    run.stderr_has(&new).stderr_has("until 2109-");
    // An expired one verifies no client.
    let run = world.ca(&["delete", "--cert-id", &old]).exits(0).stderr_has("note: it is not valid now");
    assert!(!run.err.contains("warning"), "{}", run.err);
    let old = world.create("old", "ca-expired.pem");
    let run = world.ca(&["delete", "--cert-id", &new]).exits(0).stderr_has("warning: ");
    assert!(!run.err.contains(&old), "{}", run.err);

    let new = world.create("current", "ca.pem");
    let run = world.ca(&["delete", "--cert-id", &old, "--format", "json"]).exits(0).stderr_is_empty();
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
    run.stderr_has("warning: ").stderr_has("note: ").stderr_has(&rotated);
}

#[test]
fn another_certificate_of_the_ca_counts_by_clients_and_end() {
    use rcgen::{
        BasicConstraints, CertificateParams, CustomExtension, DnType, IsCa, KeyPair, KeyUsagePurpose,
    };

    let key = KeyPair::generate().expect("a key");
    let world = World::new();
    // permittedSubtrees [0] { GeneralSubtree { ... } } of directoryName CN=a with a minimum of 1, which no verifier can
    // evaluate, and of dNSName `a`.
    let directory =
        b"\x30\x17\xa0\x15\x30\x13\xa4\x0e\x30\x0c\x31\x0a\x30\x08\x06\x03\x55\x04\x03\x0c\x01a\x80\x01\x01";
    let domain = b"\x30\x07\xa0\x05\x30\x03\x82\x01a";
    let create = |name: &str, year: i32, constraints: Option<&[u8]>| {
        let mut ca = CertificateParams::default();
        ca.distinguished_name.push(DnType::CommonName, "twins");
        ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        ca.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        ca.not_after = rcgen::date_time_ymd(year, 1, 1);
        ca.custom_extensions.extend(
            constraints.map(|value| CustomExtension::from_oid_content(&[2, 5, 29, 30], value.to_vec())),
        );
        let pem = ca.self_signed(&key).expect("a certificate").pem();
        world.create(name, &world.scratch.file(&format!("{name}.pem"), pem))
    };
    let delete = |id: &str| world.ca(&["delete", "--cert-id", id]).exits(0);

    // By name, the certificate that ends first and those that verify few or no clients come before the best.
    let short = create("a", 2098, None);
    let no_client = create("b", 2099, Some(directory));
    let some = create("c", 2099, Some(domain));
    let best = create("d", 2099, None);
    let deleted = create("e", 2099, None);
    let run =
        delete(&deleted).stderr_has("note: ").stderr_has(&best).stderr_has("until 2099-01-01T00:00:00Z");
    assert!(!run.err.contains("warning"), "{}", run.err);

    let run = delete(&best).stderr_has("warning: ").stderr_has(&short);
    run.stderr_has("until 2098-01-01T00:00:00Z").stderr_has("until 2099-01-01T00:00:00Z");
    let run = delete(&short).stderr_has("warning: ").stderr_has(&some);
    run.stderr_has("name constraints");
    let run = delete(&some).stderr_has("warning: ");
    assert!(!run.err.contains(&no_client), "{}", run.err);
    let run = delete(&no_client).stderr_has("note: no client is verified by it anyway");
    assert!(!run.err.contains("warning"), "{}", run.err);
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
    // Where output goes elsewhere, no one would see the question.
    let id = world.create("clients", "ca.pem");
    let (status, shown) = answered(&world, &format!("--cert-id {id} | cat"), "").expect("script");
    assert_eq!(status, Some(0), "{shown}");
    assert!(!shown.contains("[y/N]"), "{shown}");
    assert!(world.ids("acme").is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn whoever_is_asked_sees_the_question_and_has_read_what_stops() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    let Some((status, shown)) = answered(&world, &format!("--cert-id {id} 2> /dev/null"), "n\n") else {
        return issuedby_test_support::not_run("cli/delete", "the program `script` of util-linux");
    };
    assert_eq!(status, Some(1), "{shown}");
    assert!(shown.contains("[y/N]"), "{shown}");
    let (status, shown) = answered(&world, &format!("--cert-id {id} --format json"), "n\n").expect("script");
    assert_eq!(status, Some(1), "{shown}");
    let (before, _) = shown.split_once("[y/N]").expect("a question");
    assert!(before.contains("will be refused"), "{shown}");
    assert_eq!(world.ids("acme"), [id]);
}
