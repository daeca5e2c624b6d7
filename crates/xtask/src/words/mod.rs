//! The words of the repository: every tracked source and document is read against one list.

mod identifiers;
mod list;

use std::fs;
use std::ops::Range;
use std::path::Path;

use identifiers::Split;
use list::{QUESTIONS, WORDS};
use regex::Regex;

use crate::repository;

/// The endings of the files that people read: sources, documents, and the settings of tools.
const READ: &[&str] = &[
    "c", "cff", "cjs", "cpp", "css", "cts", "go", "h", "hpp", "in", "js", "md", "mjs", "mts", "py", "pyi",
    "rs", "sh", "toml", "ts", "yaml", "yml",
];

/// Files whose words are not ours to choose: the list itself, and records that a program writes.
const NOT_READ: &[&str] = &["crates/xtask/src/words/"];

/// The section of the changelog that names what was renamed.
const RENAMED: &str = "### Renamed";

/// Refuses words that the list does not allow, and doc comments that begin with a question.
///
/// # Errors
///
/// A line for each finding: the file, the line, the words found, and those to write.
pub(crate) fn check(root: &Path) -> Result<(), String> {
    let found = findings(root, |_| true)?;
    let hint = "CONTRIBUTING.md explains the words below \"Glossary\".\n";
    if found.is_empty() { Ok(()) } else { Err(found + hint) }
}

/// A line for each finding in the files that are wanted.
fn findings(root: &Path, is_wanted: impl Fn(&str) -> bool) -> Result<String, String> {
    let list = List::new();
    let mut found = String::new();
    let mut read = 0;
    for path in repository::tracked(root)?.into_iter().filter(|path| is_read(path) && is_wanted(path)) {
        // A file that is deleted and not committed yet is still in git's list.
        let Ok(bytes) = fs::read(root.join(&path)) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        read += 1;
        for Finding { line, words, write } in list.findings(&path, &text) {
            found += &format!("{path}:{line}: `{words}`: write {write}\n");
        }
    }
    if read == 0 { Err("git lists no file to read\n".to_owned()) } else { Ok(found) }
}

/// Prints all findings below some paths, or everywhere if there are none; `false` if something was found.
///
/// # Errors
///
/// git cannot list the files.
pub(crate) fn list(root: &Path, below: &[String]) -> Result<bool, String> {
    let found =
        findings(root, |path| below.is_empty() || below.iter().any(|prefix| path.starts_with(prefix)))?;
    print!("{found}");
    Ok(found.is_empty())
}

fn is_read(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    READ.contains(&ending) && !NOT_READ.iter().any(|prefix| path.starts_with(prefix))
}

/// One place that must be written differently.
#[derive(Debug, PartialEq)]
struct Finding {
    /// The line, from 1.
    line: usize,
    words: String,
    write: &'static str,
}

/// The list with its expressions compiled.
struct List {
    words: Vec<Compiled>,
    doc_comment: Regex,
    /// The first line below an opening `/**`.
    block_comment: Regex,
}

struct Compiled {
    pattern: Regex,
    /// False for a name of which case counts: it is refused as a whole identifier only.
    is_in_identifiers: bool,
    allowed: Vec<Regex>,
    write: &'static str,
}

impl List {
    fn new() -> Self {
        let compile = |expression: &str| Regex::new(expression).unwrap_or_else(|error| panic!("{error}"));
        let words = WORDS.iter().map(|word| Compiled {
            pattern: compile(&format!("(?i-u){}", word.pattern)),
            is_in_identifiers: !word.pattern.starts_with("(?-i)"),
            allowed: word.allowed.iter().map(|allowed| compile(&format!("(?-u){allowed}"))).collect(),
            write: word.write,
        });
        // The sign of a doc comment in Rust, Python, or C and JavaScript.
        let doc_comment = format!(r#"(?-u)^\s*(?:(//[/!])|"""|/\*\*) ?(?:({}) |)"#, QUESTIONS.join("|"));
        let block_comment = format!(r"(?-u)^\s*\* ({}) ", QUESTIONS.join("|"));
        Self {
            words: words.collect(),
            doc_comment: compile(&doc_comment),
            block_comment: compile(&block_comment),
        }
    }

    /// All findings of a file, by line.
    fn findings(&self, path: &str, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut before = "";
        let mut in_renamed = false;
        for (number, line) in text.lines().enumerate() {
            let line_number = number + 1;
            if path == "CHANGELOG.md" && line.starts_with('#') {
                in_renamed = line == RENAMED;
            }
            if in_renamed {
                continue;
            }
            let split = Split::new(line);
            for word in &self.words {
                found.extend(word.found_in(line, &split).into_iter().map(|words| Finding {
                    line: line_number,
                    words: words.to_owned(),
                    write: word.write,
                }));
            }
            if let Some(question) = self.question(line, before) {
                found.push(Finding {
                    line: line_number,
                    words: question.to_owned(),
                    write: "a noun phrase or a verb first: The number of, Reads, True if",
                });
            }
            before = line;
        }
        found
    }

    /// The question with which a line begins a doc comment. The line before it may belong to the same comment.
    fn question<'line>(&self, line: &'line str, before: &str) -> Option<&'line str> {
        let is_rust =
            |line: &str| self.doc_comment.captures(line).is_some_and(|captures| captures.get(1).is_some());
        let expression = if before.trim() == "/**" { &self.block_comment } else { &self.doc_comment };
        let captures = expression.captures(line)?;
        let question = captures.iter().skip(1).flatten().last()?.as_str();
        let begins = !(is_rust(line) && is_rust(before));
        (begins && QUESTIONS.contains(&question)).then_some(question)
    }
}

