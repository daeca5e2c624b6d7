//! The fields of requests that do not pass.

use hyper::HeaderMap;
use hyper::header::{HeaderValue, TE};
use issuedby::edge_headers::{canonical_byte, must_strip, names_client_elsewhere};
use toml::Spanned;

use crate::config::FieldPattern;
use crate::headers::{join_cookies, remove_connection_fields, strip, tokens};

/// The fields of requests that do not pass: those that only an edge may write (RFC 9440 section 2.4), those that say where a
/// request came from, those by which other gateways name a client, and what the operator adds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestFilter<'a> {
    pub(crate) configured: &'a [Spanned<FieldPattern>],
}

impl RequestFilter<'_> {
    fn removes(self, name: &[u8]) -> bool {
        must_strip(name)
            || says_origin(name)
            || is_taken_for_another(name)
            || names_client_elsewhere(name)
            || self.configured.iter().any(|pattern| pattern.get_ref().matches(name))
    }

    /// Takes out of a request what must not reach an upstream: first what belongs to the connection and what `Connection`
    /// names, then every field that this filter removes.
    pub(crate) fn clean_request(self, headers: &mut HeaderMap) {
        let takes_trailers = headers
            .get_all(TE)
            .iter()
            .any(|value| tokens(value).any(|token| token.eq_ignore_ascii_case(b"trailers")));
        self.clean_trailers(headers);
        if takes_trailers {
            headers.insert(TE, HeaderValue::from_static("trailers"));
        }
        join_cookies(headers);
    }

    /// Takes the same fields out of a request's trailers.
    pub(crate) fn clean_trailers(self, trailers: &mut HeaderMap) {
        remove_connection_fields(trailers);
        strip(trailers, |name| self.removes(name));
    }
}

/// Whether a field says where a request came from, which only the edge knows. Names are compared as the reserved ones.
fn says_origin(name: &[u8]) -> bool {
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

/// Whether a program behind CGI takes a field for one that says where a request goes and how long it is, or for its proxy.
fn is_taken_for_another(name: &[u8]) -> bool {
    const MEANT: [&str; 3] = ["content-length", "transfer-encoding", "host"];
    let canonical = || name.iter().copied().map(canonical_byte);
    let is_spelled_otherwise = |meant: &str| canonical().eq(meant.bytes()) && name != meant.as_bytes();
    MEANT.iter().any(|meant| is_spelled_otherwise(meant)) || name == b"proxy"
}
