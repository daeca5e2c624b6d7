//! The options of the trusted edge, as they are configured.

use alloc::string::String;
use alloc::vec::Vec;

use super::error::TrustedEdgeError;
use crate::fingerprint::Fingerprint;
use crate::json::JsonValue;
use crate::limits::{MAX_EDGE_FINGERPRINTS, MAX_TRUSTED_EDGE_OPTIONS_SIZE};

/// The name of the option that believes connections over a Unix domain socket.
pub const UNIX_SOCKET: &str = "unixSocket";

/// The name of the option with the networks in which the edge has its addresses.
pub const PEER_NETWORKS: &str = "peerNetworks";

/// The name of the option with the SHA-256 fingerprints of the edge's client certificates.
pub const EDGE_FINGERPRINTS: &str = "edgeFingerprints";

/// Every option.
pub(super) const OPTIONS: [&str; 3] = [UNIX_SOCKET, PEER_NETWORKS, EDGE_FINGERPRINTS];

/// The configured values, not checked yet: [`TrustedEdge::new`](super::TrustedEdge::new) does that.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[must_use]
pub struct TrustedEdgeOptions {
    pub(super) unix_socket: bool,
    /// None where the option is not given; an empty list is given, and refused.
    pub(super) peer_networks: Option<Vec<String>>,
    pub(super) edge_fingerprints: Option<Vec<String>>,
}

impl TrustedEdgeOptions {
    /// No rule yet.
    pub const fn new() -> Self {
        Self { unix_socket: false, peer_networks: None, edge_fingerprints: None }
    }

    /// True if connections over a Unix domain socket are believed.
    pub fn unix_socket(mut self, believed: bool) -> Self {
        self.unix_socket = believed;
        self
    }

    /// One network more in which the edge has its addresses: `192.0.2.7`, `192.0.2.0/24`, `fd00::/64`.
    pub fn peer_network(mut self, network: impl Into<String>) -> Self {
        self.peer_networks.get_or_insert_default().push(network.into());
        self
    }

    /// One SHA-256 fingerprint more of a certificate that the edge shows, as
    /// [`Fingerprint::parse`](crate::Fingerprint::parse) reads it.
    pub fn edge_fingerprint(mut self, fingerprint: impl Into<String>) -> Self {
        self.edge_fingerprints.get_or_insert_default().push(fingerprint.into());
        self
    }

    /// Reads `{"unixSocket": boolean, "peerNetworks": [string], "edgeFingerprints": [string]}`.
    ///
    /// Strict: nothing is ignored, converted or taken twice. An option that is left out is no rule; null is refused,
    /// for it may stand for a variable that was not set.
    ///
    /// # Errors
    ///
    /// [`TrustedEdgeError`] for text that is too large, no JSON object, or has an unknown or repeated option or a
    /// value of another type. Networks and fingerprints are not read yet.
    pub fn from_json(text: impl AsRef<[u8]>) -> Result<Self, TrustedEdgeError> {
        let text = text.as_ref();
        if text.len() > MAX_TRUSTED_EDGE_OPTIONS_SIZE {
            return Err(TrustedEdgeError::too_large(text.len()));
        }
        let members = match JsonValue::parse(text) {
            Ok(JsonValue::Object(members)) => members,
            Ok(other) => return Err(TrustedEdgeError::not_an_object(other.kind())),
            Err(error) => return Err(TrustedEdgeError::not_json(&error)),
        };
        let (mut unix_socket, mut peer_networks, mut edge_fingerprints) = (None, None, None);
        for (key, value) in members {
            match key.as_str() {
                UNIX_SOCKET => once(&mut unix_socket, UNIX_SOCKET, boolean(UNIX_SOCKET, &value)?)?,
                PEER_NETWORKS => once(&mut peer_networks, PEER_NETWORKS, texts(PEER_NETWORKS, value)?)?,
                EDGE_FINGERPRINTS => {
                    once(&mut edge_fingerprints, EDGE_FINGERPRINTS, texts(EDGE_FINGERPRINTS, value)?)?;
                }
                unknown => return Err(TrustedEdgeError::unknown_option(unknown)),
            }
        }
        Ok(Self { unix_socket: unix_socket.unwrap_or_default(), peer_networks, edge_fingerprints })
    }
}

/// The fingerprints of an option.
pub(super) fn fingerprints(texts: &[String]) -> Result<Vec<Fingerprint>, TrustedEdgeError> {
    if texts.is_empty() {
        return Err(TrustedEdgeError::no_fingerprints());
    }
    if texts.len() > MAX_EDGE_FINGERPRINTS {
        return Err(TrustedEdgeError::too_many_fingerprints(texts.len()));
    }
    let parse = |(text, element): (&String, usize)| {
        Fingerprint::parse(text).map_err(|error| TrustedEdgeError::fingerprint(error, element))
    };
    texts.iter().zip(1..).map(parse).collect()
}

/// Sets an option that may be given once. RFC 8259 section 4 leaves open which of two counts; readers differ.
fn once<T>(option: &mut Option<T>, name: &'static str, value: T) -> Result<(), TrustedEdgeError> {
    match option.replace(value) {
        None => Ok(()),
        Some(_) => Err(TrustedEdgeError::duplicate(name)),
    }
}

fn boolean(option: &'static str, value: &JsonValue) -> Result<bool, TrustedEdgeError> {
    match value {
        JsonValue::Boolean(value) => Ok(*value),
        other => Err(TrustedEdgeError::wrong_type(option, None, "true or false", other.kind())),
    }
}

fn texts(option: &'static str, value: JsonValue) -> Result<Vec<String>, TrustedEdgeError> {
    let JsonValue::Array(items) = value else {
        return Err(TrustedEdgeError::wrong_type(option, None, "an array of strings", value.kind()));
    };
    let text = |(item, element): (JsonValue, usize)| match item {
        JsonValue::Text(text) => Ok(text),
        other => Err(TrustedEdgeError::wrong_type(option, Some(element), "a string", other.kind())),
    };
    items.into_iter().zip(1..).map(text).collect()
}
