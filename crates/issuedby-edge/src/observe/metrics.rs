//! The metrics of an edge, in the text format of OpenMetrics.

use std::fmt::Debug;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// The metrics of an edge.
pub(crate) struct Metrics {
    registry: Registry,
    pub(crate) connections: Gauge,
    pub(crate) handshakes: Family<HandshakeLabels, Counter>,
    pub(crate) verdicts: Family<VerdictLabels, Counter>,
    pub(crate) requests: Family<RequestLabels, Counter>,
    pub(crate) streams_ended: Counter,
    pub(crate) responses_stalled: Counter,
    pub(crate) websockets_idle: Counter,
    pub(crate) requests_broken_off: Counter,
    pub(crate) requests_malformed: Counter,
    pub(crate) reloads: Family<ReloadLabels, Counter>,
    pub(crate) registry_up: Gauge,
    pub(crate) log_lines_dropped: Counter,
    confirmed_age: Gauge<f64, AtomicU64>,
    handshake_seconds: Histogram,
    request_seconds: Histogram,
}

/// The result of a handshake: `full`, `resumed`, or the code of a [`HandshakeRefusal`](crate::HandshakeRefusal).
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(crate) struct HandshakeLabels {
    pub(crate) result: &'static str,
}

/// The verdict that a request went on with. The reason is empty on SUCCESS.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(crate) struct VerdictLabels {
    pub(crate) status: &'static str,
    pub(crate) reason: &'static str,
}

/// The status of the response, also where the client has left; and the code of the error where the edge responded in
/// place of the upstream, empty where it did not.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(crate) struct RequestLabels {
    pub(crate) status: u16,
    pub(crate) fault: &'static str,
}

/// The result of reading certificates again: `done` or `refused`.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(crate) struct ReloadLabels {
    pub(crate) result: &'static str,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        const SECONDS: [f64; 12] =
            [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
        let mut metrics = Self {
            registry: Registry::with_prefix("issuedby"),
            connections: Gauge::default(),
            handshakes: Family::default(),
            verdicts: Family::default(),
            requests: Family::default(),
            streams_ended: Counter::default(),
            responses_stalled: Counter::default(),
            websockets_idle: Counter::default(),
            requests_broken_off: Counter::default(),
            requests_malformed: Counter::default(),
            reloads: Family::default(),
            registry_up: Gauge::default(),
            log_lines_dropped: Counter::default(),
            confirmed_age: Gauge::default(),
            handshake_seconds: Histogram::new(SECONDS),
            request_seconds: Histogram::new(SECONDS),
        };
        metrics.register();
        metrics
    }

    fn register(&mut self) {
        self.register_connections_and_requests();
        self.register_bodies();
        self.register_state();
        self.register_durations();
    }

    fn register_connections_and_requests(&mut self) {
        let registry = &mut self.registry;
        registry.register("connections", "Connections of clients that are open", self.connections.clone());
        registry.register("handshakes", "TLS handshakes by their end", self.handshakes.clone());
        registry.register("verdicts", "Requests by the verdict that went with them", self.verdicts.clone());
        registry.register(
            "requests",
            "Requests by the status of the response and the edge's error",
            self.requests.clone(),
        );
    }

    fn register_bodies(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "streams_ended",
            "Streams ended because their verdict no longer held",
            self.streams_ended.clone(),
        );
        registry.register(
            "responses_stalled",
            "Responses given up because their client took nothing for too long",
            self.responses_stalled.clone(),
        );
        registry.register(
            "websockets_idle",
            "WebSockets ended because nothing came from either side for too long",
            self.websockets_idle.clone(),
        );
        registry.register(
            "requests_broken_off",
            "Requests that their client broke off before the response",
            self.requests_broken_off.clone(),
        );
        registry.register(
            "requests_malformed",
            "Requests refused because they were not HTTP, or their head was too large",
            self.requests_malformed.clone(),
        );
    }

    fn register_state(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "certificate_reloads",
            "Times that certificates were read again",
            self.reloads.clone(),
        );
        registry.register("registry_up", "1 while the CA registry can be read", self.registry_up.clone());
        registry.register(
            "access_log_lines_dropped",
            "Log lines dropped because their queue was full",
            self.log_lines_dropped.clone(),
        );
        registry.register_with_unit(
            "ca_set_age",
            "Time since the CAs were last confirmed",
            Unit::Seconds,
            self.confirmed_age.clone(),
        );
    }

    fn register_durations(&mut self) {
        let registry = &mut self.registry;
        registry.register_with_unit(
            "handshake_duration",
            "Time that handshakes took",
            Unit::Seconds,
            self.handshake_seconds.clone(),
        );
        registry.register_with_unit(
            "request_duration",
            "Time to the head of the response",
            Unit::Seconds,
            self.request_seconds.clone(),
        );
    }

    pub(crate) fn handshake(&self, result: &'static str, took: Duration) {
        self.handshakes.get_or_create(&HandshakeLabels { result }).inc();
        self.handshake_seconds.observe(took.as_secs_f64());
    }

    pub(crate) fn request(&self, status: u16, fault: &'static str, took: Duration) {
        self.requests.get_or_create(&RequestLabels { status, fault }).inc();
        self.request_seconds.observe(took.as_secs_f64());
    }

    /// The exposition format of OpenMetrics, which Prometheus reads.
    pub(crate) fn text(&self, confirmed_age: Duration, log_lines_dropped: u64) -> String {
        self.confirmed_age.set(confirmed_age.as_secs_f64());
        let more = log_lines_dropped.saturating_sub(self.log_lines_dropped.get());
        self.log_lines_dropped.inc_by(more);
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

impl Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}
