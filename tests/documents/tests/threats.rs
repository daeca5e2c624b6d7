//! Every row of `THREATS.md` names tests, and each of them exists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use issuedby_test_support::{report_cases, repository};
use regex::Regex;
use serde_json::Value;

/// The headings whose rows name tests, in their order.
const THEMES: [&str; 8] = [
    "Names",
    "Encodings",
    "Signatures and keys",
    "Extensions and constraints",
    "Headers and HTTP",
    "Sessions and time",
    "Accounts and registry",
    "Cost",
];

/// The heading of what no test shows.
const OPEN: &str = "What stays the operator's";

#[test]
fn every_row_names_tests_that_exist() {
    let path = repository().join("crates/issuedby/THREATS.md");
    let threats = Threats::read(&fs::read_to_string(path).expect("the document"));
    let faults = threats.faults(&repository());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    let rows: usize = threats.themes.iter().map(|(_, rows)| rows.len()).sum();
    report_cases("threats/rows", rows, rows);
}

#[test]
fn a_row_without_a_test_is_a_fault() {
    assert_faults("| what | here | nothing |", &["Names: a row names no test: what"]);
    assert_faults("| what | here | |", &["Names: a row has an empty cell: what"]);
    assert_faults("| what | here |", &["Names: a row has 2 cells: what"]);
}

#[test]
fn a_test_that_does_not_exist_is_a_fault() {
    for test in [
        "here/threats::no_such_test",
        "here/no_such_file::every_row_names_tests_that_exist",
        "nowhere/threats::every_row_names_tests_that_exist",
        "here/threats::assert_faults",
        "vectors::no/such-case",
    ] {
        assert_faults(&format!("| what | here | `{test}` |"), &[&format!("Names: no test `{test}`")]);
    }
    assert_faults("| what | here | `here/threats::every_row_names_tests_that_exist` |", &[]);
    assert_faults("| what | here | `vectors::time/expired` |", &[]);
}

#[test]
fn a_heading_without_a_row_is_a_fault() {
    let document = document("| what | here | `vectors::time/expired` |").replace("## Cost", "## Costs");
    let faults = Threats::read(&document).faults(&repository());
    assert_eq!(faults, [format!("the headings are not {THEMES:?} and `{OPEN}`")]);
    assert_faults("", &["Names: no row"]);
}

/// A document whose first theme has this row, and the others one that is right.
fn document(row: &str) -> String {
    let folders = "| short | folder |\n|---|---|\n| `here` | `tests/documents/tests` |\n\
        | `vectors` | a case of `tests/vectors/vectors.json` |\n";
    let table = |row: &str| format!("| what | here | test |\n|---|---|---|\n{row}\n");
    let good =
        table("| what | here | `vectors::time/expired` `here/threats::every_row_names_tests_that_exist` |");
    let themes = THEMES.iter().enumerate().map(|(at, theme)| match at {
        0 => format!("## {theme}\n\n{}", table(row)),
        _ => format!("## {theme}\n\n{good}"),
    });
    format!("# Threats\n\n{folders}\n{}\n## {OPEN}\n\nMuch.\n", themes.collect::<String>())
}

fn assert_faults(row: &str, expected: &[&str]) {
    assert_eq!(Threats::read(&document(row)).faults(&repository()), expected, "{row}");
}

/// The document: its short names, and the rows below each heading.
struct Threats {
    folders: BTreeMap<String, String>,
    themes: Vec<(String, Vec<Vec<String>>)>,
}

impl Threats {
    fn read(document: &str) -> Self {
        let mut sections = document.split("\n## ");
        let folders = rows(sections.next().unwrap_or_default());
        let path = |cell: &str| spans(cell).into_iter().next().unwrap_or_default();
        let themes = sections.map(|section| {
            let (heading, text) = section.split_once('\n').unwrap_or((section, ""));
            (heading.to_owned(), rows(text))
        });
        Self {
            folders: folders.iter().map(|row| (path(&row[0]), path(&row[1]))).collect(),
            themes: themes.collect(),
        }
    }

    fn faults(&self, root: &Path) -> Vec<String> {
        let headings: Vec<&str> = self.themes.iter().map(|(heading, _)| heading.as_str()).collect();
        if headings != [THEMES.as_slice(), &[OPEN]].concat() {
            return vec![format!("the headings are not {THEMES:?} and `{OPEN}`")];
        }
        let mut faults = Vec::new();
        let mut used = BTreeSet::new();
        for (heading, rows) in &self.themes[..THEMES.len()] {
            if rows.is_empty() {
                faults.push(format!("{heading}: no row"));
            }
            for row in rows {
                let tests = spans(row.last().map_or("", String::as_str));
                used.extend(tests.iter().map(|test| short(test).to_owned()));
                faults.extend(
                    self.faults_of(root, row, &tests).into_iter().map(|fault| format!("{heading}: {fault}")),
                );
            }
        }
        let unused = self.folders.keys().filter(|folder| !used.contains(*folder));
        faults.extend(unused.map(|folder| format!("no row uses `{folder}`")));
        faults
    }

    fn faults_of(&self, root: &Path, row: &[String], tests: &[String]) -> Vec<String> {
        if row.len() != 3 {
            return vec![format!("a row has {} cells: {}", row.len(), row[0])];
        }
        if row.iter().any(String::is_empty) {
            return vec![format!("a row has an empty cell: {}", row[0])];
        }
        if tests.is_empty() {
            return vec![format!("a row names no test: {}", row[0])];
        }
        let missing = tests.iter().filter(|test| !self.exists(root, test));
        missing.map(|test| format!("no test `{test}`")).collect()
    }

    /// True where `short/file::name` is a test: of Rust, Python or Node; or `short::id` a case of a file of vectors.
    fn exists(&self, root: &Path, test: &str) -> bool {
        let (Some((file, name)), Some(folder)) = (test.split_once("::"), self.folders.get(short(test)))
        else {
            return false;
        };
        let path = root.join(folder);
        let Some((_, file)) = file.split_once('/') else {
            return has_case(&read(&path), name);
        };
        let escaped = regex::escape(name);
        let definitions = [
            (
                ".rs",
                format!(
                    r"#\[(?:tokio::)?test(?:\([^\]]*\))?\][ \n]*(?:#\[[^\]]*\][ \n]*)*(?:async )?fn {escaped}\("
                ),
            ),
            (".py", format!(r"(?m)^(?:async )?def {escaped}\(")),
            (".mjs", format!(r"(?m)^ *test\('{escaped}'")),
        ];
        definitions.iter().any(|(ending, definition)| {
            let text = read(&path.join(format!("{file}{ending}")));
            Regex::new(definition).expect("a pattern").is_match(&text)
        })
    }
}

/// The part of a test's name that stands for a folder.
fn short(test: &str) -> &str {
    test.split([':', '/']).next().unwrap_or_default()
}

/// The cells of all tables, without their heads.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with('|')).collect();
    let cells = |line: &str| {
        let inner = line.trim().trim_start_matches('|').trim_end_matches('|');
        inner.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let body = lines.iter().skip_while(|line| !line.starts_with("|---")).skip(1);
    body.map(|line| cells(line)).collect()
}

/// The texts between backticks.
fn spans(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// True where a list of a file of vectors has this case.
fn has_case(text: &str, id: &str) -> bool {
    let Ok(Value::Object(file)) = serde_json::from_str(text) else {
        return false;
    };
    file.values().filter_map(Value::as_array).flatten().any(|case| case["id"] == id)
}
