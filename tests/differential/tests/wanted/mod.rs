//! The outside programs of a slice.

use std::process::Command;

use issuedby_test_support::not_run;

/// True if the peers can be built and run; if not, prints what is missing.
pub(crate) fn peers_are_there(suite: &str) -> bool {
    let wanted = [
        ("cc", &["--version"] as &[_], "a C compiler (Debian package gcc)"),
        ("go", &["version"], "go (Debian package golang-go)"),
        (
            "pkg-config",
            &["--exists", "libcrypto"],
            "OpenSSL's library (Debian packages pkg-config and libssl-dev)",
        ),
    ];
    wanted.into_iter().all(|(program, arguments, package)| is_there(suite, program, arguments, package))
}

/// True if a program runs with these arguments.
pub(crate) fn is_there(suite: &str, program: &str, arguments: &[&str], package: &str) -> bool {
    let run = Command::new(program).args(arguments).output();
    let there = run.is_ok_and(|done| done.status.success());
    if !there {
        not_run(suite, package);
    }
    there
}
