//! How the program ends: the exit statuses, and a failure with what to do about it.

use std::process::ExitCode;

use crate::excerpt::Excerpt;

/// The exit statuses, an interface. Of several, the worst is the program's: they stand in that order.
///
/// The argument parser ends with 2 (usage) too.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum ExitStatus {
    /// Verified, or done.
    Done = 0,
    /// Some certificate did not verify, or is none; two names do not match; the answer to a question was no.
    Refused = 1,
    /// The command line is wrong, for instance a name that cannot be read.
    Usage = 2,
    /// There is no such account, CA certificate, domain or registry.
    NotFound = 3,
    /// It is there already, or its name is taken.
    Conflict = 4,
    /// A file, a CA or a registry could not be read or accepted.
    Unacceptable = 5,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}

/// Why something could not be done, for standard error.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit status that it leads to.
    pub(crate) status: ExitStatus,
    /// What is wrong, naming the file.
    pub(crate) message: String,
    /// Where, in what was typed.
    pub(crate) excerpt: Option<Excerpt>,
    /// What to do, one line each.
    pub(crate) help: Vec<String>,
}

impl Failure {
    /// A file or a CA that could not be read or accepted.
    pub(crate) fn unacceptable(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Unacceptable, message)
    }

    /// Something that is no certificate.
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Refused, message)
    }

    /// Something on the command line that is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Usage, message)
    }

    pub(crate) fn new(status: ExitStatus, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), excerpt: None, help: Vec::new() }
    }

    /// The same failure with the text in which it is.
    pub(crate) fn at(mut self, excerpt: Excerpt) -> Self {
        self.excerpt = Some(excerpt);
        self
    }

    /// The same failure with one more line of help; an empty line is left out.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        let help = help.into();
        if !help.is_empty() {
            self.help.push(help);
        }
        self
    }
}
