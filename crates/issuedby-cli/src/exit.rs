//! The exit statuses.

use std::process::ExitCode;

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
