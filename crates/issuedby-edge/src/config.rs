//! The configuration file: TOML, every key known, every error with its line.

mod address;
mod duration;
mod error;
mod field;
mod read;
mod schema;
mod syntax;
mod table;
mod value;

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};
use std::time::Duration;

use issuedby::edge_headers::{HeaderOptions, SendChain, SendClientCert};
use issuedby_registry::{AccountName, DomainName};
use toml::Spanned;

pub use address::UpstreamAddress;
pub use error::{ConfigError, Place};
pub use field::FieldPattern;

use crate::limits::MAX_CONFIG_SIZE;
use crate::regular_file;
use crate::routes::Routes;

/// How long verdicts stand without the registry, unless the file says otherwise.
const DEFAULT_MAX_STALE: Duration = Duration::from_secs(15 * 60);

/// What an edge is told in its configuration file.
///
/// Paths are taken from the folder in which the file is. Unknown keys are errors.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where clients connect. At least one.
    pub listen: Vec<SocketAddr>,
    /// The registry: a SQLite file.
    pub registry: Spanned<PathBuf>,
    /// Where Prometheus finds `/metrics`; nowhere unless given.
    pub metrics: Option<SocketAddr>,
    /// One JSON line for each request on standard output, or `off`.
    pub access_log: AccessLog,
    /// How long verdicts stand after the registry was last heard of.
    pub max_stale: Duration,
    /// Whether clients are sent the names of the account's CAs.
    pub ca_hints: CaHints,
    /// Whether clients are accepted whose serial number is zero, negative, or of 20 bytes with the top bit set (RFC 5280
    /// section 4.1.2.2).
    pub allow_unusual_serial: bool,
    /// The edge's own certificates. At least one.
    pub certificate: Vec<ServerCertificate>,
    /// The workers. At least one.
    pub upstream: Vec<Upstream>,
    /// Request fields that are removed before a request goes on, beside those that always are: in any case, and `*` at the
    /// end stands for any rest.
    pub strip: Vec<Spanned<FieldPattern>>,
    /// Timeouts and sizes.
    pub limits: Limits,
    /// The file, for errors.
    source: error::Source,
}

/// Where the access log goes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum AccessLog {
    /// Nowhere.
    Off,
    /// Standard output.
    #[default]
    Stdout,
}

/// Whether clients are sent the names of the account's CAs.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum CaHints {
    /// Clients choose a certificate by themselves.
    Omit,
    /// All names, or none where they are too many.
    #[default]
    Send,
}

/// A certificate of the edge, for the domains that it names.
#[derive(Clone, Debug)]
pub struct ServerCertificate {
    /// The certificate and its intermediates, PEM.
    pub chain: Spanned<PathBuf>,
    /// Its private key, PEM.
    pub key: Spanned<PathBuf>,
}

/// A worker, and what it is told.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// `http://HOST:PORT` or `unix:PATH`.
    pub address: Spanned<UpstreamAddress>,
    /// The account whose clients it gets. With `domains`, those alone, as long as the account has them; without, all of the
    /// account's domains that no other upstream names.
    pub account: Option<Spanned<AccountName>>,
    /// `"all"` where one upstream without `domains` gets the clients of every account. Unless given, such an upstream
    /// serves the registry's only account.
    pub accounts: Option<Spanned<Accounts>>,
    /// The domains that it serves; all that no other upstream names, unless given.
    pub domains: Vec<Spanned<DomainName>>,
    /// When it gets `Client-Cert`.
    pub client_cert: ClientCertField,
    /// Whether it gets `Client-Cert-Chain`.
    pub client_cert_chain: ClientCertChainField,
    /// The longest value of either, in bytes.
    pub client_cert_max: usize,
    /// The version of HTTP that it speaks.
    pub http: HttpVersion,
}

/// Whose clients an upstream gets that names no account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Accounts {
    /// Those of every account.
    All,
}

/// When a worker gets `Client-Cert`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ClientCertField {
    /// Never: status and reason only.
    Off,
    /// Whenever there is one that can be read: for workers that run the policy.
    Presented,
    /// On SUCCESS only, as consumers of RFC 9440 expect.
    #[default]
    Verified,
}

