//! The cause of a failure of an upstream, with the likely mistake and the step that mends it, for the log.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::config::HttpVersion;

/// The cause of a failure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum UpstreamFailure {
    /// Nothing listens at the address, or a firewall says so.
    Refused,
    /// Nothing listens at the Unix socket, whose file is there.
    StaleSocket,
    /// No connection came about in time.
    ConnectTimeout,
    /// The host name has no address.
    UnknownHost,
    /// There is no way to the host.
    NoRoute,
    /// No Unix socket is at the path.
    NoSocket,
    /// The user of the edge may not connect to the Unix socket.
    Permission,
    /// The system forbids connections to the address.
    Forbidden,
    /// The upstream responded with a TLS record.
    SpeaksTls,
    /// The upstream speaks HTTP/2, and the edge HTTP/1.1.
    SpeaksHttp2,
    /// The upstream speaks HTTP/1.1, and the edge HTTP/2.
    SpeaksHttp1,
    /// The response is no HTTP.
    NotHttp,
    /// The upstream closed or reset the connection before its response.
    Closed(HttpVersion),
    /// The head of the response did not come in time.
    ResponseTimeout,
    /// Anything else.
    Other,
}

impl UpstreamFailure {
    /// The cause that an error tells: of the connection if no request was sent, else of the exchange.
    pub(crate) fn of(
        error: &(dyn Error + 'static),
        is_connect: bool,
        http: HttpVersion,
        is_unix: bool,
    ) -> Self {
        let mut next = Some(error);
        let mut is_closed = false;
        while let Some(error) = next {
            if let Some(io) = error.downcast_ref::<io::Error>() {
                if let Some(found) = io.get_ref().and_then(|inner| inner.downcast_ref::<OtherProtocol>()) {
                    return found.failure();
                }
                if io.get_ref().is_some_and(|inner| inner.is::<LookupFailed>()) {
                    return Self::UnknownHost;
                }
                match (io.kind(), is_connect) {
                    (io::ErrorKind::ConnectionRefused, _) if is_unix => return Self::StaleSocket,
                    (io::ErrorKind::ConnectionRefused, _) => return Self::Refused,
                    (io::ErrorKind::NotFound, true) if is_unix => return Self::NoSocket,
                    (io::ErrorKind::PermissionDenied, true) if is_unix => return Self::Permission,
                    (io::ErrorKind::PermissionDenied, true) => return Self::Forbidden,
                    (io::ErrorKind::TimedOut, true) => return Self::ConnectTimeout,
                    (io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable, true) => {
                        return Self::NoRoute;
                    }
                    (
                        io::ErrorKind::ConnectionReset
                        | io::ErrorKind::BrokenPipe
                        | io::ErrorKind::UnexpectedEof,
                        _,
                    ) => is_closed = true,
                    _ => {}
                }
            }
            if let Some(hyper) = error.downcast_ref::<hyper::Error>() {
                if hyper.is_parse() {
                    return Self::NotHttp;
                }
                is_closed |= hyper.is_incomplete_message() || hyper.is_closed();
            }
            if error.downcast_ref::<h2::Error>().is_some_and(h2::Error::is_library) {
                return Self::NotHttp;
            }
            next = error.source();
        }
        if is_closed { Self::Closed(http) } else { Self::Other }
    }

    /// The cause in words; `None` where the error alone says it.
    pub(crate) const fn cause(self) -> Option<&'static str> {
        Some(match self {
            Self::Refused => "nothing listens at this address, or a firewall rejects the connection",
            Self::StaleSocket => "nothing listens at this Unix socket any more: its file was left behind",
            Self::ConnectTimeout => "no connection came about within `connect_timeout`",
            Self::UnknownHost => "the host name has no address (DNS)",
            Self::NoRoute => "there is no way to this host",
            Self::NoSocket => "no Unix socket is at this path",
            Self::Permission => "the user of the edge may not connect to this Unix socket",
            Self::Forbidden => {
                "the system of the edge forbids this connection (a firewall rule, a sandbox, SELinux)"
            }
            Self::SpeaksTls => {
                "found a TLS record (an alert begins with 15 03), expected a response in plain HTTP"
            }
            Self::SpeaksHttp2 => "found HTTP/2, expected HTTP/1.1",
            Self::SpeaksHttp1 => "found HTTP/1.1, expected HTTP/2",
            Self::NotHttp => "found a response that is not HTTP",
            Self::Closed(_) => "the upstream closed the connection before the head of its response",
            Self::ResponseTimeout => "the head of the response did not come within `response_timeout`",
            Self::Other => return None,
        })
    }

