//! The benchmark of the C library beside OpenSSL.

use std::fs;

use crate::install_c::{build, target_folder};
use crate::repository;
use crate::run::{Output, Shell};

/// Builds library and benchmark for release, and runs it.
///
/// # Errors
///
/// When the folder for the program cannot be made.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let root = repository::root();
    let target = target_folder(&root);
    let program = target.join("c/bench");
    fs::create_dir_all(target.join("c")).map_err(|error| format!("`{}`: {error}", target.display()))?;
    let compile = format!(
        "gcc -std=c17 -O2 -Ibindings/c/include bindings/c/bench/bench.c -o {} {} -lcrypto -lgcc_s -lutil -lrt -lpthread \
         -lm -ldl -lc",
        program.display(),
        target.join("release/libissuedby.a").display()
    );
    let bench =
        format!("{} tests/certs/ca.der tests/certs/client.der {}", program.display(), arguments.join(" "));
    if !build::release(&root) {
        return Ok(false);
    }
    let shell = Shell::new(root, Output::Live);
    Ok([&*compile, bench.trim()].iter().all(|command| shell.run(command).success()))
}
