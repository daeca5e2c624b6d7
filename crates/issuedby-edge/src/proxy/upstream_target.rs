//! The target and the version of a request to an upstream.

use hyper::header::{HOST, HeaderValue};
use hyper::http::request::Parts;
use hyper::http::uri::{Authority, PathAndQuery, Scheme};
use hyper::{HeaderMap, Uri, Version};

use crate::config::HttpVersion;
use crate::proxy::proxy_error::ProxyError;

/// Writes the host that the edge has read: the domain in its canonical form.
pub(crate) fn set_host(headers: &mut HeaderMap, host: HeaderValue) {
    headers.insert(HOST, host);
}

/// Writes the target and the version.
pub(crate) fn set_target(parts: &mut Parts, http: HttpVersion, authority: String) -> Result<(), ProxyError> {
    parts.uri = uri(http, authority, parts.uri.path_and_query()).ok_or(ProxyError::BadGateway)?;
    parts.version = match http {
        HttpVersion::Http1 => Version::HTTP_11,
        HttpVersion::Http2 => {
            parts.headers.remove(HOST);
            Version::HTTP_2
        }
    };
    parts.extensions.clear();
    Ok(())
}

/// The URI of a request; `None` where the parts are not those of a URI.
///
/// The connector goes to its upstream whatever the host is: one host for all keeps the connections in one pool. Over
/// HTTP/2 the upstream reads the authority.
fn uri(http: HttpVersion, authority: String, path: Option<&PathAndQuery>) -> Option<Uri> {
    let authority = match http {
        HttpVersion::Http1 => Authority::from_static("upstream"),
        HttpVersion::Http2 => Authority::try_from(authority).ok()?,
    };
    let mut parts = hyper::http::uri::Parts::default();
    parts.scheme = Some(Scheme::HTTP);
    parts.authority = Some(authority);
    parts.path_and_query = Some(path.cloned().unwrap_or_else(|| PathAndQuery::from_static("/")));
    Uri::from_parts(parts).ok()
}
