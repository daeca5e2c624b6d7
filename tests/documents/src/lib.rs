//! Documents whose steps are run as a reader types them.
//!
//! In a document every block of `sh` is a step. All steps run in order in one session of bash, and every command in
//! them must succeed, also in functions, subshells and amid pipes: one that should fail is written with the step
//! then, as in `... || echo "exit status $?"`.
//! A block of `text` or `json` after a step, before the next one, is what the step prints, errors included:
//! [`shown`] says how they are compared. A step without one prints nothing. In a block of `sh noisy`, such as a build, it
//! may print anything that is no line with an error. A block of another language after a line that ends with a name, as in
//! "into `edge.toml`:", is what the reader writes into that file. Other blocks are for reading.

#![cfg(unix)]

mod session;
mod shown;

use std::ffi::OsString;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;
use std::{env, fs, iter, mem, thread};

use issuedby_test_support::repository;
use shown::{Language, Shown};

/// A document of the repository, or a part of one.
pub struct Document {
    path: String,
    steps: Vec<Step>,
    replacements: Vec<(String, String)>,
    variables: Vec<(String, OsString)>,
    samples: Vec<String>,
    place: Place,
}

/// The folder of the reader at the first step.
enum Place {
    Clone,
    Folder,
}

/// One block of commands.
struct Step {
    /// The number of its first line in the document.
    line: usize,
    commands: String,
    prints: Prints,
    /// The files that are written before it, and their contents.
    files: Vec<(String, String)>,
}

/// The output of a step.
enum Prints {
    Nothing,
    /// Anything but errors.
    Noise,
    /// The output that a block of this language and text shows.
    Block(Language, String),
}

impl Document {
    /// The whole document at a path from the root of the repository.
    pub fn read(path: &str) -> Self {
        Self::parse(path, &text(path), None)
    }

    /// The section below one heading, given as it stands, with its `#`: up to the next one of its rank or above.
    pub fn section(path: &str, heading: &str) -> Self {
        Self::parse(path, &text(path), Some(heading))
    }

    fn parse(path: &str, text: &str, heading: Option<&str>) -> Self {
        let mut steps: Vec<Step> = Vec::new();
        let mut inside = heading.is_none();
        let mut found = inside;
        let mut lines = text.lines().enumerate();
        let mut files: Vec<(String, String)> = Vec::new();
        let mut named: Option<&str> = None;
        while let Some((number, line)) = lines.next() {
            if let Some(language) = line.trim_start().strip_prefix("```") {
                let indentation = line.len() - line.trim_start().len();
                let block: Vec<&str> = lines
                    .by_ref()
                    .map(|(_, line)| line)
                    .take_while(|line| line.trim() != "```")
                    .map(|line| line.get(indentation..).unwrap_or_default())
                    .collect();
                if !inside {
                    continue;
                }
                let block = block.join("\n") + "\n";
                let line = number + 2;
                match language {
                    "sh" | "sh noisy" => {
                        let prints = if language == "sh" { Prints::Nothing } else { Prints::Noise };
                        steps.push(Step { line, commands: block, prints, files: mem::take(&mut files) });
                    }
                    "text" | "json" => {
                        let language = if language == "text" { Language::Text } else { Language::Json };
                        Shown::new(language, &block).unwrap_or_else(|error| panic!("{path}:{line}: {error}"));
                        match steps.last_mut().map(|step| &mut step.prints) {
                            Some(prints @ Prints::Nothing) => *prints = Prints::Block(language, block),
                            _ => panic!("{path}:{line}: no step is before it whose output is not shown yet"),
                        }
                    }
                    _ => files.extend(named.map(|name| (name.to_owned(), block))),
                }
                named = None;
            } else if let Some(heading) = heading
                && rank(line) > 0
            {
                inside = line == heading || inside && rank(line) > rank(heading);
                found |= inside;
            } else if !line.trim().is_empty() {
                named = file_named(line);
            }
        }
        assert!(files.is_empty(), "{path}: no step comes after `{}` is written", files[0].0);
        assert!(found, "{path} has no heading `{}`", heading.unwrap_or_default());
        assert!(!steps.is_empty(), "{path} has no block of `sh` there");
        Self {
            path: path.to_owned(),
            steps,
            replacements: Vec::new(),
            variables: Vec::new(),
            samples: Vec::new(),
            place: Place::Folder,
        }
    }

    /// The number of steps.
    pub fn steps(&self) -> usize {
        self.steps.len()
    }

