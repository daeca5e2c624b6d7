//! Upgrades: WebSocket is the only one (RFC 6455 section 4).

use std::error::Error;
use std::fmt;

use hyper::body::Incoming;
use hyper::header::{CONNECTION, HeaderValue, UPGRADE};
use hyper::upgrade::OnUpgrade;
use hyper::{HeaderMap, Method, Request, Response, StatusCode, Version};

use crate::client::verdict_guard::VerdictGuard;
use crate::config::HttpVersion;
use crate::proxy::in_flight::InFlight;
use crate::proxy::response_body::ResponseBody;
use crate::proxy::tokens::tokens;
use crate::proxy::tunnel::tunnel;

/// A client's request to change to WebSocket.
pub(crate) struct UpgradeRequest {
    protocol: HeaderValue,
    client: OnUpgrade,
}

/// The protocol to which an upstream has changed.
pub(crate) struct Switched {
    protocol: Option<HeaderValue>,
    upstream: OnUpgrade,
}

/// Both ends of a WebSocket.
pub(crate) struct WebSocket {
    client: OnUpgrade,
    upstream: OnUpgrade,
    protocol: HeaderValue,
}

impl UpgradeRequest {
    /// The upgrade of a request: a GET over HTTP/1.1 to an upstream that speaks HTTP/1.1 (RFC 6455 section 4.1).
    pub(crate) fn take(request: &mut Request<Incoming>, http: HttpVersion) -> Option<Self> {
        let may_upgrade = request.version() == Version::HTTP_11
            && request.method() == Method::GET
            && http == HttpVersion::Http1;
        let protocol = may_upgrade.then(|| websocket(request.headers())).flatten()?;
        Some(Self { protocol, client: hyper::upgrade::on(request) })
    }

    pub(crate) fn add_to(&self, headers: &mut HeaderMap) {
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, self.protocol.clone());
    }
}

impl Switched {
    /// The change of protocol in a response with status 101.
    pub(crate) fn take(response: &mut Response<Incoming>) -> Option<Self> {
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return None;
        }
        let protocol = response.headers().get(UPGRADE).cloned();
        Some(Self { protocol, upstream: hyper::upgrade::on(response) })
    }
}

impl WebSocket {
    /// Pairs the client's request with the response of the upstream.
    ///
    /// # Errors
    ///
    /// [`UnrequestedUpgrade`] where the client requested none, or the upstream changed to another protocol.
    pub(crate) fn pair(
        request: Option<UpgradeRequest>,
        switched: Switched,
    ) -> Result<Self, UnrequestedUpgrade> {
        match (request, switched.protocol) {
            (Some(request), Some(protocol)) if protocol.as_bytes().eq_ignore_ascii_case(b"websocket") => {
                Ok(Self { client: request.client, upstream: switched.upstream, protocol })
            }
            _ => Err(UnrequestedUpgrade),
        }
    }

    /// Starts the tunnel between both ends. Gives the response with which the client's end changes.
    pub(crate) fn open(
        self,
        mut response: Response<Incoming>,
        guard: VerdictGuard,
        in_flight: InFlight,
    ) -> Response<ResponseBody> {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("upgrade"));
        response.headers_mut().insert(UPGRADE, self.protocol);
        in_flight.response_ended();
        let context = &guard.connection().context;
        context.spawn(tunnel(self.client, self.upstream, guard.clone(), in_flight));
        response.map(|_| ResponseBody::Own(Default::default()))
    }
}

/// The protocol of an upgrade, if it is WebSocket.
///
/// Any other is not passed on, and the request goes without it. Behind `h2c` a client could write requests to the upstream
/// that the edge never sees, with fields that only an edge may write.
fn websocket(headers: &HeaderMap) -> Option<HeaderValue> {
    let is_upgrade = |token: &[u8]| token.eq_ignore_ascii_case(b"upgrade");
    let is_requested = headers.get_all(CONNECTION).iter().any(|value| tokens(value).any(is_upgrade));
    let mut protocols = headers.get_all(UPGRADE).iter();
    let (protocol, more) = (protocols.next()?, protocols.next());
    let is_websocket = more.is_none() && protocol.as_bytes().eq_ignore_ascii_case(b"websocket");
    (is_requested && is_websocket).then(|| HeaderValue::from_static("websocket"))
}

/// The upstream changed to a protocol that was not requested.
#[derive(Debug)]
pub(crate) struct UnrequestedUpgrade;

impl fmt::Display for UnrequestedUpgrade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "the upstream changed to a protocol that was not requested, expected `Upgrade: websocket`",
        )
    }
}

impl Error for UnrequestedUpgrade {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proxy::test_fields::fields;

    #[test]
    fn a_connection_becomes_a_websocket_and_nothing_else() {
        for protocol in ["h2c", "websocket, h2c", "TLS/1.0", "HTTP/2.0", ""] {
            assert!(
                websocket(&fields(&[("Connection", "upgrade"), ("Upgrade", protocol)])).is_none(),
                "{protocol}"
            );
        }
        let twice = fields(&[("Connection", "upgrade"), ("Upgrade", "websocket"), ("Upgrade", "h2c")]);
        assert!(websocket(&twice).is_none());
        assert!(websocket(&fields(&[("Connection", "upgrade"), ("Upgrade", "WebSocket")])).is_some());
        assert!(
            websocket(&fields(&[("Connection", "keep-alive, Upgrade"), ("Upgrade", "websocket")])).is_some()
        );
        assert!(websocket(&fields(&[("Upgrade", "websocket")])).is_none());
        assert!(websocket(&fields(&[("Connection", "upgrade")])).is_none());
    }
}
