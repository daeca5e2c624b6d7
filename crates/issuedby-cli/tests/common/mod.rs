//! Runs the built program, and makes files for it.

#![allow(dead_code, reason = "each suite uses a part")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use issuedby::{CaCertificate, CaSet, Verifier, check_time};

/// A time at which the samples are valid.
pub(crate) const AT: &str = "2027-01-01T00:00:00Z";
pub(crate) const AT_SECONDS: i64 = 1_798_761_600;

/// The result of a run of the program.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    #[track_caller]
    pub(crate) fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "\nstdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn stdout_has(self, expected: &str) -> Self {
        assert!(
            self.out.contains(expected),
            "no `{expected}` in\nstdout: {}\nstderr: {}",
            self.out,
            self.err
        );
        self
    }

    #[track_caller]
    pub(crate) fn stderr_has(self, expected: &str) -> Self {
        assert!(
            self.err.contains(expected),
            "no `{expected}` in\nstderr: {}\nstdout: {}",
            self.err,
            self.out
        );
        self
    }

    /// Asserts that standard output has the error alone: one line of JSON with its five fields.
    #[track_caller]
    pub(crate) fn stdout_is_an_error(&self) {
        let line: serde_json::Value = serde_json::from_str(&self.out).expect(&self.out);
        let fields = line["error"].as_object().expect("an error");
        for field in ["code", "message", "remedy", "suggestion", "position"] {
            assert!(fields.contains_key(field), "no `{field}` in {}", self.out);
        }
        assert!(
            self.err.contains(fields["message"].as_str().expect("a message")),
            "{}{}",
            self.out,
            self.err
        );
    }

    #[track_caller]
    pub(crate) fn stderr_is_empty(self) -> Self {
        assert_eq!(self.err, "");
        self
    }
}

/// The program, without what the environment says about colour and about the registry.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_issuedby"));
    command.env_remove("NO_COLOR").env_remove("TERM").env_remove("CLICOLOR_FORCE").current_dir(certs());
    // No test touches the registry of whoever runs it.
    command.env_remove("ISSUEDBY_ACCOUNT").env("ISSUEDBY_REGISTRY", "/nonexistent/registry");
    command
}

/// Runs it among the samples.
pub(crate) fn issuedby(arguments: &[&str]) -> Run {
    with_input(arguments, b"")
}

/// Runs it with bytes on standard input.
pub(crate) fn with_input(arguments: &[&str], input: &[u8]) -> Run {
    run(program().args(arguments), input)
}

/// Runs a prepared command with bytes on standard input.
pub(crate) fn run(command: &mut Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // A program that stops reading breaks the pipe, which is its right.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the writer ends");
    Run {
        status: output.status.code().expect("the program was not killed"),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
    }
}

/// The folder of the samples.
pub(crate) fn certs() -> PathBuf {
    issuedby_test_support::repository().join("tests/certs")
}

/// The bytes of a sample.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    fs::read(certs().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The core's own verdict about a leaf in DER under ca.pem, as JSON.
pub(crate) fn verdict(leaf: &[u8]) -> String {
    let ca = CaCertificate::from_pem(&sample("ca.pem")).expect("ca.pem");
    let verifier = Verifier::new(CaSet::new([ca]).expect("a key that is supported"));
    verifier.evaluate(Some(leaf), check_time(AT_SECONDS)).to_json()
}

/// The core's own remedy for a leaf in DER that ca.pem's verifier refuses.
pub(crate) fn remedy(leaf: &[u8]) -> &'static str {
    let ca = CaCertificate::from_pem(&sample("ca.pem")).expect("ca.pem");
    let verifier = Verifier::new(CaSet::new([ca]).expect("a key that is supported"));
    verifier.evaluate(Some(leaf), check_time(AT_SECONDS)).remedy().expect("a refusal")
}

/// One line of JSON without its last key `remedy`, which the program adds to the core's verdict unless that is a SUCCESS.
pub(crate) fn without_remedy(line: &str) -> String {
    let line = line.trim_end();
    match line.split_once(",\"remedy\":\"") {
        Some((verdict, remedy)) => {
            assert!(!line.contains("\"status\":\"SUCCESS\"") && !remedy.starts_with('"'), "{line}");
            format!("{verdict}}}")
        }
        None => {
            assert!(line.contains("\"status\":\"SUCCESS\""), "{line}");
            line.to_owned()
        }
    }
}

/// The DER of a sample.
pub(crate) fn der(name: &str) -> Vec<u8> {
    issuedby::input::certificate_der(&sample(name)).expect(name).into_owned()
}

/// Replaces bytes by as many others, where they first stand.
pub(crate) fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let position = bytes.windows(from.len()).position(|window| window == from).expect("what is replaced");
    let mut bytes = bytes.to_vec();
    bytes[position..position + from.len()].copy_from_slice(to);
    bytes
}

/// A directory that goes away with its test.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("a directory can be made");
        // A registry wants its folder so, whatever is usual here.
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("a name in UTF-8").to_owned()
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a file can be written");
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The first line about a message: without the fingerprints.
pub(crate) fn headline(message: &str) -> String {
    let mut parts = message.split(" (SHA-256 ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once(')').map_or(part, |(_, rest)| rest))
}
