//! `cargo xtask mutants`: changes the sources one place at a time, and asks the tests to notice each change.
//!
//! cargo-mutants makes the changes. A run may stop at any time: each file whose mutants were all tried is written to the
//! record with the hash of its contents, and is not tried again until they change.

mod record;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repository;
use record::{FileRecord, Record, Survivors};

/// Sources whose mutants are tried with the same tests.
struct Group {
    name: &'static str,
    package: &'static str,
    /// Folders end in `/`.
    sources: &'static [&'static str],
    /// The arguments of cargo-mutants: the features, and the packages whose tests run.
    options: &'static [&'static str],
    /// The arguments of `cargo test` in the second pass.
    tests: &'static [&'static str],
}

/// The core parts that decide, and the reader of hosts.
const GROUPS: &[Group] = &[
    Group {
        name: "text",
        package: "issuedby",
        sources: &[
            "crates/issuedby/src/client_cert/",
            "crates/issuedby/src/edge_headers/",
            "crates/issuedby/src/policy/",
            "crates/issuedby/src/name/",
        ],
        // Nothing here needs cryptography, which costs most of the time of a build.
        options: &["--no-default-features"],
        tests: &["--lib", "--tests"],
    },
    Group {
        name: "verification",
        package: "issuedby",
        sources: &[
            "crates/issuedby/src/verifier/",
            "crates/issuedby/src/name_constraints/",
            "crates/issuedby/src/general_name.rs",
            "crates/issuedby/src/ca/",
        ],
        options: &[
            "--no-default-features",
            "--features=issuedby/ring,issuedby-conformance/ring",
            "--test-package=issuedby,issuedby-conformance",
        ],
        tests: &["--lib", "--tests"],
    },
    Group {
        name: "host",
        package: "issuedby-registry",
        sources: &["crates/issuedby-registry/src/host.rs"],
        options: &[],
        tests: &["--lib", "--tests"],
    },
];

/// Tries what the record lacks, in the groups that are named or in all; with `--status` only says what that is.
///
/// # Errors
///
/// cargo-mutants is missing, or a file cannot be read or written.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let root = repository::root();
    let only_status = arguments.iter().any(|argument| argument == "--status");
    let names: Vec<&String> = arguments.iter().filter(|argument| *argument != "--status").collect();
    if let Some(unknown) = names.iter().find(|name| GROUPS.iter().all(|group| group.name != name.as_str())) {
        return Err(format!("there is no group `{unknown}`; there are: text, verification, host"));
    }
    let mut record = Record::read(&root)?;
    for group in GROUPS.iter().filter(|group| names.is_empty() || names.contains(&&group.name.to_owned())) {
        let pending = pending(&root, group, &record);
        println!("{}: {} files are not recorded as they are now", group.name, pending.len());
        if only_status || pending.is_empty() {
            continue;
        }
        let all = list(&root, group, &pending)?;
        forget_other_sources(&root, group)?;
        // The second pass tries again only what the first left, with tests that take longer to build.
        for tests in [&["--lib"], group.tests] {
            test(&root, group, &pending, tests)?;
        }
        for (file, mutants) in &all {
            if let Some(outcome) = outcome(&root, group, file, mutants)? {
                record.files.insert(file.clone(), outcome);
            }
        }
        record.write(&root)?;
    }
    println!("{record}");
    let unexplained = Survivors::read(&root)?.unexplained(&record);
    unexplained
        .iter()
        .for_each(|survivor| println!("no test notices it, and no entry explains it: {survivor}"));
    Ok(unexplained.is_empty())
}

/// The sources of a group that the record does not have as they are now.
fn pending(root: &Path, group: &Group, record: &Record) -> Vec<String> {
    let mut pending = sources(root, group);
    pending.retain(|file| record.files.get(file).is_none_or(|known| known.hash != record::hash(root, file)));
    pending
}

