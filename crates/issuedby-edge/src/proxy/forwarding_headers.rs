//! Forwarding fields: only the edge says where a request came from.

use hyper::HeaderMap;
use hyper::header::{HeaderName, HeaderValue};
use issuedby::edge_headers::canonical_byte;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Adds the client's address, the host and the scheme of a request. Those that the client sent were removed before.
pub(crate) fn add(headers: &mut HeaderMap, client: HeaderValue, host: HeaderValue) {
    headers.insert(X_FORWARDED_FOR, client);
    headers.insert(X_FORWARDED_PROTO, HeaderValue::from_static("https"));
    headers.insert(X_FORWARDED_HOST, host);
}

/// Returns true for a field that says where a request came from (RFC 7239 and its predecessors). Names are compared as
/// the reserved ones: in any case, and with any byte that is neither letter nor digit for `-`.
pub(crate) fn is_forwarding_header(name: &[u8]) -> bool {
    const PREFIX: &str = "x-forwarded-";
    let same = |bytes: &[u8], name: &str| bytes.iter().copied().map(canonical_byte).eq(name.bytes());
    const NAMES: [&str; 8] = [
        "forwarded",
        "x-forwarded",
        "x-real-ip",
        "x-client-ip",
        "x-cluster-client-ip",
        "x-original-forwarded-for",
        "true-client-ip",
        "cf-connecting-ip",
    ];
    NAMES.iter().any(|known| same(name, known))
        || name.get(..PREFIX.len()).is_some_and(|start| same(start, PREFIX))
}
