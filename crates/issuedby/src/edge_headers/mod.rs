//! The fields with which an edge reports the client's certificate to its upstream: names, writers,
//! and what must be stripped from every request.
//!
//! One producer, [`write()`], and one parser, [`EdgeReport::from_headers`]: every edge and every worker use these.
//! **The fields are worth as much as the connection they came on.** Whoever can open a connection to the
//! worker can write them; a worker believes them only from a trusted edge, such as by a Unix socket or mutual TLS
//! with the edge (RFC 9440 section 4).
//!
//! | field | sent |
//! |---|---|
//! | `Client-Cert` (RFC 9440) | on SUCCESS; with [`SendClientCert::Presented`] whenever a certificate could be read |
//! | `Client-Cert-Chain` (RFC 9440) | beside `Client-Cert`, with [`SendChain::Send`] |
//! | `Client-Mtls-Verification-Status` | always: `SUCCESS`, `FAILED` or `NONE` |
//! | `Client-Mtls-Verification-Reason` | unless SUCCESS: the code of the [`Reason`] |
//! | `Client-Mtls-Ca-Id` | on SUCCESS, when the CA has an identifier |
//!
//! ```
//! use issuedby::EdgeReport;
//! use issuedby::edge_headers::{self, HeaderOptions};
//!
//! let fields = edge_headers::write(&EdgeReport::none(), &HeaderOptions::new());
//! assert_eq!(fields[0], ("Client-Mtls-Verification-Status", "NONE".to_string()));
//!
//! let lines = fields.iter().map(|(name, value)| (*name, value));
//! assert_eq!(EdgeReport::from_headers(lines), EdgeReport::none());
//! ```

mod incoming;
mod parse;
mod strip;
mod write;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use crate::reason::{Reason, ReasonGroup};
use crate::verdict::{Status, Verdict};

pub use incoming::IncomingRequestProperties;
pub use strip::{
    RESERVED_PREFIXES, canonical_byte, must_strip, names_client_elsewhere, vary_names_client_cert,
};
pub use write::{HeaderOptions, SendChain, SendClientCert, write};

/// The field with the status: `SUCCESS`, `FAILED` or `NONE`.
pub const CLIENT_MTLS_VERIFICATION_STATUS: &str = "Client-Mtls-Verification-Status";

/// The field with the code of the reason, unless the status is SUCCESS.
pub const CLIENT_MTLS_VERIFICATION_REASON: &str = "Client-Mtls-Verification-Reason";

/// The field with the identifier of the CA that issued the certificate.
pub const CLIENT_MTLS_CA_ID: &str = "Client-Mtls-Ca-Id";

/// The report of an edge about the client of one request.
///
/// It says SUCCESS only if it came from a [`Verdict`] that does, or from header fields that do: there is no
/// other way to make one. What it holds can always be written, and is read again as the same, so that a
/// policy decides alike in the same process and behind a wire.
#[derive(Clone, Eq, PartialEq)]
pub struct EdgeReport<'a> {
    status: Status,
    /// None exactly where the status is SUCCESS.
    reason: Option<Reason>,
    certificate: Option<Cow<'a, [u8]>>,
    /// Empty where there is no certificate.
    chain: Vec<Cow<'a, [u8]>>,
    /// None unless the status is SUCCESS.
    ca_id: Option<Cow<'a, str>>,
}

impl<'a> EdgeReport<'a> {
    /// Nothing was presented.
    pub const fn none() -> Self {
        Self {
            status: Status::None,
            reason: Some(Reason::NoCertificate),
            certificate: None,
            chain: Vec::new(),
            ca_id: None,
        }
    }

    /// The report with the certificates that the client sent along, DER, nearest issuer first.
    ///
    /// Without a certificate there is no chain (RFC 9440 section 2.3): a report that has none stays as it is.
    #[must_use]
    pub fn with_chain<C: Into<Cow<'a, [u8]>>>(mut self, chain: impl IntoIterator<Item = C>) -> Self {
        if self.certificate.is_some() {
            self.chain = chain.into_iter().map(Into::into).collect();
        }
        self
    }

    /// `SUCCESS`, `FAILED` or `NONE`.
    pub fn status(&self) -> Status {
        self.status
    }

    /// The reason of a FAILED or NONE.
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// The client's certificate, DER. It is trusted only if the status is SUCCESS, and one that came in a header
    /// field may be anything that begins like a certificate.
    pub fn certificate_der(&self) -> Option<&[u8]> {
        self.certificate.as_deref()
    }

    /// The certificates that the client sent along, DER. None of them is trusted.
    pub fn chain(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.chain.iter().map(AsRef::as_ref)
    }

    /// The identifier of the CA that issued the certificate; only on SUCCESS.
    pub fn ca_id(&self) -> Option<&str> {
        self.ca_id.as_deref()
    }

    /// The same with its own copy of everything, to be kept.
    pub fn into_owned(self) -> EdgeReport<'static> {
        EdgeReport {
            status: self.status,
            reason: self.reason,
            certificate: self.certificate.map(|der| Cow::Owned(der.into_owned())),
            chain: self.chain.into_iter().map(|der| Cow::Owned(der.into_owned())).collect(),
            ca_id: self.ca_id.map(|id| Cow::Owned(id.into_owned())),
        }
    }

    fn failed(reason: Reason) -> Self {
        Self { status: Status::Failed, reason: Some(reason), ..Self::none() }
    }
}

/// Nothing was presented.
impl Default for EdgeReport<'_> {
    fn default() -> Self {
        Self::none()
    }
}

/// The report of an edge that evaluated the certificate itself.
///
/// The certificate is there if its structure could be parsed, without bytes that followed it.
impl<'v> From<&'v Verdict<'_>> for EdgeReport<'v> {
    fn from(verdict: &'v Verdict<'_>) -> Self {
        let status = verdict.status();
        let ca_id = verdict.ca().and_then(|ca| ca.id());
        Self {
            status,
            reason: verdict.reason(),
            certificate: verdict.certificate().map(|certificate| Cow::Borrowed(certificate.der())),
            chain: Vec::new(),
            ca_id: ca_id.filter(|_| status == Status::Success).map(Cow::Borrowed),
        }
    }
}

/// Status, reason and CA; never the certificate.
impl fmt::Debug for EdgeReport<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EdgeReport")
            .field("status", &self.status)
            .field("reason", &self.reason)
            .field("ca_id", &self.ca_id)
            .finish_non_exhaustive()
    }
}

/// Tells whether a verdict can be FAILED for this reason.
fn is_of_a_verdict(reason: Reason) -> bool {
    matches!(
        reason.group(),
        ReasonGroup::Structure
            | ReasonGroup::Issuance
            | ReasonGroup::Usage
            | ReasonGroup::Time
            | ReasonGroup::Revocation
    )
}
