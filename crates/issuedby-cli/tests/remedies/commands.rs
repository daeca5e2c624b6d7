//! Commands in what the program prints, and running them.

use std::path::Path;
use std::process::Command;

use super::pki::Pki;

/// With which words a command begins.
pub(super) const TOOLS: [&str; 13] = [
    "awk", "chmod", "curl", "iconv", "issuedby", "ls", "lsof", "mkdir", "openssl", "printf", "python3",
    "sed", "tr",
];

/// The commands that were run, as they were printed.
#[derive(Debug, Default)]
pub(super) struct Commands(Vec<String>);

impl Commands {
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Runs a command as somebody would who copied it and filled in what it leaves open.
    pub(super) fn paste(&mut self, pki: &Pki, command: &str) -> Pasted {
        self.paste_with(pki, command, "")
    }

    /// The same with more words after it, where a remedy names a program and leaves its input open.
    pub(super) fn paste_with(&mut self, pki: &Pki, command: &str, more: &str) -> Pasted {
        self.0.push(command.to_owned());
        pki.shell(&(pki.filled(command) + more))
    }
}

/// The result of a command.
pub(super) struct Pasted {
    pub(super) command: String,
    pub(super) succeeded: bool,
    pub(super) out: String,
    pub(super) err: String,
}

impl Pasted {
    #[track_caller]
    pub(super) fn succeeds(self) -> Self {
        assert!(self.succeeded, "{}\n{}{}", self.command, self.out, self.err);
        self
    }

    #[track_caller]
    pub(super) fn fails(self) -> Self {
        assert!(!self.succeeded, "{}\n{}{}", self.command, self.out, self.err);
        self
    }
}

/// The commands in a text: between backticks, or from the last `: ` of a line on.
pub(super) fn commands_in(text: &str) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2).map(str::to_owned);
    let mut found: Vec<String> = quoted.filter(|part| begins_with_a_tool(part)).collect();
    if !text.contains('`')
        && let Some(at) =
            text.match_indices(": ").map(|(at, _)| at + 2).find(|at| begins_with_a_tool(&text[*at..]))
    {
        found.push(text[at..].to_owned());
    }
    found
}

pub(super) fn begins_with_a_tool(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(word, _)| TOOLS.contains(&word))
}

/// Runs a shell in a folder, with the program under test in its path.
pub(super) fn shell(folder: &Path, command: &str) -> Pasted {
    let program = Path::new(env!("CARGO_BIN_EXE_issuedby"));
    let mut path = program.parent().expect("a directory").as_os_str().to_owned();
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_default());
    let output = Command::new("sh")
        .args(["-c", command])
        .env("PATH", path)
        .env_remove("ISSUEDBY_ACCOUNT")
        .env("ISSUEDBY_REGISTRY", folder.join("registry.sqlite"))
        .current_dir(folder)
        .output()
        .expect("a shell");
    Pasted {
        command: command.to_owned(),
        succeeded: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
