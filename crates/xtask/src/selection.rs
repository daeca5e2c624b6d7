//! One run over the selected suites: progress, failures, the table, the closing line.

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

use crate::count::Count;
use crate::failed;
use crate::repository;
use crate::run::{Output, Shell};
use crate::suite::{Report, Suite, Wants};
use crate::suites::SUITES;
use crate::table::{Missing, Row, State, Table};
use crate::test_programs::TestPrograms;

/// The lines of a failed command that are shown: its end says most.
const LINES_SHOWN: usize = 80;

/// The suites to run.
pub(crate) enum Selection {
    All,
    Only(Vec<String>),
}

impl Selection {
    fn suites(&self) -> Result<Vec<&'static Suite>, String> {
        match self {
            Self::All => Ok(SUITES.iter().collect()),
            Self::Only(names) => names.iter().map(|name| named(name)).collect(),
        }
    }
}

/// Prints every suite and what it shows.
pub(crate) fn list() {
    let width = SUITES.iter().map(|suite| suite.name.len()).max().unwrap_or(0);
    for suite in SUITES {
        println!("{:width$}  {}", suite.name, suite.shows);
        for program in suite.programs() {
            println!("{:width$}    wants {}", "", program.wanted);
        }
    }
}

/// Runs the selected suites; true if all that had to run ran and passed.
///
/// # Errors
///
/// A selected suite does not exist.
pub(crate) fn run(selection: &Selection, output: Output) -> Result<bool, String> {
    let suites = selection.suites()?;
    let root = repository::root();
    let mut table = Table { rows: Vec::new(), missing: missing() };
    let (mut failures, mut failed) = (String::new(), String::new());
    let mut programs = None;
    for suite in suites {
        if matches!(selection, Selection::All) && suite.shares_programs() {
            programs.get_or_insert_with(|| built_programs(&root, output));
        }
        print!("{} ... ", suite.name);
        // Progress only: a closed standard output is no reason to stop.
        let _ = io::stdout().flush();
        let started = Instant::now();
        let result = suite.run(
            &root,
            &mut Shell::new(root.clone(), output),
            programs.as_ref().and_then(Option::as_ref),
        );
        let rows = rows(suite, &result);
        println!("{} ({:.1} s)", conclusion(&rows), started.elapsed().as_secs_f64());
        table.rows.extend(rows);
        if let Ok(report) = result {
            failures.push_str(&describe(suite, &report, output));
            failed.extend(report.failures.iter().map(|failure| failed::tests(&failure.output)));
        }
    }
    // The end of a log is what is read first, and sometimes all that is kept of it.
    println!("{failures}\n{table}\n{failed}{}", table.closing_line());
    Ok(table.is_success())
}

/// The test programs of all suites; `None` if they cannot be built, which each suite then shows for its own.
fn built_programs(root: &Path, output: Output) -> Option<TestPrograms> {
    print!("building the test programs ... ");
    // Progress only: a closed standard output is no reason to stop.
    let _ = io::stdout().flush();
    let started = Instant::now();
    let programs = TestPrograms::build(&Shell::new(root.to_owned(), output));
    let seconds = started.elapsed().as_secs_f64();
    match &programs {
        Ok(_) => println!("done ({seconds:.1} s)"),
        Err(finished) => println!("FAILED ({seconds:.1} s)\n{}", tail(&finished.output)),
    }
    programs.ok()
}

/// The suite with that name, which may be written with blanks or with hyphens.
fn named(name: &str) -> Result<&'static Suite, String> {
    let word = name.replace(' ', "-");
    SUITES.iter().find(|suite| suite.word() == word).ok_or_else(|| {
        let words: Vec<_> = SUITES.iter().map(Suite::word).collect();
        format!("there is no suite `{name}`; there are: {}", words.join(", "))
    })
}

fn missing() -> Missing {
    match env::var("CI").as_deref() {
        Ok("1" | "true") => Missing::IsFailure,
        _ => Missing::IsAccepted,
    }
}

/// The rows of one suite: its own, then those of the cases that its tests reported.
fn rows(suite: &Suite, result: &Result<Report, Wants>) -> Vec<Row> {
    let report = match result {
        Ok(report) => report,
        Err(wants) => return vec![Row::not_run(suite.name, wants)],
    };
    let mut rows = vec![row(suite.name.to_owned(), report.count, report.is_complete())];
    for cases in &report.cases {
        let name = format!("  {}", cases.name);
        if cases.count != Count::default() || cases.wants.is_empty() {
            rows.push(row(name.clone(), cases.count, cases.count.is_complete()));
        }
        rows.extend(cases.wants.iter().map(|wants| Row::not_run(&name, wants)));
    }
    rows
}

