//! The settings of an edge, as types.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use issuedby::edge_headers::{HeaderOptions, SendChain, SendClientCert};
use issuedby_registry::{AccountName, DomainName};
use toml::Spanned;

use super::address::UpstreamAddress;
use super::error::{ConfigError, Source};
use super::field::FieldPattern;
use super::limits::Limits;
use crate::limits::MAX_CONFIG_SIZE;
use crate::regular_file;

/// The default of `max_stale`.
pub(super) const DEFAULT_MAX_STALE: Duration = Duration::from_secs(15 * 60);

/// The settings of an edge: its configuration file.
///
/// Paths are taken from the folder in which the file is. Unknown keys are errors.
#[derive(Clone, Debug)]
pub struct Config {
    /// The addresses at which clients connect. At least one.
    pub listen: Vec<SocketAddr>,
    /// The registry: a SQLite file.
    pub registry: Spanned<PathBuf>,
    /// The address of the `/metrics` endpoint; none unless given.
    pub metrics: Option<SocketAddr>,
    /// One JSON line for each request on standard output, or `off`.
    pub access_log: AccessLog,
    /// The time for which the CAs hold after the registry last confirmed them.
    pub max_stale: Duration,
    /// Sends clients the names of the account's CAs, or omits them.
    pub ca_hints: CaHints,
    /// Accepts clients whose serial number is zero, negative, or of 20 bytes with the top bit set (RFC 5280 section 4.1.2.2).
    pub allow_unusual_serial: bool,
    /// The edge's own certificates. At least one.
    pub certificate: Vec<ServerCertificate>,
    /// The upstreams. At least one.
    pub upstream: Vec<Upstream>,
    /// Request fields that are removed before a request goes on, beside those that always are: in any case, and `*` at the
    /// end stands for any rest.
    pub strip: Vec<Spanned<FieldPattern>>,
    /// Timeouts and sizes.
    pub limits: Limits,
    /// The file, for errors.
    pub(super) source: Source,
}

/// The output of the access log.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum AccessLog {
    /// Nowhere.
    Off,
    /// Standard output.
    #[default]
    Stdout,
}

/// Sends clients the names of the account's CAs, or omits them.
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

/// An upstream, and the fields that it gets.
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
    /// The requests with which it gets `Client-Cert`.
    pub client_cert: ClientCertField,
    /// Sends or omits `Client-Cert-Chain`.
    pub client_cert_chain: ClientCertChainField,
    /// The longest value of either, in bytes.
    pub client_cert_max: usize,
    /// The version of HTTP that it speaks.
    pub http: HttpVersion,
}

/// The accounts whose clients an upstream gets that names none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Accounts {
    /// Those of every account.
    All,
}

/// The requests with which an upstream gets `Client-Cert`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ClientCertField {
    /// None: status and reason only.
    Off,
    /// Those with a certificate that can be read: for workers that run the policy.
    Presented,
    /// Those with SUCCESS, as consumers of RFC 9440 expect.
    #[default]
    Verified,
}

/// Sends or omits `Client-Cert-Chain`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ClientCertChainField {
    /// Never.
    #[default]
    Omit,
    /// Beside `Client-Cert`.
    Send,
}

/// The version of HTTP that an upstream speaks.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum HttpVersion {
    /// HTTP/1.1, kept alive.
    #[default]
    Http1,
    /// HTTP/2 without TLS, known beforehand: for gRPC.
    Http2,
}

impl Config {
    /// The file.
    pub(crate) fn path(&self) -> &Path {
        self.source.path()
    }

    /// The number of the line at which a value of the file stands.
    pub(crate) fn line_of<T>(&self, place: &Spanned<T>) -> usize {
        self.source.line(&place.span())
    }

    /// Returns true where the file holds something else now than when it was read, or can no longer be read.
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
    /// The options for the core's producer of header fields.
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
