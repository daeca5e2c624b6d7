//! `issuedby verify --ca`: several files, bundles and folders, each CA with its fitness.

mod common;

use common::*;

fn bundle(names: &[&str]) -> Vec<u8> {
    names.iter().flat_map(|name| sample(name)).collect()
}

fn verify(ca: &[&str], more: &[&str]) -> Run {
    let cas = ca.iter().flat_map(|ca| ["--ca", ca]);
    let arguments: Vec<&str> =
        ["verify", "--at", AT].into_iter().chain(cas).chain(more.iter().copied()).collect();
    issuedby(&arguments)
}

#[test]
fn a_bundle_is_all_of_its_cas_and_each_is_listed() {
    let scratch = Scratch::new();
    let bundle = scratch.file("cas.pem", bundle(&["ca.pem", "other-ca.pem", "ca-rsa.pem"]));
    for client in ["client.pem", "client-other-ca.pem", "client-rsa.pem"] {
        verify(&[&bundle], &[client]).exits(0);
    }
    verify(&[&bundle], &["client.pem"])
        .stderr_has(&format!("CA: `{bundle}#1`: fit, expires in "))
        .stderr_has(&format!("CA: `{bundle}#2`: fit, "))
        .stderr_has("CN=other-ca,O=Example,C=US\n")
        .stdout_has(&format!("({bundle}#1)"));
    with_input(&["verify", "--ca", "-", "client-other-ca.pem"], &std::fs::read(&bundle).expect("a bundle"))
        .exits(0)
        .stdout_has("(standard input#2)");
}

#[test]
fn a_folder_is_all_of_its_files_and_those_below() {
    let scratch = Scratch::new();
    std::fs::create_dir_all(scratch.path("cas/partners")).expect("directories");
    scratch.file("cas/own.pem", sample("ca.pem"));
    scratch.file("cas/partners/bundle.pem", bundle(&["other-ca.pem", "ca-rsa.pem"]));
    scratch.file("cas/.hidden.pem", sample("client.pem"));
    let cas = scratch.path("cas");
    for client in ["client.pem", "client-other-ca.pem", "client-rsa.pem"] {
        verify(&[&cas], &[client]).exits(0).stderr_has("left out 1 hidden").stderr_has(".hidden.pem`\n");
    }
}

#[test]
fn an_unfit_ca_is_named_and_left_out_and_the_rest_goes_on() {
    let scratch = Scratch::new();
    let bundle = scratch.file("cas.pem", bundle(&["other-ca.pem", "client-expired.pem", "ca.pem"]));
    let run = verify(&[&bundle], &["client.pem", "client-expired.pem"]).exits(5);
    run.stdout_has("2 certificates: 1 verified, 1 refused")
        .stderr_has(&format!("error: `{bundle}#2`: "))
        .stderr_has("(not_a_ca)\n")
        .stderr_has("help: its subject is CN=client-1,O=Example,C=US\n")
        .stderr_has(&format!("CA: `{bundle}#3`: fit, "));
    // Each one that cannot be read is named, whatever its form.
    let run = verify(&["ca.pem", "none.pem", "ca.der", &bundle, &scratch.path("none")], &["client.pem"]);
    run.exits(5)
        .stdout_has("SUCCESS")
        .stderr_has("error: `none.pem`: no such file")
        .stderr_has("error: `ca.der`: ")
        .stderr_has("#2`: ");
    // JSON has them as lines of their own.
    let run = verify(&[&bundle], &["--format", "json", "client.pem"]).exits(5);
    assert!(run.out.starts_with("{\"error\":{\"code\":\"not_a_ca\""), "{}", run.out);
    assert!(run.out.lines().nth(1).is_some_and(|line| line.contains("\"SUCCESS\"")), "{}", run.out);
    // Where none is left, nothing is verified.
    let run = verify(&["client.pem", "client-rsa.pem"], &["client.pem"]).exits(5);
    assert!(run.out.is_empty() && run.err.matches("(not_a_ca)").count() == 2, "{run:?}");
}

#[test]
fn a_private_key_beside_cas_refuses_their_file() {
    let scratch = Scratch::new();
    let key = "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n";
    let path = scratch.file("cas.pem", [&bundle(&["ca.pem", "other-ca.pem"]), key.as_bytes()].concat());
    verify(&[&path], &["client.pem"])
        .exits(5)
        .stderr_has("(private_key_found)")
        .stderr_has("replace it together");
}

#[test]
fn a_ca_beside_one_that_it_issued_is_warned_about() {
    let scratch = Scratch::new();
    let bundle = scratch.file("cas.pem", bundle(&["intermediate.pem", "ca.pem"]));
    let warning = format!("warning: `{bundle}#2` (`CN=example-ca,O=Example,C=US`) issued `{bundle}#1` (`");
    for format in ["text", "json", "csv"] {
        verify(&[&bundle], &["--format", format, "client.pem"])
            .exits(0)
            .stderr_has(&warning)
            .stderr_has("pass as well");
    }
    verify(&["ca.pem", "intermediate.pem"], &["client.pem"]).exits(0).stderr_has("warning: `ca.pem` (`");
    // One that renews another is meant to stand beside it.
    verify(&["ca-expired.pem", "ca-renewed.pem", "other-ca.pem"], &["client.pem"]).exits(0).stderr_is_empty();
}

