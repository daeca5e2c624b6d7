//! The peers that are not Rust: built below `target`, started on a file of cases, read line by line.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use issuedby_test_support::repository;

/// The programs, built in a folder below `target`.
pub struct Programs {
    folder: PathBuf,
    python: String,
}

/// A program that runs on a file of cases.
pub struct Running {
    name: String,
    child: Child,
    output: PathBuf,
}

impl Programs {
    /// Compiles those that have to be.
    ///
    /// # Errors
    ///
    /// What a compiler says.
    pub fn build(folder: &Path) -> Result<Self, String> {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let sources = sources();
        let flags = output(Command::new("pkg-config").args(["--cflags", "--libs", "libcrypto"]))?;
        output(
            Command::new("cc")
                .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-o"])
                .args([folder.join("openssl"), sources.join("openssl.c")])
                .args(flags.split_whitespace()),
        )?;
        output(
            Command::new("go")
                .env("GOCACHE", repository().join("target/differential/cache"))
                .args(["build", "-o"])
                .args([folder.join("go"), sources.join("verify.go")]),
        )?;
        let python = std::env::var("ISSUEDBY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        Ok(Self { folder: folder.to_owned(), python })
    }

    /// The command of OpenSSL.
    pub fn openssl(&self) -> Command {
        Command::new(self.folder.join("openssl"))
    }

    /// The command of Go.
    pub fn go(&self) -> Command {
        Command::new(self.folder.join("go"))
    }

    /// The command of pyca.
    pub fn pyca(&self) -> Command {
        self.python(&sources().join("pyca.py"))
    }

    /// The command of the oracle for verification.
    pub fn oracle(&self) -> Command {
        self.python(&Path::new(env!("CARGO_MANIFEST_DIR")).join("oracle"))
    }

    fn python(&self, script: &Path) -> Command {
        let mut command = Command::new(&self.python);
        command.arg(script);
        command
    }
}

impl Running {
    /// Starts a command on a file of cases. What it writes goes into `output`.
    ///
    /// # Errors
    ///
    /// The program or a file cannot be opened.
    pub fn start(name: &str, mut command: Command, cases: &Path, output: PathBuf) -> Result<Self, String> {
        let input = File::open(cases).map_err(|error| format!("{}: {error}", cases.display()))?;
        let writer = File::create(&output).map_err(|error| format!("{}: {error}", output.display()))?;
        let child =
            command.stdin(input).stdout(writer).spawn().map_err(|error| format!("{name}: {error}"))?;
        Ok(Self { name: name.to_owned(), child, output })
    }

    /// Waits for the end, and gives one line for each of so many cases.
    ///
    /// # Errors
    ///
    /// The program failed, or wrote another number of lines.
    pub fn finish(mut self, count: usize) -> Result<Vec<String>, String> {
        let status = self.child.wait().map_err(|error| format!("{}: {error}", self.name))?;
        let bytes = fs::read(&self.output).map_err(|error| format!("{}: {error}", self.output.display()))?;
        let lines: Vec<_> = String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect();
        if status.success() && lines.len() == count {
            return Ok(lines);
        }
        Err(format!("{} ended with {status}, and {} of {count} lines", self.name, lines.len()))
    }
}

/// The bytes that the programs read for a case.
pub fn record<'a>(time: i64, cas: impl IntoIterator<Item = &'a [u8]>, leaf: &[u8]) -> Vec<u8> {
    let mut certificates: Vec<&[u8]> = cas.into_iter().collect();
    certificates.push(leaf);
    let size = |size: usize| u32::try_from(size).expect("cases are small").to_be_bytes();
    let mut record = time.to_be_bytes().to_vec();
    record.extend(size(certificates.len()));
    for der in certificates {
        record.extend(size(der.len()));
        record.extend(der);
    }
    record
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers")
}

fn output(command: &mut Command) -> Result<String, String> {
    let done = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    Err(format!("{command:?} failed:\n{}", String::from_utf8_lossy(&done.stderr)))
}
