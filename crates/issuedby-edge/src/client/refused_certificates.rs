//! Certificates that were refused: the cause and the remedy, once a minute for each account and reason.

use std::net::IpAddr;

use issuedby::{Reason, Verdict};

use crate::limits::REFUSED_CERTIFICATE_INTERVAL;
use crate::observe::event::Details;
use crate::observe::events;
use crate::observe::log::Log;
use crate::observe::quiet_time::QuietTime;

/// The notices about the refused certificates of one account: one for each reason in [`REFUSED_CERTIFICATE_INTERVAL`], and
/// apart from it one for certificates that a CA of the account did sign: strangers cannot cause these, and do not hide them.
/// Each request has its access line besides, with the reason alone.
#[derive(Debug)]
pub(crate) struct RefusedCertificates([QuietTime; 2 * Reason::ALL.len()]);

impl Default for RefusedCertificates {
    fn default() -> Self {
        Self(std::array::from_fn(|_| QuietTime::default()))
    }
}

impl RefusedCertificates {
    /// Logs a refusal, unless one of its reason was logged in the interval.
    pub(crate) fn log(
        &self,
        log: &Log,
        reason: Reason,
        (account, client): (&str, IpAddr),
        verdict: &Verdict<'_>,
    ) {
        let is_authenticated = verdict.reasons().any(|one| one.reason == reason && one.authenticated);
        let Some(place) = Reason::ALL.iter().position(|known| *known == reason) else { return };
        let place = 2 * place + usize::from(is_authenticated);
        if self.0.get(place).is_some_and(|quiet| quiet.is_over(REFUSED_CERTIFICATE_INTERVAL)) {
            log.limited("info", (events::CERTIFICATE_REFUSED, place), || Details {
                message: format!(
                    "the certificate of a client of the account `{account}` is refused: {}",
                    verdict.message_of(reason)
                ),
                client: Some(client),
                certificate: verdict.certificate().map(|certificate| certificate.fingerprint().to_string()),
                reason: Some(reason.code()),
                remedy: Some(verdict.remedy_of(reason).into()),
                ..Details::default()
            });
        }
    }
}
