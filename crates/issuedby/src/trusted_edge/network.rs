//! Networks of peers (RFC 4632 section 3.1, RFC 4291 section 2.3).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::error::{TrustedEdgeError, TrustedEdgeErrorKind};
use crate::limits::{
    MAX_PEER_NETWORKS, MIN_IPV4_NETWORK_PREFIX, MIN_IPV6_NETWORK_PREFIX, MIN_NETWORKS_TOGETHER_PREFIX,
};

/// The IPv4-mapped addresses: RFC 4291 section 2.5.5.2.
const IPV4_MAPPED: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xFFFF, 0, 0), 96);

/// The networks in which the edge has its addresses. None of them is a catch-all, and neither are all together.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct PeerNetworks(Vec<IpNet>);

impl PeerNetworks {
    /// Reads `192.0.2.7`, `192.0.2.0/24`, `2001:db8::1` or `fd00::/64`.
    pub(super) fn parse(texts: &[String]) -> Result<Self, TrustedEdgeError> {
        if texts.is_empty() {
            return Err(TrustedEdgeError::no_networks());
        }
        if texts.len() > MAX_PEER_NETWORKS {
            return Err(TrustedEdgeError::too_many_networks(texts.len()));
        }
        let networks: Result<Vec<_>, _> =
            texts.iter().zip(1..).map(|(text, element)| network(text, element)).collect();
        let networks = networks?;
        refuse_catch_all_together(&networks)?;
        Ok(Self(networks))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Listed> {
        self.0.iter().copied().map(Listed)
    }

    /// True if one of the networks holds this address, which is not an IPv4-mapped one.
    pub(super) fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

/// A network as it is shown: an address alone without the length of its prefix.
pub(super) struct Listed(IpNet);

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() { self.0.addr().fmt(f) } else { self.0.fmt(f) }
    }
}

fn network(text: &str, element: usize) -> Result<IpNet, TrustedEdgeError> {
    let error = |kind| TrustedEdgeError::network(kind, text, element, None);
    if text.contains('%') {
        return Err(error(TrustedEdgeErrorKind::PeerNetworkHasZone));
    }
    let written = parse(text).ok_or_else(|| error(TrustedEdgeErrorKind::PeerNetworkMalformed))?;
    let network = without_mapping(written);
    if is_catch_all(&network) {
        return Err(error(TrustedEdgeErrorKind::PeerNetworkCatchAll));
    }
    let truncated = network.trunc();
    if truncated.addr() != network.addr() {
        let suggestion = Some(truncated);
        return Err(TrustedEdgeError::network(
            TrustedEdgeErrorKind::PeerNetworkHasHostBits,
            text,
            element,
            suggestion,
        ));
    }
    Ok(network)
}

/// An address alone is the network of this one address.
fn parse(text: &str) -> Option<IpNet> {
    let Some((address, prefix)) = text.split_once('/') else {
        return text.parse::<IpAddr>().ok().map(IpNet::from);
    };
    // `u8::from_str` takes `+8` and `008`; other readers take the latter as octal.
    let is_plain = prefix == "0" || !prefix.starts_with(['0', '+']);
    let prefix = prefix.parse().ok().filter(|_| is_plain)?;
    IpNet::new(address.parse().ok()?, prefix).ok()
}

/// The IPv4 network that a network of IPv4-mapped addresses is.
fn without_mapping(network: IpNet) -> IpNet {
    let IpNet::V6(mapped) = network else { return network };
    let prefix = mapped.prefix_len().checked_sub(IPV4_MAPPED.prefix_len());
    match (mapped.addr().to_ipv4_mapped(), prefix) {
        (Some(address), Some(prefix)) => Ipv4Net::new(address, prefix).map_or(network, IpNet::V4),
        _ => network,
    }
}

/// True if a network is larger than any edge has, or holds all IPv4 addresses in their mapped form.
fn is_catch_all(network: &IpNet) -> bool {
    match network {
        IpNet::V4(network) => network.prefix_len() < MIN_IPV4_NETWORK_PREFIX,
        IpNet::V6(network) => {
            network.prefix_len() < MIN_IPV6_NETWORK_PREFIX || network.contains(&IPV4_MAPPED)
        }
    }
}

/// Refuses a catch-all in pieces: networks that join to one, or that have too large a part of all addresses.
fn refuse_catch_all_together(networks: &[IpNet]) -> Result<(), TrustedEdgeError> {
    let joined = IpNet::aggregate(&networks.to_vec());
    if let Some(network) = joined.iter().find(|network| is_catch_all(network)) {
        return Err(TrustedEdgeError::catch_all_joined(network));
    }
    let (v4, v6): (Vec<_>, Vec<_>) = joined.iter().partition(|network| matches!(network, IpNet::V4(_)));
    for (family, networks) in [("IPv4", v4), ("IPv6", v6)] {
        // What was joined has no address twice.
        let together = networks.iter().map(|network: &&IpNet| share(network.prefix_len()));
        if together.fold(0, u128::saturating_add) > share(MIN_NETWORKS_TOGETHER_PREFIX) {
            return Err(TrustedEdgeError::catch_all_together(family));
        }
    }
    Ok(())
}

/// The part of all addresses that have a prefix of this length, in 2^-128; for the empty one nearly all.
fn share(prefix: u8) -> u128 {
    1_u128.checked_shl(u128::BITS.saturating_sub(prefix.into())).unwrap_or(u128::MAX)
}
