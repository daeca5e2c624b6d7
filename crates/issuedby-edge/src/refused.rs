//! Handshakes that are refused before it is known whose they are: told, but not one by one.

use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use rustls::{Error, InvalidMessage};

use crate::limits::{HANDSHAKE_COMPLAINT, MAX_TOLD_NAME};
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

/// Tells of one at most in each [`HANDSHAKE_COMPLAINT`], with the number of those that were passed over.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    told: Option<Instant>,
    passed_over: u64,
}

impl Refusals {
    pub(crate) fn tell(&self, log: &Log, why: Why<'_>) {
        if let Some(message) = self.message(why, Instant::now()) {
            log.info("handshake_refused", &message);
        }
    }

    fn message(&self, why: Why<'_>, now: Instant) -> Option<String> {
        let passed_over = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.told.is_some_and(|told| now.saturating_duration_since(told) < HANDSHAKE_COMPLAINT) {
                state.passed_over = state.passed_over.saturating_add(1);
                return None;
            }
            state.told = Some(now);
            std::mem::take(&mut state.passed_over)
        };
        let message = why.message();
        Some(match passed_over {
            0 => message,
            number => format!("{message} ({number} more were refused since the last one that was told)"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_one_a_second_is_told_with_the_number_of_the_others() {
        let (refusals, start) = (Refusals::default(), Instant::now());
        assert!(refusals.message(Why::NoTls, start).is_some_and(|it| !it.contains("more were refused")));
        for _ in 0..1_000 {
            assert_eq!(refusals.message(Why::NoTls, start + HANDSHAKE_COMPLAINT / 2), None);
        }
        let told = refusals.message(Why::NoServerName, start + HANDSHAKE_COMPLAINT).unwrap();
        assert!(told.contains("(1000 more were refused"), "{told}");
        assert!(
            refusals
                .message(Why::NoTls, start + HANDSHAKE_COMPLAINT * 3)
                .is_some_and(|it| !it.contains("more were"))
        );
    }

    #[test]
    fn a_name_is_cut_and_moves_no_cursor() {
        let long = Why::NotServed(&"a".repeat(10_000)).message();
        assert!(long.len() < 200 && long.contains("...`"), "{long}");
        assert_eq!(Why::NotServed("foo.example").message(), "`foo.example` is not served");
        assert!(!Why::NotServed("a\u{1b}[2J\n").message().contains(['\u{1b}', '\n']));
    }
}