    /// The step that mends it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Refused => {
                "start the upstream, or correct `address` in edge.toml: `ss -ltn` lists the ports that something listens on"
            }
            Self::StaleSocket => {
                "start the upstream, which must remove the old file first: `ss -lx` lists the sockets that something listens on"
            }
            Self::Forbidden => {
                "look for the rule on the edge's machine: `nft list ruleset`, `ausearch -m avc`, `systemctl show UNIT -p IPAddressDeny`"
            }
            Self::ConnectTimeout => {
                "look for a firewall between edge and upstream, and whether `address` is the right host"
            }
            Self::UnknownHost => "correct the host in `address`: `getent hosts HOST` must print its address",
            Self::NoRoute => "correct the host in `address`, or the route to it: `ip route get ADDRESS`",
            Self::NoSocket => {
                "start the upstream, or correct `address`: `ss -lx` lists the sockets that something listens on"
            }
            Self::Permission => {
                "let the user of the edge write to the socket and enter its folders: `namei -l PATH` shows who may"
            }
            Self::SpeaksTls => {
                "the upstream speaks TLS, the edge speaks plain HTTP to it: give its plain port in `address`"
            }
            Self::SpeaksHttp2 => "write `http = \"2\"` in this `[[upstream]]`, and restart the edge",
            Self::SpeaksHttp1 => "write `http = \"1.1\"` in this `[[upstream]]`, and restart the edge",
            Self::NotHttp => "look whether an HTTP server listens at `address`: `curl -v` with this address",
            Self::Closed(HttpVersion::Http1) => {
                "look into the upstream's log; if it speaks TLS (`curl -vk https://HOST:PORT` connects), give its plain port in \
                 `address`; if it speaks HTTP/2 only, write `http = \"2\"` in this `[[upstream]]`"
            }
            Self::Closed(HttpVersion::Http2) => {
                "look into the upstream's log; if it speaks TLS (`curl -vk https://HOST:PORT` connects), give its plain port in \
                 `address`; if it speaks HTTP/1.1 only, write `http = \"1.1\"` in this `[[upstream]]`"
            }
            Self::ResponseTimeout => {
                "look why the upstream is slow, or raise `response_timeout` in `[limits]` if its responses take so long"
            }
            Self::Other => "look into the upstream's log",
        }
    }
}

/// The resolver gave no address for a host name.
#[derive(Debug)]
pub(crate) struct LookupFailed(pub(crate) io::Error);

impl fmt::Display for LookupFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for LookupFailed {}

/// The protocol that the first bytes of an upstream show, where it is not the expected one. What the edge would make of
/// such bytes is an error anyway; this one has a name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum OtherProtocol {
    Tls,
    Http1,
    Http2,
}

impl OtherProtocol {
    /// `None` where the bytes may be what was expected, or are too few to tell.
    pub(crate) fn of(first: &[u8], expected: HttpVersion) -> Option<Self> {
        match (first, expected) {
            // An alert or a handshake record (RFC 8446 section 5.1).
            ([0x15 | 0x16, 0x03, 0..=4, ..], _) => Some(Self::Tls),
            // SETTINGS or GOAWAY on stream 0 (RFC 9113 sections 6.5, 6.8): no HTTP/1.1 response begins with zero bytes.
            ([0, 0, _, 4 | 7, _, 0, 0, 0, 0, ..], HttpVersion::Http1) => Some(Self::Http2),
            ([b'H', b'T', b'T', b'P', b'/', ..], HttpVersion::Http2) => Some(Self::Http1),
            _ => None,
        }
    }

    const fn failure(self) -> UpstreamFailure {
        match self {
            Self::Tls => UpstreamFailure::SpeaksTls,
            Self::Http1 => UpstreamFailure::SpeaksHttp1,
            Self::Http2 => UpstreamFailure::SpeaksHttp2,
        }
    }
}

