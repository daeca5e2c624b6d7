//! Reserved header fields: only the edge may say who the client is.

use hyper::HeaderMap;
use hyper::header::{COOKIE, HeaderName, HeaderValue, TE, TRAILER};
use issuedby::edge_headers::{canonical_byte, must_strip, names_client_elsewhere};
use toml::Spanned;

use crate::config::{Config, FieldPattern};
use crate::proxy::forwarding_headers::is_forwarding_header;
use crate::proxy::hop_by_hop::remove_hop_by_hop;
use crate::proxy::tokens::tokens;
use crate::proxy::trailers::accepts_trailers;

/// The filter of request fields: it removes those that only an edge may write (RFC 9440 section 2.4), forwarding fields,
/// the fields in which other gateways name a client, and those of the key `strip`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct RequestFilter<'a> {
    configured: &'a [Spanned<FieldPattern>],
}

impl<'a> RequestFilter<'a> {
    pub(crate) fn of(config: &'a Config) -> Self {
        Self { configured: &config.strip }
    }

    fn removes(self, name: &[u8]) -> bool {
        must_strip(name)
            || is_forwarding_header(name)
            || is_taken_for_another(name)
            || names_client_elsewhere(name)
            || self.configured.iter().any(|pattern| pattern.get_ref().matches(name))
    }

    /// Removes from the head of a request what must not reach an upstream.
    pub(crate) fn strip_head(self, headers: &mut HeaderMap) {
        let accepts_trailers = accepts_trailers(headers);
        self.remove_fields(headers);
        if accepts_trailers {
            headers.insert(TE, HeaderValue::from_static("trailers"));
        }
        join_cookies(headers);
    }

    /// Removes the hop-by-hop fields and those that `Connection` names, then every field that this filter removes.
    pub(super) fn remove_fields(self, fields: &mut HeaderMap) {
        remove_hop_by_hop(fields);
        remove_matching(fields, |name| self.removes(name));
    }
}

/// Removes the fields whose name matches, and their names from `Trailer`: an upstream must not wait for trailers that do
/// not come.
pub(crate) fn remove_matching(headers: &mut HeaderMap, matches: impl Fn(&[u8]) -> bool) {
    let names: Vec<HeaderName> =
        headers.keys().filter(|name| matches(name.as_str().as_bytes())).cloned().collect();
    for name in &names {
        headers.remove(name);
    }
    if headers.get_all(TRAILER).iter().any(|value| tokens(value).any(&matches)) {
        let left: Vec<_> = headers
            .get_all(TRAILER)
            .iter()
            .flat_map(tokens)
            .filter(|token| !matches(token))
            .filter_map(|token| HeaderValue::from_bytes(token).ok())
            .collect();
        headers.remove(TRAILER);
        for value in left {
            headers.append(TRAILER, value);
        }
    }
}

/// Returns true for a field that a program behind CGI takes for the field that says where a request goes or how long it is,
/// or for the address of its proxy.
fn is_taken_for_another(name: &[u8]) -> bool {
    const MEANT: [&str; 3] = ["content-length", "transfer-encoding", "host"];
    let canonical = || name.iter().copied().map(canonical_byte);
    let is_spelled_otherwise = |meant: &str| canonical().eq(meant.bytes()) && name != meant.as_bytes();
    MEANT.iter().any(|meant| is_spelled_otherwise(meant)) || name == b"proxy"
}

/// Joins the fields into which HTTP/2 splits `Cookie`: HTTP/1.1 has one (RFC 9113 section 8.2.3).
fn join_cookies(headers: &mut HeaderMap) {
    if headers.get_all(COOKIE).iter().count() < 2 {
        return;
    }
    let lines: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
    if let Ok(joined) = HeaderValue::from_bytes(&lines.join(&b"; "[..])) {
        headers.insert(COOKIE, joined);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::test_fields::{fields, names};

    const FILTER: RequestFilter<'_> = RequestFilter { configured: &[] };

    #[test]
    fn r19_r21_r33_reserved_fields_are_taken_out_in_every_spelling() {
        let mut headers = fields(&[
            ("Client-Cert", ":AQ==:"),
            ("client-cert", ":AQ==:"),
            ("CLIENT_CERT", ":AQ==:"),
            ("Client_Cert-Chain", ":AQ==:"),
            ("Client-Cert-Anything", "x"),
            ("Client-Mtls-Verification-Status", "SUCCESS"),
            ("client_mtls_verification_status", "SUCCESS"),
            ("Client-Mtls-Ca-Id", "mtlsca_x"),
            ("Client", "kept"),
            ("Client-Version", "kept"),
        ]);
        FILTER.strip_head(&mut headers);
        assert_eq!(names(&headers), ["client", "client-version"]);
    }

    #[test]
    fn what_connection_names_is_taken_out_and_hides_nothing() {
        let mut headers = fields(&[
            ("Connection", "close, client-cert"),
            ("Connection", "X-Hop , Client-Mtls-Verification-Status"),
            ("X-Hop", "1"),
            ("Client-Cert", ":AQ==:"),
            ("Client-Mtls-Verification-Status", "SUCCESS"),
            ("Transfer-Encoding", "chunked"),
            ("Keep-Alive", "timeout=5"),
            ("Proxy-Authorization", "x"),
            ("TE", "gzip, trailers"),
            ("X-Forwarded-For", "192.0.2.1"),
            ("X_Forwarded_For", "192.0.2.1"),
            ("X-Forwarded-Proto", "http"),
            ("X-Forwarded-Prefix", "/x"),
            ("X-Real-IP", "192.0.2.1"),
            ("X.Real+IP", "192.0.2.1"),
            ("X-Client-IP", "192.0.2.1"),
            ("True_Client_IP", "192.0.2.1"),
            ("Content_Length", "3"),
            ("Transfer.Encoding", "chunked"),
            ("Proxy", "http://192.0.2.1"),
            ("SSL-Client-Verify", "SUCCESS"),
            ("x_ssl_client_s_dn", "CN=admin"),
            ("X-Amzn-Mtls-Clientcert-Subject", "CN=admin"),
            ("X-Forwarded-Tls-Client-Cert", "x"),
            ("X-ARR-ClientCert", "x"),
            ("Remote-User", "admin"),
            ("Forwarded", "for=192.0.2.1"),
            ("X-Kept", "1"),
        ]);
        FILTER.strip_head(&mut headers);
        assert_eq!(names(&headers), ["te", "x-kept"]);
        assert_eq!(headers["te"], "trailers");
    }

    #[test]
    fn what_the_operator_adds_is_taken_out_too() {
        let pattern = |text: &str| Spanned::new(0..0, FieldPattern::try_from(text.to_owned()).unwrap());
        let filter = RequestFilter { configured: &["X-User", "X-Internal-*"].map(pattern) };
        let mut headers =
            fields(&[("x_user", "1"), ("X-Internal-Role", "admin"), ("X-Users", "kept"), ("Accept", "kept")]);
        filter.strip_head(&mut headers);
        assert_eq!(names(&headers), ["accept", "x-users"]);
    }

    #[test]
    fn cookies_of_http2_become_one_field() {
        let mut headers = fields(&[("cookie", "a=1"), ("cookie", "b=2")]);
        FILTER.strip_head(&mut headers);
        assert_eq!(headers.get_all(COOKIE).iter().collect::<Vec<_>>(), ["a=1; b=2"]);
    }
}
