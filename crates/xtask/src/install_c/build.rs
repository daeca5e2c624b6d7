//! The release build of the C library, which names no folder of the machine that made it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::target_folder;
use crate::run::{Output, Shell};

/// Separates flags in `CARGO_ENCODED_RUSTFLAGS`.
const SEPARATOR: &str = "\u{1f}";

/// Builds the library; false if that failed.
pub(crate) fn release(root: &Path) -> bool {
    let mut shell = Shell::new(root.to_owned(), Output::Live);
    shell.set_variable("CARGO_ENCODED_RUSTFLAGS", flags(root).into());
    shell.run("cargo build --locked --release -p issuedby-c").success()
}

/// The caller's own flags for the compiler, and for each folder of this machine the name that stands for it.
///
/// AWS-LC removes its folder from its C code itself.
fn flags(root: &Path) -> OsString {
    let mut flags: Vec<OsString> = match (env::var("CARGO_ENCODED_RUSTFLAGS"), env::var("RUSTFLAGS")) {
        (Ok(encoded), _) => encoded.split(SEPARATOR).map(OsString::from).collect(),
        (_, Ok(words)) => words.split_whitespace().map(OsString::from).collect(),
        _ => Vec::new(),
    };
    // The last one that fits wins.
    for (folder, name) in folders(root) {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder);
        flag.push("=");
        flag.push(name);
        flags.push(flag);
    }
    flags.retain(|flag| !flag.is_empty());
    flags.join(SEPARATOR.as_ref())
}

fn folders(root: &Path) -> Vec<(PathBuf, &'static str)> {
    let home = env::home_dir();
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| home.map(|home| home.join(".cargo")));
    let mut folders = vec![(target_folder(root), "/target"), (root.to_owned(), "/issuedby")];
    folders.extend(cargo.map(|folder| (folder, "/cargo")));
    folders.extend(rust().map(|folder| (folder, "/rust")));
    folders
}

/// The folder of the compiler: sources of the standard library are there if `rust-src` is installed.
fn rust() -> Option<PathBuf> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    Some(folder.trim()).filter(|folder| !folder.is_empty()).map(PathBuf::from)
}
