//! The decision: believed, and by which rule, or why not.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt::{self, Write};

use super::TrustedEdge;
use super::facts::ReadFacts;
use super::options::{EDGE_FINGERPRINTS, PEER_NETWORKS, UNIX_SOCKET};
use crate::json;

/// True if the headers of a request are believed.
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use]
pub enum Trust {
    /// They are: the connection meets this rule.
    Believed(TrustRule),
    /// They are not: every header that only an edge may write is ignored and removed.
    NotBelieved {
        /// The reason why not, by the rule that came closest.
        reason: NotBelieved,
        /// One line of printable ASCII for the operator, never for the client: it shows the configured rules.
        message: Box<str>,
    },
}

impl Trust {
    pub(super) fn not_believed(reason: NotBelieved, edge: &TrustedEdge, facts: &ReadFacts<'_>) -> Self {
        let message =
            format!("found a connection {}, expected one of the trusted edge ({edge})", Origin(facts));
        Self::NotBelieved { reason, message: message.into() }
    }

    /// True if the headers are believed.
    pub fn is_believed(&self) -> bool {
        matches!(self, Self::Believed(_))
    }

    /// The rule that the connection meets.
    pub fn rule(&self) -> Option<TrustRule> {
        match self {
            Self::Believed(rule) => Some(*rule),
            Self::NotBelieved { .. } => None,
        }
    }

    /// The reason why the headers are not believed.
    pub fn reason(&self) -> Option<NotBelieved> {
        match self {
            Self::Believed(_) => None,
            Self::NotBelieved { reason, .. } => Some(*reason),
        }
    }

    /// The stable code: of the rule where the headers are believed, else of the reason.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Believed(rule) => rule.code(),
            Self::NotBelieved { reason, .. } => reason.code(),
        }
    }

    /// The step that lets an edge be believed; `None` where it is.
    pub fn remedy(&self) -> Option<&'static str> {
        self.reason().map(NotBelieved::remedy)
    }

    /// `{"believed":..,"rule":..,"code":..,"message":..,"remedy":..}` as one line of ASCII, for adapters in other
    /// languages.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) -> fmt::Result {
        write!(out, "{{\"believed\":{},\"rule\":", self.is_believed())?;
        json::optional_text(out, self.rule().map(TrustRule::code))?;
        out.push_str(",\"code\":");
        json::text(out, self.code())?;
        out.push_str(",\"message\":");
        json::text(out, self)?;
        out.push_str(",\"remedy\":");
        json::optional_text(out, self.remedy())?;
        out.push('}');
        Ok(())
    }
}

impl fmt::Display for Trust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Believed(rule) => write!(f, "the connection meets `{}`", rule.option()),
            Self::NotBelieved { message, .. } => f.write_str(message),
        }
    }
}

/// A rule by which a connection is known to come from the edge.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TrustRule {
    /// The connection came over a Unix domain socket, whose permissions let only the edge connect.
    UnixSocket,
    /// The peer has an address in a listed network.
    PeerNetworks,
    /// The peer holds the key of a certificate with a listed SHA-256 fingerprint.
    EdgeFingerprints,
}

impl TrustRule {
    /// Every rule, in the order in which they are tried.
    pub const ALL: &'static [Self] = &[Self::UnixSocket, Self::PeerNetworks, Self::EdgeFingerprints];

    /// The stable code: the name of the option in snake case.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnixSocket => "unix_socket",
            Self::PeerNetworks => "peer_networks",
            Self::EdgeFingerprints => "edge_fingerprints",
        }
    }

    const fn option(self) -> &'static str {
        match self {
            Self::UnixSocket => UNIX_SOCKET,
            Self::PeerNetworks => PEER_NETWORKS,
            Self::EdgeFingerprints => EDGE_FINGERPRINTS,
        }
    }
}

