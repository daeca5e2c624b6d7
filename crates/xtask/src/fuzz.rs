//! The fuzz targets: which there are, and the command that runs each for a while.

use std::env;
use std::fs;
use std::path::Path;

use crate::repository;
use crate::seeds;

/// How long each target runs unless told otherwise.
pub(crate) const DEFAULT_SECONDS: u32 = 10;

/// Fails when the lock file of the targets no longer fits the workspace.
pub(crate) const LOCKED: &str = "cargo tree --locked --quiet --depth 0 --manifest-path fuzz/Cargo.toml";

/// Builds all targets at once.
pub(crate) const BUILD: &str = "cargo +nightly fuzz build --fuzz-dir fuzz --target-dir target/fuzz";

/// One command for each target, for `ISSUEDBY_FUZZ_SECONDS` seconds or the default.
pub(crate) fn commands(root: &Path) -> Result<Vec<String>, String> {
    let seconds = match env::var("ISSUEDBY_FUZZ_SECONDS") {
        Ok(text) => {
            text.parse().map_err(|_| format!("ISSUEDBY_FUZZ_SECONDS is `{text}`: no number of seconds"))?
        }
        Err(_) => DEFAULT_SECONDS,
    };
    commands_for(root, seconds)
}

/// One command for each target, for so many seconds.
///
/// What libFuzzer finds goes to `target/fuzz-corpus`, which is kept from run to run; the seeds are only read.
pub(crate) fn commands_for(root: &Path, seconds: u32) -> Result<Vec<String>, String> {
    seeds::write(root)?;
    targets(root)?.iter().map(|target| command(root, target, seconds)).collect()
}

fn command(root: &Path, target: &str, seconds: u32) -> Result<String, String> {
    let corpus = format!("target/fuzz-corpus/{target}");
    fs::create_dir_all(root.join(&corpus)).map_err(|error| format!("{corpus}: {error}"))?;
    let mut folders = corpus;
    for seeds in [format!("target/fuzz-seeds/{target}"), format!("fuzz/seeds/{target}")] {
        if root.join(&seeds).is_dir() {
            folders = format!("{folders} {seeds}");
        }
    }
    Ok(format!(
        "cargo +nightly fuzz run --fuzz-dir fuzz --target-dir target/fuzz {target} {folders} -- \
         -max_total_time={seconds} -timeout=10 -rss_limit_mb=2048 -dict=fuzz/der.dict -print_final_stats=1"
    ))
}

/// The names of the targets, sorted.
///
/// A target that is not declared would never be built, and one without a source could not be: both are errors.
fn targets(root: &Path) -> Result<Vec<String>, String> {
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
}
