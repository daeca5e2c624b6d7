//! The access record of a request: written once, when the response begins or the client breaks the request off.

use std::sync::Arc;
use std::time::Instant;

use hyper::{Request, StatusCode};
use issuedby::Reason;
use issuedby_registry::DomainName;

use crate::client::connection::Connection;
use crate::client::report::ClientReport;
use crate::clock;
use crate::limits::{MAX_LOGGED_METHOD, MAX_LOGGED_PATH};
use crate::observe::access_setting::Access;
use crate::observe::metrics::VerdictLabels;
use crate::proxy::proxy_error::ProxyError;

/// The record of a request without a response yet. Dropped so, its client broke it off.
pub(crate) struct AccessRecord {
    connection: Arc<Connection>,
    /// The domain, once it is known.
    pub(crate) domain: Option<DomainName>,
    /// The report about the client; `None` where the request is for no upstream.
    pub(crate) report: Option<Arc<ClientReport>>,
    method: String,
    path: String,
    started: Instant,
    is_written: bool,
}

impl AccessRecord {
    pub(crate) fn new<B>(connection: Arc<Connection>, request: &Request<B>) -> Self {
        let (method, path) = match connection.context.log.is_wanted() {
            true => (
                cut(request.method().as_str(), MAX_LOGGED_METHOD),
                cut(request.uri().path(), MAX_LOGGED_PATH),
            ),
            false => Default::default(),
        };
        Self {
            connection,
            domain: None,
            report: None,
            method,
            path,
            started: Instant::now(),
            is_written: false,
        }
    }

    /// Writes the record of a request that has a response.
    pub(crate) fn responded(mut self, status: StatusCode, error: Option<ProxyError>) {
        self.write(status, error);
    }

    fn write(&mut self, status: StatusCode, error: Option<ProxyError>) {
        self.is_written = true;
        let (took, code) = (self.started.elapsed(), error.map(ProxyError::code));
        let metrics = &self.connection.context.metrics;
        metrics.request(status.as_u16(), code.unwrap_or_default(), took);
        if let Some(report) = self.report.as_deref() {
            let reason = report.reason.map(Reason::code).unwrap_or_default();
            let labels = VerdictLabels { status: report.status.as_str(), reason };
            metrics.verdicts.get_or_create(&labels).inc();
        }
        if matches!(error, Some(ProxyError::RequestBrokenOff | ProxyError::RequestTimedOut)) {
            metrics.requests_broken_off.inc();
        }
        if self.connection.context.log.is_wanted() {
            let access = self.access(status, code, took.as_secs_f64());
            self.connection.context.log.access(access);
        }
    }

    fn access(&mut self, status: StatusCode, fault: Option<&'static str>, seconds: f64) -> Access {
        let (connection, report) = (&self.connection, self.report.as_deref());
        let refused = report.and_then(|report| report.refused.as_ref());
        Access {
            time: clock::log_time(),
            client: connection.origin.peer.ip().to_canonical(),
            domain: self.domain.as_ref().map(DomainName::to_string).unwrap_or_default(),
            account: connection.account.name.as_str().to_owned(),
            protocol: connection.protocol.as_str(),
            method: std::mem::take(&mut self.method),
            path: std::mem::take(&mut self.path),
            status: status.as_u16(),
            fault,
            milliseconds: (seconds * 1e6).round() / 1e3,
            verdict: report.map(|report| report.status.as_str()),
            reason: report.and_then(|report| report.reason).map(Reason::code),
            certificate: report.and_then(|report| report.fingerprint.clone()),
            ca: report.and_then(|report| report.ca_id.clone()),
            issuer: refused.and_then(|names| names.issuer.clone()),
            subject: refused.and_then(|names| names.subject.clone()),
        }
    }
}

impl Drop for AccessRecord {
    fn drop(&mut self) {
        if !self.is_written {
            let error = ProxyError::RequestBrokenOff;
            self.write(error.status(), Some(error));
        }
    }
}

/// The first `limit` bytes of a text that a client chose, and `…` for the rest.
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
    fn a_long_text_is_cut_between_characters() {
        for (text, expected) in
            [("", ""), ("/abc", "/abc"), ("/abcd", "/abc…"), ("/aéb", "/aé…"), ("/abé", "/ab…")]
        {
            assert_eq!(cut(text, 4), expected, "{text}");
        }
    }
}
