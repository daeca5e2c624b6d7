//! What passes between a client and a worker, and what does not.

use crate::answer::Fault;
use hyper::HeaderMap;
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, COOKIE, EXPECT, HeaderName, HeaderValue, PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE, VARY,
};
use issuedby::edge_headers::{must_strip, vary_names_client_cert};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The fields that belong to one connection (RFC 9110 section 7.6.1).
const OF_THE_CONNECTION: [HeaderName; 10] = [
    CONNECTION,
    EXPECT,
    HeaderName::from_static("http2-settings"),
    HeaderName::from_static("keep-alive"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Leaves one `Content-Length` of several equal ones (RFC 9110 section 8.6).
///
/// # Errors
///
/// A 400 where they differ: the next reader might take another one.
pub(crate) fn unite_lengths(headers: &mut HeaderMap) -> Result<(), Fault> {
    let first = {
        let mut lengths = headers.get_all(CONTENT_LENGTH).iter().flat_map(tokens);
        let Some(first) = lengths.next() else { return Ok(()) };
        if !lengths.all(|length| length == first) {
            let message = "the request has several Content-Length fields that differ; send one";
            return Err(Fault::BadRequest(message));
        }
        HeaderValue::from_bytes(first).map_err(|_| Fault::BadGateway)?
    };
    headers.insert(CONTENT_LENGTH, first);
    Ok(())
}

/// Whether a response says its length twice, as a number and in chunks: where it ends is anybody's guess (RFC 9112
/// section 6.3).
pub(crate) fn has_two_lengths(headers: &HeaderMap) -> bool {
    headers.contains_key(TRANSFER_ENCODING) && headers.contains_key(CONTENT_LENGTH)
}

/// Takes out of an answer what belongs to the connection, and the fields that stand in requests only (RFC 9440
/// sections 2.2 and 2.3). `Vary` on a field that no client sends becomes `*` (section 2.4).
pub(crate) fn clean_answer(headers: &mut HeaderMap) {
    clean_answer_trailers(headers);
    if headers.get_all(VARY).iter().any(|value| vary_names_client_cert(value.as_bytes())) {
        headers.insert(VARY, HeaderValue::from_static("*"));
    }
}

/// Takes the same fields out of the trailers of an answer.
pub(crate) fn clean_answer_trailers(trailers: &mut HeaderMap) {
    remove_connection_fields(trailers);
    strip(trailers, must_strip);
}

/// The protocol to which a connection is to change, if it is WebSocket.
///
/// Any other is not passed on, and the request goes without it. Behind `h2c` a client could write requests to the worker
/// that the edge never sees, with fields that only an edge may write.
pub(crate) fn upgrade_of(headers: &HeaderMap) -> Option<HeaderValue> {
    let asked = headers
        .get_all(CONNECTION)
        .iter()
        .any(|value| tokens(value).any(|token| token.eq_ignore_ascii_case(b"upgrade")));
    let mut protocols = headers.get_all(UPGRADE).iter();
    let (protocol, more) = (protocols.next()?, protocols.next());
    let is_websocket = more.is_none() && protocol.as_bytes().eq_ignore_ascii_case(b"websocket");
    (asked && is_websocket).then(|| HeaderValue::from_static("websocket"))
}

/// Says where a request came from.
pub(crate) fn add_origin(headers: &mut HeaderMap, client: HeaderValue, host: HeaderValue) {
    headers.insert(X_FORWARDED_FOR, client);
    headers.insert(X_FORWARDED_PROTO, HeaderValue::from_static("https"));
    headers.insert(X_FORWARDED_HOST, host);
}

/// A field of the edge's own.
///
/// Certificates are never indexed by HPACK: one would fill the table of the whole connection (RFC 9440 section 3.1).
pub(crate) fn edge_field(name: &str, value: String) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    let mut value = HeaderValue::try_from(value).ok()?;
    value.set_sensitive(name.as_str().starts_with("client-cert"));
    Some((name, value))
}

pub(crate) fn remove_connection_fields(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .flat_map(tokens)
        .filter_map(|token| HeaderName::from_bytes(token).ok())
        .collect();
    for name in named.iter().chain(&OF_THE_CONNECTION) {
        headers.remove(name);
    }
}

pub(crate) fn strip(headers: &mut HeaderMap, removes: impl Fn(&[u8]) -> bool) {
    let names: Vec<HeaderName> =
        headers.keys().filter(|name| removes(name.as_str().as_bytes())).cloned().collect();
    for name in &names {
        headers.remove(name);
    }
    // An upstream must not wait for trailers that are taken out.
    if headers.get_all(TRAILER).iter().any(|value| tokens(value).any(&removes)) {
        let left: Vec<_> = headers
            .get_all(TRAILER)
            .iter()
            .flat_map(tokens)
            .filter(|token| !removes(token))
            .filter_map(|token| HeaderValue::from_bytes(token).ok())
            .collect();
        headers.remove(TRAILER);
        for value in left {
            headers.append(TRAILER, value);
        }
    }
}

/// HTTP/2 splits `Cookie` into fields, and HTTP/1.1 has one (RFC 9113 section 8.2.3).
pub(crate) fn join_cookies(headers: &mut HeaderMap) {
    if headers.get_all(COOKIE).iter().count() < 2 {
        return;
    }
    let lines: Vec<&[u8]> = headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
    if let Ok(joined) = HeaderValue::from_bytes(&lines.join(&b"; "[..])) {
        headers.insert(COOKIE, joined);
    }
}

pub(crate) fn tokens(value: &HeaderValue) -> impl Iterator<Item = &[u8]> {
    value.as_bytes().split(|byte| *byte == b',').map(<[u8]>::trim_ascii)
}

#[cfg(test)]
mod tests {
    use toml::Spanned;

    use super::*;
    use crate::config::FieldPattern;
    use crate::request_filter::RequestFilter;

    const FILTER: RequestFilter<'_> = RequestFilter { configured: &[] };

    fn fields(lines: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        headers
    }

    fn names(headers: &HeaderMap) -> Vec<&str> {
        let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
        names.sort_unstable();
        names
    }

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
        FILTER.clean_request(&mut headers);
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
        FILTER.clean_request(&mut headers);
        assert_eq!(names(&headers), ["te", "x-kept"]);
        assert_eq!(headers["te"], "trailers");
    }

    #[test]
    fn r06_r15_an_answer_never_has_the_fields() {
        let mut headers = fields(&[
            ("Client-Cert", ":AQ==:"),
            ("Client-Cert-Chain", ":AQ==:"),
            ("Client-Mtls-Verification-Status", "SUCCESS"),
            ("Trailer", "client-cert, x-sum"),
            ("X-Kept", "1"),
        ]);
        clean_answer(&mut headers);
        assert_eq!(names(&headers), ["trailer", "x-kept"]);
        assert_eq!(headers["trailer"], "x-sum");
        let mut trailers = fields(&[("client-cert", ":AQ==:"), ("x-sum", "1")]);
        clean_answer_trailers(&mut trailers);
        assert_eq!(names(&trailers), ["x-sum"]);
    }

    #[test]
    fn r23_r24_vary_on_the_certificate_becomes_a_star() {
        for (lines, expected) in [
            (&["Client-Cert"][..], vec!["*"]),
            (&["accept, CLIENT-CERT"], vec!["*"]),
            (&["Accept", "client-cert-chain"], vec!["*"]),
            (&["Accept, Origin"], vec!["Accept, Origin"]),
            (&["Accept", "Client-Mtls-Verification-Status"], vec!["*"]),
            (&["client_mtls_ca_id"], vec!["*"]),
            (&["X-Client-Cert"], vec!["X-Client-Cert"]),
            (&["*"], vec!["*"]),
        ] {
            let mut headers = fields(&lines.iter().map(|value| ("Vary", *value)).collect::<Vec<_>>());
            clean_answer(&mut headers);
            let found: Vec<_> = headers.get_all(VARY).iter().map(|value| value.to_str().unwrap()).collect();
            assert_eq!(found, expected, "{lines:?}");
        }
    }

    #[test]
    fn r27_certificates_are_never_indexed() {
        for (name, expected) in
            [("Client-Cert", true), ("Client-Cert-Chain", true), ("Client-Mtls-Ca-Id", false)]
        {
            let (_, value) = edge_field(name, ":AQ==:".to_owned()).unwrap();
            assert_eq!(value.is_sensitive(), expected, "{name}");
        }
    }

    #[test]
    fn trailers_of_a_request_say_neither_who_the_client_is_nor_where_it_came_from() {
        let mut trailers = fields(&[
            ("client-cert", ":AQ==:"),
            ("x-forwarded-for", "192.0.2.1"),
            ("forwarded", "for=192.0.2.1"),
            ("x_real_ip", "192.0.2.1"),
            ("ssl-client-verify", "SUCCESS"),
            ("x-sum", "1"),
        ]);
        FILTER.clean_trailers(&mut trailers);
        assert_eq!(names(&trailers), ["x-sum"]);
        let mut headers = fields(&[("Trailer", "X-Forwarded-For, x-sum, remote-user")]);
        FILTER.clean_request(&mut headers);
        assert_eq!(headers.get_all(TRAILER).iter().collect::<Vec<_>>(), ["x-sum"]);
    }

    #[test]
    fn what_the_operator_adds_is_taken_out_too() {
        let pattern = |text: &str| Spanned::new(0..0, FieldPattern::try_from(text.to_owned()).unwrap());
        let filter = RequestFilter { configured: &["X-User", "X-Internal-*"].map(pattern) };
        let mut headers =
            fields(&[("x_user", "1"), ("X-Internal-Role", "admin"), ("X-Users", "kept"), ("Accept", "kept")]);
        filter.clean_request(&mut headers);
        assert_eq!(names(&headers), ["accept", "x-users"]);
    }

    #[test]
    fn equal_lengths_become_one_and_others_are_refused() {
        for lines in [&["5"][..], &["5", "5"], &["5, 5"], &["5,5", "5"]] {
            let mut headers =
                fields(&lines.iter().map(|value| ("Content-Length", *value)).collect::<Vec<_>>());
            unite_lengths(&mut headers).unwrap();
            assert_eq!(headers.get_all(CONTENT_LENGTH).iter().collect::<Vec<_>>(), ["5"], "{lines:?}");
        }
        for lines in [&["5", "6"][..], &["5, 6"], &["5", "05"], &["5,"]] {
            let mut headers =
                fields(&lines.iter().map(|value| ("Content-Length", *value)).collect::<Vec<_>>());
            assert!(unite_lengths(&mut headers).is_err(), "{lines:?}");
        }
        let mut none = fields(&[("Accept", "*/*")]);
        unite_lengths(&mut none).unwrap();
        assert_eq!(names(&none), ["accept"]);
    }

    #[test]
    fn cookies_of_http2_become_one_field() {
        let mut headers = fields(&[("cookie", "a=1"), ("cookie", "b=2")]);
        FILTER.clean_request(&mut headers);
        assert_eq!(headers.get_all(COOKIE).iter().collect::<Vec<_>>(), ["a=1; b=2"]);
    }

    #[test]
    fn a_connection_becomes_a_websocket_and_nothing_else() {
        for protocol in ["h2c", "websocket, h2c", "TLS/1.0", "HTTP/2.0", ""] {
            assert!(
                upgrade_of(&fields(&[("Connection", "upgrade"), ("Upgrade", protocol)])).is_none(),
                "{protocol}"
            );
        }
        let twice = fields(&[("Connection", "upgrade"), ("Upgrade", "websocket"), ("Upgrade", "h2c")]);
        assert!(upgrade_of(&twice).is_none());
        assert!(upgrade_of(&fields(&[("Connection", "upgrade"), ("Upgrade", "WebSocket")])).is_some());
        assert!(
            upgrade_of(&fields(&[("Connection", "keep-alive, Upgrade"), ("Upgrade", "websocket")])).is_some()
        );
        assert!(upgrade_of(&fields(&[("Upgrade", "websocket")])).is_none());
        assert!(upgrade_of(&fields(&[("Connection", "upgrade")])).is_none());
    }
}
