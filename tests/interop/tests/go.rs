//! Certificates that Go's crypto/x509 made.

use std::process::Command;

use issuedby_interop::{Known, evaluate, exists, folder, run};
use issuedby_test_support::{not_run, report_cases, repository};

#[test]
fn certificates_of_go_get_the_right_verdicts() {
    if !exists("go", "version") {
        return not_run("interop/go", "go (Debian package golang-go)");
    }
    let folder = folder("go");
    let cache = folder.join("cache");
    run(Command::new("go")
        .env("GOCACHE", &cache)
        .arg("run")
        .arg(repository().join("tests/interop/makers/make.go"))
        .arg(&folder));
    let asked =
        evaluate(&folder, &Known { subject: "CN=client-1,O=M\\C3\\BCller,C=DE", issuer: "CN=a ca,C=US" });
    report_cases("interop/go", asked, 5);
}
