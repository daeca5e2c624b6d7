//! The cases that test programs report themselves, such as the certificates of a corpus.
//!
//! One `#[test]` may go through thousands of cases. It then appends lines to a file named after the
//! cases in the folder `ISSUEDBY_CASES`: `run N M` (ran N of M) or `wants TEXT` (could not run).

use std::fs;
use std::path::Path;

use crate::count::Count;
use crate::repository;

/// The report of the tests about one group of cases.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cases {
    pub(crate) name: String,
    pub(crate) count: Count,
    /// The missing requirement, if the group or a part of it could not run.
    pub(crate) wants: Vec<String>,
}

/// Reads all reports below `folder`, sorted by name.
pub(crate) fn read(folder: &Path) -> Vec<Cases> {
    repository::files_below(folder, "")
        .iter()
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
            parse(name, &fs::read_to_string(path).unwrap_or_default())
        })
        .collect()
}

fn parse(name: String, text: &str) -> Cases {
    let mut cases = Cases { name, count: Count::default(), wants: Vec::new() };
    for line in text.lines() {
        match line.split_once(' ') {
            Some(("run", numbers)) => cases.count += run(numbers),
            Some(("wants", what)) => cases.wants.push(what.to_owned()),
            // A line that cannot be read must not look like a suite without cases.
            _ => cases.count += Count::one(false),
        }
    }
    cases
}

fn run(numbers: &str) -> Count {
    let numbers = numbers.split_once(' ').and_then(|(run, expected)| {
        Some(Count { passed: run.parse().ok()?, expected: expected.parse().ok()?, failed: 0, ignored: 0 })
    });
    numbers.unwrap_or_else(|| Count::one(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(text: &str) -> Cases {
        parse("corpora/limbo".to_owned(), text)
    }

    #[test]
    fn several_runs_of_one_name_are_summed() {
        let sum = cases("run 3 3\nrun 280 281\n");
        assert_eq!((sum.count.passed, sum.count.expected), (283, 284));
        assert!(!sum.count.is_complete());
    }

    #[test]
    fn a_wish_is_kept_as_it_was_written() {
        assert_eq!(cases("wants the Debian package `openssl`\n").wants, ["the Debian package `openssl`"]);
    }

    #[test]
    fn an_unreadable_line_is_a_failure() {
        assert!(!cases("ran 3 of 3\n").count.is_complete());
        assert!(!cases("run three 3\n").count.is_complete());
        assert!(!cases("run 3\n").count.is_complete());
    }

    #[test]
    fn a_folder_without_files_has_no_cases() {
        assert_eq!(read(Path::new("/nonexistent-folder")), []);
    }
}
