//! The committed corpora: what a target's long runs have found, as few inputs as reach the same edges.
//!
//! `fuzz/corpus-min/TARGET.base64` has one input a line, so that thousands of small files do not fill the repository.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use crate::fuzz;
use crate::repository;
use crate::seeds::base64;

/// The folder for the inputs of a fresh checkout, by target.
pub(crate) const UNPACKED: &str = "target/fuzz-corpus-min";

const PACKED: &str = "fuzz/corpus-min";

/// The maximum size of a packed corpus. The largest inputs are left out first.
const MAX_PACKED_BYTES: usize = 200_000;

/// Writes the inputs of the committed corpora to files of their own, in place of those of an earlier run.
///
/// # Errors
///
/// A file could not be read or written.
pub(crate) fn unpack(root: &Path) -> io::Result<()> {
    let unpacked = root.join(UNPACKED);
    if unpacked.exists() {
        fs::remove_dir_all(&unpacked)?;
    }
    for path in repository::files_below(&root.join(PACKED), ".base64") {
        let folder = unpacked.join(path.file_stem().unwrap_or_default());
        fs::create_dir_all(&folder)?;
        for (number, line) in fs::read_to_string(&path)?.lines().enumerate() {
            fs::write(folder.join(number.to_string()), base64::decode(line))?;
        }
    }
    Ok(())
}

/// Packs the corpus of each target: the smallest inputs that together reach the same edges.
///
/// # Errors
///
/// A file could not be read or written; libFuzzer could not be run.
pub(crate) fn minimise(root: &Path, targets: &[String]) -> Result<(), String> {
    for target in targets {
        let (inputs, packed) = minimise_one(root, target).map_err(|error| format!("{target}: {error}"))?;
        println!("{target}: {inputs} inputs, {packed} bytes");
    }
    Ok(())
}

fn minimise_one(root: &Path, target: &str) -> Result<(usize, usize), String> {
    let said = |error: io::Error| error.to_string();
    let merged = format!("target/fuzz-merged/{target}");
    let folder = root.join(&merged);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(said)?;
    }
    fs::create_dir_all(&folder).map_err(said)?;
    // Without counters an edge is one feature: how often it is taken would keep ten times as many inputs.
    let output = Command::new(fuzz::program(root, target)?)
        .args(["-set_cover_merge=1", "-use_counters=0", "-rss_limit_mb=2048", "-timeout=60", &merged])
        .args(fuzz::folders(root, target)?)
        .env("ASAN_OPTIONS", "detect_odr_violation=0")
        .current_dir(root)
        .output()
        .map_err(said)?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let mut inputs = Vec::new();
    for path in repository::files_below(&folder, "") {
        inputs.push(fs::read(path).map_err(said)?);
    }
    let text = pack(inputs);
    let path = root.join(PACKED).join(format!("{target}.base64"));
    fs::create_dir_all(root.join(PACKED)).and_then(|()| fs::write(path, &text)).map_err(said)?;
    Ok((text.lines().count(), text.len()))
}

/// One line for each input, the shortest first.
fn pack(mut inputs: Vec<Vec<u8>>) -> String {
    inputs.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    inputs.dedup();
    let mut text = String::new();
    // The empty input is what libFuzzer begins with anyway.
    for input in inputs.iter().filter(|input| !input.is_empty()) {
        let line = base64::encode(input);
        if text.len() + line.len() + 1 > MAX_PACKED_BYTES {
            break;
        }
        text.push_str(&line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_corpus_is_packed_by_length_once_each() {
        let inputs = [&b"abc"[..], b"", b"b", b"a", b"abc"].map(<[u8]>::to_vec);
        let packed = pack(inputs.to_vec());
        let unpacked: Vec<_> = packed.lines().map(base64::decode).collect();
        assert_eq!(unpacked, [&b"a"[..], b"b", b"abc"]);
    }

    #[test]
    fn a_packed_corpus_is_no_larger_than_its_limit() {
        let inputs: Vec<Vec<u8>> = (0..100_u8).map(|number| vec![number; 3000]).collect();
        let packed = pack(inputs);
        assert!(packed.len() <= MAX_PACKED_BYTES && packed.len() > MAX_PACKED_BYTES - 4001);
    }

    #[test]
    fn the_committed_corpora_are_of_targets_and_within_the_limit() {
        let root = repository::root();
        let targets = fuzz::targets(&root).expect("the targets");
        for path in repository::files_below(&root.join(PACKED), "") {
            let text = fs::read_to_string(&path).expect("text");
            assert!(text.len() <= MAX_PACKED_BYTES, "{}", path.display());
            let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            assert!(targets.contains(&name), "{}", path.display());
        }
    }
}
