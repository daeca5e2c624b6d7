//! One connection: its client, and what its workers are told about that client as long as it is so.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use hyper::header::{HeaderName, HeaderValue};
use issuedby::client_cert::CLIENT_CERT;
use issuedby::edge_headers;
use issuedby::{EdgeReport, Reason, Status};
use issuedby_registry::DomainName;
use issuedby_rustls::{Client, CurrentVerdict};
use tokio::sync::Notify;
use tokio::time::sleep;

use crate::accept::Room;
use crate::budget::Source;
use crate::clock;
use crate::directory::{Account, Site};
use crate::headers::edge_field;
use crate::limits::CLOCK_CHECK;
use crate::refused_names::RefusedNames;
use crate::request_filter::RequestFilter;
use crate::server::Shared;
use crate::under_way::UnderWay;
use crate::upstream::Worker;
use crate::upstream_slots::Requester;

/// The port that an `https` authority leaves out (RFC 9110 section 4.2.2).
const HTTPS_PORT: u16 = 443;

/// Where a connection came from and where it arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    /// The client's address.
    pub(crate) peer: SocketAddr,
    /// The port of the listener.
    pub(crate) port: u16,
}

/// A connection after its handshake.
pub(crate) struct Connection {
    pub(crate) shared: Arc<Shared>,
    /// The domain of the handshake. Every request must be for one of the same account.
    pub(crate) account: Arc<Account>,
    pub(crate) peer: SocketAddr,
    pub(crate) peer_value: HeaderValue,
    /// The port on which the client connected.
    port: u16,
    pub(crate) protocol: &'static str,
    client: Client,
    told: ArcSwapOption<Told>,
    opened: Instant,
    under_way: AtomicUsize,
    /// Milliseconds from the opening to the last request's beginning or end.
    active: AtomicU64,
    /// The client has broken off more than it may.
    is_cut: Notify,
    _room: Room,
}

/// What a worker is told about the client.
#[derive(Debug)]
pub(crate) struct Told {
    verdict: Arc<CurrentVerdict>,
    is_stale: bool,
    worker: usize,
    pub(crate) status: Status,
    pub(crate) reason: Option<Reason>,
    pub(crate) ca_id: Option<String>,
    /// SHA-256 of the client's certificate, for the log.
    pub(crate) fingerprint: Option<String>,
    /// Issuer and subject of a certificate that was refused, for the log.
    pub(crate) refused: Option<RefusedNames>,
    /// The fields, as they are added to every request.
    pub(crate) fields: Vec<(HeaderName, HeaderValue)>,
}

impl Connection {
    pub(crate) fn new(
        shared: Arc<Shared>,
        room: Room,
        account: Arc<Account>,
        origin: Origin,
        protocol: &'static str,
        client: Client,
    ) -> Self {
        let Origin { peer, port } = origin;
        let peer_value = HeaderValue::from_str(&peer.ip().to_canonical().to_string())
            .unwrap_or_else(|_| HeaderValue::from_static("unknown"));
        Self {
            shared,
            account,
            peer,
            peer_value,
            port,
            protocol,
            client,
            told: ArcSwapOption::empty(),
            opened: Instant::now(),
            under_way: AtomicUsize::new(0),
            active: AtomicU64::new(0),
            is_cut: Notify::new(),
            _room: room,
        }
    }

    /// What `worker` is told now: evaluated again if the CAs have changed, or the window has closed.
    pub(crate) fn tell(&self, number: usize, worker: &Worker) -> Arc<Told> {
        let verdict = self.client.evaluate(&self.account.current, clock::now());
        let is_stale = self.shared.directory.is_stale();
        if let Some(told) = &*self.told.load()
            && Arc::ptr_eq(&told.verdict, &verdict)
            && told.is_stale == is_stale
            && told.worker == number
        {
            return Arc::clone(told);
        }
        let told = Arc::new(self.told(verdict, is_stale, number, worker));
        self.told.store(Some(Arc::clone(&told)));
        told
    }

