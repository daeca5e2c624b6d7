//! The errors of an edge: why it did not start, or ended.

use std::borrow::Cow;
use std::error;
use std::fmt;
use std::io;
use std::net::SocketAddr;

use issuedby::ErrorDetails;

use crate::config::ConfigError;

/// The error of an edge that did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Something in the configuration, or in a file that it names.
    Config(ConfigError),
    /// The edge cannot listen on an address.
    Listen {
        /// The address.
        address: SocketAddr,
        /// The error of the system.
        error: io::Error,
    },
    /// The system lacks what every program needs.
    System(String),
}

impl ErrorDetails for StartError {
    fn code(&self) -> &'static str {
        match self {
            Self::Config(error) => error.code(),
            Self::Listen { .. } => "listen_failed",
            Self::System(_) => "system_failed",
        }
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Config(error) => error.remedy(),
            Self::Listen { error, .. } => Some(Cow::from(match error.kind() {
                io::ErrorKind::AddrInUse => {
                    "another program listens there: `ss -ltnp` names it; stop it, or change `listen`"
                }
                io::ErrorKind::PermissionDenied => {
                    "ports below 1024 need a privilege: change `listen`, or give it"
                }
                _ => "check `listen` and `metrics`: the address must be one of this machine's",
            })),
            Self::System(_) => None,
        }
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Config(error) => error.suggestion(),
            Self::Listen { .. } | Self::System(_) => None,
        }
    }

    fn position(&self) -> Option<usize> {
        match self {
            Self::Config(error) => error.position(),
            Self::Listen { .. } | Self::System(_) => None,
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Listen { address, error } => {
                write!(f, "the address `{address}` cannot be listened on: {error}")
            }
            Self::System(message) => f.write_str(message),
        }
    }
}

impl error::Error for StartError {}

impl From<ConfigError> for StartError {
    fn from(error: ConfigError) -> Self {
        Self::Config(error)
    }
}

/// The death of a thread or a task without which a running edge cannot go on: a defect of the edge.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct EdgeFailed {
    /// `registry`, `access-log`, `event-log`, `listener` or `metrics`.
    pub part: &'static str,
}

impl ErrorDetails for EdgeFailed {
    fn code(&self) -> &'static str {
        "edge_failed"
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        Some(Cow::from("start it again, and report the message of the panic above"))
    }
}

impl fmt::Display for EdgeFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the edge ended because its part `{}` died", self.part)
    }
}

impl error::Error for EdgeFailed {}

/// The error with which [`run`](crate::run) ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// It did not start.
    Start(StartError),
    /// It ran, and could not go on.
    Failed(EdgeFailed),
}

impl RunError {
    fn details(&self) -> &dyn ErrorDetails {
        match self {
            Self::Start(error) => error,
            Self::Failed(error) => error,
        }
    }
}

impl ErrorDetails for RunError {
    fn code(&self) -> &'static str {
        self.details().code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        self.details().remedy()
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        self.details().suggestion()
    }

    fn position(&self) -> Option<usize> {
        self.details().position()
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.details(), f)
    }
}

impl error::Error for RunError {}

impl From<StartError> for RunError {
    fn from(error: StartError) -> Self {
        Self::Start(error)
    }
}

impl From<EdgeFailed> for RunError {
    fn from(error: EdgeFailed) -> Self {
        Self::Failed(error)
    }
}
