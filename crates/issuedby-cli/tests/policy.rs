//! `issuedby verify --cert-issuer-dn`: what a policy says to what the core verified.

mod common;

use common::*;
use serde_json::Value;

const VERIFY: [&str; 5] = ["verify", "--ca", "ca.pem", "--at", AT];
const CA: &str = "CN=example-ca,O=Example,C=US";
const OTHER: &str = "CN=other-ca,O=Example,C=US";

/// `verify` with these names, then the rest.
fn verify(names: &[&str], more: &[&str]) -> Run {
    let options: Vec<&str> = names.iter().flat_map(|name| ["--cert-issuer-dn", *name]).collect();
    issuedby(&[&VERIFY[..], &options, more].concat())
}

#[test]
fn an_allowed_issuer_changes_nothing_but_the_last_key() {
    let expected = verdict(&der("client.pem"));
    for names in [
        &[CA][..],
        &[OTHER, CA],
        &["cn=EXAMPLE-CA; o=\"Example\"; c=us"],
        &["C = US\nO = Example\nCN = example-ca"],
        &["/C=US/O=Example/CN=example-ca"],
    ] {
        verify(names, &["client.pem"])
            .exits(0)
            .stdout_has("SUCCESS  ")
            .stdout_has("\npolicy        lets it in\n");
        let run = verify(names, &["--format=json", "client.pem"]).exits(0);
        let policy = run.out.strip_prefix(&expected[..expected.len() - 1]).expect("the core's bytes");
        let policy = policy.strip_prefix(",\"policy\":").expect(policy).trim_end();
        let policy: Value = serde_json::from_str(&policy[..policy.len() - 1]).expect("JSON");
        assert_eq!((&policy["action"], &policy["reason"]), (&"allow".into(), &Value::Null));
        assert_eq!(policy["sub"], "CN=client-1,O=Example,C=US");
    }
    let run = verify(&[], &["--format=json", "client.pem"]).exits(0);
    assert_eq!(run.out, format!("{expected}\n"));
    assert!(!verify(&[], &["client.pem"]).exits(0).out.contains("\npolicy "));
}

#[test]
fn another_issuer_is_refused_with_the_difference() {
    let run = verify(&[OTHER], &["client.pem"]).exits(1);
    let lines: Vec<_> = run.out.lines().collect();
    assert!(lines[0].starts_with("REFUSED  "), "{}", lines[0]);
    assert!(lines[1].starts_with("remedy        "), "{}", lines[1]);
    assert!(lines[2].starts_with("reason        issuer_not_allowed "), "{}", lines[2]);
    run.stdout_has(&format!("\nexpected      {OTHER}\n"))
        .stdout_has(&format!("\nfound         {CA}\n"))
        .stdout_has("\n1    CN         other-ca  example-ca\n")
        .stdout_has("\nlikely cause  ")
        .stdout_has("\nsubject       CN=client-1,");

    let run = verify(&[OTHER], &["--format=json", "client.pem"]).exits(1);
    assert!(run.out.starts_with("{\"status\":\"SUCCESS\",\"reason\":null,"), "{}", run.out);
    let value: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(value.as_object().expect("an object").keys().next_back().expect("a key"), "policy");
    assert_eq!(value["policy"]["action"], "reject");
    assert_eq!(value["comparison"]["level"], "different");
    assert_eq!(value["policy"]["reason"], "issuer_not_allowed");
    assert_eq!(value["policy"]["problem"]["status"], 401);
}

#[test]
fn the_difference_is_that_to_the_nearest_name() {
    let names = ["CN=a,OU=b,O=c,C=DE", "CN=example-cb,O=Example,C=US", "CN=x"];
    verify(&names, &["client.pem"])
        .exits(1)
        .stdout_has("expected      CN=example-cb,O=Example,C=US (the nearest of 3)\n")
        .stdout_has("1    CN         example-cb  example-ca\n");
    let run = verify(&["CN=x", "CN=example-ca+O=Example,C=US"], &["client.pem"]).exits(1);
    run.stdout_has(&format!("to paste      {CA}\n"));
}

#[test]
fn a_table_has_the_reason_and_counts_what_was_let_in() {
    let run = issuedby(&[
        "verify",
        "--at",
        AT,
        "--ca",
        "ca.pem",
        "--ca",
        "other-ca.pem",
        "--cert-issuer-dn",
        OTHER,
        "client.pem",
        "client-expired.pem",
        "client-other-ca.pem",
    ])
    .exits(1);
    let words: Vec<Vec<_>> = run.out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(words[0], ["REFUSED", "issuer_not_allowed", "CN=client-1,O=Example,C=US", "client.pem"]);
    assert!(run.out.lines().nth(1).is_some_and(|line| line.contains("`CN=other-ca`")), "{}", run.out);
    assert_eq!(words[2][..2], ["FAILED", "expired"]);
    assert_eq!(words[4], ["SUCCESS", "CN=client-1,O=Example,C=US", "client-other-ca.pem"]);
    run.stdout_has("\n3 certificates: 1 verified, 2 refused\n").stdout_has("\nissuer_not_allowed: ");
}

