//! The version of a target that ran: the hash of its sources, and the commit.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::repository;

/// The hash of a target's own files: the one in `fuzz_targets`, and the folder of the same name in `fuzz/src`.
pub(super) fn hash(root: &Path, target: &str) -> Result<String, String> {
    let mut files = vec![root.join(format!("fuzz/fuzz_targets/{target}.rs"))];
    files.extend(repository::files_below(&root.join(format!("fuzz/src/{target}")), ".rs"));
    let contents = files.iter().map(fs::read).collect::<io::Result<Vec<_>>>();
    let contents = contents.map_err(|error| format!("the source of {target}: {error}"))?.concat();
    git(root, &["hash-object", "--stdin"], &contents).map(|hash| short(&hash))
}

/// The commit that is checked out.
pub(super) fn commit(root: &Path) -> Result<String, String> {
    git(root, &["rev-parse", "HEAD"], &[]).map(|commit| short(&commit))
}

fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}

fn git(root: &Path, arguments: &[&str], input: &[u8]) -> Result<String, String> {
    let run = || {
        let mut git = Command::new("git")
            .args(arguments)
            .current_dir(root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        // Dropped at the end of the statement, so that git sees the end of its input.
        git.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(input))?;
        git.wait_with_output()
    };
    match run() {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        }
        Ok(output) => Err(format!("git {}: {}", arguments.join(" "), output.status)),
        Err(error) => Err(format!("git {}: {error}", arguments.join(" "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_that_of_the_contents() {
        let root = repository::root();
        assert_ne!(hash(&root, "pem"), hash(&root, "ca"));
        assert_eq!(hash(&root, "pem").map(|hash| hash.len()), Ok(12));
        assert!(hash(&root, "no_such_target").is_err());
        assert_eq!(
            git(&root, &["hash-object", "--stdin"], b""),
            Ok("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391".to_owned())
        );
    }
}