    /// Puts a port that is free in place of one of the document: whoever runs it may use that.
    pub fn on_a_free_port(self, port: &str) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let free = free.expect("a port that is free").port();
        self.replacing(port, &free.to_string())
    }

    /// Writes something else wherever `from` stands, in commands and in what they print.
    fn replacing(mut self, from: &str, to: &str) -> Self {
        assert!(self.steps.iter().any(|step| step.commands.contains(from)), "{} has no `{from}`", self.path);
        self.replacements.push((from.to_owned(), to.to_owned()));
        self
    }

    /// Finds `issuedby` by its name.
    pub fn with_program(self) -> Self {
        self.finding_programs_in(program().parent().expect("a program in a folder"))
    }

    /// Finds programs in a folder first.
    pub fn finding_programs_in(self, folder: &Path) -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = iter::once(folder.to_path_buf()).chain(env::split_paths(&path));
        let joined = env::join_paths(folders).expect("folders without colons");
        self.with("PATH", joined)
    }

    /// Puts copies of samples of `tests/certs` into the folder, by their names.
    pub fn with_samples(mut self, names: &[&str]) -> Self {
        self.samples.extend(names.iter().map(|name| (*name).to_owned()));
        self
    }

    /// Sets an environment variable.
    pub fn with(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Runs the steps in the clone: for those that write nothing there.
    pub fn in_the_clone(mut self) -> Self {
        self.place = Place::Clone;
        self
    }

    /// Runs the steps in an empty folder, and ends whatever they left running.
    ///
    /// Gives the number of steps; fails with every step that did not do what the document says, and leaves the folder
    /// for whoever wants to look.
    pub fn run(&self, name: &str) -> usize {
        // Outside of the clone, whose workspace a new project would else belong to.
        let scratch = env::temp_dir().join(format!("issuedby-documents-{}-{name}", std::process::id()));
        let folder = scratch.join(name);
        fs::create_dir_all(&folder).expect("a folder for temporary files");
        for sample in &self.samples {
            fs::copy(repository().join("tests/certs").join(sample), folder.join(sample)).expect(sample);
        }
        let faults = self.faults(&folder);
        assert!(
            faults.is_empty(),
            "{} of {} steps went wrong in {}\n\n{}",
            faults.len(),
            self.steps(),
            folder.display(),
            faults.join("\n")
        );
        remove(&scratch);
        self.steps()
    }

    fn faults(&self, folder: &Path) -> Vec<String> {
        let replaced = |text: &str| {
            self.replacements.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
        };
        let commands: Vec<String> = self.steps.iter().map(|step| replaced(&step.commands)).collect();
        let files: Vec<Vec<(String, String)>> = self
            .steps
            .iter()
            .map(|step| step.files.iter().map(|(name, text)| (name.clone(), replaced(text))).collect())
            .collect();
        // Beside the folder, which is empty when the reader begins.
        let records = folder.with_extension("steps");
        let clone = repository();
        let start = match self.place {
            Place::Clone => clone.as_path(),
            Place::Folder => folder,
        };
        let outcomes =
            session::run(&commands, &files, &session::Places { start, records: &records }, &self.variables);
        let mut faults = Vec::new();
        for (step, outcome) in self.steps.iter().zip(&outcomes) {
            let mut errors = outcome.failures.clone();
            if outcome.ended {
                errors.extend(step.prints.difference(&outcome.printed, replaced));
            } else {
                errors.push("it did not come to its end".to_owned());
            }
            if !errors.is_empty() {
                let (place, printed) = (format!("{}:{}", self.path, step.line), &outcome.printed);
                faults.push(format!(
                    "{place}: {}\n--- the step\n{}--- printed\n{printed}---\n",
                    errors.join("\n"),
                    step.commands
                ));
            }
            if !outcome.ended {
                break;
            }
        }
        faults
    }
}

impl Prints {
    /// The first thing in which what was printed is not what it should be, where `replaced` is what a block says.
    fn difference(&self, printed: &str, replaced: impl Fn(&str) -> String) -> Option<String> {
        match self {
            Self::Nothing => {
                printed.lines().next().map(|line| format!("printed, but nothing is shown: {line}"))
            }
            Self::Noise => printed.lines().find(|line| is_error(line)).map(|line| format!("printed: {line}")),
            Self::Block(language, block) => match Shown::new(*language, &replaced(block)) {
                Ok(shown) => shown.difference(printed),
                Err(error) => Some(error),
            },
        }
    }
}

/// True for a line that begins like an error of a program.
fn is_error(line: &str) -> bool {
    let line = line.trim_start().to_ascii_lowercase();
    ["error:", "error[", "fatal:", "bash:", "npm err", "npm error"]
        .iter()
        .any(|begin| line.starts_with(begin))
}

/// Removes a folder. What was ended may still be on its way out, and make a file in it.
fn remove(folder: &Path) {
    let mut attempts = iter::repeat_with(|| {
        thread::sleep(Duration::from_millis(20));
        fs::remove_dir_all(folder)
    });
    assert!(attempts.by_ref().take(100).any(|removed| removed.is_ok()), "{} stays", folder.display());
}

/// The program, built once for this run beside the test that asks.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.current_dir(repository()).args([
            "build",
            "--quiet",
            "--package",
            "issuedby-cli",
            "--target-dir",
        ]);
        let built = build.arg(target()).status().expect("cargo starts");
        assert!(built.success(), "the program cannot be built");
        target().join("debug").join(format!("issuedby{}", env::consts::EXE_SUFFIX))
    })
}

/// The target directory in which the test that asks was built.
pub fn target() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    test.ancestors().nth(3).expect("a test is in `deps` of a profile's folder").to_path_buf()
}

fn text(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The file that a line names at its end, as in "into `edge.toml`:".
fn file_named(line: &str) -> Option<&str> {
    line.trim_end().strip_suffix("`:")?.rsplit_once('`').map(|(_, name)| name).filter(|name| !name.is_empty())
}

/// The number of `#` that begin a heading; 0 for another line.
fn rank(line: &str) -> usize {
    let rank = line.bytes().take_while(|byte| *byte == b'#').count();
    if line[rank..].starts_with(' ') { rank } else { 0 }
}

#[cfg(test)]
mod tests;
