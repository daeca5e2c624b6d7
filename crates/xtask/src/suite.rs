//! A suite, and running it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cases::{self, Cases};
use crate::count::{self, Count};
use crate::programs::{PYTHON, Program};
use crate::python;
use crate::run::{Finished, Shell};
use crate::test_programs::TestPrograms;

/// A named group of checks: one line of the table.
pub(crate) struct Suite {
    pub(crate) name: &'static str,
    /// The property that it shows, for `--list`.
    pub(crate) shows: &'static str,
    /// The outside programs without which it cannot run.
    programs: &'static [Program],
    python: VirtualEnvironment,
    steps: &'static [Step],
}

/// True if a suite needs the Python packages in `target/venv`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum VirtualEnvironment {
    Needed,
    NotNeeded,
}

/// One piece of a suite. Commands are written as one would type them, without quotes.
pub(crate) enum Step {
    /// A question to the files of the repository: one case.
    Check(fn(&Path) -> Result<(), String>),
    /// A command that must exit with 0: one case.
    Command(&'static str),
    /// As many commands as the function names: one case each.
    Commands(fn(&Path) -> Result<Vec<String>, String>),
    /// A command that prepares the steps after it: no case, but if it fails the suite ends there.
    Preparation(&'static str),
    /// A command that must exit with 0 and print the text: one case.
    Prints(&'static str, &'static str),
    /// A command that must fail and print the text: one case.
    Refused(&'static str, &'static str),
    /// The folder of a Python package, whose tests are run with pytest and counted.
    Pytest(&'static str),
    /// The arguments of a `cargo test`, whose tests are counted; in a whole run, programs that are built already.
    Tests(&'static str),
    /// The same, always as a `cargo test` of its own: the features of these packages, and of no other, are shown.
    TestsAlone(&'static str),
}

/// The result of a suite.
pub(crate) struct Report {
    pub(crate) count: Count,
    pub(crate) cases: Vec<Cases>,
    pub(crate) failures: Vec<Failure>,
}

/// One step that failed.
pub(crate) struct Failure {
    /// The command that shows the failure again.
    pub(crate) command: String,
    pub(crate) output: String,
}

/// The programs that a suite lacks to run.
pub(crate) type Wants = String;

impl Suite {
    pub(crate) const fn new(name: &'static str, shows: &'static str, steps: &'static [Step]) -> Self {
        Self { name, shows, programs: &[], python: VirtualEnvironment::NotNeeded, steps }
    }

    pub(crate) const fn wanting(self, programs: &'static [Program]) -> Self {
        Self { programs, ..self }
    }

    /// The arguments of its `cargo test` steps.
    #[cfg(test)]
    pub(crate) fn tests(&self) -> impl Iterator<Item = &'static str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Tests(arguments) | Step::TestsAlone(arguments) => Some(*arguments),
            _ => None,
        })
    }

    /// True if it runs test programs that can be built together with those of other suites.
    pub(crate) fn shares_programs(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Tests(_)))
    }

    /// Makes the virtual environment first, and names its interpreter in `ISSUEDBY_PYTHON`.
    pub(crate) const fn with_python(self) -> Self {
        Self { python: VirtualEnvironment::Needed, ..self }
    }

