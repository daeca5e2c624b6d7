//! The error with which a body breaks off.

use std::error::Error;
use std::fmt;

use crate::proxy::proxy_error::ProxyError;

/// The error with which a body breaks off.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The report that the upstream got about the client is no longer true.
    VerdictInvalidated,
    /// The client sent nothing for too long, or too slowly.
    TooSlow,
    /// The client took nothing of its response for too long.
    ClientStalled,
    /// The connection on which the body came ended.
    Transport(hyper::Error),
}

impl BodyError {
    /// The error of a request whose body broke off with this one.
    pub(crate) fn to_proxy_error(&self) -> ProxyError {
        match self {
            Self::VerdictInvalidated => ProxyError::VerdictInvalidated,
            Self::TooSlow => ProxyError::RequestTimedOut,
            Self::ClientStalled | Self::Transport(_) => ProxyError::RequestBrokenOff,
        }
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::VerdictInvalidated => f.write_str("the verdict about the client no longer holds"),
            Self::TooSlow => f.write_str("the client sent nothing for too long, or too slowly"),
            Self::ClientStalled => f.write_str("the client took nothing for too long"),
            Self::Transport(error) => error.fmt(f),
        }
    }
}

impl Error for BodyError {}