fn row(name: String, count: Count, complete: bool) -> Row {
    Row { name, count, state: if complete { State::Passed } else { State::Failed } }
}

/// One line about one suite, once it is done.
fn conclusion(rows: &[Row]) -> String {
    let passed: usize = rows.iter().map(|row| row.count.passed).sum();
    if rows.iter().any(|row| row.state == State::Failed) {
        return "FAILED".to_owned();
    }
    match rows.iter().find_map(|row| if let State::NotRun(wants) = &row.state { Some(wants) } else { None }) {
        None => format!("{passed} passed"),
        Some(wants) if rows.len() == 1 => format!("not run: wants {wants}"),
        Some(wants) => format!("{passed} passed, a part not run: wants {wants}"),
    }
}

/// Prints the failures of a suite: the end of the output, unless it was shown already, and the command to type.
fn describe(suite: &Suite, report: &Report, output: Output) -> String {
    let mut text = String::new();
    for failure in &report.failures {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n---- {} ----", suite.name);
        if output == Output::OnFailure {
            text.push_str(tail(&failure.output));
        }
        let _ = writeln!(text, "to run it again: {}", failure.command);
    }
    text
}

/// The last lines of a text.
fn tail(text: &str) -> &str {
    let cut = text.trim_end_matches('\n').rmatch_indices('\n').nth(LINES_SHOWN - 1);
    cut.map_or(text, |(position, _)| &text[position + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::Cases;

    fn report(count: Count, cases: Vec<Cases>) -> Result<Report, Wants> {
        Ok(Report { count, cases, failures: Vec::new() })
    }

    fn complete(passed: usize) -> Count {
        Count { passed, expected: passed, ..Count::default() }
    }

    fn states(result: &Result<Report, Wants>) -> Vec<(String, &'static str)> {
        let suite = Suite::new("core", "", &[]);
        let state = |row: &Row| match row.state {
            State::Passed => "passed",
            State::Failed => "failed",
            State::NotRun(_) => "not run",
        };
        rows(&suite, result).iter().map(|row| (row.name.clone(), state(row))).collect()
    }

    #[test]
    fn cases_are_rows_below_their_suite() {
        let limbo = Cases { name: "corpora/limbo".to_owned(), count: complete(284), wants: Vec::new() };
        let names = Cases {
            name: "names".to_owned(),
            count: Count { passed: 1, expected: 2, ..Count::default() },
            wants: vec!["shared/dn".to_owned()],
        };
        let result = report(complete(57), vec![limbo, names]);
        let expected = [
            ("core".to_owned(), "passed"),
            ("  corpora/limbo".to_owned(), "passed"),
            ("  names".to_owned(), "failed"),
            ("  names".to_owned(), "not run"),
        ];
        assert_eq!(states(&result), expected);
    }

    #[test]
    fn a_group_that_only_wants_something_is_one_row() {
        let cases =
            Cases { name: "names".to_owned(), count: complete(0), wants: vec!["shared/dn".to_owned()] };
        let result = report(complete(1), vec![cases]);
        assert_eq!(states(&result)[1..], [("  names".to_owned(), "not run")]);
    }

    #[test]
    fn suites_have_different_names() {
        let mut names: Vec<_> = SUITES.iter().map(Suite::word).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), SUITES.len());
        assert!(named("core on ring").is_ok());
        assert!(named("core-on-ring").is_ok());
        assert!(named("corr").is_err());
    }

    #[test]
    fn the_tail_is_the_last_lines() {
        let long: String = (0..200).map(|number| format!("line {number}\n")).collect();
        assert_eq!(tail(&long).lines().count(), LINES_SHOWN);
        assert!(tail(&long).starts_with("line 120\n"));
        assert_eq!(tail("one\ntwo"), "one\ntwo");
        assert_eq!(tail(""), "");
    }

    #[test]
    fn the_workflows_name_suites_that_exist() {
        let workflow = repository::root().join(".github/workflows/ci.yml");
        let text = std::fs::read_to_string(workflow).expect("the workflow");
        let words: Vec<&str> = text.split_whitespace().collect();
        let names = words.windows(2).filter(|pair| pair[0] == "--only").map(|pair| pair[1]);
        assert!(names.clone().count() > 3);
        for name in names {
            assert!(named(name).is_ok(), "{name}");
        }
    }
}
