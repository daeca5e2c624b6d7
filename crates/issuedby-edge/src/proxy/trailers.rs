//! Trailers (RFC 9110 section 6.5): a field that is removed from a head is removed behind the body too.

use hyper::HeaderMap;
use hyper::header::TE;

use crate::proxy::reserved_headers::RequestFilter;
use crate::proxy::sanitize_response::remove_response_fields;
use crate::proxy::tokens::tokens;

/// Removes from the trailers of a request what is removed from its head.
pub(crate) fn sanitize_request_trailers(filter: RequestFilter<'_>, trailers: &mut HeaderMap) {
    filter.remove_fields(trailers);
}

/// Removes from the trailers of a response what is removed from its head.
pub(crate) fn sanitize_response_trailers(trailers: &mut HeaderMap) {
    remove_response_fields(trailers);
}

/// Returns true where the client accepts trailers (`TE: trailers`, RFC 9110 section 10.1.4).
pub(crate) fn accepts_trailers(headers: &HeaderMap) -> bool {
    let is_trailers = |token: &[u8]| token.eq_ignore_ascii_case(b"trailers");
    headers.get_all(TE).iter().any(|value| tokens(value).any(is_trailers))
}

#[cfg(test)]
mod tests {
    use hyper::header::TRAILER;

    use super::*;
    use crate::proxy::test_fields::{fields, names};

    #[test]
    fn request_trailers_never_name_the_client_or_its_origin() {
        let filter = RequestFilter::default();
        let mut trailers = fields(&[
            ("client-cert", ":AQ==:"),
            ("x-forwarded-for", "192.0.2.1"),
            ("forwarded", "for=192.0.2.1"),
            ("x_real_ip", "192.0.2.1"),
            ("ssl-client-verify", "SUCCESS"),
            ("x-sum", "1"),
        ]);
        sanitize_request_trailers(filter, &mut trailers);
        assert_eq!(names(&trailers), ["x-sum"]);
        let mut headers = fields(&[("Trailer", "X-Forwarded-For, x-sum, remote-user")]);
        filter.strip_head(&mut headers);
        assert_eq!(headers.get_all(TRAILER).iter().collect::<Vec<_>>(), ["x-sum"]);
    }

    #[test]
    fn response_trailers_never_name_the_client() {
        let mut trailers = fields(&[("client-cert", ":AQ==:"), ("x-sum", "1")]);
        sanitize_response_trailers(&mut trailers);
        assert_eq!(names(&trailers), ["x-sum"]);
    }

    #[test]
    fn te_accepts_trailers_by_that_token_alone() {
        assert!(accepts_trailers(&fields(&[("TE", "gzip, Trailers")])));
        assert!(!accepts_trailers(&fields(&[("TE", "gzip")])));
        assert!(!accepts_trailers(&fields(&[("Trailer", "trailers")])));
    }
}