/// The files of a group, without those that hold only tests.
fn sources(root: &Path, group: &Group) -> Vec<String> {
    let mut files = Vec::new();
    for source in group.sources {
        match source.ends_with('/') {
            true => files.extend(repository::files_below(&root.join(source), ".rs")),
            false => files.push(root.join(source)),
        }
    }
    let relative = |path: &PathBuf| path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned();
    files.iter().map(relative).filter(|file| !file.ends_with("tests.rs")).collect()
}

fn mutants(root: &Path, group: &Group, files: &[String]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root).args(["mutants", "--package", group.package, "--colors=never"]);
    command.args(group.options).args(files.iter().map(|file| format!("--file={file}")));
    command
}

/// The mutants of each file, as cargo-mutants names them.
fn list(root: &Path, group: &Group, files: &[String]) -> Result<BTreeMap<String, Vec<String>>, String> {
    let output =
        mutants(root, group, files).arg("--list").output().map_err(|error| format!("cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo-mutants: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut all: BTreeMap<_, _> = files.iter().map(|file| (file.clone(), Vec::new())).collect();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let file = line.split(':').next().unwrap_or_default();
        all.entry(file.to_owned()).or_default().push(line.to_owned());
    }
    Ok(all)
}

/// Removes what an earlier run found out about sources that were different then.
fn forget_other_sources(root: &Path, group: &Group) -> Result<(), String> {
    let folder = output(root, group);
    let known = Path::new(&folder).join("sources.txt");
    let now: String =
        sources(root, group).iter().map(|file| format!("{} {file}\n", record::hash(root, file))).collect();
    if fs::read_to_string(&known).is_ok_and(|known| known == now) {
        return Ok(());
    }
    // It is not there on the first run.
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&known, now))
        .map_err(|error| format!("{folder}: {error}"))
}

/// One pass over the mutants that no earlier pass settled.
fn test(root: &Path, group: &Group, files: &[String], tests: &[&str]) -> Result<(), String> {
    let mut command = mutants(root, group, files);
    // No one debugs a mutant, and the corpora lie beside the original of the copy that is changed.
    command.envs([("CARGO_PROFILE_TEST_DEBUG", "0"), ("CARGO_PROFILE_DEV_DEBUG", "0")]);
    command.env("ISSUEDBY_CORPORA", root.join("../shared/corpora"));
    command.args(["--iterate", "--no-shuffle", "--timeout=180", "--output"]).arg(output(root, group));
    let status = command.arg("--").args(tests).status().map_err(|error| format!("cargo: {error}"))?;
    // 2 and 3: some were not noticed, or took too long. That is a result.
    match status.code() {
        Some(0 | 2 | 3) => Ok(()),
        _ => {
            Err(format!("cargo-mutants ended with {status}; what it finished is in {}", output(root, group)))
        }
    }
}

fn output(root: &Path, group: &Group) -> String {
    root.join("target/mutants").join(group.name).to_string_lossy().into_owned()
}

/// The results of all mutants of a file; `None` if some were not tried.
fn outcome(root: &Path, group: &Group, file: &str, mutants: &[String]) -> Result<Option<FileRecord>, String> {
    let folder = Path::new(&output(root, group)).join("mutants.out");
    let read = |name: &str| -> Vec<String> {
        // Absent before the first outcome of its kind.
        let text = fs::read_to_string(folder.join(name)).unwrap_or_default();
        text.lines().filter(|line| line.split(':').next() == Some(file)).map(str::to_owned).collect()
    };
    // `missed.txt` is of the last pass alone, which tried all that no earlier one settled.
    let missed = read("missed.txt");
    let mut tried = missed.clone();
    for name in ["caught.txt", "unviable.txt", "timeout.txt", "previously_caught.txt"] {
        tried.extend(read(name));
    }
    if mutants.iter().any(|mutant| !tried.contains(mutant)) {
        return Ok(None);
    }
    let source = fs::read_to_string(root.join(file)).map_err(|error| format!("{file}: {error}"))?;
    Ok(Some(FileRecord {
        hash: record::hash(root, file),
        tried: mutants.len(),
        survivors: missed.iter().map(|line| record::describe(&source, line)).collect(),
    }))
}
