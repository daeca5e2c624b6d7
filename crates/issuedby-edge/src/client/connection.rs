//! A connection after its handshake: its client, its account, and the verdict on its client now.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use hyper::header::HeaderValue;
use issuedby::Status;
use issuedby_rustls::Client;
use tokio::sync::Notify;

use crate::client::origin::Origin;
use crate::client::permit::ConnectionPermit;
use crate::client::report::ClientReport;
use crate::client::source::Source;
use crate::clock;
use crate::context::Context;
use crate::observe::events;
use crate::proxy::upstream::Upstream;
use crate::proxy::upstream_slots::Requester;
use crate::sites::account::{Account, Site};

/// The port that an `https` authority leaves out (RFC 9110 section 4.2.2).
const HTTPS_PORT: u16 = 443;

/// A connection after its handshake.
pub(crate) struct Connection {
    pub(crate) context: Arc<Context>,
    /// The account of the SNI. Every request must be for a domain of it.
    pub(crate) account: Arc<Account>,
    pub(crate) origin: Origin,
    /// The client's address as a field value.
    pub(crate) peer_value: HeaderValue,
    pub(crate) protocol: Protocol,
    client: Client,
    report: ArcSwapOption<ClientReport>,
    opened: Instant,
    /// The number of requests in flight.
    requests: AtomicUsize,
    /// Milliseconds from the opening to the last beginning or end of a request.
    active: AtomicU64,
    /// The client has broken off more requests than it may.
    close_now: Notify,
    _permit: ConnectionPermit,
}

/// The version of HTTP of a connection, chosen in the handshake (ALPN, RFC 7301).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Protocol {
    Http1,
    Http2,
}

impl Protocol {
    /// The name for the access log.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Http1 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
        }
    }
}

impl Connection {
    pub(crate) fn new(
        context: Arc<Context>,
        permit: ConnectionPermit,
        account: Arc<Account>,
        origin: Origin,
        (protocol, client): (Protocol, Client),
    ) -> Self {
        let peer_value = HeaderValue::from_str(&origin.peer.ip().to_canonical().to_string())
            .unwrap_or_else(|_| HeaderValue::from_static("unknown"));
        Self {
            context,
            account,
            origin,
            peer_value,
            protocol,
            client,
            report: ArcSwapOption::empty(),
            opened: Instant::now(),
            requests: AtomicUsize::new(0),
            active: AtomicU64::new(0),
            close_now: Notify::new(),
            _permit: permit,
        }
    }

    /// The report about the client to `upstream` now: evaluated again if the CAs have changed or a date has passed.
    pub(crate) fn report_to(&self, upstream: &Upstream) -> Arc<ClientReport> {
        let verdict = self.client.evaluate(&self.account.current, clock::now());
        let is_stale = self.context.sites.is_stale();
        if let Some(report) = &*self.report.load()
            && report.is_of(&verdict, is_stale, upstream)
        {
            return Arc::clone(report);
        }
        let report = Arc::new(ClientReport::new(&self.client, verdict, is_stale, upstream));
        self.report.store(Some(Arc::clone(&report)));
        if let (Status::Failed, Some(reason)) = (report.status, report.reason) {
            let client = (self.account.name.as_str(), self.origin.peer.ip().to_canonical());
            self.account.refused_certificates.log(&self.context.log, reason, client, &report.evaluated());
        }
        report
    }

    /// The authority of a site as its upstream gets it: the domain, and the port of the listener unless that is 443.
    pub(crate) fn authority_of(&self, site: &Site) -> String {
        match self.origin.port {
            HTTPS_PORT => site.domain.to_string(),
            port => format!("{}:{port}", site.domain),
        }
    }

