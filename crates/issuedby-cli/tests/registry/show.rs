//! `list`, `describe` and `update`.

use issuedby_test_support::certificates::CaMaker;

use super::common::{issuedby, replaced};
use super::{RECORD, World, json, keys};

/// A CA certificate that ends in so many days, with a signature that is not checked.
fn ending_in(world: &World, days: u64) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970");
    // The middle of the day: the test may take its time.
    let end = now.as_secs() + days * 86_400 + 43_200;
    let date =
        std::process::Command::new("date").args(["-u", "-d", &format!("@{end}"), "+%Y%m%d%H%M%SZ"]).output();
    let date = String::from_utf8(date.expect("the program `date`").stdout).expect("UTF-8");
    // UTCTime until 2049, as the template has it or in the longer form: two digits of the year more.
    let der = CaMaker::new().make(99, u32::try_from(days).expect("few days"));
    let der = match der.windows(13).position(|window| window == b"991231235959Z") {
        Some(_) => replaced(&der, b"991231235959Z", &date.trim().as_bytes()[2..]),
        None => replaced(&der, b"20991231235959Z", date.trim().as_bytes()),
    };
    world.scratch.file(&format!("ends-in-{days}.pem"), issuedby::pem::encode_certificate(&der))
}

#[test]
fn a_list_has_readable_expiry_and_marks_warnings() {
    let world = World::new();
    let plain = world.create("b_plain", "ca.pem");
    let expired = world.create("a_expired", "ca-expired.pem");
    let soon = world.create("c_soon", &ending_in(&world, 23));
    let run = world.ca(&["list"]).exits(0).stderr_is_empty();
    let lines: Vec<&str> = run.out.lines().collect();
    let [head, first, second, third] = lines.as_slice() else { panic!("{}", run.out) };
    assert!(head.starts_with("ID "), "{head}");
    assert!(first.starts_with(&expired) && first.contains("expired ") && first.contains("ca_has_expired"));
    assert!(second.starts_with(&plain) && second.ends_with("CN=example-ca,O=Example,C=US"), "{second}");
    assert!(third.starts_with(&soon) && third.contains("expires in 23 days"), "{third}");
    assert!(third.contains("ca_expires_soon"), "{third}");
    // An intermediate needs no attention.
    world.create("d_intermediate", "intermediate.pem");
    let run = world.ca(&["list"]).exits(0);
    assert!(!run.out.lines().last().expect("a line").contains('!'), "{}", run.out);
}

#[test]
fn a_list_in_json_is_one_line_for_each() {
    let world = World::new();
    world.create("b", "ca.pem");
    world.create("a", "ca-expired.pem");
    let run = world.ca(&["list", "--format", "json"]).exits(0).stderr_is_empty();
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| keys(line) == [&RECORD[..], &["findings"]].concat()));
    assert!(run.out.is_ascii());
    assert_eq!(json(lines[0])["name"], "a");
    assert_eq!(json(lines[0])["findings"][0]["code"], "ca_has_expired");
    assert_eq!(json(lines[1])["findings"], serde_json::json!([]));
}

#[test]
fn an_empty_account_is_said_and_no_error() {
    let world = World::new();
    let id = world.create("a", "ca.pem");
    world.ca(&["delete", "--cert-id", &id]).exits(0);
    let run = world.ca(&["list"]).exits(0).stderr_has("no CA certificates");
    assert_eq!(run.out, "");
    assert_eq!(world.ca(&["list", "--format=json"]).exits(0).stderr_is_empty().out, "");
}

