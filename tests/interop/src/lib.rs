//! The program against certificates that other tools made, as a user would run it.
//!
//! A maker writes `ca.pem`, `other-ca.pem`, `client.pem`, `server.pem` (serverAuth only) and `expired.pem`
//! into a folder; [`evaluate`] then asks the program about each and compares what it says with what the maker
//! knows.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use issuedby_test_support::repository;
use serde_json::Value;

/// The properties of the client's certificate, from its maker.
pub struct Known<'a> {
    /// RFC 4514, in the ASCII style.
    pub subject: &'a str,
    /// RFC 4514, in the ASCII style.
    pub issuer: &'a str,
}

/// An empty folder under the target directory, made anew for each run.
pub fn folder(name: &str) -> PathBuf {
    let folder = program().ancestors().nth(2).expect("the target directory").join("interop").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder under the target directory can be made");
    folder
}

/// Runs a command that must succeed, and gives its standard output.
pub fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("the tool prints UTF-8")
}

/// True where a program can be started.
pub fn exists(program: &str, argument: &str) -> bool {
    Command::new(program).arg(argument).output().is_ok_and(|output| output.status.success())
}

/// Asks the program about every certificate of a folder. Gives the number of questions.
pub fn evaluate(folder: &Path, known: &Known<'_>) -> usize {
    let at = |name: &str| folder.join(name);
    let (ca, other) = (at("ca.pem"), at("other-ca.pem"));

    let accepted = verify(&ca, &at("client.pem"), 0);
    assert_eq!(accepted["status"], "SUCCESS", "{accepted}");
    assert_eq!(accepted["reason"], Value::Null);
    assert_eq!(accepted["certificate"]["subject"], known.subject);
    assert_eq!(accepted["certificate"]["issuer"], known.issuer);
    assert_eq!(accepted["ca"]["subject"], known.issuer);
    assert!(accepted["validFrom"].is_string() && accepted["validUntil"].is_string());

    let refused = [
        (&other, "client.pem", "no_matching_ca", false),
        (&ca, "server.pem", "not_for_client_authentication", true),
        (&ca, "expired.pem", "expired", true),
        (&ca, "ca.pem", "is_a_ca", true),
    ];
    for (ca, name, reason, authenticated) in refused {
        let verdict = verify(ca, &at(name), 1);
        assert_eq!(verdict["status"], "FAILED", "{name}: {verdict}");
        assert_eq!(verdict["reason"], reason, "{name}: {verdict}");
        assert_eq!(verdict["reasons"][0]["authenticated"], authenticated, "{name}: {verdict}");
    }
    1 + refused.len()
}

/// `issuedby verify --ca CA --format json LEAF`, which must end with this exit status.
pub fn verify(ca: &Path, leaf: &Path, status: i32) -> Value {
    let output = issuedby(&["verify", "--format", "json", "--ca"], &[ca, leaf]);
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    assert_eq!(output.status.code(), Some(status), "{text}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Runs the program with words and then paths.
pub fn issuedby(words: &[&str], paths: &[&Path]) -> Output {
    Command::new(program()).args(words).args(paths).output().expect("the program starts")
}

/// The program, built once for this run beside the test that asks.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows where it is");
        let profile = test.ancestors().nth(2).expect("a test is in `deps` of a profile's folder");
        let target = profile.parent().expect("a profile's folder is in the target directory");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.current_dir(repository()).args([
            "build",
            "--quiet",
            "--package",
            "issuedby-cli",
            "--target-dir",
        ]);
        run(build.arg(target));
        target.join("debug").join(format!("issuedby{}", std::env::consts::EXE_SUFFIX))
    })
}
