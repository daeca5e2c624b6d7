//! The committed files are what this crate makes: nothing stale, nothing left over.

use std::collections::BTreeSet;
use std::fs;

use issuedby_generator::file::{self, GeneratedFile};
use issuedby_test_support::{report_cases, repository};

#[test]
fn committed_files_are_fresh() {
    let made = repository().join("target/generated");
    let files = file::all();
    let stale: Vec<_> = files.iter().filter(|file| !file.is_fresh()).collect();
    for file in &stale {
        file.write(&made).expect("target/ can be written");
    }
    let paths: Vec<_> = stale.iter().map(|file| file.path.display().to_string()).collect();
    assert!(
        stale.is_empty(),
        "stale: {}\nthe new files are in {}; `cargo xtask generate` puts them in place",
        paths.join(", "),
        made.display()
    );
    report_cases("generator/fresh", files.len(), files.len());
}

#[test]
fn no_sample_is_left_over() {
    let made: BTreeSet<_> = file::all().into_iter().map(|GeneratedFile { path, .. }| path).collect();
    for entry in fs::read_dir(repository().join("tests/certs")).expect("tests/certs can be listed") {
        let path = entry.expect("an entry").path();
        let path = path.strip_prefix(repository()).expect("below the root");
        assert!(made.contains(path), "{} is no longer made: remove it", path.display());
    }
}
