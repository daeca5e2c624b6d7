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
        &["ca-certificate"],
        &["ca-certificate", "create", "--account", "acme", "--name", "clients"],
        &["ca-certificate", "list"],
        &["ca-certificate", "describe", "--account", "acme"],
        &["ca-certificate", "delete", "--account", "acme", "mtlsca_aaaaaaaaaaaaaaaaaaaaaaaaaa"],
        &["domain", "add", "--account", "acme"],
        &["domain", "list", "--account", "acme", "api.example.com"],
        &["completions"],
        &["completions", "tcsh"],
    ] {
        let run = issuedby(arguments).exits(2);
        assert_eq!(run.out, "", "{arguments:?}");
    }
    issuedby(&["verfy"]).stderr_has("'verify'");
    issuedby(&["verify", "--ca", "ca.pem", "--formt=json", "client.pem"]).exits(2).stderr_has("'--format'");
    issuedby(&["verify", "--ca", "ca.pem", "-", "-"]).stderr_has("standard input");
}

#[test]
fn a_missing_account_error_has_both_ways_to_name_it() {
    for arguments in [&["ca-certificate", "list"][..], &["domain", "add", "api.example.com"]] {
        issuedby(arguments).exits(2).stderr_has("--account <ACCOUNT>").stderr_has("ISSUEDBY_ACCOUNT");
    }
    let other = issuedby(&["ca-certificate", "describe", "--account", "acme"]).exits(2);
    assert!(!other.err.contains("ISSUEDBY_ACCOUNT"), "{}", other.err);
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
        &["ca-certificate", "create", "--help"],
        &["ca-certificate", "list", "--help"],
        &["ca-certificate", "describe", "--help"],
        &["ca-certificate", "delete", "--help"],
        &["domain", "add", "--help"],
    ] {
        issuedby(arguments).exits(0).stderr_is_empty().stdout_has("Examples:").stdout_has("Exit status:");
    }
    issuedby(&["client-cert", "decode", "--help"]).exits(0).stdout_has("Examples:");
    issuedby(&["client-cert", "encode", "--help"]).exits(0).stdout_has("Example:");
}

#[test]
fn the_environment_variables_are_in_the_help() {
    for command in [["ca-certificate", "list"], ["ca-certificate", "create"], ["domain", "remove"]] {
        for help in ["-h", "--help"] {
            let run = issuedby(&[&command[..], &[help]].concat()).exits(0);
            run.stdout_has("ISSUEDBY_ACCOUNT").stdout_has("ISSUEDBY_REGISTRY");
        }
    }
}

#[test]
fn every_shell_has_completions() {
    for (shell, marker) in [
        ("bash", "complete -F _issuedby"),
        ("elvish", "edit:completion:arg-completer[issuedby]"),
        ("fish", "complete -c issuedby"),
        ("powershell", "Register-ArgumentCompleter"),
        ("zsh", "#compdef issuedby"),
    ] {
        issuedby(&["completions", shell])
            .exits(0)
            .stderr_is_empty()
            .stdout_has(marker)
            .stdout_has("ca-certificate");
    }
}

/// Bash itself, asked as readline asks it.
#[test]
fn bash_completes_commands_and_options() {
    let script = format!(
        "eval \"$('{}' completions bash)\"
        COMP_WORDS=(issuedby ca-certificate cr) COMP_CWORD=2
        _issuedby issuedby cr ca-certificate; echo \"${{COMPREPLY[@]}}\"
        COMP_WORDS=(issuedby domain add --acc) COMP_CWORD=3
        _issuedby issuedby --acc add; echo \"${{COMPREPLY[@]}}\"",
        env!("CARGO_BIN_EXE_issuedby")
    );
    match std::process::Command::new("bash").args(["--norc", "-c", &script]).output() {
        Ok(output) => {
            assert_eq!(String::from_utf8_lossy(&output.stdout), "create\n--account\n", "{output:?}");
        }
        Err(_) => issuedby_test_support::not_run("cli/completions", "the program `bash`"),
    }
}

#[test]
fn a_ca_can_come_from_standard_input() {
    with_input(&["verify", "--ca", "-", "--at", AT, "client.pem"], &sample("ca.pem")).exits(0);
    with_input(&["verify", "--ca", "-", "client.pem"], &sample("ca.der"))
        .exits(5)
        .stderr_has("standard input");
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
    issuedby(&["verify", "--ca", "ca.pem", "client-expired.pem"]).exits(1).stdout_has("expired");
    issuedby(&["verify", "--ca", "ca.pem", "client-not-yet-valid.pem"]).exits(1).stdout_has("not_yet_valid");
}