/// The reason why headers are not believed.
///
/// The order is how close the connection came: where several rules are configured, the greatest reason is given.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum NotBelieved {
    /// The connection did not come over a Unix socket.
    NotAUnixSocket,
    /// The server gave no peer address.
    PeerAddressMissing,
    /// The server gave no client certificate.
    ClientCertificateMissing,
    /// A connection over a Unix socket has a peer address: it must come from a header field.
    PeerAddressOnUnixSocket,
    /// The peer address is no IP address.
    PeerAddressUnreadable,
    /// The peer address has a zone, such as `%eth0`.
    PeerAddressHasZone,
    /// The client certificate is not exactly one in DER or PEM.
    ClientCertificateUnreadable,
    /// The peer address is in no listed network.
    PeerAddressNotListed,
    /// The client certificate is none of those listed.
    ClientCertificateNotListed,
}

impl NotBelieved {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::NotAUnixSocket,
        Self::PeerAddressMissing,
        Self::ClientCertificateMissing,
        Self::PeerAddressOnUnixSocket,
        Self::PeerAddressUnreadable,
        Self::PeerAddressHasZone,
        Self::ClientCertificateUnreadable,
        Self::PeerAddressNotListed,
        Self::ClientCertificateNotListed,
    ];

    /// The stable code: lower case, words joined by `_`. Codes are never changed or used again.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAUnixSocket => "not_a_unix_socket",
            Self::PeerAddressMissing => "peer_address_missing",
            Self::ClientCertificateMissing => "client_certificate_missing",
            Self::PeerAddressOnUnixSocket => "peer_address_on_unix_socket",
            Self::PeerAddressUnreadable => "peer_address_unreadable",
            Self::PeerAddressHasZone => "peer_address_has_zone",
            Self::ClientCertificateUnreadable => "client_certificate_unreadable",
            Self::PeerAddressNotListed => "peer_address_not_listed",
            Self::ClientCertificateNotListed => "client_certificate_not_listed",
        }
    }

    /// The step that lets an edge be believed.
    pub const fn remedy(self) -> &'static str {
        match self {
            Self::NotAUnixSocket => "let the edge connect over the Unix socket, or list its network",
            Self::PeerAddressMissing => "hand over the peer address of the socket",
            Self::ClientCertificateMissing => {
                "let the server ask for a client certificate, and hand over the one of the handshake"
            }
            Self::PeerAddressOnUnixSocket => {
                "set `unixSocket`, and stop the server from reading the peer address out of a header field"
            }
            Self::PeerAddressUnreadable => "hand over the peer address of the socket, without a port",
            Self::PeerAddressHasZone => "give the edge an address without a zone, or a Unix socket",
            Self::ClientCertificateUnreadable => {
                "hand over the one certificate of the handshake, without its chain, as DER or PEM"
            }
            Self::PeerAddressNotListed => "if this peer is the edge, add its address to `peerNetworks`",
            Self::ClientCertificateNotListed => {
                "if this peer is the edge, add the fingerprint to `edgeFingerprints`"
            }
        }
    }
}

impl fmt::Display for NotBelieved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The origin of a connection, for the log. A fact that cannot be read is not repeated: it may hold anything.
struct Origin<'a>(&'a ReadFacts<'a>);

impl fmt::Display for Origin<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.is_unix_socket(), self.0.peer()) {
            (true, Ok(_) | Err(NotBelieved::PeerAddressMissing)) => f.write_str("over a Unix socket")?,
            (true, Err(_)) => f.write_str("over a Unix socket with a peer address")?,
            (false, Ok(address)) => write!(f, "from {address}")?,
            (false, Err(NotBelieved::PeerAddressMissing)) => f.write_str("from an unknown address")?,
            (false, Err(NotBelieved::PeerAddressHasZone)) => f.write_str("from an address with a zone")?,
            (false, Err(_)) => f.write_str("from an unreadable address")?,
        }
        match self.0.fingerprint() {
            Ok(fingerprint) => write!(f, " with the client certificate {fingerprint}"),
            Err(NotBelieved::ClientCertificateMissing) => f.write_str(" without a client certificate"),
            Err(_) => f.write_str(" with a client certificate that cannot be read"),
        }
    }
}