/// The protocol that an upstream last showed in place of the expected one. Errors over HTTP/2 do not carry it to the
/// request, so that all connections to one upstream share this.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenProtocol(Arc<Mutex<Option<(OtherProtocol, Instant)>>>);

/// The age up to which what an upstream showed explains an error: the connection's end follows its first bytes at once.
const SEEN_FOR: Duration = Duration::from_secs(5);

impl SeenProtocol {
    pub(crate) fn set(&self, found: OtherProtocol) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((found, Instant::now()));
    }

    /// The failure, with the protocol that was seen where the error alone does not tell it.
    pub(crate) fn explain(&self, failure: UpstreamFailure) -> UpstreamFailure {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (failure, seen) {
            (
                UpstreamFailure::Closed(_) | UpstreamFailure::NotHttp | UpstreamFailure::Other,
                Some((seen, at)),
            ) if at.elapsed() <= SEEN_FOR => seen.failure(),
            _ => failure,
        }
    }
}

impl fmt::Display for OtherProtocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tls => "TLS",
            Self::Http1 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
        })
    }
}

impl Error for OtherProtocol {}

/// The head of a response did not come in time.
#[derive(Debug)]
pub(crate) struct NoResponse(pub(crate) Duration);

impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no response within {} seconds", self.0.as_secs_f64())
    }
}

impl Error for NoResponse {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_show_another_protocol() {
        let alert: &[u8] = &[0x15, 3, 3, 0, 2, 2, 70];
        let settings: &[u8] = &[0, 0, 18, 4, 0, 0, 0, 0, 0, 0, 3];
        for (first, expected, found) in [
            (alert, HttpVersion::Http1, Some(OtherProtocol::Tls)),
            (alert, HttpVersion::Http2, Some(OtherProtocol::Tls)),
            (settings, HttpVersion::Http1, Some(OtherProtocol::Http2)),
            (settings, HttpVersion::Http2, None),
            (b"HTTP/1.1 200 OK", HttpVersion::Http1, None),
            (b"HTTP/1.1 200 OK", HttpVersion::Http2, Some(OtherProtocol::Http1)),
            (b"SSH-2.0", HttpVersion::Http1, None),
            (b"H", HttpVersion::Http2, None),
            (b"", HttpVersion::Http1, None),
        ] {
            assert_eq!(OtherProtocol::of(first, expected), found, "{first:?}");
        }
    }

    #[test]
    fn a_protocol_explains_only_what_follows_it() {
        let seen = SeenProtocol::default();
        seen.set(OtherProtocol::Tls);
        assert_eq!(seen.explain(UpstreamFailure::Other), UpstreamFailure::SpeaksTls);
        assert_eq!(seen.explain(UpstreamFailure::Other), UpstreamFailure::Other);
        let long_ago = Instant::now().checked_sub(SEEN_FOR + Duration::from_secs(1));
        let old = SeenProtocol(Arc::new(Mutex::new(long_ago.map(|at| (OtherProtocol::Tls, at)))));
        assert_eq!(old.explain(UpstreamFailure::Other), UpstreamFailure::Other);
    }

    #[test]
    fn an_error_tells_its_cause() {
        let of_socket = |kind: io::ErrorKind, is_connect, is_unix| {
            UpstreamFailure::of(&io::Error::from(kind), is_connect, HttpVersion::Http1, is_unix)
        };
        let of = |kind, is_connect| of_socket(kind, is_connect, false);
        assert_eq!(of(io::ErrorKind::ConnectionRefused, true), UpstreamFailure::Refused);
        assert_eq!(of(io::ErrorKind::TimedOut, true), UpstreamFailure::ConnectTimeout);
        assert_eq!(of_socket(io::ErrorKind::ConnectionRefused, true, true), UpstreamFailure::StaleSocket);
        assert_eq!(of_socket(io::ErrorKind::NotFound, true, true), UpstreamFailure::NoSocket);
        assert_eq!(of_socket(io::ErrorKind::PermissionDenied, true, true), UpstreamFailure::Permission);
        assert_eq!(of(io::ErrorKind::PermissionDenied, true), UpstreamFailure::Forbidden);
        assert_eq!(of(io::ErrorKind::NotFound, false), UpstreamFailure::Other);
        assert_eq!(of(io::ErrorKind::ConnectionReset, false), UpstreamFailure::Closed(HttpVersion::Http1));
    }
}
