//! `issuedby registry`: backup, restore, check, export and import, with their exit statuses and output.

use std::fs;

use rusqlite::Connection;

use super::{World, json, keys};
use crate::common::{Run, run};

impl World {
    /// `registry` with these arguments.
    fn whole(&self, arguments: &[&str]) -> Run {
        self.issuedby(&[&["registry"], arguments].concat())
    }

    fn file(&self, name: &str) -> String {
        self.scratch.path(name)
    }
}

fn filled() -> (World, String) {
    let world = World::new();
    let id = world.create("clients", "ca.pem");
    world.issuedby(&["domain", "add", "a.example"]).exits(0);
    (world, id)
}

#[test]
fn a_backup_is_restored_and_says_what_comes_back() {
    let (world, id) = filled();
    let backup = world.file("backup.sqlite");
    let made = world.whole(&["backup", &backup]).exits(0).stderr_is_empty();
    assert_eq!(made.out, format!("backed up 1 account, 1 CA certificate and 1 domain to `{backup}`\n"));
    world.ca(&["delete", "--cert-id", &id, "--yes"]).exits(0);
    let other = world.create("other", "other-ca.pem");

    // There is no terminal here.
    let refused =
        world.whole(&["restore", &backup]).exits(4).stderr_has("(registry_exists)").stderr_has("--yes");
    refused.stderr_has(&format!("acme/clients/{id}")).stderr_has("verified again");
    assert_eq!(world.ids("acme"), std::slice::from_ref(&other), "nothing was changed");

    let done = world.whole(&["restore", &backup, "--yes"]).exits(0);
    let done = done.stderr_has(&format!("acme/clients/{id}")).stderr_has(&format!("acme/other/{other}"));
    assert_eq!(
        done.out,
        format!("restored 1 account, 1 CA certificate and 1 domain to `{}`\n", world.path())
    );
    assert_eq!(world.ids("acme"), [id]);
}

#[test]
fn every_result_is_one_object() {
    let (world, id) = filled();
    let backup = world.file("backup.sqlite");
    let line = |arguments: &[&str]| world.whole(&[arguments, &["--format", "json"]].concat()).exits(0).out;
    let counts = ["generation", "accounts", "caCertificates", "domains"];
    let made = line(&["backup", &backup]);
    assert_eq!(keys(&made), [&counts[..], &["file", "bytes"]].concat());
    assert_eq!(json(&made)["bytes"], fs::metadata(&backup).expect("a file").len());
    world.ca(&["delete", "--cert-id", &id, "--yes"]).exits(0);
    let restored = line(&["restore", &backup, "--yes"]);
    let lists = ["returningCaCertificates", "lostCaCertificates", "returningDomains", "lostDomains"];
    assert_eq!(keys(&restored), [&counts[..], &["registry"], &lists[..]].concat());
    assert_eq!(json(&restored)["returningCaCertificates"], serde_json::json!([format!("acme/clients/{id}")]));
    assert_ne!(json(&restored)["generation"], json(&made)["generation"]);
    let checked = line(&["check"]);
    assert_eq!(keys(&checked), [&counts[..], &["registry", "defects"]].concat());
    assert_eq!(json(&checked)["generation"], json(&restored)["generation"]);
    let exported = world.file("all.jsonl");
    fs::write(&exported, line(&["export"])).expect("a file");
    let imported = line(&["import", &exported, "--registry", &world.file("new.sqlite")]);
    assert_eq!(keys(&imported), counts[1..]);
}

#[test]
fn a_file_that_is_there_is_replaced_with_force_alone() {
    let (world, _) = filled();
    let backup = world.scratch.file("backup.sqlite", "something");
    world.whole(&["backup", &backup]).exits(4).stderr_has("(file_exists)").stderr_has("--force");
    assert_eq!(fs::read(&backup).expect("a file"), b"something");
    world.whole(&["backup", &backup, "--force"]).exits(0);
    world.whole(&["check", "--registry", &backup]).exits(0).stdout_has("sound: 1 account");
    world.whole(&["backup", &world.path(), "--force"]).exits(5).stderr_has("(registry_itself)");
    world.whole(&["restore", &world.path(), "--yes"]).exits(5).stderr_has("(registry_itself)");
    world
        .whole(&["backup", &world.file("none/backup")])
        .exits(5)
        .stderr_has("(folder_missing)")
        .stderr_has("mkdir");
    world.whole(&["backup", "/dev/null"]).exits(5).stderr_has("(file_expected)").stderr_has("\nhelp: ");
}

