//! The report about a client: the header fields that its upstream gets, and the verdict that they are made from.

use std::sync::Arc;

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};
use issuedby::client_cert::CLIENT_CERT;
use issuedby::edge_headers;
use issuedby::{EdgeReport, Reason, Status, Verdict};
use issuedby_rustls::{Client, CurrentVerdict};

use crate::client::refused_names::RefusedNames;
use crate::proxy::upstream::Upstream;

/// The report about a client to one upstream.
#[derive(Debug)]
pub(crate) struct ClientReport {
    pub(crate) verdict: Arc<CurrentVerdict>,
    is_stale: bool,
    /// The place of the upstream in the configuration.
    upstream: usize,
    pub(crate) status: Status,
    pub(crate) reason: Option<Reason>,
    pub(crate) ca_id: Option<String>,
    /// SHA-256 of the client's certificate, for the log.
    pub(crate) fingerprint: Option<String>,
    /// Issuer and subject of a certificate that was refused, for the log.
    pub(crate) refused: Option<RefusedNames>,
    identity_headers: Vec<(HeaderName, HeaderValue)>,
}

impl ClientReport {
    /// The report of a verdict. Where the CAs are stale, no client is verified.
    pub(crate) fn new(
        client: &Client,
        verdict: Arc<CurrentVerdict>,
        is_stale: bool,
        upstream: &Upstream,
    ) -> Self {
        let evaluated = evaluated(&verdict, is_stale);
        // The chain never has the client's certificate itself in it (RFC 9440 section 2.3).
        let chain = client.chain().filter(|der| Some(*der) != client.certificate());
        let report = EdgeReport::from(&evaluated).with_chain(chain);
        let identity_headers = edge_headers::write(&report, &upstream.config.header_options())
            .into_iter()
            .filter(|(name, _)| upstream.sends_client_cert() || !name.starts_with(CLIENT_CERT))
            .filter_map(|(name, value)| edge_field(name, value))
            .collect();
        Self {
            is_stale,
            upstream: upstream.place(),
            status: report.status(),
            reason: report.reason(),
            ca_id: report.ca_id().map(str::to_owned),
            fingerprint: evaluated.certificate().map(|certificate| certificate.fingerprint().to_string()),
            refused: RefusedNames::of(&evaluated),
            identity_headers,
            verdict,
        }
    }

    /// The verdict as the upstream gets it.
    pub(crate) fn evaluated(&self) -> Verdict<'_> {
        evaluated(&self.verdict, self.is_stale)
    }

    /// Returns true where [`Self::new`] would make the same report again.
    pub(crate) fn is_of(&self, verdict: &Arc<CurrentVerdict>, is_stale: bool, upstream: &Upstream) -> bool {
        Arc::ptr_eq(&self.verdict, verdict) && self.is_stale == is_stale && self.upstream == upstream.place()
    }

    pub(crate) fn is_verified(&self) -> bool {
        self.status == Status::Success
    }

    /// The header fields that say who the client is, or why it is not verified.
    pub(crate) fn identity_headers(&self) -> &[(HeaderName, HeaderValue)] {
        &self.identity_headers
    }

    /// Adds the identity headers. Those that the client sent were removed before.
    pub(crate) fn add_identity_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in self.identity_headers() {
            headers.insert(name, value.clone());
        }
    }
}

/// The verdict, which a CA set that is stale takes back.
fn evaluated(verdict: &CurrentVerdict, is_stale: bool) -> Verdict<'_> {
    let evaluated = verdict.verdict().clone();
    if is_stale { evaluated.with_stale_cas() } else { evaluated }
}

/// A field of the edge's own.
///
/// Certificates are never indexed by HPACK: one would fill the table of the whole connection (RFC 9440 section 3.1).
fn edge_field(name: &str, value: String) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    let mut value = HeaderValue::try_from(value).ok()?;
    value.set_sensitive(name.as_str().starts_with("client-cert"));
    Some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r27_certificates_are_never_indexed() {
        for (name, expected) in
            [("Client-Cert", true), ("Client-Cert-Chain", true), ("Client-Mtls-Ca-Id", false)]
        {
            let (_, value) = edge_field(name, ":AQ==:".to_owned()).unwrap();
            assert_eq!(value.is_sensitive(), expected, "{name}");
        }
    }
}