#[test]
fn what_does_not_verify_keeps_its_reason() {
    verify(&[OTHER], &["client-expired.pem"])
        .exits(1)
        .stdout_has("FAILED  ")
        .stdout_has("reason        expired ");
    for name in ["client-expired.pem", "client-truncated.der", "client-tampered.pem"] {
        let run = verify(&[CA], &["--format=json", name]).exits(1);
        let value: Value = serde_json::from_str(&run.out).expect("JSON");
        assert_eq!(value["policy"]["action"], "reject", "{name}");
        assert_eq!(value["policy"]["reason"], value["reason"], "{name}");
    }
    let several = verify(&[CA], &["--format=json", "client.pem", "client-expired.pem"]).exits(1);
    assert_eq!(several.out.matches("\"policy\":{").count(), 2);
    assert!(several.out.lines().all(|line| line.starts_with("{\"source\":")), "{}", several.out);
}

/// The commonest mistake: what OpenSSL prints without `-nameopt RFC2253`. What the answer says then works.
#[test]
fn a_name_in_the_opposite_order_is_refused_with_what_to_paste() {
    for pasted in ["C = US, O = Example, CN = example-ca", "C=US, O=Example, CN=example-ca"] {
        let run = verify(&[pasted], &["client.pem"]).exits(1).stderr_has("warning: --cert-issuer-dn: ");
        let run =
            run.stderr_has("opposite order").stderr_has(CA).stdout_has("REFUSED  ").stdout_has("1 -> 3  C ");
        let to_paste = run.out.lines().find_map(|line| line.strip_prefix("to paste "));
        let to_paste = to_paste.expect("what to paste").trim_start();
        verify(&[to_paste], &["client.pem"]).exits(0).stderr_is_empty();
        let run = verify(&[pasted], &["--format=json", "client.pem"]).exits(1);
        let value: Value = serde_json::from_str(&run.out).expect("JSON");
        assert_eq!(value["policy"]["reason"], "issuer_not_allowed");
        // Beside a name that matches it does no harm.
        verify(&[pasted, CA], &["client.pem"]).exits(0).stderr_has("opposite order");
    }
}

#[test]
fn the_subject_in_place_of_the_issuer_is_said_with_the_issuer() {
    let subject = "CN=client-1,O=Example,C=US";
    let run = verify(&[subject], &["client.pem"]).exits(1);
    let run = run.stdout_has("is this certificate's subject").stdout_has(&format!("\nfound         {CA}\n"));
    // The holder of any CA's certificate has chosen the subject.
    assert!(!run.out.contains("to paste"), "{}", run.out);
    let run = verify(&["C = US, O = Example, CN = client-1"], &["client.pem", "client-expired.pem"]).exits(1);
    run.stdout_has("is this certificate's subject, and certIssuerDN is the name of the issuer");
}

#[test]
fn names_that_cannot_be_used_are_mistakes_in_the_command_line() {
    let run = verify(&["CN=example-ca,O=\"Example,C=US"], &["client.pem"]).exits(2);
    run.stderr_has("error: --cert-issuer-dn: ").stderr_has("(unterminated_quote)\n").stderr_has("^\nhelp: ");
    verify(&["XX=a", "CN=a,"], &["client.pem"])
        .exits(2)
        .stderr_has("(unknown_attribute_type)")
        .stderr_has("(trailing_separator)");
    verify(&[""], &["client.pem"]).exits(2).stderr_has("found an empty name").stderr_has(CA);
    verify(&[CA, " "], &["client.pem"]).exits(2).stderr_has("(cert_issuer_dn_empty)").stderr_has("help: ");
    let many = vec![CA; issuedby::limits::MAX_CERT_ISSUER_DNS + 1];
    verify(&many, &["client.pem"]).exits(2).stderr_has("(too_many_cert_issuer_dns)");
    verify(&many[1..], &["client.pem"]).exits(0);
    // Names are read before files, and files before names are held against the CAs.
    issuedby(&["verify", "--ca", "none.pem", "--cert-issuer-dn", "XX=a", "client.pem"]).exits(2);
    issuedby(&["verify", "--ca", "none.pem", "--cert-issuer-dn", "", "client.pem"]).exits(5);
}

#[test]
fn what_is_unwise_is_a_warning_and_no_more() {
    verify(&["/C=US/O=Example/CN=example-ca"], &["client.pem"])
        .exits(0)
        .stderr_has("warning: --cert-issuer-dn: ")
        .stderr_has(CA);
    verify(&[CA, OTHER], &["client.pem"])
        .exits(0)
        .stderr_has("warning: --cert-issuer-dn: ")
        .stderr_has(OTHER);
    verify(&[CA], &["client.pem"]).exits(0).stderr_is_empty();
}

#[test]
fn refused_is_red() {
    let run = verify(&[OTHER], &["client.pem", "--color=always"]).exits(1);
    assert!(run.out.starts_with("\u{1b}[1m\u{1b}[31mREFUSED\u{1b}[0m"), "{:?}", run.out);
}