    /// The outside programs without which it cannot run.
    pub(crate) fn programs(&self) -> impl Iterator<Item = &'static Program> {
        let python = (self.python == VirtualEnvironment::Needed).then_some(&PYTHON);
        self.programs.iter().chain(python)
    }

    /// Runs all steps, also after a case has failed; test programs that are not in `programs` are built.
    ///
    /// # Errors
    ///
    /// What is missing on this machine: nothing was run then.
    pub(crate) fn run(
        &self,
        root: &Path,
        shell: &mut Shell,
        programs: Option<&TestPrograms>,
    ) -> Result<Report, Wants> {
        let missing: Vec<_> =
            self.programs().filter(|program| !program.is_present()).map(|program| program.wanted).collect();
        if !missing.is_empty() {
            return Err(missing.join(", "));
        }
        if self.python == VirtualEnvironment::Needed {
            python::make(root, shell).map_err(|output| {
                format!("the Python packages in {}: {}", python::REQUIREMENTS, last_line(&output))
            })?;
            shell.set_variable("ISSUEDBY_PYTHON", python::interpreter(root));
        }

        let folder = self.case_folder(root);
        shell.set_variable("ISSUEDBY_CASES", folder.clone());
        let mut report = Report { count: Count::default(), cases: Vec::new(), failures: Vec::new() };
        for step in self.steps {
            match (step, programs) {
                (Step::Tests(arguments), Some(programs)) => report.take_programs(arguments, shell, programs),
                _ => step.run(self, root, shell, &mut report),
            }
            if matches!(step, Step::Preparation(_)) && !report.failures.is_empty() {
                break;
            }
        }
        report.cases = cases::read(&folder);
        if report.count.expected == 0 && report.failures.is_empty() {
            report.fail(self.command(), "the suite has no case\n".to_owned());
        }
        Ok(report)
    }

    /// The name as one word, which a command line takes without quotes.
    pub(crate) fn word(&self) -> String {
        self.name.replace(' ', "-")
    }

    /// The command that runs this suite alone.
    fn command(&self) -> String {
        format!("cargo xtask test --only {}", self.word())
    }

    /// An empty folder for the reports of this suite's tests.
    fn case_folder(&self, root: &Path) -> PathBuf {
        let folder = root.join("target/cases").join(self.word());
        // It is not there on the first run.
        let _ = fs::remove_dir_all(&folder);
        folder
    }
}

impl Step {
    fn run(&self, suite: &Suite, root: &Path, shell: &Shell, report: &mut Report) {
        match self {
            Self::Check(check) => match check(root) {
                Ok(()) => report.count += Count::one(true),
                Err(message) => report.fail_case(suite.command(), message),
            },
            Self::Command(command) => report.take(command, shell.run(command), Finished::success),
            Self::Commands(commands) => match commands(root) {
                Ok(commands) => {
                    for command in commands {
                        report.take(&command, shell.run(&command), Finished::success);
                    }
                }
                Err(message) => report.fail_case(suite.command(), message),
            },
            Self::Preparation(command) => {
                let finished = shell.run(command);
                if !finished.success() {
                    report.fail_case((*command).to_owned(), finished.output);
                }
            }
            Self::Prints(command, text) => report.take(command, shell.run(command), |finished| {
                finished.success() && finished.output.contains(text)
            }),
            Self::Refused(command, text) => report.take(command, shell.run(command), |finished| {
                !finished.success() && finished.output.contains(text)
            }),
            Self::Pytest(folder) => report.take_pytest(folder, shell),
            Self::Tests(arguments) | Self::TestsAlone(arguments) => report.take_tests(arguments, shell),
        }
    }
}

impl Report {
    /// True if every case ran and passed, leaving aside [`Report::cases`].
    pub(crate) fn is_complete(&self) -> bool {
        self.failures.is_empty() && self.count.is_complete()
    }

    fn take(&mut self, command: &str, finished: Finished, passed: impl Fn(&Finished) -> bool) {
        if passed(&finished) {
            self.count += Count::one(true);
        } else {
            self.fail_case(command.to_owned(), finished.output);
        }
    }

    fn take_tests(&mut self, arguments: &str, shell: &Shell) {
        let command = format!("cargo test {arguments}");
        let list = shell.run(&format!("{command} -- --list --format terse"));
        if !list.success() {
            return self.fail_case(command, list.output);
        }
        let expected = count::listed(&list.output);
        let finished = shell.run(&format!("{command} --no-fail-fast"));
        self.take_count(command, Count { expected, ..count::results(&finished.output) }, finished);
    }

