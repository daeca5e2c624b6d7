//! Records of the mutants: those tried, and the reasons why some need no test. A program keeps both files.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display, Formatter, Write as _};
use std::fs;
use std::path::Path;
use std::process::Command;

const RECORD: &str = "tests/mutants/record.txt";
const SURVIVORS: &str = "tests/mutants/survivors.txt";

/// The results of the mutants of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileRecord {
    /// Git's hash of the contents that were changed.
    pub(super) hash: String,
    /// The number of changes that were tried.
    pub(super) tried: usize,
    /// The changes that no test noticed.
    pub(super) survivors: Vec<String>,
}

/// Every file that was tried: `hash tried survived path`, and a line `  survivor` for each of the last.
#[derive(Default)]
pub(super) struct Record {
    pub(super) files: BTreeMap<String, FileRecord>,
}

/// The reason why a change that no test notices is harmless: `path: change`, and a line `  why` below it.
pub(super) struct Survivors {
    explained: BTreeSet<String>,
}

impl Record {
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(root.join(RECORD)).map_err(|error| format!("{RECORD}: {error}"))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut record = Self::default();
        let mut last = String::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(survivor) = line.strip_prefix("  ") {
                let file = record.files.get_mut(&last).ok_or("a survivor stands before every file")?;
                file.survivors.push(survivor.to_owned());
                continue;
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            let [hash, tried, _, path] = words[..] else {
                return Err(format!("{RECORD}: `{line}` is no `hash tried survived path`"));
            };
            let tried = tried.parse().map_err(|_| format!("{RECORD}: `{tried}` is no number"))?;
            last = path.to_owned();
            record
                .files
                .insert(last.clone(), FileRecord { hash: hash.to_owned(), tried, survivors: Vec::new() });
        }
        Ok(record)
    }

    pub(super) fn write(&self, root: &Path) -> Result<(), String> {
        let mut text = String::from(
            "# Written by `cargo xtask mutants`: hash of the source, changes that were tried, changes that no test\n\
             # noticed (named below, explained in survivors.txt), path.\n",
        );
        for (path, file) in &self.files {
            let FileRecord { hash, tried, survivors } = file;
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{hash} {tried:4} {:4} {path}", survivors.len());
            text.extend(survivors.iter().map(|survivor| format!("  {survivor}\n")));
        }
        fs::write(root.join(RECORD), text).map_err(|error| format!("{RECORD}: {error}"))
    }
}

impl Display for Record {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let sum = |of: fn(&FileRecord) -> usize| self.files.values().map(of).sum::<usize>();
        write!(
            formatter,
            "{} files: {} changes were tried, {} were not noticed",
            self.files.len(),
            sum(|file| file.tried),
            sum(|file| file.survivors.len())
        )
    }
}

impl Survivors {
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let text =
            fs::read_to_string(root.join(SURVIVORS)).map_err(|error| format!("{SURVIVORS}: {error}"))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut explained = BTreeSet::new();
        let mut lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).peekable();
        while let Some(line) = lines.next() {
            let mut reasons = 0;
            while lines.next_if(|next| next.starts_with("  ")).is_some() {
                reasons += 1;
            }
            if reasons == 0 || !explained.insert(line.to_owned()) {
                return Err(format!("{SURVIVORS}: `{line}` has no reason below it, or stands twice"));
            }
        }
        Ok(Self { explained })
    }

    /// The survivors of a record without an explanation, and the explanations of what is no survivor.
    pub(super) fn unexplained(&self, record: &Record) -> Vec<String> {
        let named: BTreeSet<String> = record
            .files
            .iter()
            .flat_map(|(path, file)| file.survivors.iter().map(move |survivor| format!("{path}: {survivor}")))
            .collect();
        named.symmetric_difference(&self.explained).cloned().collect()
    }
}

/// Git's hash of a file as it is; empty where it cannot be read.
pub(super) fn hash(root: &Path, file: &str) -> String {
    let output = Command::new("git").current_dir(root).args(["hash-object", file]).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.trim().chars().take(12).collect()
}

/// A mutant without the number of its line, which moves: `path:line:column: change` becomes `change | line of source`.
pub(super) fn describe(source: &str, mutant: &str) -> String {
    let mut parts = mutant.splitn(4, ':');
    let number = parts.nth(1).and_then(|line| line.parse::<usize>().ok()).unwrap_or_default();
    let change = parts.nth(1).unwrap_or(mutant).trim();
    let line = source.lines().nth(number.saturating_sub(1)).unwrap_or_default().trim();
    format!("{change} | {line}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository;

    const TEXT: &str =
        "# a comment\nabc    3    1 src/a.rs\n  replace < with > in f | a < b\nabd 0 0 src/b.rs\n";

    #[test]
    fn a_record_is_read_as_it_is_written() {
        let record = Record::parse(TEXT).unwrap();
        assert_eq!(record.files["src/a.rs"].survivors, ["replace < with > in f | a < b"]);
        assert_eq!((record.files["src/a.rs"].tried, record.files["src/b.rs"].tried), (3, 0));
        assert!(record.to_string().ends_with("1 were not noticed"));
        assert!(Record::parse("abc 3\n").is_err());
    }

    #[test]
    fn survivors_and_explanations_are_compared_both_ways() {
        let record = Record::parse(TEXT).unwrap();
        let explained = |text: &str| Survivors::parse(text).map(|survivors| survivors.unexplained(&record));
        let line = "src/a.rs: replace < with > in f | a < b";
        assert_eq!(explained(&format!("{line}\n  equal values never come here\n")), Ok(Vec::new()));
        assert_eq!(explained(""), Ok(vec![line.to_owned()]));
        assert_eq!(
            explained(&format!("{line}\n  why\nsrc/c.rs: other\n  why\n")).unwrap(),
            ["src/c.rs: other"]
        );
        assert!(explained(line).is_err());
    }

    #[test]
    fn a_mutant_is_named_by_its_line_and_not_by_its_number() {
        let mutant = "src/a.rs:2:9: replace == with != in a::f";
        assert_eq!(describe("fn f() {\n    a == b\n}\n", mutant), "replace == with != in a::f | a == b");
    }

    #[test]
    fn every_change_that_no_test_noticed_is_explained() {
        let root = repository::root();
        let record = Record::read(&root).unwrap();
        assert_eq!(Survivors::read(&root).unwrap().unexplained(&record), [""; 0]);
    }
}
