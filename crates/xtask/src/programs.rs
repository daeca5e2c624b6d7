//! The outside programs that some suites run, and the package that brings each.

use std::process::{Command, Stdio};

/// A program from outside the workspace.
pub(crate) struct Program {
    /// The package to install, as a sentence for the user.
    pub(crate) wanted: &'static str,
    /// A command that succeeds, and prints the needle, only where the program is there.
    probe: &'static [&'static str],
    needle: &'static str,
}

pub(crate) const BASH: Program =
    Program { wanted: "bash (the Debian package `bash`)", probe: &["bash", "--version"], needle: "bash" };

pub(crate) const CARGO_DENY: Program = Program {
    wanted: "cargo-deny (`cargo install cargo-deny --locked`)",
    probe: &["cargo-deny", "--version"],
    needle: "cargo-deny",
};

pub(crate) const CARGO_FUZZ: Program = Program {
    wanted: "cargo-fuzz (`cargo install cargo-fuzz --locked`)",
    probe: &["cargo-fuzz", "--version"],
    needle: "cargo-fuzz",
};

pub(crate) const CPP: Program =
    Program { wanted: "a C++ compiler (the Debian package `g++`)", probe: &["c++", "--version"], needle: "" };

pub(crate) const CURL: Program = Program {
    wanted: "curl with HTTP/2 (the Debian package `curl`)",
    probe: &["curl", "--version"],
    needle: "HTTP2",
};

pub(crate) const GIT: Program =
    Program { wanted: "git (the Debian package `git`)", probe: &["git", "--version"], needle: "git version" };

pub(crate) const GO: Program =
    Program { wanted: "Go (the Debian package `golang-go`)", probe: &["go", "version"], needle: "go1" };

pub(crate) const NGINX: Program =
    Program { wanted: "nginx (the Debian package `nginx-light`)", probe: &["nginx", "-v"], needle: "" };

// Asking the toolchain itself could make rustup fetch it.
pub(crate) const NIGHTLY: Program = Program {
    wanted: "a nightly Rust toolchain named `nightly`",
    probe: &["rustup", "toolchain", "list"],
    needle: "nightly-",
};

pub(crate) const NODE: Program = Program {
    wanted: "Node 18 or later with npm (the Debian packages `nodejs` and `npm`)",
    probe: &[
        "node",
        "-e",
        "const { status } = require('child_process').spawnSync('npm', ['--version']); \
         console.log(parseInt(process.versions.node) >= 18 && status === 0 ? 'usable' : '')",
    ],
    needle: "usable",
};

pub(crate) const OPENSSL: Program = Program {
    wanted: "OpenSSL (the Debian package `openssl`)",
    probe: &["openssl", "version"],
    needle: "OpenSSL",
};

pub(crate) const OPENSSL_LIBRARY: Program = Program {
    wanted: "pkg-config and OpenSSL's library (the Debian packages `pkg-config` and `libssl-dev`)",
    probe: &["pkg-config", "--modversion", "libssl"],
    needle: "",
};

pub(crate) const PYTHON: Program = Program {
    wanted: "Python 3 with venv (the Debian package `python3-venv`)",
    probe: &["python3", "-c", "import ensurepip, venv; print('venv')"],
    needle: "venv",
};

pub(crate) const VALGRIND: Program = Program {
    wanted: "valgrind (the Debian package `valgrind`)",
    probe: &["valgrind", "--version"],
    needle: "valgrind",
};

/// A program for the tests of this tool.
#[cfg(test)]
pub(crate) const NEVER_PRESENT: Program =
    Program { wanted: "the Debian package `x`", probe: &["no-such-program-anywhere"], needle: "" };

impl Program {
    /// True if the program is on this machine.
    pub(crate) fn is_present(&self) -> bool {
        let Some((program, arguments)) = self.probe.split_first() else { return false };
        Command::new(program).args(arguments).stdin(Stdio::null()).output().is_ok_and(|done| {
            done.status.success() && String::from_utf8_lossy(&done.stdout).contains(self.needle)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_present_only_if_it_answers_as_expected() {
        let answers = Program { wanted: "", probe: &["echo", "tool 1.2"], needle: "tool" };
        assert!(answers.is_present());
        assert!(!Program { needle: "other", ..answers }.is_present());
        assert!(!NEVER_PRESENT.is_present());
        assert!(!Program { wanted: "", probe: &["false"], needle: "" }.is_present());
    }
}
