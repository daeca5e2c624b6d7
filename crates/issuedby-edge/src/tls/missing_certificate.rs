//! Clients that sent no certificate where the handshake named the CAs that it accepts.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use crate::limits::NO_CERTIFICATE_INTERVAL;
use crate::observe::event::Details;
use crate::observe::events;
use crate::observe::log::Log;
use crate::tls::attempt::HandshakeAttempt;

/// The step that shows which certificate such a client has.
const REMEDY: &str = "if it should have one, write `ca_hints = \"omit\"` in edge.toml, and restart the edge: the client then sends \
                      what it has, and the access line names its issuer";

/// The notices about the clients of one account: one in [`NO_CERTIFICATE_INTERVAL`].
///
/// Most clients choose their certificate by the CAs that the handshake names (RFC 8446 section 4.2.4), and send none where
/// none fits. What they have is then not known.
#[derive(Debug)]
pub(crate) struct MissingCertificates {
    start: Instant,
    /// Milliseconds from the start to the time of the next notice.
    next: AtomicU64,
}

impl Default for MissingCertificates {
    fn default() -> Self {
        Self { start: Instant::now(), next: AtomicU64::new(0) }
    }
}

impl MissingCertificates {
    /// Logs a client without a certificate, unless one was logged in the interval.
    pub(crate) fn log(&self, log: &Log, account: &str, attempt: &HandshakeAttempt) {
        if self.is_due(Instant::now()) {
            let details = Details {
                message: format!(
                    "a client of the account `{account}` sent no certificate; it may hold one of another CA than those that \
                     the handshake names"
                ),
                remedy: Some(REMEDY.into()),
                ..attempt.of_client()
            };
            log.limited_by_caller("info", events::NO_CERTIFICATE, details);
        }
    }

    fn is_due(&self, now: Instant) -> bool {
        let millis = |time: std::time::Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let passed = millis(now.saturating_duration_since(self.start));
        let next = passed.saturating_add(millis(NO_CERTIFICATE_INTERVAL));
        let due = |at: u64| (passed >= at).then_some(next);
        self.next.fetch_update(Ordering::AcqRel, Ordering::Acquire, due).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_due_once_in_the_interval() {
        let notices = MissingCertificates::default();
        let start = notices.start;
        assert!(notices.is_due(start) && !notices.is_due(start));
        assert!(!notices.is_due(start + NO_CERTIFICATE_INTERVAL / 2));
        assert!(notices.is_due(start + NO_CERTIFICATE_INTERVAL));
        assert!(!notices.is_due(start + NO_CERTIFICATE_INTERVAL));
    }
}