    fn told(&self, verdict: Arc<CurrentVerdict>, is_stale: bool, number: usize, worker: &Worker) -> Told {
        let verdict = verdict.verdict().clone();
        let verdict = if is_stale { verdict.with_stale_cas() } else { verdict };
        // The chain does not have the certificate itself in it (RFC 9440 section 2.3), whatever the client sent.
        let chain = self.client.chain().filter(|der| Some(*der) != self.client.certificate());
        let report = EdgeReport::from(&verdict).with_chain(chain);
        let fields = edge_headers::write(&report, &worker.config.header_options())
            .into_iter()
            .filter(|(name, _)| worker.sends_client_cert() || !name.starts_with(CLIENT_CERT))
            .filter_map(|(name, value)| edge_field(name, value))
            .collect();
        Told {
            is_stale,
            worker: number,
            status: report.status(),
            reason: report.reason(),
            ca_id: report.ca_id().map(str::to_owned),
            fingerprint: verdict.certificate().map(|certificate| certificate.fingerprint().to_string()),
            refused: RefusedNames::of(&verdict),
            fields,
            verdict,
        }
    }

    /// Whether a domain is served on this connection: it is active, and the account's of the handshake.
    ///
    /// One that nobody has asked for yet is looked up, which is charged to the source: requests cost no handshake each.
    pub(crate) async fn serves(&self, domain: &DomainName) -> Option<Arc<Site>> {
        let directory = &self.shared.directory;
        let site = match directory.known(domain) {
            Some(site) => Some(site),
            None if self.shared.budgets.lookups_of_source.take(&self.source(), 1.0) => {
                directory.site(domain).await
            }
            None => {
                self.shared.log.limited("warning", ("too_many_lookups", 0), || {
                    format!(
                        "the source {} asks for more domains than it may that nobody has asked for yet; its requests for \
                         them get 421",
                        self.source()
                    )
                });
                None
            }
        };
        site.filter(|site| Arc::ptr_eq(&site.account, &self.account))
    }

    /// The authority of a site as its upstream is told it: the domain, and the port of the listener unless that is 443.
    pub(crate) fn authority_of(&self, site: &Site) -> String {
        match self.port {
            HTTPS_PORT => site.domain.to_string(),
            port => format!("{}:{port}", site.domain),
        }
    }

    /// Evaluates the certificate, and charges what that cost. No where the source or the account has spent too much.
    ///
    /// A refusal costs its source the signature checks that were computed, and one at least. It costs the account the same
    /// unless none was computed: whoever comes with the certificate of a stranger does not use up what the account has for
    /// the others.
    pub(crate) fn evaluate_within_budget(&self) -> bool {
        if self.client.certificate().is_none() {
            return true;
        }
        let (source, account) = (self.source(), &self.account.name);
        let budgets = &self.shared.budgets;
        if !budgets.checks_of_source.is_left(&source) {
            return false;
        }
        if !budgets.checks_of_account.is_left(account) && !budgets.verified_sources.contains(account, source)
        {
            return false;
        }
        let verdict = self.client.evaluate(&self.account.current, clock::now());
        let verdict = verdict.verdict();
        if verdict.verified() {
            budgets.verified_sources.remember(account, source);
            return true;
        }
        let checks = u32::try_from(verdict.signature_checks()).map_or(f64::from(u32::MAX), f64::from);
        budgets.checks_of_source.take(&source, checks.max(1.0));
        budgets.checks_of_account.take(account, checks);
        true
    }

    /// Where the client comes from, for budgets.
    pub(crate) fn source(&self) -> Source {
        self.peer.ip().into()
    }

