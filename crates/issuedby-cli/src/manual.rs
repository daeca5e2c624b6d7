//! The manual pages and completions in the repository are those of this program.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, ValueEnum};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::arguments::Arguments;

/// The files that a folder of this crate must have, by name.
type Files = BTreeMap<String, String>;

#[test]
fn the_manual_pages_are_those_of_this_program() {
    let mut command = Arguments::command();
    // Sets the full name of each command: `issuedby ca-certificate create`.
    command.build();
    let mut files = Files::new();
    add_pages(&command, &mut files);
    assert!(files.contains_key("issuedby-ca-certificate-create.1"));
    is_fresh("man", &files);
}

#[test]
fn the_completions_are_those_of_this_program() {
    let files = Shell::value_variants().iter().map(|shell| {
        let mut octets = Vec::new();
        clap_complete::generate(*shell, &mut Arguments::command(), "issuedby", &mut octets);
        (format!("issuedby.{shell}"), String::from_utf8(octets).expect("text"))
    });
    is_fresh("completions", &files.collect());
}

fn add_pages(command: &clap::Command, files: &mut Files) {
    let mut octets = Vec::new();
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    Man::new(command.clone()).title(name.to_uppercase()).render(&mut octets).expect("a page");
    files.insert(format!("{name}.1"), String::from_utf8(octets).expect("text"));
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        add_pages(inner, files);
    }
}

/// Writes the files below `target/` and compares them with those in the repository.
#[track_caller]
fn is_fresh(folder: &str, files: &Files) {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let made = target().join("generated").join(folder);
    let _ = fs::remove_dir_all(&made);
    fs::create_dir_all(&made).expect("a folder can be made");
    for (name, text) in files {
        fs::write(made.join(name), text).expect("a file can be written");
    }
    let there: Files = fs::read_dir(&committed)
        .map(|entries| {
            let read = |entry: fs::DirEntry| {
                let name = entry.file_name().to_string_lossy().into_owned();
                (name, fs::read_to_string(entry.path()).unwrap_or_default())
            };
            entries.filter_map(Result::ok).map(read).collect()
        })
        .unwrap_or_default();
    let stale: Vec<&String> =
        files.keys().chain(there.keys()).filter(|name| files.get(*name) != there.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "not as the program has them: {stale:?}; to put them right: rm -rf {committed} && cp -r {made} {committed}",
        committed = committed.display(),
        made = made.display()
    );
}

fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
    }
}
