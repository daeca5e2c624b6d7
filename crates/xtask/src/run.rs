//! Running one command: where, with which environment, and what it printed.

use std::env;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// When the output of a command is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// Line by line, as it comes.
    Live,
    /// Only of commands that failed, afterwards.
    OnFailure,
}

/// The result of one command.
pub(crate) struct Finished {
    /// Its exit status; `None` if it could not be started or was killed.
    pub(crate) status: Option<i32>,
    /// Standard output and standard error, in the order in which they were written.
    pub(crate) output: String,
}

impl Finished {
    pub(crate) fn success(&self) -> bool {
        self.status == Some(0)
    }
}

/// Runs commands in one folder with one set of variables.
#[derive(Clone)]
pub(crate) struct Shell {
    folder: PathBuf,
    variables: Vec<(&'static str, PathBuf)>,
    output: Output,
}

impl Shell {
    pub(crate) fn new(folder: PathBuf, output: Output) -> Self {
        Self { folder, variables: Vec::new(), output }
    }

    pub(crate) fn set_variable(&mut self, name: &'static str, value: PathBuf) {
        self.variables.push((name, value));
    }

    /// The same in another folder.
    pub(crate) fn in_folder(&self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..self.clone() }
    }

    /// Runs a program with arguments that need no reading.
    pub(crate) fn run_program(&self, program: &Path, arguments: &[&str]) -> Finished {
        let mut process = Command::new(program);
        process.args(arguments);
        self.try_run(process).unwrap_or_else(|error| not_run(&program.to_string_lossy(), &error))
    }

    /// Runs `command`: words separated by blanks, the first of which may be `NAME=VALUE`.
    ///
    /// There is no quoting, so that what a suite prints can be pasted as it is to run it again.
    pub(crate) fn run(&self, command: &str) -> Finished {
        let process = process(command).ok_or_else(|| io::ErrorKind::InvalidInput.into());
        process.and_then(|process| self.try_run(process)).unwrap_or_else(|error| not_run(command, &error))
    }

    fn try_run(&self, process: Command) -> io::Result<Finished> {
        let (mut reader, writer) = io::pipe()?;
        let mut child = {
            // Holds the pipe's other end, which must be closed before the pipe is read.
            let mut process = self.prepared(process);
            process.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
            process.spawn()?
        };
        let output = self.read(&mut reader)?;
        Ok(Finished { status: child.wait()?.code(), output })
    }

    /// The process with the folder and the variables, of which those that it names itself win.
    fn prepared(&self, mut process: Command) -> Command {
        let own: Vec<_> = process.get_envs().map(|(name, _)| name.to_owned()).collect();
        process.current_dir(&self.folder);
        for (name, _) in env::vars_os().filter(|(name, _)| is_about_this_program(&name.to_string_lossy())) {
            process.env_remove(name);
        }
        for (name, value) in self.variables.iter().filter(|(name, _)| !own.iter().any(|own| own == name)) {
            process.env(name, value);
        }
        process
    }

    fn read(&self, reader: &mut impl io::Read) -> io::Result<String> {
        let mut output = String::new();
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            if self.output == Output::Live {
                print!("{text}");
            }
            output.push_str(&text);
            line.clear();
        }
        Ok(output)
    }
}

/// The process of a command line that [`Shell::run`] takes; `None` for a line without a program.
fn process(command: &str) -> Option<Command> {
    let mut words = command.split_whitespace().peekable();
    let mut assignments = Vec::new();
    while let Some(assignment) = words.peek().and_then(|word| word.split_once('=')) {
        assignments.push(assignment);
        words.next();
    }
    let mut process = Command::new(words.next()?);
    process.args(words).envs(assignments);
    Some(process)
}

fn not_run(command: &str, error: &io::Error) -> Finished {
    Finished { status: None, output: format!("`{command}` could not be run: {error}\n") }
}

/// True if cargo set this variable for this very program.
///
/// Build scripts that ask to be run again when such a variable changes would otherwise be run each time.
fn is_about_this_program(name: &str) -> bool {
    name.starts_with("CARGO_PKG_")
        || name.starts_with("CARGO_MANIFEST_")
        || matches!(name, "CARGO_PRIMARY_PACKAGE" | "CARGO_CRATE_NAME" | "CARGO_BIN_NAME" | "LD_LIBRARY_PATH")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell() -> Shell {
        Shell::new(env::temp_dir(), Output::OnFailure)
    }

    #[test]
    fn standard_output_and_standard_error_are_both_kept() {
        let finished = shell().run("ls . /nonexistent-folder");
        assert!(!finished.success());
        assert!(finished.output.contains("/nonexistent-folder"));
    }

    #[test]
    fn leading_assignments_reach_the_command() {
        let finished = shell().run("ISSUEDBY_XTASK_TEST=a=b env");
        assert!(finished.success());
        assert!(finished.output.contains("ISSUEDBY_XTASK_TEST=a=b\n"));
        assert!(!finished.output.contains("CARGO_PKG_NAME="));
    }

    #[test]
    fn a_command_that_does_not_exist_is_a_failure() {
        let finished = shell().run("no-such-program-anywhere --flag");
        assert_eq!(finished.status, None);
        assert!(finished.output.contains("no-such-program-anywhere"));
    }
}
