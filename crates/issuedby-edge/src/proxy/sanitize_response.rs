//! The head of a response on its way to a client.

use hyper::body::Incoming;
use hyper::header::{HeaderValue, VARY};
use hyper::{HeaderMap, Response, Version};
use issuedby::edge_headers::{must_strip, vary_names_client_cert};

use crate::proxy::hop_by_hop::remove_hop_by_hop;
use crate::proxy::reserved_headers::remove_matching;

/// Removes what belongs to the connection with the upstream, and the reserved fields.
pub(crate) fn sanitize_response(response: &mut Response<Incoming>) {
    sanitize_headers(response.headers_mut());
    *response.version_mut() = Version::HTTP_11;
    response.extensions_mut().clear();
}

/// Removes what no response has. `Vary` on a field that no client sends becomes `*` (RFC 9440 section 2.4).
fn sanitize_headers(headers: &mut HeaderMap) {
    remove_response_fields(headers);
    if headers.get_all(VARY).iter().any(|value| vary_names_client_cert(value.as_bytes())) {
        headers.insert(VARY, HeaderValue::from_static("*"));
    }
}

/// Removes the hop-by-hop fields and those that stand in requests only (RFC 9440 sections 2.2 and 2.3).
pub(super) fn remove_response_fields(fields: &mut HeaderMap) {
    remove_hop_by_hop(fields);
    remove_matching(fields, must_strip);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::test_fields::{fields, names};

    #[test]
    fn r06_r15_a_response_never_has_the_fields() {
        let mut headers = fields(&[
            ("Client-Cert", ":AQ==:"),
            ("Client-Cert-Chain", ":AQ==:"),
            ("Client-Mtls-Verification-Status", "SUCCESS"),
            ("Trailer", "client-cert, x-sum"),
            ("X-Kept", "1"),
        ]);
        sanitize_headers(&mut headers);
        assert_eq!(names(&headers), ["trailer", "x-kept"]);
        assert_eq!(headers["trailer"], "x-sum");
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
            sanitize_headers(&mut headers);
            let found: Vec<_> = headers.get_all(VARY).iter().map(|value| value.to_str().unwrap()).collect();
            assert_eq!(found, expected, "{lines:?}");
        }
    }
}