    /// Evaluates the certificate and charges the signature checks. Returns false where the source or the account has spent
    /// too many.
    ///
    /// A refusal costs its source the signature checks that were computed, and at least one. It costs the account the same,
    /// but not those that only say where a certificate of no CA is from: a stranger's certificate does not use up what the
    /// account has for its clients.
    pub(crate) fn evaluate_within_limits(&self) -> bool {
        if self.client.certificate().is_none() {
            return true;
        }
        let (source, account) = (self.source(), &self.account.name);
        let limiters = &self.context.limiters;
        if !limiters.checks_of_source.is_left(&source) {
            return false;
        }
        if !limiters.checks_of_account.is_left(account)
            && !limiters.verified_sources.contains(account, source)
        {
            return false;
        }
        let verdict = self.client.evaluate(&self.account.current, clock::now());
        let verdict = verdict.verdict();
        if verdict.verified() {
            limiters.verified_sources.remember(account, source);
            return true;
        }
        let checks = u32::try_from(verdict.signature_checks()).map_or(f64::from(u32::MAX), f64::from);
        limiters.checks_of_source.take(&source, checks.max(1.0));
        let of_account = verdict.signature_checks().saturating_sub(verdict.origin_checks());
        let of_account = u32::try_from(of_account).map_or(f64::from(u32::MAX), f64::from);
        limiters.checks_of_account.take(account, of_account);
        true
    }

    /// The source of the connection, for limits.
    pub(crate) fn source(&self) -> Source {
        self.origin.peer.ip().into()
    }

    /// The requester of a slot at an upstream.
    pub(crate) fn requester(&self, report: &ClientReport) -> Requester<'_> {
        Requester { source: self.source(), account: &self.account.name, is_verified: report.is_verified() }
    }

    /// Charges a request that the client broke off while it was at an upstream: over HTTP/1.1 that costs a connection.
    pub(crate) fn charge_broken_off(&self) {
        if !self.context.limiters.broken_off_of_source.charge(&self.source(), 1.0) {
            self.context.log.limited("warning", (events::TOO_MANY_BROKEN_OFF, 0), || {
                format!(
                    "the source {} breaks off more requests than it may, and its connections are closed; if that is no \
                     attack, raise `broken_off_per_source` in `[limits]`",
                    self.source()
                )
            });
            self.close_now.notify_one();
        }
    }

    /// Counts and logs the error that ended the connection. The HTTP library itself refuses a request that is not HTTP or
    /// is too large.
    pub(crate) fn end_with(&self, error: &hyper::Error) {
        let cause = error.source();
        let io = cause.and_then(|cause| cause.downcast_ref::<std::io::Error>());
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::TimedOut) {
            self.context.metrics.responses_stalled.inc();
            return;
        }
        // Over HTTP/2 bytes that are not HTTP end the connection, and so does a flood of resets.
        let is_violation =
            cause.and_then(|cause| cause.downcast_ref::<h2::Error>()).is_some_and(h2::Error::is_library);
        if !error.is_parse() && !error.is_timeout() && !is_violation {
            return;
        }
        self.context.metrics.requests_malformed.inc();
        self.context.log.limited("info", (events::REQUEST_MALFORMED, 0), || {
            format!(
                "a request of the source {} was refused before it was read whole: {error}; correct the client, or raise \
                 `max_header_bytes` in `[limits]` if its fields are too large",
                self.source()
            )
        });
    }

    /// Ends when the connection must be closed at once.
    pub(crate) async fn must_close(&self) {
        self.close_now.notified().await;
    }

    pub(crate) fn request_begins(&self) {
        self.requests.fetch_add(1, Ordering::AcqRel);
        self.touch();
    }

    pub(crate) fn request_ends(&self) {
        self.touch();
        self.requests.fetch_sub(1, Ordering::AcqRel);
    }

    /// The time since the last request ended; zero while one is in flight.
    pub(crate) fn idle(&self) -> Duration {
        match self.requests.load(Ordering::Acquire) {
            0 => self
                .opened
                .elapsed()
                .saturating_sub(Duration::from_millis(self.active.load(Ordering::Acquire))),
            _ => Duration::ZERO,
        }
    }

    fn touch(&self) {
        let passed = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.active.store(passed, Ordering::Release);
    }
}
