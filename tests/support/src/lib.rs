//! Support for tests: the corpora, reports of cases, pseudo-random numbers, and CA certificates in any number.

pub mod certificates;
mod random;

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

pub use random::Random;

/// The root of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("tests/support is two levels below the root")
        .to_path_buf()
}

/// The folder of the certificate corpora: `ISSUEDBY_CORPORA`, or `shared/corpora` beside the clone.
///
/// `None` where a clone stands alone: the caller then runs what it can and reports the rest with
/// [`not_run`].
pub fn corpora() -> Option<PathBuf> {
    let folder = match env::var_os("ISSUEDBY_CORPORA") {
        Some(folder) => PathBuf::from(folder),
        None => repository().parent()?.join("shared/corpora"),
    };
    folder.join("limbo.jsonl").is_file().then_some(folder)
}

/// The folder of the Distinguished Name vectors: `dn`, beside the corpora.
pub fn distinguished_names() -> Option<PathBuf> {
    let folder = corpora()?.parent()?.join("dn");
    folder.join("equality.json").is_file().then_some(folder)
}

/// Says that `suite` ran `run` of the `expected` cases; fails when the numbers differ.
///
/// `cargo xtask test` collects these lines from the folder `ISSUEDBY_CASES` and prints them as its table.
pub fn report_cases(suite: &str, run: usize, expected: usize) {
    record(suite, &format!("run {run} {expected}"));
    assert_eq!(run, expected, "{suite}: ran {run} of {expected} cases");
}

/// Says that `suite` could not run, and what it wants.
///
/// With `CI=1` or `CI=true` a suite that did not run is a failure.
pub fn not_run(suite: &str, wants: &str) {
    record(suite, &format!("wants {wants}"));
    let ci = env::var("CI").is_ok_and(|value| value == "1" || value == "true");
    assert!(!ci, "{suite} was not run: it wants {wants}");
}

fn record(suite: &str, line: &str) {
    println!("[{suite}] {line}");
    if let Some(folder) = env::var_os("ISSUEDBY_CASES") {
        let path = PathBuf::from(folder).join(suite);
        fs::create_dir_all(path.parent().expect("a file in a folder"))
            .expect("the folder of case reports can be made");
        let mut file =
            OpenOptions::new().create(true).append(true).open(path).expect("a case report can be opened");
        // One write: tests that run at the same time append to the same file.
        file.write_all(format!("{line}\n").as_bytes()).expect("a case report can be written");
    }
}
