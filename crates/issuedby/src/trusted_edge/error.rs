//! The error of options that cannot be used, with its place and the text to write instead.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use ipnet::IpNet;

use super::options::{EDGE_FINGERPRINTS, OPTIONS, PEER_NETWORKS, UNIX_SOCKET};
use crate::diagnosis::Quoted;
use crate::did_you_mean::closest_name;
use crate::error_details::ErrorDetails;
use crate::fingerprint::FingerprintError;
use crate::limits::{
    MAX_EDGE_FINGERPRINTS, MAX_PEER_NETWORKS, MAX_TRUSTED_EDGE_OPTIONS_SIZE, MIN_IPV4_NETWORK_PREFIX,
    MIN_IPV6_NETWORK_PREFIX, MIN_NETWORKS_TOGETHER_PREFIX,
};

/// Options that no trusted edge can be made with.
///
/// The code is stable; the sentence that `Display` writes is for the operator, printable ASCII, and may change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TrustedEdgeError {
    kind: TrustedEdgeErrorKind,
    option: Option<&'static str>,
    element: Option<usize>,
    suggestion: Option<Box<str>>,
    message: Box<str>,
}

impl TrustedEdgeError {
    /// The kind of the error.
    pub fn kind(&self) -> TrustedEdgeErrorKind {
        self.kind
    }

    /// The option that is wrong; `None` where it is the whole, or an unknown option.
    pub fn option(&self) -> Option<&'static str> {
        self.option
    }

    /// The number of the wrong entry in the option's list, counted from 1.
    pub fn element(&self) -> Option<usize> {
        self.element
    }

    pub(super) fn empty() -> Self {
        let message = format!("found no rule, expected one of {}", one_of_options());
        Self::new(TrustedEdgeErrorKind::NoRule, None, message)
    }

    pub(super) fn too_large(bytes: usize) -> Self {
        let message =
            format!("found {bytes} bytes of options, expected at most {MAX_TRUSTED_EDGE_OPTIONS_SIZE}");
        Self::new(TrustedEdgeErrorKind::TooLarge, None, message)
    }

    pub(super) fn not_json(error: &serde_json::Error) -> Self {
        let message = format!("found no JSON ({error}), expected the options as a JSON object");
        Self::new(TrustedEdgeErrorKind::NotJson, None, message)
    }

    pub(super) fn not_an_object(found: &str) -> Self {
        let message = format!("found {found}, expected the options as a JSON object");
        Self::new(TrustedEdgeErrorKind::NotAnObject, None, message)
    }

    pub(super) fn unknown_option(written: &str) -> Self {
        let closest = closest_name(written, &OPTIONS);
        let message = format!("there is no option {}", Quoted(written));
        Self {
            suggestion: closest.map(Into::into),
            ..Self::new(TrustedEdgeErrorKind::UnknownOption, None, message)
        }
    }

    pub(super) fn duplicate(option: &'static str) -> Self {
        let message = format!("found `{option}` twice, expected it once");
        Self::new(TrustedEdgeErrorKind::DuplicateOption, Some(option), message)
    }

    pub(super) fn wrong_type(
        option: &'static str,
        element: Option<usize>,
        expected: &str,
        found: &str,
    ) -> Self {
        let message = format!("found {found} {}, expected {expected}", Place { option, element });
        Self { element, ..Self::new(TrustedEdgeErrorKind::WrongType, Some(option), message) }
    }

    pub(super) fn no_networks() -> Self {
        let message = format!("found no network in `{PEER_NETWORKS}`, expected at least one");
        Self::new(TrustedEdgeErrorKind::PeerNetworksEmpty, Some(PEER_NETWORKS), message)
    }

    pub(super) fn too_many_networks(count: usize) -> Self {
        let message =
            format!("found {count} networks in `{PEER_NETWORKS}`, expected at most {MAX_PEER_NETWORKS}");
        Self::new(TrustedEdgeErrorKind::TooManyPeerNetworks, Some(PEER_NETWORKS), message)
    }

    pub(super) fn catch_all_joined(network: &IpNet) -> Self {
        let message = format!(
            "found networks in `{PEER_NETWORKS}` that are {network} together, expected those of the edge"
        );
        Self::new(TrustedEdgeErrorKind::PeerNetworkCatchAll, Some(PEER_NETWORKS), message)
    }

    pub(super) fn catch_all_together(family: &str) -> Self {
        let message = format!(
            "found {family} networks in `{PEER_NETWORKS}` with more addresses together than one \
             /{MIN_NETWORKS_TOGETHER_PREFIX}, expected those of the edge"
        );
        Self::new(TrustedEdgeErrorKind::PeerNetworkCatchAll, Some(PEER_NETWORKS), message)
    }

    pub(super) fn network(
        kind: TrustedEdgeErrorKind,
        written: &str,
        element: usize,
        suggestion: Option<IpNet>,
    ) -> Self {
        let expected = match kind {
            TrustedEdgeErrorKind::PeerNetworkHasZone => "a network without a zone".into(),
            TrustedEdgeErrorKind::PeerNetworkCatchAll => format!(
                "a network of the edge (IPv4 /{MIN_IPV4_NETWORK_PREFIX} or smaller, IPv6 \
                 /{MIN_IPV6_NETWORK_PREFIX} or smaller)"
            ),
            TrustedEdgeErrorKind::PeerNetworkHasHostBits => "a network without host bits".into(),
            _ => "an IP address or a network such as `192.0.2.0/24`".into(),
        };
        let place = Place { option: PEER_NETWORKS, element: Some(element) };
        let message = format!("found {} {place}, expected {expected}", Quoted(written));
        Self {
            element: Some(element),
            suggestion: suggestion.map(|network| network.to_string().into()),
            ..Self::new(kind, Some(PEER_NETWORKS), message)
        }
    }

    pub(super) fn no_fingerprints() -> Self {
        let message = format!("found no fingerprint in `{EDGE_FINGERPRINTS}`, expected at least one");
        Self::new(TrustedEdgeErrorKind::EdgeFingerprintsEmpty, Some(EDGE_FINGERPRINTS), message)
    }

    pub(super) fn too_many_fingerprints(count: usize) -> Self {
        let message = format!(
            "found {count} fingerprints in `{EDGE_FINGERPRINTS}`, expected at most {MAX_EDGE_FINGERPRINTS}"
        );
        Self::new(TrustedEdgeErrorKind::TooManyEdgeFingerprints, Some(EDGE_FINGERPRINTS), message)
    }

    pub(super) fn fingerprint(error: FingerprintError, element: usize) -> Self {
        let place = Place { option: EDGE_FINGERPRINTS, element: Some(element) };
        // The remedy stands in both sentences: it is said once.
        let found = error.to_string();
        let found = found.split_once("; ").map_or(&*found, |(found, _)| found);
        let message = format!("the fingerprint {place} cannot be read: {found}");
        let kind = TrustedEdgeErrorKind::EdgeFingerprintMalformed;
        Self { element: Some(element), ..Self::new(kind, Some(EDGE_FINGERPRINTS), message) }
    }

    fn new(kind: TrustedEdgeErrorKind, option: Option<&'static str>, message: String) -> Self {
        Self { kind, option, element: None, suggestion: None, message: message.into() }
    }
}

