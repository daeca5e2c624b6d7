//! Why an edge did not start.

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
