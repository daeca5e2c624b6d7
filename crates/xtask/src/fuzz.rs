//! The fuzz targets: which there are, their programs, and the command that runs each for a while.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::corpus;
use crate::repository;
use crate::run::{Output, Shell};
use crate::seeds;

/// The default time of all targets together, without the time to start them.
const DEFAULT_SECONDS_IN_ALL: usize = 64;

/// Fails when the lock file of the targets no longer fits the workspace.
pub(crate) const LOCKED: &str = "cargo tree --locked --quiet --depth 0 --manifest-path fuzz/Cargo.toml";

/// Builds all targets at once.
pub(crate) const BUILD: &str = "cargo +nightly fuzz build --fuzz-dir fuzz --target-dir target/fuzz";

/// One command for each target, for `ISSUEDBY_FUZZ_SECONDS` seconds or the default.
pub(crate) fn commands(root: &Path) -> Result<Vec<String>, String> {
    let seconds = match env::var("ISSUEDBY_FUZZ_SECONDS") {
        Ok(text) => Some(
            text.parse().map_err(|_| format!("ISSUEDBY_FUZZ_SECONDS is `{text}`: no number of seconds"))?,
        ),
        Err(_) => None,
    };
    commands_for(root, &[], seconds)
}

/// One command for each target, for so many seconds.
///
/// What libFuzzer finds goes to `target/fuzz-corpus`, which is kept from run to run; the seeds are only read.
pub(crate) fn commands_for(
    root: &Path,
    only: &[String],
    seconds: Option<usize>,
) -> Result<Vec<String>, String> {
    let targets = chosen(root, only)?;
    seeds::write(root)?;
    let seconds = seconds.unwrap_or((DEFAULT_SECONDS_IN_ALL / targets.len().max(1)).max(1));
    targets.iter().map(|target| command(root, target, seconds)).collect()
}

fn command(root: &Path, target: &str, seconds: usize) -> Result<String, String> {
    let folders = folders(root, target)?.join(" ");
    let dictionary = dictionary(root, target);
    Ok(format!(
        "cargo +nightly fuzz run --fuzz-dir fuzz --target-dir target/fuzz {target} {folders} -- \
         -max_total_time={seconds} -timeout=10 -rss_limit_mb=2048 -dict={dictionary} -print_final_stats=1"
    ))
}

/// Builds all targets, as the commands would.
pub(crate) fn build(root: &Path) -> Result<(), String> {
    match Shell::new(root.to_path_buf(), Output::Live).run(BUILD).success() {
        true => Ok(()),
        false => Err(format!("`{BUILD}` failed")),
    }
}

/// The folders with inputs of a target: the growing one first, then those that are only read.
pub(crate) fn folders(root: &Path, target: &str) -> Result<Vec<String>, String> {
    let grows = format!("target/fuzz-corpus/{target}");
    fs::create_dir_all(root.join(&grows)).map_err(|error| format!("{grows}: {error}"))?;
    let read = [
        format!("{}/{target}", corpus::UNPACKED),
        format!("target/fuzz-seeds/{target}"),
        format!("fuzz/seeds/{target}"),
    ];
    let there = read.into_iter().filter(|folder| root.join(folder).is_dir());
    Ok([grows].into_iter().chain(there).collect())
}

/// The words that a target's inputs are made of: its own dictionary, or that of DER.
pub(crate) fn dictionary(root: &Path, target: &str) -> String {
    let own = format!("fuzz/dict/{target}.dict");
    if root.join(&own).is_file() { own } else { "fuzz/dict/der.dict".to_owned() }
}

/// The program of a target, where [`BUILD`] puts it.
pub(crate) fn program(root: &Path, target: &str) -> Result<PathBuf, String> {
    let output = Command::new("rustc").args(["+nightly", "--version", "--verbose"]).output();
    let output = output.map_err(|error| format!("rustc: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: ")).ok_or("rustc names no host")?;
    Ok(root.join("target/fuzz").join(host).join("release").join(target))
}

/// The targets of these names, in this order; all of them where there are no names.
pub(crate) fn chosen(root: &Path, only: &[String]) -> Result<Vec<String>, String> {
    let all = targets(root)?;
    match only.iter().find(|name| !all.contains(name)) {
        Some(unknown) => Err(format!("there is no target `{unknown}`, only {}", all.join(", "))),
        None if only.is_empty() => Ok(all),
        None => Ok(only.to_vec()),
    }
}

/// The names of the targets, sorted.
///
/// A target that is not declared would never be built, and one without a source could not be: both are errors.
pub(crate) fn targets(root: &Path) -> Result<Vec<String>, String> {
    let manifest = fs::read_to_string(root.join("fuzz/Cargo.toml"))
        .map_err(|error| format!("fuzz/Cargo.toml: {error}"))?;
    let mut declared = declared(&manifest);
    declared.sort();
    let mut sources: Vec<_> = repository::files_below(&root.join("fuzz/fuzz_targets"), ".rs")
        .iter()
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    sources.sort();
    if declared == sources {
        Ok(declared)
    } else {
        Err(format!("fuzz/Cargo.toml declares {declared:?}, fuzz/fuzz_targets holds {sources:?}\n"))
    }
}

/// The names in the `[[bin]]` tables of a manifest.
fn declared(manifest: &str) -> Vec<String> {
    let mut table = "";
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            table = line;
        } else if let Some(name) = line.strip_prefix("name = ").filter(|_| table == "[[bin]]") {
            names.push(name.trim_matches('"').to_owned());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_programs_are_targets() {
        let manifest =
            "[package]\nname = \"fuzz\"\n\n[[bin]]\nname = \"pem\"\ntest = false\n\n[[bin]]\nname = \"ca\"\n";
        assert_eq!(declared(manifest), ["pem", "ca"]);
    }

    #[test]
    fn targets_are_chosen_by_name_and_unknown_ones_are_errors() {
        let root = repository::root();
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(chosen(&root, &names(&["pem", "ca"])), Ok(names(&["pem", "ca"])));
        assert_eq!(chosen(&root, &[]), targets(&root));
        assert!(chosen(&root, &names(&["pem", "pen"])).is_err_and(|error| error.contains("`pen`")));
    }

    #[test]
    fn every_target_has_a_dictionary_that_is_there() {
        let root = repository::root();
        let all = targets(&root).expect("the targets");
        assert!(all.iter().all(|target| root.join(dictionary(&root, target)).is_file()));
        let own: Vec<_> = repository::files_below(&root.join("fuzz/dict"), ".dict");
        for path in own {
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            assert!(name == "der" || all.contains(&name), "{name}.dict is of no target");
        }
    }
}