impl ErrorDetails for TrustedEdgeError {
    fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn remedy(&self) -> Option<Cow<'_, str>> {
        match (self.kind, &self.suggestion) {
            (TrustedEdgeErrorKind::UnknownOption, Some(closest)) => {
                Some(format!("write `{closest}`, the closest one").into())
            }
            (TrustedEdgeErrorKind::PeerNetworkHasHostBits, Some(network)) => {
                Some(format!("write `{network}` for the network, or the address without a prefix").into())
            }
            (kind, _) => kind.remedy().map(Cow::Borrowed),
        }
    }

    fn suggestion(&self) -> Option<Cow<'_, str>> {
        self.suggestion.as_deref().map(Cow::Borrowed)
    }
}

/// The error; then, after a semicolon, its remedy.
impl fmt::Display for TrustedEdgeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match self.remedy() {
            Some(remedy) => write!(f, "; {remedy}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for TrustedEdgeError {}

/// The kinds of errors in the options of a trusted edge.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum TrustedEdgeErrorKind {
    /// An option is there twice.
    DuplicateOption,
    /// An entry of `edgeFingerprints` is no SHA-256 fingerprint.
    EdgeFingerprintMalformed,
    /// `edgeFingerprints` is an empty array.
    EdgeFingerprintsEmpty,
    /// No rule is configured.
    NoRule,
    /// The options are JSON, but no object.
    NotAnObject,
    /// The options are not JSON.
    NotJson,
    /// A network, or all networks together, hold more addresses than any edge has.
    PeerNetworkCatchAll,
    /// A network has bits set behind its prefix.
    PeerNetworkHasHostBits,
    /// A network has a zone.
    PeerNetworkHasZone,
    /// An entry of `peerNetworks` is neither an IP address nor a network.
    PeerNetworkMalformed,
    /// `peerNetworks` is an empty array.
    PeerNetworksEmpty,
    /// The options are larger than a limit.
    TooLarge,
    /// More entries in `edgeFingerprints` than a limit.
    TooManyEdgeFingerprints,
    /// More entries in `peerNetworks` than a limit.
    TooManyPeerNetworks,
    /// An option is unknown.
    UnknownOption,
    /// An option has a value of another type.
    WrongType,
}

impl TrustedEdgeErrorKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::DuplicateOption,
        Self::EdgeFingerprintMalformed,
        Self::EdgeFingerprintsEmpty,
        Self::NoRule,
        Self::NotAnObject,
        Self::NotJson,
        Self::PeerNetworkCatchAll,
        Self::PeerNetworkHasHostBits,
        Self::PeerNetworkHasZone,
        Self::PeerNetworkMalformed,
        Self::PeerNetworksEmpty,
        Self::TooLarge,
        Self::TooManyEdgeFingerprints,
        Self::TooManyPeerNetworks,
        Self::UnknownOption,
        Self::WrongType,
    ];

    /// The stable code: lower case, words joined by `_`. Codes are never changed or used again.
    pub const fn code(self) -> &'static str {
        match self {
            Self::DuplicateOption => "duplicate_option",
            Self::EdgeFingerprintMalformed => "edge_fingerprint_malformed",
            Self::EdgeFingerprintsEmpty => "edge_fingerprints_empty",
            Self::NoRule => "no_trust_rule",
            Self::NotAnObject => "not_an_object",
            Self::NotJson => "not_json",
            Self::PeerNetworkCatchAll => "peer_network_catch_all",
            Self::PeerNetworkHasHostBits => "peer_network_has_host_bits",
            Self::PeerNetworkHasZone => "peer_network_has_zone",
            Self::PeerNetworkMalformed => "peer_network_malformed",
            Self::PeerNetworksEmpty => "peer_networks_empty",
            Self::TooLarge => "too_large",
            Self::TooManyEdgeFingerprints => "too_many_edge_fingerprints",
            Self::TooManyPeerNetworks => "too_many_peer_networks",
            Self::UnknownOption => "unknown_option",
            Self::WrongType => "wrong_type",
        }
    }

    const fn remedy(self) -> Option<&'static str> {
        Some(match self {
            Self::DuplicateOption => "remove one of the two",
            Self::EdgeFingerprintMalformed => {
                "use what `openssl x509 -noout -fingerprint -sha256 -in FILE` prints after `=`"
            }
            Self::EdgeFingerprintsEmpty => {
                "list the fingerprint of the edge's client certificate, or leave the option out"
            }
            Self::NoRule => "set `unixSocket` to true, or list the networks or fingerprints of the edge",
            Self::PeerNetworkCatchAll => "list only the networks in which the edge has its addresses",
            Self::PeerNetworkHasZone => "give the edge an address without a zone, or use a Unix socket",
            Self::PeerNetworkMalformed => {
                "write an IP address, or an address, `/` and the length of the prefix"
            }
            Self::PeerNetworksEmpty => "list the networks of the edge, or leave the option out",
            Self::TooManyEdgeFingerprints => "list only the certificates that the edge shows now and next",
            Self::TooManyPeerNetworks => "join neighbouring networks",
            Self::UnknownOption
            | Self::PeerNetworkHasHostBits
            | Self::NotAnObject
            | Self::NotJson
            | Self::TooLarge
            | Self::WrongType => return None,
        })
    }
}

fn one_of_options() -> String {
    format!("`{UNIX_SOCKET}`, `{PEER_NETWORKS}`, `{EDGE_FINGERPRINTS}`")
}

/// The place of a value: ``in `peerNetworks` `` or ``as element 2 of `peerNetworks` ``.
struct Place {
    option: &'static str,
    element: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.element {
            Some(element) => write!(f, "as element {element} of `{}`", self.option),
            None => write!(f, "in `{}`", self.option),
        }
    }
}