/// Whether a worker gets `Client-Cert-Chain`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ClientCertChainField {
    /// Never.
    #[default]
    Omit,
    /// Beside `Client-Cert`.
    Send,
}

/// The version of HTTP that a worker speaks.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum HttpVersion {
    /// HTTP/1.1, kept alive.
    #[default]
    Http1,
    /// HTTP/2 without TLS, known beforehand: for gRPC.
    Http2,
}

/// Timeouts and sizes. What a client must do in time, and how much one may have.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The whole TLS handshake.
    pub handshake_timeout: Duration,
    /// The next piece of a request's body, and the acceptance of a piece of the answer.
    pub body_timeout: Duration,
    /// A connection without a request; over HTTP/1.1 until the head of the next one has come whole.
    pub idle_timeout: Duration,
    /// The connection to a worker.
    pub connect_timeout: Duration,
    /// The head of a worker's answer, from when the last piece of the request went to it.
    pub response_timeout: Duration,
    /// What is under way when the edge is told to stop.
    pub shutdown_timeout: Duration,
    /// The head of a request, in bytes.
    pub max_header_bytes: HeaderBytes,
    /// Connections of all clients.
    pub connections: NonZeroUsize,
    /// Connections from one address, or from one IPv6 network of 64 bits.
    pub connections_per_source: NonZeroUsize,
    /// Full handshakes a second from one source, twice as many at once.
    pub handshakes_per_source: NonZeroU32,
    /// Full handshakes a second with one account, twice as many at once.
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
pub struct HeaderBytes(u32);

impl HeaderBytes {
    const LEAST: u32 = 8_192;
    const MOST: u32 = 1 << 20;

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

impl Config {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] with the line: what cannot be read, is not TOML, has an unknown key or a value that does not
    /// fit.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        let path = path.as_ref();
        let unreadable = |error: &dyn std::fmt::Display| {
            ConfigError::without_line(path, format!("the configuration could not be read: {error}"))
                .with_help("check the path, and that this user may read the file")
        };
        let bytes = regular_file::read(path, MAX_CONFIG_SIZE).map_err(|error| unreadable(&error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let before = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            error::Source::new(path, &text)
                .at(before..before, "found a byte that is not UTF-8, expected a text in UTF-8")
                .with_help("save the file as UTF-8")
        })?;
        Self::parse(&text, path)
    }

    /// Reads a text as if it stood in the file `path`.
    ///
    /// # Errors
    ///
    /// As [`Self::from_file`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let config = read::config(error::Source::new(path, text))?;
        Routes::new(&config)?;
        Ok(config)
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        self.source.path()
    }

    /// The number of the line at which a value of the file stands.
    pub(crate) fn line_of<T>(&self, place: &Spanned<T>) -> usize {
        self.source.line(&place.span())
    }

    /// Whether the file holds something else now than when it was read. One that cannot be read any more does.
    pub(crate) fn has_changed(&self) -> bool {
        let now = regular_file::read(self.source.path(), MAX_CONFIG_SIZE);
        now.map_or(true, |bytes| bytes != self.source.text().as_bytes())
    }

    /// A path of the file, from the folder in which that is.
    pub(crate) fn resolve(&self, path: &Path) -> PathBuf {
        self.source.folder().join(path)
    }

    /// An error about a value of the file.
    pub(crate) fn error_at<T>(&self, place: &Spanned<T>, message: impl Into<String>) -> ConfigError {
        self.source.at(place.span(), message)
    }

    /// An error about the file as a whole.
    pub(crate) fn error_whole(&self, message: impl Into<String>) -> ConfigError {
        self.source.whole(message)
    }
}

impl Upstream {
    /// What the core's producer of fields is told.
    pub(crate) fn header_options(&self) -> HeaderOptions {
        let client_cert = match self.client_cert {
            ClientCertField::Presented => SendClientCert::Presented,
            ClientCertField::Off | ClientCertField::Verified => SendClientCert::Verified,
        };
        let chain = match self.client_cert_chain {
            ClientCertChainField::Omit => SendChain::Omit,
            ClientCertChainField::Send => SendChain::Send,
        };
        HeaderOptions::new().client_cert(client_cert).chain(chain).client_cert_max(self.client_cert_max)
    }
}
