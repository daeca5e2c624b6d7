//! A line of the access log.

use std::net::IpAddr;

use serde::Serialize;

/// One line of the access log: a request, when the head of its response has come or its client has broken it off.
///
/// The client chose domain, method and path, and any bytes may be in the path. The domain is in its canonical form. Of the
/// others the log has as many bytes as [`MAX_LOGGED_METHOD`](crate::limits::MAX_LOGGED_METHOD) and
/// [`MAX_LOGGED_PATH`](crate::limits::MAX_LOGGED_PATH) say, and `…` for the rest.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Access {
    /// The time, RFC 3339 in UTC; `@` and Unix seconds where the clock shows a time after 9999.
    pub time: String,
    /// The client's address.
    pub client: IpAddr,
    /// The domain of the request, in its canonical form; empty where it named none.
    pub domain: String,
    /// The account of the handshake.
    pub account: String,
    /// `HTTP/1.1` or `HTTP/2`.
    pub protocol: &'static str,
    /// The method.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The status of the response, also where the client has left.
    pub status: u16,
    /// The code of the error, where the edge responded in place of the upstream.
    pub fault: Option<&'static str>,
    /// The time to the head of the response.
    pub milliseconds: f64,
    /// SUCCESS, FAILED or NONE; `None` where the request was for no upstream.
    pub verdict: Option<&'static str>,
    /// The code of the reason, unless SUCCESS.
    pub reason: Option<&'static str>,
    /// SHA-256 of the client's certificate, where that could be read.
    pub certificate: Option<String>,
    /// The identifier of the CA, on SUCCESS.
    pub ca: Option<String>,
    /// The issuer in the client's certificate, RFC 4514, on FAILED where that could be read. The client claims it, and
    /// nothing confirms it. At most [`MAX_LOGGED_DN`](crate::limits::MAX_LOGGED_DN) bytes, and `…` for the rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The subject, likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}