impl Compiled {
    /// The words of a line, also inside identifiers, that stand in no place where they are allowed.
    fn found_in<'line>(&self, line: &'line str, split: &Split) -> Vec<&'line str> {
        let mut found: Vec<Range<usize>> = self.pattern.find_iter(line).map(|found| found.range()).collect();
        if self.is_in_identifiers {
            for part in self.pattern.find_iter(&split.text).map(|part| split.in_line(part.range())) {
                if !found.iter().any(|whole| whole.start < part.end && part.start < whole.end) {
                    found.push(part);
                }
            }
        }
        found.retain(|found| {
            let is_inside =
                |allowed: regex::Match<'_>| allowed.start() <= found.start && found.end <= allowed.end();
            !self.allowed.iter().any(|allowed| allowed.find_iter(line).any(is_inside))
        });
        found.into_iter().map(|range| &line[range]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(path: &str, text: &str) -> Vec<(usize, String)> {
        let found = List::new().findings(path, text);
        found.into_iter().map(|finding| (finding.line, finding.words)).collect()
    }

    #[test]
    fn a_refused_word_is_found_with_its_line() {
        let found = words("a.md", "The first line.\nIt has 20 octets.\n");
        assert_eq!(found, [(2, "octets".to_owned())]);
        let found = List::new().findings("a.md", "An Octet.\n");
        assert_eq!((found[0].words.as_str(), found[0].write), ("Octet", "byte"));
    }

    #[test]
    fn parts_of_identifiers_are_found() {
        assert_eq!(words("a.rs", "const MAX_OCTETS: usize = 1;\n"), [(1, "OCTETS".to_owned())]);
        assert_eq!(words("a.rs", "fn is_complained_of() {}\n"), [(1, "complained_of".to_owned())]);
        assert_eq!(words("a.rs", "fn ends_with_its_grounds() {}\n"), [(1, "grounds".to_owned())]);
        assert_eq!(words("a.rs", "struct PublicCaGround;\n"), [(1, "Ground".to_owned())]);
        assert_eq!(words("a.rs", "const MAX_TOLD_NAME: usize = 1;\n"), [(1, "TOLD".to_owned())]);
        assert_eq!(words("a.rs", "runtime.shutdown_background();\n"), []);
    }

    #[test]
    fn terms_of_an_rfc_and_fixed_names_pass() {
        assert_eq!(words("a.rs", "tag::OCTET_STRING => \"an OCTET STRING\","), []);
        assert_eq!(words("a.rs", "    \"structure/trailing-octet\","), []);
        assert_eq!(words("a.rs", "assert_eq!(facts[\"alarms\"], json!([]));"), []);
    }

    #[test]
    fn an_allowed_place_excuses_no_other_place_of_the_line() {
        assert_eq!(words("a.md", "An OCTET STRING of 3 octets."), [(1, "octets".to_owned())]);
    }

    #[test]
    fn case_counts_where_a_type_has_the_name_of_a_common_word() {
        assert_eq!(words("a.rs", "let room = Room::new();"), [(1, "Room".to_owned())]);
        assert_eq!(words("a.md", "There is room for one."), []);
    }

    #[test]
    fn a_doc_comment_does_not_begin_with_a_question() {
        assert_eq!(words("a.rs", "    /// What is read.\n"), [(1, "What".to_owned())]);
        assert_eq!(words("a.rs", "//! Where things are.\n"), [(1, "Where".to_owned())]);
        assert_eq!(words("a.py", "    \"\"\"Whether it holds.\"\"\"\n"), [(1, "Whether".to_owned())]);
        assert_eq!(words("a.d.ts", "  /** How many there are. */\n"), [(1, "How".to_owned())]);
        assert_eq!(words("a.h", "/**\n * What is read.\n * What follows.\n */\n"), [(2, "What".to_owned())]);
    }

    #[test]
    fn a_later_line_may_begin_with_a_question() {
        assert_eq!(words("a.rs", "/// The verdict.\n/// Where no CA fits, it is FAILED.\n"), []);
        assert_eq!(words("a.rs", "/// Whatever is read.\n// What follows is code.\n"), []);
    }

    #[test]
    fn the_changelog_may_name_what_was_renamed() {
        let text = "### Renamed\n- `Octets` is `BytesLike`.\n### Added\n- Some octets.\n";
        assert_eq!(words("CHANGELOG.md", text), [(4, "octets".to_owned())]);
        assert_eq!(words("README.md", text).len(), 2);
    }

    #[test]
    fn only_files_that_people_read_are_read() {
        assert!(is_read("crates/issuedby/src/lib.rs") && is_read("README.md"));
        assert!(!is_read("tests/vectors/verdicts.json") && !is_read("Cargo.lock") && !is_read("LICENSE-MIT"));
    }
}
