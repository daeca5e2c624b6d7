//! The table at the end of a run: suite, cases run, cases expected.

use std::fmt::{self, Display, Formatter};

use crate::count::Count;

/// One line of the table.
pub(crate) struct Row {
    /// The suite, or a group of cases within it: then indented.
    pub(crate) name: String,
    pub(crate) count: Count,
    pub(crate) state: State,
}

/// The end of a suite.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum State {
    Passed,
    Failed,
    /// Could not run; what it wants.
    NotRun(String),
}

/// The effect of a suite that could not run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The others were run; this one is named.
    IsAccepted,
    /// As good as a failed suite: the way of continuous integration, where nothing may be missing.
    IsFailure,
}

/// All rows of a run.
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    pub(crate) missing: Missing,
}

impl Row {
    pub(crate) fn not_run(name: &str, wants: &str) -> Self {
        Self { name: name.to_owned(), count: Count::default(), state: State::NotRun(wants.to_owned()) }
    }
}

impl Table {
    /// True if everything that had to run ran and passed.
    pub(crate) fn is_success(&self) -> bool {
        !self.rows.iter().any(|row| self.is_failure(row))
    }

    fn is_failure(&self, row: &Row) -> bool {
        match row.state {
            State::Passed => false,
            State::Failed => true,
            State::NotRun(_) => self.missing == Missing::IsFailure,
        }
    }

    /// The closing line: all cases that passed and all that did not.
    ///
    /// A suite that failed counts as one failure at least, even if it got no further than compiling.
    pub(crate) fn closing_line(&self) -> String {
        let passed: usize = self.rows.iter().map(|row| row.count.passed).sum();
        let failed: usize = self
            .rows
            .iter()
            .filter(|row| self.is_failure(row))
            .map(|row| row.count.not_passed().max(1))
            .sum();
        format!("{passed} passed, {failed} failed")
    }
}

impl Display for Table {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(5);
        writeln!(formatter, "{:width$}  {:>8}  {:>8}", "suite", "run", "expected")?;
        for Row { name, count, state } in &self.rows {
            match state {
                State::NotRun(wants) => {
                    writeln!(formatter, "{name:width$}  {:>8}  {:>8}  not run: wants {wants}", "-", "-")?;
                }
                State::Passed | State::Failed => {
                    let mark = if *state == State::Failed { "  FAILED" } else { "" };
                    writeln!(formatter, "{name:width$}  {:>8}  {:>8}{mark}", count.passed, count.expected)?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, passed: usize, expected: usize, state: State) -> Row {
        Row { name: name.to_owned(), count: Count { passed, expected, failed: 0, ignored: 0 }, state }
    }

    fn table(missing: Missing) -> Table {
        Table {
            rows: vec![
                row("core", 57, 57, State::Passed),
                row("  corpora/limbo", 280, 284, State::Failed),
                Row::not_run("interop", "the Debian package `golang-go`"),
            ],
            missing,
        }
    }

    #[test]
    fn columns_line_up_and_states_are_named() {
        assert_eq!(
            table(Missing::IsAccepted).to_string(),
            "\
suite                 run  expected
core                   57        57
  corpora/limbo       280       284  FAILED
interop                 -         -  not run: wants the Debian package `golang-go`
"
        );
    }

    #[test]
    fn the_closing_line_counts_cases_over_all_suites() {
        assert_eq!(table(Missing::IsAccepted).closing_line(), "337 passed, 4 failed");
    }

    #[test]
    fn a_suite_that_failed_without_a_case_is_still_one_failure() {
        let rows = vec![row("lints", 0, 0, State::Failed)];
        let table = Table { rows, missing: Missing::IsAccepted };
        assert_eq!(table.closing_line(), "0 passed, 1 failed");
        assert!(!table.is_success());
    }

    #[test]
    fn a_suite_that_could_not_run_is_a_failure_only_where_nothing_may_be_missing() {
        let mut table = table(Missing::IsFailure);
        table.rows.remove(1);
        assert!(!table.is_success());
        assert_eq!(table.closing_line(), "57 passed, 1 failed");
        table.missing = Missing::IsAccepted;
        assert!(table.is_success());
        assert_eq!(table.closing_line(), "57 passed, 0 failed");
    }
}
