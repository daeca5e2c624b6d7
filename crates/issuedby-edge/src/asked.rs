//! What is told of a request: once, whether it was answered or its client broke it off.

use std::sync::Arc;
use std::time::Instant;

use hyper::{Request, StatusCode};
use issuedby::Reason;
use issuedby_registry::DomainName;

use crate::answer::Fault;
use crate::clock;
use crate::connection::{Connection, Told};
use crate::limits::{MAX_LOGGED_METHOD, MAX_LOGGED_PATH};
use crate::log::Access;
use crate::metrics::VerdictLabels;

/// A request that is not answered yet. Dropped so, its client broke it off.
pub(crate) struct Asked {
    connection: Arc<Connection>,
    /// As far as it is known.
    pub(crate) domain: Option<DomainName>,
    /// None where no worker was to be told anything.
    pub(crate) told: Option<Arc<Told>>,
    method: String,
    path: String,
    begun: Instant,
    is_answered: bool,
}

impl Asked {
    pub(crate) fn new<B>(connection: Arc<Connection>, request: &Request<B>) -> Self {
        let (method, path) = match connection.shared.log.is_wanted() {
            true => (
                cut(request.method().as_str(), MAX_LOGGED_METHOD),
                cut(request.uri().path(), MAX_LOGGED_PATH),
            ),
            false => Default::default(),
        };
        Self { connection, domain: None, told: None, method, path, begun: Instant::now(), is_answered: false }
    }

    pub(crate) fn answered(mut self, status: StatusCode, fault: Option<Fault>) {
        self.is_answered = true;
        self.report(status, fault);
    }

    fn report(&mut self, status: StatusCode, fault: Option<Fault>) {
        let (connection, shared) = (&self.connection, &self.connection.shared);
        let took = self.begun.elapsed();
        shared.metrics.request(status.as_u16(), fault.map(Fault::code).unwrap_or_default(), took);
        let told = self.told.as_deref();
        let reason = told.and_then(|told| told.reason).map(Reason::code);
        if let Some(told) = told {
            let labels = VerdictLabels { status: told.status.as_str(), reason: reason.unwrap_or_default() };
            shared.metrics.verdicts.get_or_create(&labels).inc();
        }
        if matches!(fault, Some(Fault::RequestBrokenOff | Fault::RequestTimedOut)) {
            shared.metrics.requests_broken_off.inc();
        }
        if shared.log.is_wanted() {
            shared.log.access(Access {
                time: clock::log_time(),
                client: connection.peer.ip().to_canonical(),
                domain: self.domain.as_ref().map(DomainName::to_string).unwrap_or_default(),
                account: connection.account.name.as_str().to_owned(),
                protocol: connection.protocol,
                method: std::mem::take(&mut self.method),
                path: std::mem::take(&mut self.path),
                status: status.as_u16(),
                fault: fault.map(Fault::code),
                milliseconds: (took.as_secs_f64() * 1e6).round() / 1e3,
                verdict: told.map(|told| told.status.as_str()),
                reason,
                certificate: told.and_then(|told| told.fingerprint.clone()),
                ca: told.and_then(|told| told.ca_id.clone()),
                issuer: told.and_then(|told| told.refused.as_ref()).and_then(|names| names.issuer.clone()),
                subject: told.and_then(|told| told.refused.as_ref()).and_then(|names| names.subject.clone()),
            });
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        if !self.is_answered {
            let fault = Fault::RequestBrokenOff;
            self.report(fault.status(), Some(fault));
        }
    }
}

/// At most so many bytes of what a stranger chose, and `…` for the rest.
fn cut(text: &str, limit: usize) -> String {
    let (kept, rest) = text.split_at(text.floor_char_boundary(limit));
    match rest.is_empty() {
        true => kept.to_owned(),
        false => format!("{kept}…"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_between_characters_and_what_fits_is_whole() {
        for (text, expected) in
            [("", ""), ("/abc", "/abc"), ("/abcd", "/abc…"), ("/aéb", "/aé…"), ("/abé", "/ab…")]
        {
            assert_eq!(cut(text, 4), expected, "{text}");
        }
    }
}