    /// Who asks for a slot at an upstream.
    pub(crate) fn requester(&self, told: &Told) -> Requester<'_> {
        Requester {
            source: self.source(),
            account: &self.account.name,
            is_verified: told.status == Status::Success,
        }
    }

    /// Charges a request that the client broke off while it was at an upstream: over HTTP/1.1 that costs a connection.
    pub(crate) fn broke_off(&self) {
        if !self.shared.budgets.broken_off_of_source.charge(&self.source(), 1.0) {
            self.shared.log.limited("warning", ("too_many_broken_off", 0), || {
                format!(
                    "the source {} breaks off more requests than it may, and its connections are closed; if that is no \
                     attack, raise `broken_off_per_source` in `[limits]`",
                    self.source()
                )
            });
            self.is_cut.notify_one();
        }
    }

    /// Counts a request that was refused because it is not HTTP, or too large: the HTTP library answers it by itself.
    pub(crate) fn ends_in(&self, error: &hyper::Error) {
        let cause = error.source();
        let io = cause.and_then(|cause| cause.downcast_ref::<std::io::Error>());
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::TimedOut) {
            self.shared.metrics.answers_not_taken.inc();
            return;
        }
        // Over HTTP/2 what is not HTTP ends the connection, and so does a flood of resets.
        let is_violation =
            cause.and_then(|cause| cause.downcast_ref::<h2::Error>()).is_some_and(h2::Error::is_library);
        if !error.is_parse() && !error.is_timeout() && !is_violation {
            return;
        }
        self.shared.metrics.requests_malformed.inc();
        self.shared.log.limited("info", ("request_malformed", 0), || {
            format!(
                "a request of the source {} was refused before it was read whole: {error}; correct the client, or raise \
                 `max_header_bytes` in `[limits]` if its fields are too large",
                self.source()
            )
        });
    }

    /// Ends when the connection is to be closed at once.
    pub(crate) async fn cut(&self) {
        self.is_cut.notified().await;
    }

    pub(crate) fn begin_request(self: &Arc<Self>) -> UnderWay {
        self.under_way.fetch_add(1, Ordering::AcqRel);
        self.touch();
        UnderWay::new(Arc::clone(self))
    }

    pub(crate) fn ends_request(&self) {
        self.touch();
        self.under_way.fetch_sub(1, Ordering::AcqRel);
    }

    /// For how long there was no request.
    pub(crate) fn idle(&self) -> Duration {
        match self.under_way.load(Ordering::Acquire) {
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

/// The grounds on which one request went to its worker. All clones are of that request.
#[derive(Clone)]
pub(crate) struct Grounds(Arc<OfRequest>);

struct OfRequest {
    connection: Arc<Connection>,
    site: Arc<Site>,
    told: Arc<Told>,
    fell: AtomicBool,
}

impl Grounds {
    pub(crate) fn new(connection: Arc<Connection>, site: Arc<Site>, told: Arc<Told>) -> Self {
        Self(Arc::new(OfRequest { connection, site, told, fell: AtomicBool::new(false) }))
    }

    /// Whether what the worker was told is still so. Where it is not, the caller ends what is under way, which counts
    /// as one stream that ended.
    pub(crate) fn hold(&self) -> bool {
        let holds = self.0.holds();
        if !holds && !self.0.fell.swap(true, Ordering::AcqRel) {
            self.0.connection.shared.metrics.streams_ended.inc();
        }
        holds
    }

    /// Whether the upstream was told SUCCESS.
    pub(crate) fn are_verified(&self) -> bool {
        self.0.told.status == Status::Success
    }

    /// The upstream broke its response off, which its client sees as the end of the connection or stream.
    pub(crate) fn response_broken_off(&self, error: &hyper::Error) {
        let log = &self.0.connection.shared.log;
        log.limited("warning", ("response_broken_off", 0), || {
            format!("the upstream of `{}` broke off a response: {error}", self.0.site.domain)
        });
    }

    /// What is taken out of requests.
    pub(crate) fn request_filter(&self) -> RequestFilter<'_> {
        self.0.connection.shared.request_filter()
    }

    /// Ends when they no longer hold.
    pub(crate) async fn fall(self) {
        let mut changes = self.0.connection.shared.directory.changes();
        while self.hold() {
            let rest = self.0.window().unwrap_or(CLOCK_CHECK).min(CLOCK_CHECK);
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { return },
                () = sleep(rest) => {}
            }
        }
    }
}

impl OfRequest {
    /// The domain is served, and a SUCCESS is one of the same CA.
    fn holds(&self) -> bool {
        let connection = &self.connection;
        let site = connection.shared.directory.known(&self.site.domain);
        if !site.is_some_and(|site| Arc::ptr_eq(&site.account, &connection.account)) {
            return false;
        }
        if self.told.status != Status::Success {
            return true;
        }
        let Ok((number, worker)) = connection.shared.workers.of(&self.site) else {
            return false;
        };
        let now = connection.tell(number, worker);
        now.status == Status::Success && now.ca_id == self.told.ca_id
    }

    /// How long the window of the verdict is still open.
    fn window(&self) -> Option<Duration> {
        let until = self.told.verdict.verdict().valid_until()?.as_secs();
        Some(Duration::from_secs(until.saturating_sub(clock::now().as_secs()).saturating_add(1)))
    }
}
