//! The decision about a request.

use alloc::string::String;
use core::fmt::{self, Write};

use super::{Metadata, Problem};
use crate::json;
use crate::reason::Reason;

/// The decision about a request.
///
/// Whatever it is, the adapter **replaces or deletes** `request.user.data.mtlsAuth`: with the metadata where there
/// is one, and deletes it where there is none, so that nothing stale from an earlier policy survives.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "a decision that is not read lets every client in"]
pub enum Decision {
    /// The client is verified, and its issuer is one of `certIssuerDN` where that is set.
    Allow {
        /// The client's data.
        metadata: Metadata,
        /// The new value of `request.user.sub`: the subject, if the request had no user and the subject is not
        /// empty.
        sub: Option<String>,
    },
    /// The client is not verified, and unauthenticated requests go on.
    PassThrough {
        /// The reason why enforcing would refuse it.
        reason: Reason,
        /// The data of its certificate, unverified, if it could be read.
        metadata: Option<Metadata>,
        /// For the operator, never for the client: one line of printable ASCII.
        log: String,
    },
    /// The request is refused.
    Reject {
        /// The reason.
        reason: Reason,
        /// The answer to the client.
        problem: Problem,
        /// For the operator, never for the client: one line of printable ASCII.
        log: String,
    },
}

impl Decision {
    /// `allow`, `pass_through` or `reject`.
    pub const fn action(&self) -> &'static str {
        match self {
            Self::Allow { .. } => "allow",
            Self::PassThrough { .. } => "pass_through",
            Self::Reject { .. } => "reject",
        }
    }

    /// The reason why enforcing refuses, or would; none for [`Decision::Allow`].
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Allow { .. } => None,
            Self::PassThrough { reason, .. } | Self::Reject { reason, .. } => Some(*reason),
        }
    }

    /// The new value of `request.user.data.mtlsAuth`, which is deleted where there is none.
    pub fn metadata(&self) -> Option<&Metadata> {
        match self {
            Self::Allow { metadata, .. } => Some(metadata),
            Self::PassThrough { metadata, .. } => metadata.as_ref(),
            Self::Reject { .. } => None,
        }
    }

    /// The new value of `request.user.sub`.
    pub fn sub(&self) -> Option<&str> {
        match self {
            Self::Allow { sub, .. } => sub.as_deref(),
            Self::PassThrough { .. } | Self::Reject { .. } => None,
        }
    }

    /// The answer to a client that is refused.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Reject { problem, .. } => Some(problem),
            Self::Allow { .. } | Self::PassThrough { .. } => None,
        }
    }

    /// The line for the log, where the request was or would be refused: one line of printable ASCII of at most
    /// [`MAX_LOG_SIZE`](crate::limits::MAX_LOG_SIZE). It tells what is configured: never send it to the client.
    pub fn log(&self) -> Option<&str> {
        match self {
            Self::Allow { .. } => None,
            Self::PassThrough { log, .. } | Self::Reject { log, .. } => Some(log),
        }
    }

    /// `{"action":..,"reason":..,"metadata":..,"sub":..,"problem":..}` as one line of ASCII, for adapters in other
    /// languages. The log is not in it.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) -> fmt::Result {
        write!(out, "{{\"action\":\"{}\",\"reason\":", self.action())?;
        json::optional_text(out, self.reason())?;
        out.push_str(",\"metadata\":");
        match self.metadata() {
            Some(metadata) => metadata.write_json(out)?,
            None => out.push_str("null"),
        }
        out.push_str(",\"sub\":");
        json::optional_text(out, self.sub())?;
        out.push_str(",\"problem\":");
        match self.problem() {
            Some(problem) => problem.write_json(out)?,
            None => out.push_str("null"),
        }
        out.push('}');
        Ok(())
    }
}
