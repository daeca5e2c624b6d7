//! Every limit of the edge that the configuration does not set: its name, its number and its reason.

use std::num::NonZeroU32;
use std::time::Duration;

/// The interval at which the registry and the files of certificates are polled for changes.
///
/// A deletion takes effect within a second, with room for the reading itself.
pub const POLL_INTERVAL: Duration = Duration::from_millis(400);

/// The largest configuration file, in bytes: thousands of lines; what is larger was given by mistake.
pub const MAX_CONFIG_SIZE: u64 = 1 << 20;

/// The largest file of a certificate or a private key, in bytes: a chain of a hundred certificates; what is larger was given by
/// mistake.
pub const MAX_PEM_FILE_SIZE: u64 = 1 << 20;

/// The most findings of each kind that a check of the configuration names; of the others it gives the number. Enough to see what they
/// have in common, and few enough to be read.
pub const MAX_NAMED_FINDINGS: usize = 5;

/// The most domains that a check of the configuration looks at: together with the CAs below less than a second at the start.
pub const MAX_CHECKED_DOMAINS: u32 = 100_000;

/// The most CA certificates whose dates a check looks at, at the start and once a day, when lookups of new domains wait for it.
pub const MAX_CHECKED_CAS: u32 = 100_000;

/// The time before its end at which a certificate of the edge or of a CA is reported: two weeks, in which a new one can be made, uploaded
/// and handed out.
pub const EXPIRY_WARNING: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// The interval at which a running edge checks the dates of certificates: a warning comes two weeks before the end, and a line a day is
/// heard without being a burden.
pub const EXPIRY_CHECK_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);

/// The most header fields in one request. Browsers send about 20, and each hop adds a few.
pub const MAX_HEADER_FIELDS: usize = 128;

/// The most requests that one HTTP/2 connection has open: what RFC 9113 section 6.5.2 recommends at least.
pub const MAX_STREAMS: u32 = 128;

/// The most lookups of unknown domains that wait for the registry. One takes 30 microseconds.
pub const MAX_WAITING_LOOKUPS: usize = 1_024;

/// The new domains that one source may ask for in a second on open connections; twice as many at once. Each waits for the one thread that holds the registry, and a client has a few domains.
pub const LOOKUPS_PER_SOURCE: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// The most bytes of a path in the log. People read paths of a hundred; strangers send as many as a head has room for,
/// and 65 536 lines of them may wait.
pub const MAX_LOGGED_PATH: usize = 1_024;

/// The most bytes of an issuer or a subject in the log. Anybody can present a certificate whose names fill it; those of
/// public CAs have less than 200 bytes.
pub const MAX_LOGGED_DN: usize = 512;

/// The most CAs that an event names. An account has a handful; an import can change thousands at once.
pub const MAX_NAMED_CAS: usize = 10;

/// The most accounts that an error names: enough to see which registry it is, and short enough for one line.
pub const MAX_NAMED_ACCOUNTS: usize = 3;

/// The most bytes of a method in the log. The longest registered one, `UPDATEREDIRECTREF`, has 17.
pub const MAX_LOGGED_METHOD: usize = 32;

/// The most log lines that wait for a slow reader of the log; what comes after them is counted and dropped, so that
/// a full disk or a stopped reader stops no request. One has at most 9 KiB (a path of quotation marks and two names of
/// invisible characters, each escaped), all of them 576 MiB; usual ones have 400 bytes.
pub const MAX_WAITING_LOG_LINES: usize = 65_536;

/// The most events that wait for a slow reader of standard error, or for a listener. An edge says a few in an hour, and
/// one of each kind in [`EVENT_INTERVAL`] while clients cause them. What comes after them is counted and dropped, as log lines are.
pub const MAX_WAITING_EVENTS: usize = 4_096;

/// The time after an event that clients can cause in which others of its kind are counted and not logged: any client can
/// cause them, without end. One sentence is enough, and each request has its line.
pub const EVENT_INTERVAL: Duration = Duration::from_secs(1);

/// The time after an event about a client without a certificate in which no other of its account is logged: such clients
/// are usual where a certificate is optional, and one sentence is enough for whoever looks for a missing one.
pub const NO_CERTIFICATE_INTERVAL: Duration = Duration::from_secs(600);

/// The groups of accounts of which each may log one event about a client without a certificate in a second: many accounts
/// together must not fill the queue of events.
pub const ACCOUNT_GROUPS: usize = 64;

/// The time after an event about a refused certificate in which no other of its account and reason is logged: each request
/// has its line, and cause and remedy are the same for most clients that a reason meets.
pub const REFUSED_CERTIFICATE_INTERVAL: Duration = Duration::from_secs(60);

/// The most characters of a server name in the log: enough for nearly every one.
pub const MAX_LOGGED_SERVER_NAME: usize = 100;

/// The time that waiting lines and listeners have when the edge ends: a disk takes all of them in less, and service managers
/// give 10 seconds or more.
pub const LOG_FLUSH: Duration = Duration::from_secs(2);

/// The time for which a request waits for a free slot at its upstream: long enough for the end of another request, and so short that
/// its client is not kept waiting for a 503.
pub const UPSTREAM_QUEUE_TIME: Duration = Duration::from_secs(1);

/// The most requests on one HTTP/2 connection to an upstream; with more a further connection is opened. Less than what
/// servers commonly allow (RFC 9113 section 6.5.2 asks for 100 or more), so that no request waits for the end of another.
pub const UPSTREAM_STREAMS_PER_CONNECTION: usize = 32;

