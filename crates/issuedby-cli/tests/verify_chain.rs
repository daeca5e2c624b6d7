//! `issuedby verify` with files of several certificates: a chain is one client's, any other bundle one client for each.

mod common;

use common::*;
use issuedby_test_support::repository;

fn report(name: &str) -> String {
    repository().join("tests/reports/32-intermediate").join(name).display().to_string()
}

/// When the report was made.
const REPORTED: &str = "2026-11-29T07:45:00Z";

fn verify(ca: &str, file: &str) -> Run {
    issuedby(&["verify", "--ca", &report(ca), "--at", REPORTED, file])
}

#[test]
fn a_chain_is_one_certificate_and_says_what_the_rest_is() {
    let scratch = Scratch::new();
    let read = |name: &str| std::fs::read(report(name)).expect(name);
    let leaf = scratch.file("full.pem", [read("leaf.pem"), read("ca.pem"), read("root.pem")].concat());
    verify("ca.pem", &leaf)
        .exits(0)
        .stdout_has("SUCCESS  issued by CN=Example Issuing CA 1\n")
        .stdout_has(
            "2 CA certificates after it, each of which signed the one before, as if sent along: not trusted",
        )
        .stdout_has("CN=Example Issuing CA 1\n              CN=Example Root\n");
    verify("root.pem", &leaf).exits(1).stdout_has("not_directly_signed");
    let chain = verify("root.pem", &report("chain.pem"))
        .exits(1)
        .stdout_has("1 CA certificate after it, which signed it");
    assert!(!chain.out.contains("upload"), "{}", chain.out);
    assert!(chain.out.lines().next().is_some_and(|line| !line.contains("SHA-256")), "{}", chain.out);
}

/// The command in the remedy, run as it stands, makes the file that its option wants.
#[cfg(unix)]
#[test]
fn the_remedy_takes_the_intermediate_out_of_the_file() {
    let scratch = Scratch::new();
    let read = |name: &str| std::fs::read(report(name)).expect(name);
    let file = scratch.file("it's $HOME full.pem", [read("leaf.pem"), read("ca.pem")].concat());
    let run = issuedby(&["verify", "--format=json", "--ca", &report("root.pem"), "--at", REPORTED, &file]);
    let verdict: serde_json::Value = serde_json::from_str(&run.exits(1).out).expect("JSON");
    let remedy = verdict["remedy"].as_str().expect("a remedy");
    let (option, command) = remedy.split_once("; `").expect(remedy);
    let command = command.strip_suffix("` writes it").expect(remedy);
    assert!(
        std::process::Command::new("sh").args(["-c", command]).status().expect("sh").success(),
        "{command}"
    );
    let option = option.split_once('`').and_then(|(_, option)| option.strip_suffix('`')).expect(remedy);
    let words = shlex::split(option).expect(option);
    assert_eq!(words[0], "--ca");
    issuedby(&["verify", "--ca", &words[1], "--at", REPORTED, &file]).exits(0);
}

/// The CAs of a chain without the client: the first is what was given.
#[test]
fn cas_that_signed_one_another_are_one_certificate() {
    let run = verify("root.pem", &report("bundle.pem")).exits(1).stdout_has("is_a_ca");
    assert!(run.out.starts_with("FAILED  ") && !run.out.contains("#2"), "{}", run.out);
    run.stdout_has("1 CA certificate after it, which signed it");
}

#[test]
fn a_bundle_that_is_no_chain_is_a_certificate_each() {
    let scratch = Scratch::new();
    let read = |name: &str| std::fs::read(report(name)).expect(name);
    // Upside down, a root twice removed, and two clients.
    for (file, parts) in [
        ("reversed.pem", [read("root.pem"), read("ca.pem")]),
        ("strangers.pem", [read("ca.pem"), sample("ca.pem")]),
        ("clients.pem", [read("leaf.pem"), read("leaf.pem")]),
    ] {
        let file = scratch.file(file, parts.concat());
        verify("ca.pem", &file).stdout_has("#1\n").stdout_has("#2\n").stdout_has("2 certificates: ");
    }
}

/// A root that signed itself, again and again, is a chain up to the limit and a bundle beyond it.
#[test]
fn more_certificates_than_a_chain_has_are_a_bundle() {
    let scratch = Scratch::new();
    let root = std::fs::read(report("root.pem")).expect("the root");
    let most = issuedby::limits::MAX_CHAIN_USED;
    let chain = scratch.file("chain.pem", root.repeat(most));
    assert!(!verify("root.pem", &chain).exits(1).out.contains("#2"));
    let bundle = scratch.file("bundle.pem", root.repeat(most + 1));
    verify("root.pem", &bundle).exits(1).stdout_has(&format!("{} certificates: ", most + 1));
}

#[test]
fn a_ca_without_basic_constraints_is_refused_for_an_option() {
    let ca = repository().join("tests/reports/41-keytool-ca-no-bc/ca.pem").display().to_string();
    let run = issuedby(&["verify", "--ca", &ca, "client.pem"])
        .exits(5)
        .stderr_has("not_a_ca")
        .stderr_has("bc:c=ca:true");
    assert!(!run.err.contains("upload"), "{}", run.err);
}

#[test]
fn nothing_that_a_local_check_says_is_said_twice() {
    for file in ["client-other-ca.pem", "client-same-name-other-key.pem", "client-sha1.pem", "client-v1.pem"]
    {
        let run = issuedby(&["verify", "--ca", "ca.pem", "--at", AT, file]).exits(1);
        let mut lines: Vec<_> = run.out.lines().map(str::trim).filter(|line| line.len() > 24).collect();
        let all = lines.len();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), all, "{}", run.out);
        assert_eq!(run.out.matches("ca.pem)").count(), 1, "{}", run.out);
    }
}
