//! Errors of a run: each has a message and its remedies.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::path::PathBuf;

use issuedby::ErrorDetails;

/// An error of a run: nothing was started, or everything was stopped.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DevError {
    kind: DevErrorKind,
    message: String,
    remedies: Vec<Remedy>,
}

/// The kinds of error.
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

/// A step that mends an error. Commands are data here: the caller writes them for its shell.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Remedy {
    /// Make this folder, with all above it.
    MakeFolder(PathBuf),
    /// Run the edge alone, from this configuration.
    RunEdge {
        /// The configuration of the edge.
        config: PathBuf,
    },
    /// A sentence.
    Text(String),
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MakeFolder(folder) => write!(f, "make the folder `{}`", folder.display()),
            Self::RunEdge { config } => {
                write!(f, "run the edge from `{}`, before a worker of your own", config.display())
            }
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl DevError {
    pub(crate) fn new(kind: DevErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), remedies: Vec::new() }
    }

    /// An error that does not happen on a machine that works.
    pub(crate) fn system(error: impl fmt::Display) -> Self {
        Self::new(DevErrorKind::System, error.to_string())
    }

    /// The error with one more remedy; an empty text is left out.
    pub(crate) fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        let text = remedy.into();
        if !text.is_empty() {
            self.remedies.push(Remedy::Text(text));
        }
        self
    }

    /// The error with one more remedy that the caller writes as a command.
    pub(crate) fn with_command(mut self, remedy: Remedy) -> Self {
        self.remedies.push(remedy);
        self
    }

    /// The kind of the error.
    pub fn kind(&self) -> DevErrorKind {
        self.kind
    }

    /// The remedies, the likeliest first.
    pub fn remedies(&self) -> &[Remedy] {
        &self.remedies
    }
}

impl fmt::Display for DevError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for DevError {}

/// The remedies stand in one text, between semicolons.
impl ErrorDetails for DevError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        let remedies: Vec<_> = self.remedies.iter().map(Remedy::to_string).collect();
        (!remedies.is_empty()).then(|| remedies.join("; ").into())
    }
}