#[test]
fn a_description_has_everything_that_inspect_shows() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    let run = world.ca(&["describe", "--cert-id", &id]).exits(0).stderr_is_empty();
    for line in issuedby(&["inspect", "ca.pem"]).exits(0).out.lines().skip(1) {
        assert!(run.out.lines().any(|described| described == line), "no `{line}` in\n{}", run.out);
    }
    run.stdout_has("clients  CA certificate")
        .stdout_has(&id)
        .stdout_has("acme")
        .stdout_has("created")
        .stdout_has("updated");
    let run = world.ca(&["describe", "--cert-id", &id, "--format", "json"]).exits(0);
    let described = json(&run.out);
    let inspected = json(&issuedby(&["inspect", "--format=json", "ca.pem"]).exits(0).out);
    for (key, value) in inspected.as_object().expect("an object") {
        assert_eq!(&described[key], value, "{key}");
    }
    let keys = keys(&run.out);
    assert_eq!(keys[..10], RECORD);
    assert_eq!(keys.last().map(String::as_str), Some("findings"));
}

#[test]
fn a_description_names_its_relatives() {
    let world = World::new();
    let old = world.create("old", "ca-expired.pem");
    let id = world.create("current", "ca.pem");
    world.ca(&["describe", "--cert-id", &id]).exits(0).stdout_has("renewal").stdout_has(&old);
}

#[test]
fn only_the_name_changes() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    let before = json(&world.ca(&["describe", "--cert-id", &id, "--format=json"]).out);
    world
        .ca(&["update", "--cert-id", &id, "--name", "partners"])
        .exits(0)
        .stdout_has("partners")
        .stdout_has(&id);
    let run = world.ca(&["update", "--cert-id", &id, "--name", "partners", "--format=json"]).exits(0);
    assert_eq!(keys(&run.out), RECORD);
    let after = json(&world.ca(&["describe", "--cert-id", &id, "--format=json"]).out);
    for (key, value) in before.as_object().expect("an object") {
        match key.as_str() {
            "name" => assert_eq!(after[key], "partners"),
            "updatedAt" => assert!(after[key].as_str() >= value.as_str()),
            _ => assert_eq!(&after[key], value, "{key}"),
        }
    }
    let run = world.ca(&["update", "--cert-id", &id, "--name", "no-name"]).exits(2);
    run.stderr_has("(ca_name_bad_character)").stderr_has("`no_name`");
    world.ca(&["update", "--cert-id", &id]).exits(2).stderr_has("--name");
}

#[test]
fn what_is_unknown_is_not_found_and_the_nearest_is_named() {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    for action in [["list"].as_slice(), &["describe", "--cert-id", &id], &["delete", "--cert-id", &id]] {
        let run = world.ca(&[action, &["--account", "amce"]].concat()).exits(3);
        let run = run.stderr_has("(unknown_account)").stderr_has("did you mean `acme`?");
        assert_eq!(run.out, "");
        let run = world.ca(&[action, &["--account", "other"]].concat()).exits(3);
        assert!(!run.err.contains("acme"), "{}", run.err);
    }
    // One letter is another; one is missing; the name in its place; and none that is near.
    let last = if id.ends_with('a') { "b" } else { "a" };
    let typo = format!("{}{last}", &id[..id.len() - 1]);
    for wanted in [&typo, &id[..id.len() - 1], "clients"] {
        let run = world.ca(&["describe", "--cert-id", wanted]).exits(3);
        run.stderr_has(&format!("did you mean {id}, `clients`?"));
    }
    for wanted in ["mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa", "x", "🔑", &"x".repeat(1_000)] {
        let run = world.ca(&["describe", "--cert-id", wanted]).exits(3);
        let run = run.stderr_has("issuedby ca-certificate list --account acme");
        assert!(run.err.len() < 500, "{}", run.err);
    }
    assert_eq!(world.ids("acme"), [id]);
}

#[test]
fn a_reader_that_goes_away_ends_a_list() {
    let world = World::new();
    for number in 0..20 {
        world.create(&format!("ca{number}"), &world.any_ca(number, 0));
    }
    for format in ["text", "json"] {
        let mut command = world.command(&["ca-certificate", "list", "--format", format]);
        let mut child = command
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()));
    }
}
