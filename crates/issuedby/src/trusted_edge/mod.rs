//! The trusted edge: are the headers of a request believed, because of the connection that it came on?
//!
//! Anyone who can open a connection to a server can write `Client-Cert` and `Client-Mtls-Verification-Status`
//! (RFC 9440 section 4). A server believes them only on a connection from its edge. [`TrustedEdge`] decides that, as
//! a pure function of the facts of the connection; adapters hand over the facts and nothing else.
//!
//! ```
//! use issuedby::trusted_edge::{ConnectionFacts, TrustRule, TrustedEdge};
//!
//! let edge = TrustedEdge::from_json(r#"{"peerNetworks":["192.0.2.0/24"]}"#)?;
//! let trust = edge.decide(&ConnectionFacts::new().peer_address("192.0.2.7"));
//! assert_eq!(trust.rule(), Some(TrustRule::PeerNetworks));
//!
//! let trust = edge.decide(&ConnectionFacts::new().peer_address("198.51.100.7"));
//! assert_eq!((trust.is_believed(), trust.code()), (false, "peer_address_not_listed"));
//! # Ok::<(), issuedby::trusted_edge::TrustedEdgeError>(())
//! ```
//!
//! # Rules
//!
//! Three rules exist: `unixSocket`, `peerNetworks` and `edgeFingerprints`. They are alternatives: a connection that
//! meets one configured rule is believed. No rule is implied, not even for loopback. A fact that is missing or cannot
//! be read meets no rule.

mod error;
mod facts;
mod network;
mod options;
mod trust;

use alloc::vec::Vec;
use core::fmt;

use crate::fingerprint::Fingerprint;

pub use error::{TrustedEdgeError, TrustedEdgeErrorKind};
pub use facts::{ClientCertificate, ConnectionFacts, PeerAddress};
pub use options::{EDGE_FINGERPRINTS, PEER_NETWORKS, TrustedEdgeOptions, UNIX_SOCKET};
pub use trust::{NotBelieved, Trust, TrustRule};

use facts::ReadFacts;
use network::PeerNetworks;

/// The rules by which a server knows the connections of its edge, checked at load: it decides and cannot fail.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TrustedEdge {
    unix_socket: bool,
    peer_networks: PeerNetworks,
    edge_fingerprints: Vec<Fingerprint>,
}

impl TrustedEdge {
    /// The rules of these options.
    ///
    /// # Errors
    ///
    /// [`TrustedEdgeError`]: no rule at all, a network or a fingerprint that cannot be used, an empty list, more
    /// entries than a limit, or networks that hold too many addresses together.
    pub fn new(options: &TrustedEdgeOptions) -> Result<Self, TrustedEdgeError> {
        let peer_networks = options.peer_networks.as_deref().map(PeerNetworks::parse).transpose()?;
        let edge_fingerprints =
            options.edge_fingerprints.as_deref().map(options::fingerprints).transpose()?;
        if !options.unix_socket && peer_networks.is_none() && edge_fingerprints.is_none() {
            return Err(TrustedEdgeError::empty());
        }
        Ok(Self {
            unix_socket: options.unix_socket,
            peer_networks: peer_networks.unwrap_or_default(),
            edge_fingerprints: edge_fingerprints.unwrap_or_default(),
        })
    }

    /// The rules of a JSON object: [`TrustedEdgeOptions::from_json`] and [`Self::new`].
    ///
    /// # Errors
    ///
    /// [`TrustedEdgeError`], as those two.
    pub fn from_json(options: impl AsRef<[u8]>) -> Result<Self, TrustedEdgeError> {
        Self::new(&TrustedEdgeOptions::from_json(options)?)
    }

    /// Decides whether the headers of a request on this connection are believed.
    pub fn decide(&self, facts: &ConnectionFacts<'_>) -> Trust {
        let facts = ReadFacts::new(facts);
        let mut closest = NotBelieved::NotAUnixSocket;
        for &rule in TrustRule::ALL {
            match self.meet(rule, &facts) {
                Some(Ok(())) => return Trust::Believed(rule),
                Some(Err(reason)) => closest = closest.max(reason),
                None => {}
            }
        }
        Trust::not_believed(closest, self, &facts)
    }

    /// Compares the facts with a rule; `None` where the rule is not configured.
    fn meet(&self, rule: TrustRule, facts: &ReadFacts<'_>) -> Option<Result<(), NotBelieved>> {
        match rule {
            TrustRule::UnixSocket => self.unix_socket.then(|| facts.meet_unix_socket()),
            TrustRule::PeerNetworks => {
                (!self.peer_networks.is_empty()).then(|| facts.meet_networks(&self.peer_networks))
            }
            TrustRule::EdgeFingerprints => {
                (!self.edge_fingerprints.is_empty()).then(|| facts.meet_fingerprints(&self.edge_fingerprints))
            }
        }
    }
}

/// The configured rules, for the operator's log: `` `unixSocket` ``, `` `peerNetworks` 192.0.2.0/24 ``.
impl fmt::Display for TrustedEdge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if self.unix_socket {
            write!(f, "`{UNIX_SOCKET}`")?;
            separator = " or ";
        }
        if !self.peer_networks.is_empty() {
            write!(f, "{separator}`{PEER_NETWORKS}` ")?;
            some(f, self.peer_networks.iter())?;
            separator = " or ";
        }
        if !self.edge_fingerprints.is_empty() {
            write!(f, "{separator}`{EDGE_FINGERPRINTS}` ")?;
            some(f, self.edge_fingerprints.iter())?;
        }
        Ok(())
    }
}

/// The first of several values, and the number of the others: a line of the log stays short.
fn some(f: &mut fmt::Formatter<'_>, values: impl ExactSizeIterator<Item = impl fmt::Display>) -> fmt::Result {
    const SHOWN: usize = 4;
    let others = values.len().saturating_sub(SHOWN);
    for (index, value) in values.take(SHOWN).enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        write!(f, "{value}")?;
    }
    match others {
        0 => Ok(()),
        others => write!(f, " and {others} more"),
    }
}