/// The window of each HTTP/2 stream from an upstream, in bytes. That of a connection is
/// [`UPSTREAM_STREAMS_PER_CONNECTION`] times as large: a client that reads nothing keeps back its own stream and no other.
pub const UPSTREAM_STREAM_WINDOW: u32 = 1 << 16;

/// The largest window of HTTP/2, in bytes (RFC 9113 section 6.9.1).
pub const MAX_HTTP2_WINDOW: u32 = (1 << 31) - 1;

/// The most bytes that are read from an upstream at once. A response that its client does not read is held in a few pieces
/// of this size.
pub const UPSTREAM_READ_SIZE: usize = 1 << 13;

/// The most idle connections to one upstream. More are closed when their request has ended.
pub const MAX_IDLE_UPSTREAM_CONNECTIONS: usize = 128;

/// The most bytes of a response that TLS encrypts ahead of a client that reads nothing: one record (RFC 8446 section 5.1).
pub const TLS_WRITE_BUFFER: usize = 1 << 14;

/// The most bytes that the system keeps for a client beyond what is on its way.
pub const NOT_SENT_SIZE: u32 = 1 << 16;

/// The most bytes of one HTTP/2 response that wait for its client.
pub const HTTP2_SEND_BUFFER: usize = 1 << 14;

/// The window of each request's body over HTTP/2, in bytes, and of all on one connection: what an upstream that does not
/// read makes the edge hold. One fills 5 Mbit/s at a round trip of 100 ms.
pub const HTTP2_STREAM_WINDOW: u32 = 1 << 16;
/// See [`HTTP2_STREAM_WINDOW`].
pub const HTTP2_CONNECTION_WINDOW: u32 = 1 << 18;

/// The cost of a resumed handshake in the budgets of handshakes, where a full one costs 1: it has a key agreement, and
/// neither a signature nor a certificate.
pub const RESUMED_HANDSHAKE_COST: f64 = 0.5;

/// The niceness of the threads for handshakes of strangers, from 0 to 19 as in nice(1).
#[cfg(target_os = "linux")]
pub const HANDSHAKE_NICENESS: i32 = 10;

/// The time for which a source that had a verified client is served although the limits of its account are used up.
pub const REMEMBER_VERIFIED: Duration = Duration::from_secs(600);

/// The least speed of a request's body of a client without a verified certificate, in bytes a second, after the first
/// `body_timeout` and until its response begins. It holds a slot at its upstream all the time.
pub const MIN_UNVERIFIED_BODY_RATE: u64 = 500;

/// The most connections to the metrics' address, and of one source among them. A scraper uses one at a time.
pub const MAX_METRICS_CONNECTIONS: usize = 64;
/// See [`MAX_METRICS_CONNECTIONS`].
pub const MAX_METRICS_CONNECTIONS_PER_SOURCE: usize = 8;

/// The time that a connection to the `/metrics` endpoint has for a request, and for which it waits for the next one.
pub const METRICS_REQUEST_TIME: Duration = Duration::from_secs(10);

/// The largest head of a request for metrics, in bytes: what hyper takes at least.
pub const MAX_METRICS_HEAD_SIZE: usize = 8_192;

/// The file descriptors that an edge needs beside those of connections: listeners, registry, logs, the runtime.
pub const SPARE_DESCRIPTORS: u64 = 64;

/// The most sources of one account that are remembered so, and of all accounts together. Each takes about 100 bytes. An
/// account has its own share: clients of one do not push out those of another.
pub const MAX_VERIFIED_SOURCES_PER_ACCOUNT: usize = 4_096;
/// See [`MAX_VERIFIED_SOURCES_PER_ACCOUNT`].
pub const MAX_VERIFIED_SOURCES: usize = 262_144;

/// The most sources whose budgets are remembered. Each takes about 100 bytes.
pub const MAX_SOURCES: usize = 65_536;

/// The most sessions without tickets that an account keeps (TLS 1.2 clients that take none). Each takes about 2 KiB, and
/// [`MAX_SESSION_SIZE`] at most.
pub const SESSIONS_PER_ACCOUNT: usize = 256;

/// The largest session that is kept or put into a ticket, in bytes: its client's certificates are most of it. A usual
/// certificate and its chain have 1 to 4 KiB.
pub const MAX_SESSION_SIZE: usize = 8_192;

/// The bytes of a response that an HTTP/2 client must take within `body_timeout`: one frame of the usual size (RFC 9113
/// section 4.2), so that a client that takes 300 bytes a second is slow and not gone.
pub const RESPONSE_PIECE: usize = 1 << 14;

/// The time after which a silent TCP connection is probed, and the time between two probes. Short enough to keep NATs and balancers from forgetting it, which do so after 60 seconds or more.
pub const KEEPALIVE: Duration = Duration::from_secs(30);

/// The probes in a row without a response after which the connection ends.
pub const KEEPALIVE_PROBES: u32 = 4;

/// The interval at which a stream reads the clock again, which may have been set.
pub const CLOCK_CHECK: Duration = Duration::from_secs(30);

/// The time for which a poll or a lookup waits for a program that writes to the registry. A write holds the file for milliseconds,
/// a backup of a large registry for a second or two; after this the poll counts as failed, and the next one tries again.
pub const REGISTRY_WAIT: Duration = Duration::from_secs(5);
