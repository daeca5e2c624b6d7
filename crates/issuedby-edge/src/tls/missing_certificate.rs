//! Clients that sent no certificate where the handshake named the CAs that it accepts.

use crate::limits::{ACCOUNT_GROUPS, NO_CERTIFICATE_INTERVAL};
use crate::observe::event::Details;
use crate::observe::events;
use crate::observe::log::Log;
use crate::observe::quiet_time::QuietTime;
use crate::tls::attempt::HandshakeAttempt;

/// The steps that give such a client its certificate, or show which one it has.
const REMEDY: &str = "if it should have one, give the client its certificate and key (`--cert` and `--key` of curl); if it has \
                      them, write `ca_hints = \"omit\"` in edge.toml, and restart the edge: the client then sends what it has, \
                      and the access line names its issuer";

/// The notices about the clients of one account: one in [`NO_CERTIFICATE_INTERVAL`].
///
/// Most clients choose their certificate by the CAs that the handshake names (RFC 8446 section 4.2.4), and send none where
/// none fits. What they have is then not known.
#[derive(Debug, Default)]
pub(crate) struct MissingCertificates(QuietTime);

impl MissingCertificates {
    /// Logs a client without a certificate, unless one was logged in the interval.
    pub(crate) fn log(&self, log: &Log, account: &str, attempt: &HandshakeAttempt) {
        if self.0.is_over(NO_CERTIFICATE_INTERVAL) {
            log.limited("info", (events::NO_CERTIFICATE, group_of(account)), || Details {
                message: format!(
                    "a client of the account `{account}` sent no certificate: it has none, or one of another CA than those \
                     that the handshake names"
                ),
                remedy: Some(REMEDY.into()),
                ..attempt.of_client()
            });
        }
    }
}

/// The group of accounts that share one event a second, so that many accounts cause no flood, and one hides few others.
fn group_of(account: &str) -> usize {
    account.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % ACCOUNT_GROUPS
}