#[test]
fn a_check_names_each_defect_and_what_to_do() {
    let (world, id) = filled();
    let before = fs::read(world.path()).expect("a file");
    world
        .whole(&["check"])
        .exits(0)
        .stderr_is_empty()
        .stdout_has("sound: 1 account, 1 CA certificate and 1 domain");
    assert_eq!(fs::read(world.path()).expect("a file"), before, "it is only read");
    let by_hand = Connection::open(world.path()).expect("a database");
    by_hand.execute("UPDATE ca_certificate SET subject = 'CN=another'", ()).expect("a row");
    by_hand.execute("UPDATE domain SET name = 'A.example'", ()).expect("a row");
    let found = world.whole(&["check"]).exits(1).stderr_has("(ca_certificate_altered)").stderr_has(&id);
    assert_eq!(found.stderr_has("(domain_malformed)").stderr_has("\nhelp: ").out, "");
    let found = json(&world.whole(&["check", "--format", "json"]).exits(1).out);
    let codes: Vec<_> = found["defects"].as_array().expect("a list").iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["ca_certificate_altered", "domain_malformed"]);
    world.whole(&["backup", &world.file("backup")]).exits(5).stderr_has("(registry_damaged)");
    world.whole(&["restore", &world.path(), "--registry", &world.file("new"), "--yes"]).exits(5);
    assert!(!fs::exists(world.file("new")).expect("a folder"));
}

#[test]
fn what_is_not_there_is_not_found() {
    let world = World::new();
    for arguments in [&["check"][..], &["export"], &["backup", "x"], &["restore", "/nonexistent/backup"]] {
        let run = world.whole(arguments).exits(3).stderr_has("(registry_missing)").stderr_has("\nhelp: ");
        assert_eq!(run.out, "");
    }
    assert!(!fs::exists(world.path()).expect("a folder"), "none is made");
    filled()
        .0
        .whole(&["export", "--account", "acne"])
        .exits(3)
        .stderr_has("(unknown_account)")
        .stderr_has("acme");
}

#[test]
fn an_export_is_imported_elsewhere_as_it_was() {
    let (world, id) = filled();
    world.issuedby(&["domain", "add", "z.example", "--account", "zenith", "--custom"]).exits(0);
    let all = world.whole(&["export"]).exits(0).stderr_is_empty().out;
    assert!(all.is_ascii());
    let types: Vec<_> =
        all.lines().map(|line| json(line)["type"].as_str().expect("a type").to_owned()).collect();
    assert_eq!(types, ["issuedby-registry", "account", "ca-certificate", "domain", "account", "domain"]);
    assert_eq!(json(all.lines().nth(2).expect("a line"))["id"], id);
    assert_eq!(world.whole(&["export", "--format", "json"]).out, all);

    let file = world.scratch.file("all.jsonl", &all);
    let other = world.file("other.sqlite");
    let there = ["--registry", &other];
    let import = |arguments: &[&str]| world.whole(&[&["import"], arguments, &there].concat());
    import(&[&file, "--account", "acne"]).exits(3).stderr_has("(unknown_account)");
    assert!(!fs::exists(&other).expect("a folder"));
    import(&[&file, "--account", "zenith"])
        .exits(0)
        .stdout_has("imported 1 account, 0 CA certificates and 1 domain");
    import(&[&file]).exits(4).stderr_has("z.example").stderr_has("(domain_exists)");
    let one = world.whole(&["export", "--account", "acme"]).exits(0).out;
    let mut from_pipe = world.command(&["registry", "import", "-", "--registry", &other]);
    run(&mut from_pipe, one.as_bytes())
        .exits(0)
        .stdout_has("imported 1 account, 1 CA certificate and 1 domain");
    assert_eq!(world.whole(&[&["export"], &there[..]].concat()).exits(0).out, all);
    import(&[&file, "--account", "acme"]).exits(4).stderr_has(&id).stderr_has("(cert_id_taken)");
}

/// The remedy of a conflict can be followed: the account that is missing is imported alone.
#[test]
fn an_import_with_a_conflict_says_how_to_import_the_rest() {
    let (world, _) = filled();
    world.issuedby(&["domain", "add", "z.example", "--account", "zenith"]).exits(0);
    let file = world.scratch.file("all.jsonl", world.whole(&["export"]).exits(0).out);
    let other = world.file("other.sqlite");
    let there = ["--registry", other.as_str()];
    world.whole(&[&["import", &file, "--account", "acme"], &there[..]].concat()).exits(0);
    let run = world.whole(&[&["import", &file], &there[..]].concat()).exits(4).stderr_has("(cert_id_taken)");
    let remedy = format!(
        "help: import the accounts that are missing, one at a time: issuedby registry import --account NAME --registry \
         {other} FILE\n"
    );
    run.stderr_has(&remedy);
    world.whole(&[&["import", "--account", "zenith"], &there[..], &[&file]].concat()).exits(0);
}

