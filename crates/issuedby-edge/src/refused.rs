//! Handshakes that are refused before it is known whose they are: told, but not one by one.

use std::io;

use rustls::{Error, InvalidMessage};

use crate::limits::MAX_TOLD_NAME;
use crate::log::Log;

/// Why a handshake was refused.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Why<'a> {
    NoServerName,
    NotServed(&'a str),
    NoTls,
}

impl<'a> Why<'a> {
    /// What the first octets show. Nothing where the client left, as those do that only look whether somebody listens.
    pub(crate) fn of_error(error: &io::Error) -> Option<Why<'a>> {
        let error = error.get_ref()?.downcast_ref::<Error>()?;
        match error {
            Error::InvalidMessage(InvalidMessage::InvalidContentType) => Some(Self::NoTls),
            _ => None,
        }
    }

    fn message(self) -> String {
        match self {
            Self::NoServerName => {
                "the client named no server, as for an address in place of a name (no SNI)".to_owned()
            }
            Self::NotServed(name) => {
                let mut characters = name.chars();
                let shown: String = characters.by_ref().take(MAX_TOLD_NAME).collect();
                let rest = if characters.next().is_some() { "..." } else { "" };
                format!("`{}{rest}` is not served", shown.escape_debug())
            }
            Self::NoTls => {
                "what came is no TLS: it looks like plain HTTP, as for http:// in place of https://"
                    .to_owned()
            }
        }
    }
}

/// Logs that a handshake was refused, at most once in a second.
pub(crate) fn log_refusal(log: &Log, why: Why<'_>) {
    log.limited("info", ("handshake_refused", 0), || why.message());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cut_and_moves_no_cursor() {
        let long = Why::NotServed(&"a".repeat(10_000)).message();
        assert!(long.len() < 200 && long.contains("...`"), "{long}");
        assert_eq!(Why::NotServed("foo.example").message(), "`foo.example` is not served");
        assert!(!Why::NotServed("a\u{1b}[2J\n").message().contains(['\u{1b}', '\n']));
    }
}
