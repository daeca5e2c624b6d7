//! The command line itself: help, version, mistakes.

mod common;

use common::*;

#[test]
fn mistakes_in_the_command_line_exit_2() {
    for arguments in [
        &[][..],
        &["verfy"],
        &["verify"],
        &["verify", "client.pem"],
        &["verify", "--ca", "ca.pem"],
        &["verify", "--ca", "ca.pem", "--format", "xml", "client.pem"],
        &["verify", "--ca", "ca.pem", "--at", "then", "client.pem"],
        &["verify", "--ca", "ca.pem", "--no-such-option", "client.pem"],
        &["verify", "--ca", "-", "-"],
        &["verify", "--ca", "ca.pem", "-", "-"],
        &["inspect"],
        &["client-cert"],
        &["dn"],
        &["dn", "compare"],
        &["dn", "compare", "CN=a"],
        &["dn", "compare", "-", "-"],
        &["dn", "compare", "CN=a", "CN=a", "CN=a"],
        &["dn", "normalize"],
        &["verify", "--ca", "ca.pem", "client.pem", "--cert-issuer-dn"],
    ] {
        let run = issuedby(arguments).exits(2);
        assert_eq!(run.out, "", "{arguments:?}");
    }
    issuedby(&["verfy"]).complains("'verify'");
    issuedby(&["verify", "--ca", "ca.pem", "--formt=json", "client.pem"]).exits(2).complains("'--format'");
    issuedby(&["verify", "--ca", "ca.pem", "-", "-"]).complains("standard input");
}

#[test]
fn the_version_is_that_of_the_workspace() {
    assert_eq!(issuedby(&["--version"]).exits(0).out, format!("issuedby {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_has_examples_and_the_exit_statuses() {
    for arguments in [
        &["--help"][..],
        &["verify", "--help"],
        &["inspect", "--help"],
        &["dn", "compare", "--help"],
        &["dn", "normalize", "--help"],
    ] {
        issuedby(arguments).exits(0).complains_of_nothing().says("Examples:").says("Exit status:");
    }
    issuedby(&["client-cert", "decode", "--help"]).exits(0).says("Examples:");
    issuedby(&["client-cert", "encode", "--help"]).exits(0).says("Example:");
}

#[test]
fn a_ca_can_come_from_standard_input() {
    with_input(&["verify", "--ca", "-", "--at", AT, "client.pem"], &sample("ca.pem")).exits(0);
    with_input(&["verify", "--ca", "-", "client.pem"], &sample("ca.der"))
        .exits(5)
        .complains("standard input");
}

#[test]
fn options_stand_before_or_after_the_command() {
    let expected = verdict(&der("client.pem")) + "\n";
    for arguments in [
        ["--format", "json", "verify", "--ca", "ca.pem", "--at", AT, "client.pem"],
        ["verify", "client.pem", "--at", AT, "--ca", "ca.pem", "--format", "json"],
    ] {
        assert_eq!(issuedby(&arguments).exits(0).out, expected);
    }
}

/// The clock is read here only: without `--at` the check is now.
#[test]
fn without_a_time_it_is_now() {
    issuedby(&["verify", "--ca", "ca.pem", "client-expired.pem"]).exits(1).says("expired");
    issuedby(&["verify", "--ca", "ca.pem", "client-not-yet-valid.pem"]).exits(1).says("not_yet_valid");
}
