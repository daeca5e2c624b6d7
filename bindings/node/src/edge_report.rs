//! The report of an edge to a worker.
//!
//! A report crosses as the fields that it is written as, one a line, for that is a form which the core itself reads
//! and writes without loss: nothing has to be kept alive here for each request.

use issuedby::client_cert::CLIENT_CERT;
use issuedby::edge_headers::{
    CLIENT_MTLS_CA_ID, CLIENT_MTLS_VERIFICATION_REASON, CLIENT_MTLS_VERIFICATION_STATUS, HeaderOptions,
    SendChain, SendClientCert, must_strip, vary_names_client_cert, write,
};
use issuedby::input::certificate_der;
use issuedby::{Certificate, ClientCert, EdgeReport};
use napi_derive::napi;

/// The report in the fields of a request: names and values, one after the other.
#[napi(catch_unwind)]
pub(crate) fn edge_report_from_headers(names_and_values: Vec<String>) -> String {
    let (pairs, _) = names_and_values.as_chunks::<2>();
    crossing(&EdgeReport::from_headers(pairs.iter().map(|[name, value]| (name.as_bytes(), value.as_bytes()))))
}

/// The report of a verdict: its status, its reason, the identifier of its CA, and what was presented.
#[napi(catch_unwind)]
pub(crate) fn edge_report_from_verdict(
    status: String,
    reason: Option<String>,
    ca_id: Option<String>,
    leaf: Option<&[u8]>,
    chain: Vec<&[u8]>,
) -> String {
    let mut fields = vec![(CLIENT_MTLS_VERIFICATION_STATUS, status)];
    fields.extend(reason.map(|code| (CLIENT_MTLS_VERIFICATION_REASON, code)));
    fields.extend(ca_id.map(|id| (CLIENT_MTLS_CA_ID, id)));
    let leaf = leaf.and_then(|leaf| certificate_der(leaf).ok());
    if let Some(leaf) = leaf
        && let Ok(certificate) = Certificate::from_der(&leaf)
    {
        fields.push((CLIENT_CERT, ClientCert::encode(certificate.der())));
    }
    let report =
        EdgeReport::from_headers(fields.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())));
    crossing(&report.with_chain(chain))
}

/// The report as `incomingRequestProperties`, as JSON.
#[napi(catch_unwind)]
pub(crate) fn edge_report_properties(report: String) -> String {
    read(&report).incoming_request_properties().to_json()
}

/// The report in `incomingRequestProperties`.
#[napi(catch_unwind)]
pub(crate) fn edge_report_from_properties(
    client_cert: Option<String>,
    status: Option<String>,
    reason: Option<String>,
) -> String {
    let fields = [
        (CLIENT_CERT, client_cert),
        (CLIENT_MTLS_VERIFICATION_STATUS, status),
        (CLIENT_MTLS_VERIFICATION_REASON, reason),
    ];
    let lines =
        fields.iter().filter_map(|(name, value)| Some((name.as_bytes(), value.as_deref()?.as_bytes())));
    crossing(&EdgeReport::from_headers(lines))
}

/// The fields that an edge sends, one a line.
#[napi(catch_unwind)]
pub(crate) fn edge_report_to_headers(
    report: String,
    presented: bool,
    chain: bool,
    client_cert_max: Option<u32>,
) -> String {
    let mut options = HeaderOptions::new()
        .client_cert(if presented { SendClientCert::Presented } else { SendClientCert::Verified })
        .chain(if chain { SendChain::Send } else { SendChain::Omit });
    if let Some(bytes) = client_cert_max.and_then(|bytes| usize::try_from(bytes).ok()) {
        options = options.client_cert_max(bytes);
    }
    lines(&read(&report), &options)
}

/// True if an edge must remove a field with this name.
#[napi(catch_unwind)]
pub(crate) fn edge_headers_must_strip(name: String) -> bool {
    must_strip(name.as_bytes())
}

/// True if a value of `Vary` names a field that only an edge writes.
#[napi(catch_unwind)]
pub(crate) fn edge_headers_vary_names_client_cert(value: String) -> bool {
    vary_names_client_cert(value.as_bytes())
}

/// The report that a script holds.
pub(crate) fn read(report: &str) -> EdgeReport<'static> {
    let fields = report.lines().filter_map(|line| line.split_once(": "));
    EdgeReport::from_headers(fields.map(|(name, value)| (name.as_bytes(), value.as_bytes())))
}

/// All of a report, as [`read`] reads it.
fn crossing(report: &EdgeReport<'_>) -> String {
    let everything = HeaderOptions::new()
        .client_cert(SendClientCert::Presented)
        .chain(SendChain::Send)
        .client_cert_max(usize::MAX);
    lines(report, &everything)
}

fn lines(report: &EdgeReport<'_>, options: &HeaderOptions) -> String {
    let fields = write(report, options);
    fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect()
}
