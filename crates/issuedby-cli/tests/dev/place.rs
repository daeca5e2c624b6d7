//! A place for a run, and a run that goes on until a signal ends it.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{Run, Scratch, program, run};

/// A place for temporary folders that is this test's alone.
pub(crate) struct Place {
    pub(crate) scratch: Scratch,
}

impl Place {
    pub(crate) fn new() -> Self {
        let scratch = Scratch::new();
        fs::create_dir(scratch.path("tmp")).unwrap();
        Self { scratch }
    }

    /// `issuedby dev` with its temporary folders here.
    pub(crate) fn dev(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.arg("dev").args(arguments).env("TMPDIR", self.scratch.path("tmp"));
        for proxy in ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let run = run(&mut self.dev(arguments), b"");
        self.has_nothing_left();
        run
    }

    #[track_caller]
    pub(crate) fn has_nothing_left(&self) {
        let left: Vec<_> = fs::read_dir(self.scratch.path("tmp")).unwrap().collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

/// A run that goes on until a signal ends it.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) lines: Receiver<String>,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = lines_of(child.stdout.take().unwrap());
        Self { child, lines }
    }

    #[track_caller]
    pub(crate) fn line(&self) -> String {
        self.lines.recv_timeout(Duration::from_secs(20)).expect("a line")
    }

    /// The lines to the table's heading.
    #[track_caller]
    pub(crate) fn intro(&self) -> Vec<String> {
        let mut intro = Vec::new();
        while !intro.last().is_some_and(|line: &String| line.starts_with("TIME ")) {
            intro.push(self.line());
        }
        intro
    }

    /// Exit status and standard error, after a signal.
    #[track_caller]
    pub(crate) fn end(mut self, signal: &str) -> (Option<i32>, String) {
        send(heeded(signal), &self.child);
        let start = Instant::now();
        let status = self.child.wait().unwrap();
        assert!(start.elapsed() < Duration::from_secs(5), "it takes its time");
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (status.code(), errors)
    }
}

fn lines_of(out: ChildStdout) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in BufReader::new(out).lines() {
            if sender.send(line.unwrap()).is_err() {
                return;
            }
        }
    });
    lines
}

/// The signal; or SIGTERM where whoever runs the tests ignores it, as in the background, and thus the program too.
pub(crate) fn heeded(signal: &str) -> &str {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.map_or(0, |mask| u64::from_str_radix(mask.trim(), 16).unwrap());
    match signal {
        "-HUP" if ignored & 1 != 0 => "-TERM",
        "-INT" if ignored & 2 != 0 => "-TERM",
        signal => signal,
    }
}

pub(crate) fn send(signal: &str, child: &Child) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}
