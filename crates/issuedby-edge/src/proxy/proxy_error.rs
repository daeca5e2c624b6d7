//! The errors with which the edge responds in place of the upstream: `application/problem+json` (RFC 9457), never cached.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};
use serde::Serialize;

/// The reason for which the edge responds in place of the upstream.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum ProxyError {
    /// The request contradicts itself.
    BadRequest(&'static str),
    /// The upstream could not be reached.
    Unreachable,
    /// The upstream sent a response that is not HTTP, or broke it off.
    BadGateway,
    /// The client broke its own request off.
    RequestBrokenOff,
    /// The client stopped sending its request, or sent it too slowly.
    RequestTimedOut,
    /// The verdict about the client was invalidated while its request was on its way.
    VerdictInvalidated,
    /// The upstream did not respond in time.
    TimedOut,
    /// No upstream is configured for this domain.
    NoUpstream,
    /// Clients of the same source broke off too many requests.
    TooManyBrokenOff,
    /// As many requests are at upstreams as the limits allow.
    UpstreamBusy,
    /// The domain of the request is not served on this connection.
    Misdirected,
    /// `CONNECT`, which makes tunnels.
    NotImplemented,
}

#[derive(Serialize)]
struct Problem<'a> {
    r#type: &'a str,
    title: &'a str,
    status: u16,
    detail: &'a str,
    code: &'a str,
}

impl ProxyError {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::BadRequest(_) | Self::RequestBrokenOff => StatusCode::BAD_REQUEST,
            Self::Unreachable | Self::BadGateway | Self::NoUpstream => StatusCode::BAD_GATEWAY,
            Self::RequestTimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::TooManyBrokenOff => StatusCode::TOO_MANY_REQUESTS,
            Self::UpstreamBusy => StatusCode::SERVICE_UNAVAILABLE,
            Self::VerdictInvalidated => StatusCode::CONFLICT,
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::NotImplemented => StatusCode::NOT_IMPLEMENTED,
        }
    }

    /// The stable code: `code` of the response, `fault` of the access log.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::BadRequest(_) => "bad_request",
            Self::RequestBrokenOff => "request_broken_off",
            Self::RequestTimedOut => "request_timeout",
            Self::TooManyBrokenOff => "too_many_broken_off",
            Self::UpstreamBusy => "upstream_busy",
            Self::Unreachable => "upstream_unreachable",
            Self::BadGateway => "upstream_failed",
            Self::VerdictInvalidated => "verdict_no_longer_holds",
            Self::TimedOut => "upstream_timeout",
            Self::NoUpstream => "no_upstream",
            Self::Misdirected => "misdirected_request",
            Self::NotImplemented => "not_implemented",
        }
    }

    fn detail(self) -> &'static str {
        match self {
            Self::BadRequest(detail) => detail,
            Self::RequestBrokenOff => "the request's body did not come to its end",
            Self::RequestTimedOut => {
                "the request's body did not come in time; send it faster, or in smaller requests"
            }
            Self::TooManyBrokenOff => {
                "too many requests from this address were broken off; wait for responses, and try again in a second"
            }
            Self::UpstreamBusy => "too many requests are being served now; try again in a second",
            Self::Unreachable => "the upstream of this domain could not be reached",
            Self::BadGateway => "the upstream of this domain did not respond as it should",
            Self::VerdictInvalidated => {
                "the verdict about this client has changed since its request began; send it again if it may be repeated"
            }
            Self::TimedOut => "the upstream of this domain did not respond in time",
            Self::NoUpstream => "no upstream is configured for this domain",
            Self::Misdirected => {
                "this domain is not served on this connection; connect again with its name in the handshake"
            }
            Self::NotImplemented => "this edge makes no tunnels",
        }
    }

    pub(crate) fn to_response(self) -> Response<Full<Bytes>> {
        let status = self.status();
        let problem = Problem {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: self.detail(),
            code: self.code(),
        };
        let mut response = Response::new(Full::from(serde_json::to_vec(&problem).unwrap_or_default()));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(self, Self::UpstreamBusy | Self::TooManyBrokenOff) {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_has_each_code_with_its_status_and_no_other() {
        let page = include_str!("../../README.md");
        let (_, table) = page.split_once("| status | code | cause |").unwrap();
        let rows = table.lines().skip(2).map(str::trim).take_while(|line| line.starts_with('|'));
        let mut shown: Vec<(String, &str)> = Vec::new();
        for row in rows {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            shown.extend(cells[1].split(", ").map(|code| (cells[0].to_owned(), code.trim_matches('`'))));
        }
        let errors = [
            ProxyError::BadRequest(""),
            ProxyError::RequestBrokenOff,
            ProxyError::RequestTimedOut,
            ProxyError::VerdictInvalidated,
            ProxyError::Misdirected,
            ProxyError::TooManyBrokenOff,
            ProxyError::NotImplemented,
            ProxyError::Unreachable,
            ProxyError::BadGateway,
            ProxyError::NoUpstream,
            ProxyError::UpstreamBusy,
            ProxyError::TimedOut,
        ];
        let given = errors.map(|error| (error.status().as_str().to_owned(), error.code()));
        assert_eq!(shown, given);
    }
}