#[test]
fn a_ca_that_is_given_twice_is_said_and_counts_once() {
    let scratch = Scratch::new();
    let bundle = scratch.file("cas.pem", bundle(&["ca.pem", "other-ca.pem", "ca.pem"]));
    let run = verify(&["ca.pem", &bundle], &["--format", "json", "--summary", "client.pem"]).exits(0);
    let summary: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let sources: Vec<_> = summary["summary"]["byCa"]
        .as_array()
        .expect("CAs")
        .iter()
        .map(|ca| ca["ca"]["source"].clone())
        .collect();
    assert_eq!(sources, ["ca.pem".into(), format!("{bundle}#2").into(), serde_json::Value::Null]);
    run.stderr_has(&format!("note: `{bundle}#1`: the same CA as `ca.pem`\n"))
        .stderr_has(&format!("note: `{bundle}#3`: the same CA as `ca.pem`\n"));
}

#[test]
fn of_many_repetitions_the_first_are_named_and_the_others_counted() {
    let scratch = Scratch::new();
    for (repetitions, more) in
        [(16, None), (17, Some("1 more CA is given")), (40, Some("24 more CAs are given"))]
    {
        let bundle = scratch.file("cas.pem", bundle(&vec!["ca.pem"; repetitions + 1]));
        let run = verify(&[&bundle], &["client.pem"]).exits(0);
        assert_eq!(run.err.matches(": the same CA as ").count(), 16, "{run:?}");
        assert_eq!(run.err.matches(" more than once\n").count(), usize::from(more.is_some()), "{run:?}");
        if let Some(more) = more {
            run.stderr_has(more);
        }
    }
}

#[test]
fn an_account_stands_for_its_cas() {
    let scratch = Scratch::new();
    let registry = scratch.path("registry.sqlite");
    let of_account = |arguments: &[&str], account: Option<&str>| {
        let mut command = program();
        command.args(arguments).env("ISSUEDBY_REGISTRY", &registry);
        if let Some(account) = account {
            command.env("ISSUEDBY_ACCOUNT", account);
        }
        run(&mut command, b"")
    };
    let create = ["ca-certificate", "create", "--account", "acme", "--name", "clients", "--cert", "ca.pem"];
    let id = of_account(&create, None).exits(0).out;
    let run = of_account(&["verify", "--account", "acme", "--format=json", "client.pem"], None).exits(0);
    run.stdout_has(&format!("\"ca\":{{\"id\":\"{}\"", id.trim()))
        .stderr_has("CA: `clients of account acme`: fit, ");
    of_account(&["verify", "--account", "acme", "--ca", "other-ca.pem", "client-other-ca.pem"], None)
        .exits(0);
    of_account(&["verify", "client.pem"], Some("acme")).exits(0);
    // The environment adds no CA beside those that are given.
    of_account(&["verify", "--ca", "other-ca.pem", "client.pem"], Some("acme")).exits(1);
    of_account(&["verify", "--account", "unknown", "client.pem"], None).exits(3);
    of_account(&["verify", "client.pem"], None).exits(2).stderr_has("--ca PATH").stderr_has("--account");
}

#[test]
fn an_expired_ca_loads_and_is_said_to_refuse_its_clients() {
    let scratch = Scratch::new();
    let cas = scratch.file("cas.pem", bundle(&["ca-expired.pem", "other-ca.pem"]));
    let of = |at: &str| issuedby(&["verify", "--at", at, "--summary", "--ca", &cas, "client.pem"]).exits(1);
    of(AT)
        .stderr_has("cas.pem#1`: loads, but expired ")
        .stderr_has(" ago: its clients are refused, CN=")
        .stderr_has("cas.pem#2`: fit, expires in ")
        .stdout_has(&format!("        1  refused because of their CA {cas}#1: ca_expired\n"));
    // The time is that of the check.
    of("2024-01-01T00:00:00Z").stderr_has("cas.pem#1`: fit, expires in ");
}

#[test]
fn a_refusal_names_its_ca_where_there_are_several() {
    let files = ["client-server-only.pem", "client-tampered.pem"];
    let of = |ca: &str| {
        issuedby(&[&["verify", "--at", AT, "--only", "failed", "--ca", ca], &files[..]].concat()).exits(1)
    };
    of("two-cas.pem").stdout_has("but not clientAuth; CA two-cas.pem#1\n");
    assert!(!of("ca.pem").out.contains("; CA "));
}

#[test]
fn weak_certificates_are_those_that_a_summary_counts() {
    let of = |more: &[&str]| issuedby(&[&["verify", "--ca", "ca.pem", "--at", AT], more, &["."]].concat());
    let summary: serde_json::Value =
        serde_json::from_str(&of(&["--summary", "--format=json"]).out).expect("JSON");
    let weak = of(&["--only", "weak", "--format", "json"]).exits(1);
    assert_eq!(summary["summary"]["weak"], weak.out.lines().count());
    weak.stdout_has("client-sha1.pem");
}
