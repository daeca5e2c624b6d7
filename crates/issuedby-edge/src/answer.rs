//! Answers that the edge gives itself: `application/problem+json` (RFC 9457), never kept by a cache.

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};
use serde::Serialize;

/// Why the edge answered in place of the worker.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Fault {
    /// The request contradicts itself.
    BadRequest(&'static str),
    /// The worker could not be reached.
    Unreachable,
    /// The worker answered with something that is not HTTP, or broke off.
    BadGateway,
    /// The client broke its own request off.
    RequestBrokenOff,
    /// The client stopped sending its request, or sent it too slowly.
    RequestTimedOut,
    /// What was said about the client fell while its request was on its way.
    VerdictNoLongerHolds,
    /// The worker did not answer in time.
    TimedOut,
    /// No worker is configured for this domain.
    NoUpstream,
    /// Clients of the same source broke off too many requests.
    TooManyBrokenOff,
    /// As many requests are at upstreams as may be.
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

impl Fault {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::BadRequest(_) | Self::RequestBrokenOff => StatusCode::BAD_REQUEST,
            Self::Unreachable | Self::BadGateway | Self::NoUpstream => StatusCode::BAD_GATEWAY,
            Self::RequestTimedOut => StatusCode::REQUEST_TIMEOUT,
            Self::TooManyBrokenOff => StatusCode::TOO_MANY_REQUESTS,
            Self::UpstreamBusy => StatusCode::SERVICE_UNAVAILABLE,
            Self::VerdictNoLongerHolds => StatusCode::CONFLICT,
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::NotImplemented => StatusCode::NOT_IMPLEMENTED,
        }
    }

    /// The stable name.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::BadRequest(_) => "bad_request",
            Self::RequestBrokenOff => "request_broken_off",
            Self::RequestTimedOut => "request_timeout",
            Self::TooManyBrokenOff => "too_many_broken_off",
            Self::UpstreamBusy => "upstream_busy",
            Self::Unreachable => "upstream_unreachable",
            Self::BadGateway => "upstream_failed",
            Self::VerdictNoLongerHolds => "verdict_no_longer_holds",
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
                "too many requests from this address were broken off; wait for answers, and try again in a second"
            }
            Self::UpstreamBusy => "too many requests are being served now; try again in a second",
            Self::Unreachable => "the server behind this edge could not be reached",
            Self::BadGateway => "the server behind this edge did not answer as it should",
            Self::VerdictNoLongerHolds => {
                "what was said about this client when its request began is no longer so; send it again if it may be repeated"
            }
            Self::TimedOut => "the server behind this edge did not answer in time",
            Self::NoUpstream => "no server is configured behind this edge for this domain",
            Self::Misdirected => {
                "this domain is not served on this connection; connect again with its name in the handshake"
            }
            Self::NotImplemented => "this edge makes no tunnels",
        }
    }

    pub(crate) fn answer(self) -> Response<Full<Bytes>> {
        let status = self.status();
        let problem = Problem {
            r#type: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            detail: self.detail(),
            code: self.code(),
        };
        let mut answer = Response::new(Full::from(serde_json::to_vec(&problem).unwrap_or_default()));
        *answer.status_mut() = status;
        let headers = answer.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if matches!(self, Self::UpstreamBusy | Self::TooManyBrokenOff) {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_each_code_with_its_status_and_no_other() {
        let page = include_str!("../README.md");
        let (_, table) = page.split_once("| | `code` | |").unwrap();
        let rows = table.lines().skip(2).map(str::trim).take_while(|line| line.starts_with('|'));
        let mut shown: Vec<(String, &str)> = Vec::new();
        for row in rows {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            shown.extend(cells[1].split(", ").map(|code| (cells[0].to_owned(), code.trim_matches('`'))));
        }
        let faults = [
            Fault::BadRequest(""),
            Fault::RequestBrokenOff,
            Fault::RequestTimedOut,
            Fault::VerdictNoLongerHolds,
            Fault::Misdirected,
            Fault::TooManyBrokenOff,
            Fault::NotImplemented,
            Fault::Unreachable,
            Fault::BadGateway,
            Fault::NoUpstream,
            Fault::UpstreamBusy,
            Fault::TimedOut,
        ];
        let given = faults.map(|fault| (fault.status().as_str().to_owned(), fault.code()));
        assert_eq!(shown, given);
    }
}
