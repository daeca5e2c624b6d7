//! Why an edge did not start, or ended.

use std::error;
use std::fmt;
use std::io;
use std::net::SocketAddr;

use crate::config::ConfigError;

/// Why an edge did not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Something in the configuration, or in a file that it names.
    Config(ConfigError),
    /// An address cannot be listened on.
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The system lacks what every program needs.
    System(String),
}

impl StartError {
    /// What to do; empty where the message says it.
    pub fn help(&self) -> &str {
        match self {
            Self::Config(error) => error.help(),
            Self::Listen { error, .. } => match error.kind() {
                io::ErrorKind::AddrInUse => "another program listens there: stop it, or change `listen`",
                io::ErrorKind::PermissionDenied => {
                    "ports below 1024 need a privilege: change `listen`, or give it"
                }
                _ => "check `listen` and `metrics`: the address must be one of this machine's",
            },
            Self::System(_) => "",
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

/// A thread or a task of a running edge without which it cannot go on has died, which is a defect of the edge.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct EdgeFailed {
    /// `registry`, `access-log`, `event-log`, `listener` or `metrics`.
    pub part: &'static str,
}

impl fmt::Display for EdgeFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the edge ended because its part `{}` died", self.part)
    }
}

impl error::Error for EdgeFailed {}

/// Why [`run`](crate::run) ended in an error.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// It did not start.
    Start(StartError),
    /// It ran, and could not go on.
    Failed(EdgeFailed),
}

impl RunError {
    /// What to do; empty where the message says it.
    pub fn help(&self) -> &str {
        match self {
            Self::Start(error) => error.help(),
            Self::Failed(_) => "start it again, and report the message of the panic above",
        }
    }
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(error) => error.fmt(f),
            Self::Failed(error) => error.fmt(f),
        }
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