    /// Runs the programs that `cargo test` would run, one after the other as it does.
    fn take_programs(&mut self, arguments: &str, shell: &Shell, programs: &TestPrograms) {
        let Some(programs) = programs.select(arguments) else {
            return self.take_tests(arguments, shell);
        };
        for program in programs {
            let shell = shell.in_folder(&program.folder);
            let list = shell.run_program(&program.executable, &["--list", "--format", "terse"]);
            let command = format!("cargo test {arguments}");
            if !list.success() {
                return self.fail_case(command, list.output);
            }
            let expected = count::listed(&list.output);
            let finished = shell.run_program(&program.executable, &[]);
            self.take_count(command, Count { expected, ..count::results(&finished.output) }, finished);
        }
    }

    fn take_pytest(&mut self, folder: &str, shell: &Shell) {
        // Whatever it writes belongs below `target/`.
        let command = format!(
            "PYTHONDONTWRITEBYTECODE=1 target/venv/bin/python -m pytest --quiet --basetemp target/pytest {folder}"
        );
        let list = shell.run(&format!("{command} --collect-only"));
        if !list.success() {
            return self.fail_case(command, list.output);
        }
        let expected = count::collected_by_pytest(&list.output);
        let finished = shell.run(&command);
        self.take_count(command, Count { expected, ..count::results_of_pytest(&finished.output) }, finished);
    }

    fn take_count(&mut self, command: String, count: Count, finished: Finished) {
        self.count += count;
        if !finished.success() || !count.is_complete() {
            let Count { passed, expected, ignored, .. } = count;
            let summary = format!("{passed} of {expected} tests passed, {ignored} are ignored\n");
            self.fail(command, finished.output + &summary);
        }
    }

    fn fail_case(&mut self, command: String, output: String) {
        self.count += Count::one(false);
        self.fail(command, output);
    }

    fn fail(&mut self, command: String, output: String) {
        self.failures.push(Failure { command, output });
    }
}

fn last_line(text: &str) -> &str {
    text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programs::NEVER_PRESENT;
    use crate::repository;
    use crate::run::Output;

    fn run(steps: &'static [Step]) -> Report {
        let mut shell = Shell::new(repository::root(), Output::OnFailure);
        suite(steps, &[]).run(&repository::root(), &mut shell, None).unwrap_or_else(|wants| panic!("{wants}"))
    }

    fn suite(steps: &'static [Step], programs: &'static [Program]) -> Suite {
        Suite::new("suite of tests", "", steps).wanting(programs)
    }

    #[test]
    fn each_command_is_one_case_and_a_failure_stops_nothing() {
        let report =
            run(&[Step::Command("false"), Step::Command("true"), Step::Prints("echo SUCCESS", "SUCC")]);
        assert_eq!((report.count.passed, report.count.expected), (2, 3));
        assert_eq!(report.failures.len(), 1);
        assert_eq!(report.failures[0].command, "false");
        assert!(!report.is_complete());
    }

    #[test]
    fn a_failed_preparation_ends_the_suite() {
        let report = run(&[Step::Preparation("true"), Step::Preparation("false"), Step::Command("true")]);
        assert_eq!((report.count.passed, report.count.failed, report.failures.len()), (0, 1, 1));
        let report = run(&[Step::Preparation("true"), Step::Command("true")]);
        assert_eq!((report.count.passed, report.count.expected), (1, 1));
    }

    #[test]
    fn a_refusal_must_be_the_expected_one() {
        assert!(run(&[Step::Refused("ls /nonexistent-folder", "No such file")]).is_complete());
        assert!(!run(&[Step::Refused("ls /nonexistent-folder", "duplicate lang item")]).is_complete());
        assert!(!run(&[Step::Refused("echo No such file", "No such file")]).is_complete());
    }

    #[test]
    fn a_suite_without_a_case_is_a_failure() {
        assert!(!run(&[]).is_complete());
        assert!(!run(&[Step::Commands(|_| Ok(Vec::new()))]).is_complete());
    }

    #[test]
    fn a_suite_names_what_it_lacks_and_runs_nothing() {
        let suite = suite(&[Step::Command("false")], &[NEVER_PRESENT]);
        let mut shell = Shell::new(repository::root(), Output::OnFailure);
        let wants = suite.run(&repository::root(), &mut shell, None).err();
        assert_eq!(wants.as_deref(), Some(NEVER_PRESENT.wanted));
    }
}