#[test]
fn a_malformed_import_names_the_line_and_makes_nothing() {
    let (world, _) = filled();
    let all = world.whole(&["export"]).exits(0).out;
    let other = world.file("other.sqlite");
    let cut = &all[..all.trim_end().rfind('\n').expect("lines")];
    let leaf = String::from_utf8(crate::common::sample("client.pem")).expect("text").replace('\n', "\\n");
    let start = all.find("-----BEGIN").expect("a PEM");
    let end = start + all[start..].find('"').expect("its end");
    let no_ca = format!("{}{}{}", &all[..start], leaf, &all[end..]);
    for (what, text, line) in [
        ("cut off", cut.to_owned(), 3),
        ("another id", all.replace("\"mtlsca_", "\"ca_"), 3),
        ("a certificate that is no CA", no_ca, 3),
        ("a key more", all.replace("\"kind\"", "\"x\":1,\"kind\""), 4),
        ("no JSON", "-----BEGIN CERTIFICATE-----".to_owned(), 1),
    ] {
        let file = world.scratch.file("bad.jsonl", text);
        let refused = world.whole(&["import", &file, "--registry", &other]).exits(5);
        refused.stderr_has("(import_malformed)").stderr_has(&format!(", line {line}: "));
        assert!(!fs::exists(&other).expect("a folder"), "{what}");
    }
}

#[test]
fn remedies_name_the_registry_that_was_given() {
    let (world, _) = filled();
    let backup = world.file("backup");
    world.whole(&["backup", &backup]).exits(0);
    let other = world.file("the other");
    let there = format!(" --registry '{other}'\n");
    let with = |arguments: &[&str]| world.whole(&[arguments, &["--registry", &other]].concat());
    with(&["restore", &backup]).exits(0);
    let refused = with(&["restore", &backup]).exits(4).stderr_has("(registry_exists)");
    refused.stderr_has(&format!("restore {backup} --yes{there}")).stderr_has(&format!("backup FILE{there}"));
    let by_hand = Connection::open(&other).expect("a database");
    by_hand.execute("UPDATE ca_certificate SET subject = 'CN=another'", ()).expect("a row");
    with(&["check"]).exits(1).stderr_has(&format!("restore BACKUP{there}"));
    let found = json(&with(&["check", "--format", "json"]).exits(1).out);
    let remedy = found["defects"][0]["remedy"].as_str().expect("a remedy");
    assert!(remedy.ends_with(there.trim_end()), "{remedy}");
    // Where the environment names it, it need not be said.
    let refused = world.whole(&["restore", &backup]).exits(4);
    assert!(!refused.stderr_has("--yes").err.contains("--registry"));
}

#[test]
fn a_faulty_backup_is_not_to_be_restored_onto_itself() {
    let (world, _) = filled();
    let backup = world.file("backup");
    let missing = world.whole(&["restore", &backup]).exits(3).stderr_has("(registry_missing)");
    missing.stderr_has(&format!("found no backup at `{backup}`")).stderr_has("check the path");
    world.whole(&["backup", &backup]).exits(0);
    let by_hand = Connection::open(&backup).expect("a database");
    by_hand.execute("UPDATE ca_certificate SET subject = 'CN=another'", ()).expect("a row");
    let damaged = world.whole(&["restore", &backup, "--yes"]).exits(5).stderr_has("(registry_damaged)");
    assert!(!damaged.stderr_has("use an older one").err.contains("issuedby registry restore"));
}

#[cfg(unix)]
#[test]
fn a_dangerous_backup_is_refused() {
    let (world, _) = filled();
    let backup = world.file("backup.sqlite");
    world.whole(&["backup", &backup]).exits(0);
    let mode = |mode| {
        fs::set_permissions(&backup, std::os::unix::fs::PermissionsExt::from_mode(mode)).expect("a mode");
    };
    mode(0o666);
    world.whole(&["restore", &backup, "--yes"]).exits(5).stderr_has("(registry_not_private)");
    mode(0o600);
    Connection::open(&backup).and_then(|it| it.pragma_update(None, "user_version", 99)).expect("a number");
    world.whole(&["restore", &backup, "--yes"]).exits(5).stderr_has("(registry_newer_version)");
}
