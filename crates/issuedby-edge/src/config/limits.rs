//! The table `[limits]`: timeouts, sizes and rates, with their defaults.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

/// Timeouts, sizes and rates: what a client must do in time, and how much it may use.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The whole TLS handshake.
    pub handshake_timeout: Duration,
    /// The next frame of a request's body, and the acceptance of a piece of the response.
    pub body_timeout: Duration,
    /// A connection without a request; over HTTP/1.1 until the head of the next one has come whole.
    pub idle_timeout: Duration,
    /// The connection to an upstream.
    pub connect_timeout: Duration,
    /// The head of an upstream's response, counted from the last frame of the request.
    pub response_timeout: Duration,
    /// The requests in flight when the edge stops.
    pub shutdown_timeout: Duration,
    /// The head of a request, in bytes.
    pub max_header_bytes: HeaderBytes,
    /// Connections of all clients.
    pub connections: NonZeroUsize,
    /// Connections from one address, or from one IPv6 network of 64 bits.
    pub connections_per_source: NonZeroUsize,
    /// Handshakes a second from one source, twice as many at once. A resumed one counts half.
    pub handshakes_per_source: NonZeroU32,
    /// Handshakes a second with one account, twice as many at once. A resumed one counts half.
    pub handshakes_per_account: NonZeroU32,
    /// Signature checks a second spent on refused certificates of one source, twice as many at once.
    pub failed_checks_per_source: NonZeroU32,
    /// The same for one account. A source that lately had a verified client of the account is not bound by it.
    pub failed_checks_per_account: NonZeroU32,
    /// Requests a second of one source that it breaks off after they went to an upstream, twice as many at once. Its
    /// connection ends with the next one.
    pub broken_off_per_source: NonZeroU32,
    /// Requests of all clients that are at upstreams. Over HTTP/1.1 each has a connection of its own. Of this number, and
    /// of the two below it, clients without a verified certificate get half.
    pub upstream_requests: NonZeroUsize,
    /// Of them, to one upstream.
    pub upstream_requests_per_upstream: NonZeroUsize,
    /// Of them, by clients of one account.
    pub upstream_requests_per_account: NonZeroUsize,
    /// Of them, by clients of one source.
    pub upstream_requests_per_source: NonZeroUsize,
    /// A WebSocket on which neither side sends anything.
    pub websocket_timeout: Duration,
}

/// The size of a request's head: 8 KiB to 1 MiB.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct HeaderBytes(pub(super) u32);

impl HeaderBytes {
    pub(super) const LEAST: u32 = 8_192;
    pub(super) const MOST: u32 = 1 << 20;

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        let many = |number: u32| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let size = |number: usize| NonZeroUsize::new(number).unwrap_or(NonZeroUsize::MIN);
        Self {
            handshake_timeout: seconds(10),
            body_timeout: seconds(60),
            idle_timeout: seconds(60),
            connect_timeout: seconds(5),
            response_timeout: seconds(60),
            shutdown_timeout: seconds(30),
            max_header_bytes: HeaderBytes(16_384),
            connections: size(10_000),
            connections_per_source: size(1_000),
            handshakes_per_source: many(200),
            handshakes_per_account: many(5_000),
            failed_checks_per_source: many(640),
            failed_checks_per_account: many(6_400),
            broken_off_per_source: many(100),
            upstream_requests: size(8_192),
            upstream_requests_per_upstream: size(4_096),
            upstream_requests_per_account: size(4_096),
            upstream_requests_per_source: size(256),
            websocket_timeout: seconds(600),
        }
    }
}
