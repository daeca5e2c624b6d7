//! The one producer: a report as header fields.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{
    CLIENT_MTLS_CA_ID, CLIENT_MTLS_VERIFICATION_REASON, CLIENT_MTLS_VERIFICATION_STATUS, EdgeReport,
};
use crate::client_cert::{CLIENT_CERT, CLIENT_CERT_CHAIN, ClientCert};
use crate::limits::{DEFAULT_CLIENT_CERT_VALUE_SIZE, MAX_CHAIN_MEMBERS};
use crate::verdict::Status;

/// When an edge sends `Client-Cert`.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum SendClientCert {
    /// Only on SUCCESS: consumers of RFC 9440 read the field's presence as "validated".
    #[default]
    Verified,
    /// Whenever a certificate could be read, verified or not: for workers that run the policy, which reads the
    /// status beside it.
    Presented,
}

/// Tells whether an edge sends `Client-Cert-Chain` (RFC 9440 section 2.3 leaves it open).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum SendChain {
    /// Never.
    #[default]
    Omit,
    /// Beside `Client-Cert`, when the client sent one.
    Send,
}

/// The fields that an edge sends to one upstream.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub struct HeaderOptions {
    client_cert: SendClientCert,
    chain: SendChain,
    client_cert_max: usize,
}

impl HeaderOptions {
    /// `Client-Cert` on SUCCESS, up to 8 KiB, and no chain.
    pub const fn new() -> Self {
        Self {
            client_cert: SendClientCert::Verified,
            chain: SendChain::Omit,
            client_cert_max: DEFAULT_CLIENT_CERT_VALUE_SIZE,
        }
    }

    /// When `Client-Cert` is sent.
    pub const fn client_cert(self, client_cert: SendClientCert) -> Self {
        Self { client_cert, ..self }
    }

    /// Tells whether the chain is sent along.
    pub const fn chain(self, chain: SendChain) -> Self {
        Self { chain, ..self }
    }

    /// The longest value of `Client-Cert`, and of `Client-Cert-Chain`, in bytes.
    ///
    /// A longer `Client-Cert` is left out, and the chain with it: status and reason stand, and the policy refuses
    /// the SUCCESS with `certificate_unavailable`. A longer chain alone is left out alone. Servers have limits of
    /// their own for all fields together: Node 16 KiB, unless started with `--max-http-header-size`.
    pub const fn client_cert_max(self, bytes: usize) -> Self {
        Self { client_cert_max: bytes, ..self }
    }
}

/// As [`HeaderOptions::new`].
impl Default for HeaderOptions {
    fn default() -> Self {
        Self::new()
    }
}

/// The fields that say what the report says, each once: names and values, in a fixed order.
///
/// An edge adds them to **every** request, client certificate or not, after it has removed what
/// [`must_strip`](super::must_strip) names (RFC 9440 section 2.4).
pub fn write(report: &EdgeReport<'_>, options: &HeaderOptions) -> Vec<(&'static str, String)> {
    let mut fields = Vec::with_capacity(5);
    if let Some(der) = certificate_to_send(report, options) {
        fields.push((CLIENT_CERT, ClientCert::encode(der)));
        if chain_is_sent(report, options)
            && let Some(chain) = ClientCert::encode_chain(report.chain())
        {
            fields.push((CLIENT_CERT_CHAIN, chain));
        }
    }
    fields.push((CLIENT_MTLS_VERIFICATION_STATUS, report.status().to_string()));
    if let Some(reason) = report.reason() {
        fields.push((CLIENT_MTLS_VERIFICATION_REASON, reason.to_string()));
    }
    if let Some(id) = report.ca_id() {
        fields.push((CLIENT_MTLS_CA_ID, id.to_string()));
    }
    fields
}

fn certificate_to_send<'r>(report: &'r EdgeReport<'_>, options: &HeaderOptions) -> Option<&'r [u8]> {
    let wanted = match options.client_cert {
        SendClientCert::Verified => report.status() == Status::Success,
        SendClientCert::Presented => true,
    };
    report.certificate_der().filter(|der| wanted && encoded_bytes(der) <= options.client_cert_max)
}

fn chain_is_sent(report: &EdgeReport<'_>, options: &HeaderOptions) -> bool {
    const SEPARATOR: usize = ", ".len();
    // Counted before anything is encoded: what is too long costs nothing.
    let bytes = report.chain().map(|der| encoded_bytes(der).saturating_add(SEPARATOR));
    options.chain == SendChain::Send
        && report.chain().len() <= MAX_CHAIN_MEMBERS
        && bytes.fold(0, usize::saturating_add) <= options.client_cert_max.saturating_add(SEPARATOR)
}

/// The size of a byte sequence: base64 with padding, and the two colons (RFC 9651 section 4.1.8).
fn encoded_bytes(der: &[u8]) -> usize {
    der.len().div_ceil(3).saturating_mul(4).saturating_add(2)
}
