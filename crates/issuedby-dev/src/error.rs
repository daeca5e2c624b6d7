//! Why nothing was started, or was stopped: a sentence, and the way out.

use std::error::Error;
use std::fmt;

/// Why nothing was started, or was stopped.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DevError {
    kind: DevErrorKind,
    message: String,
    help: Vec<String>,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum DevErrorKind {
    /// The folder cannot be made or written, or has something in it.
    Folder,
    /// This machine cannot be reached at its own loopback address.
    Loopback,
    /// The policy's options.
    Policy,
    /// The port is another program's, or needs a privilege.
    Port,
    /// The system or a part of this program failed.
    System,
    /// The address of the worker.
    WorkerAddress,
}

impl DevErrorKind {
    /// The stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Folder => "folder",
            Self::Loopback => "loopback",
            Self::Policy => "policy",
            Self::Port => "port",
            Self::System => "system",
            Self::WorkerAddress => "worker_address",
        }
    }
}

impl DevError {
    pub(crate) fn new(kind: DevErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), help: Vec::new() }
    }

    /// What should not happen on a machine that works.
    pub(crate) fn system(error: impl fmt::Display) -> Self {
        Self::new(DevErrorKind::System, error.to_string())
    }

    /// One more line of help; an empty one is left out.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        let help = help.into();
        if !help.is_empty() {
            self.help.push(help);
        }
        self
    }

    /// What is wrong.
    pub fn kind(&self) -> DevErrorKind {
        self.kind
    }

    /// What to do, one line each.
    pub fn helps(&self) -> &[String] {
        &self.help
    }
}

impl fmt::Display for DevError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for DevError {}
