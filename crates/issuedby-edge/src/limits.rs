//! Every limit of the edge that the configuration does not set: its name, its number and its reason.

use std::time::Duration;

/// How often the registry is asked whether it has changed, and the files of certificates whether they have.
///
/// A deletion takes effect within a second, with room for the reading itself.
pub const POLL_INTERVAL: Duration = Duration::from_millis(400);

/// The largest configuration file, in octets: thousands of lines; what is larger was given by mistake.
pub const MAX_CONFIG_OCTETS: u64 = 1 << 20;

/// The largest file of a certificate or a private key, in bytes: a chain of a hundred certificates; what is larger was given by
/// mistake.
pub const MAX_PEM_FILE_SIZE: u64 = 1 << 20;

/// The most findings of each kind that a check of the configuration names; of the others it gives the number. Enough to see what they
/// have in common, and few enough to be read.
pub const MAX_NAMED_FINDINGS: usize = 5;

/// The most domains that a check of the configuration looks at: 0.5 seconds at the start.
pub const MAX_CHECKED_DOMAINS: u32 = 100_000;

/// The most CA certificates whose dates a check looks at, at the start and once a day: 0.5 seconds.
pub const MAX_CHECKED_CAS: u32 = 100_000;

/// How long before its end a certificate of the edge or of a CA is reported: two weeks, in which a new one can be made, uploaded
/// and handed out.
pub const EXPIRY_WARNING: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// How often a running edge looks at the dates of certificates: a warning comes two weeks before the end, and a line a day is
/// heard without being a burden.
pub const EXPIRY_CHECK_INTERVAL: Duration = Duration::from_secs(24 * 60 * 60);

/// The most header fields in one request. Browsers send about 20, and each hop adds a few.
pub const MAX_HEADER_FIELDS: usize = 128;

/// The most requests that one HTTP/2 connection has open: what RFC 9113 section 6.5.2 recommends at least.
pub const MAX_STREAMS: u32 = 128;

/// The most lookups of unknown domains that wait for the registry. One takes 30 microseconds.
pub const MAX_WAITING_LOOKUPS: usize = 1_024;

/// The most octets of a path in the log. People read paths of a hundred; strangers send as many as a head has room for,
/// and 65 536 lines of them may wait.
pub const MAX_LOGGED_PATH: usize = 1_024;

/// The most accounts that an error names: enough to see which registry it is, and short enough for one line.
pub const MAX_NAMED_ACCOUNTS: usize = 3;

/// The most octets of a method in the log. The longest registered one, `UPDATEREDIRECTREF`, has 17.
pub const MAX_LOGGED_METHOD: usize = 32;

/// The most log lines that wait for a slow reader of the log; what comes after them is counted and dropped, so that
/// a full disk or a stopped reader stops no request. One has at most 3 KiB (a path of quotation marks, each escaped), all
/// of them 192 MiB; usual ones have 400 octets.
pub const MAX_WAITING_LOG_LINES: usize = 65_536;

/// The most events that wait for a slow reader of standard error, or for a listener. An edge says a few in an hour, and
/// one of each kind in [`EVENT_INTERVAL`] while clients cause them. What comes after them is counted and dropped, as log lines are.
pub const MAX_WAITING_EVENTS: usize = 4_096;

/// How long an edge that logged an event which clients can cause logs no other one of its kind, but counts them: anybody on
/// the net can cause them, as often as they like. One sentence is enough, and each request has its line.
pub const EVENT_INTERVAL: Duration = Duration::from_secs(1);

/// The most of a server name that is told of a refused handshake, in characters: long enough for nearly every one.
pub const MAX_TOLD_NAME: usize = 100;

/// How long an edge that ends lets lines and listeners that wait come to their end: a disk takes all of them in less,
/// and who ends services gives them 10 seconds or more.
pub const LOG_FLUSH: Duration = Duration::from_secs(2);

/// The most sources whose budgets are remembered. Each takes about 100 octets.
pub const MAX_SOURCES: usize = 65_536;

/// How many sessions without tickets an account keeps (TLS 1.2 clients that take none). Each takes about 2 KiB.
pub const SESSIONS_PER_ACCOUNT: usize = 256;

/// How much of an answer an HTTP/2 client must take within `body_timeout`, in octets: one frame of the usual size
/// (RFC 9113 section 4.2), so that whoever takes 300 octets a second is slow and not gone.
pub const ANSWER_PIECE: usize = 1 << 14;

/// How long a TCP connection is silent before the other side is asked whether it is still there, and how long between
/// two such questions. Short enough to keep NATs and balancers from forgetting it, which do so after 60 seconds or more.
pub const KEEPALIVE: Duration = Duration::from_secs(30);

/// How many of these questions in a row go without an answer before the connection ends.
pub const KEEPALIVE_QUESTIONS: u32 = 4;

/// How long a stream rests before it looks at the clock again, which may have been set.
pub const CLOCK_CHECK: Duration = Duration::from_secs(30);

/// How long a poll or a lookup waits for a program that writes to the registry. A write holds the file for milliseconds,
/// a backup of a large registry for a second or two; after this the poll counts as failed, and the next one tries again.
pub const REGISTRY_PATIENCE: Duration = Duration::from_secs(5);
