//! Networks of peers (RFC 4632 section 3.1, RFC 4291 section 2.3).

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::net::{IpAddr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::error::{TrustedEdgeError, TrustedEdgeErrorKind};
use crate::limits::{MAX_PEER_NETWORKS, MIN_IPV4_NETWORK_PREFIX, MIN_IPV6_NETWORK_PREFIX};

/// The IPv4-mapped addresses: RFC 4291 section 2.5.5.2.
const IPV4_MAPPED: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0, 0, 0, 0, 0, 0xFFFF, 0, 0), 96);

/// Every address that a host outside of a private network can have: the only global unicast block that IANA
/// assigns from.
const IPV6_GLOBAL_UNICAST: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

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
        if IpNet::aggregate(&networks).iter().any(holds_all_global) {
            return Err(TrustedEdgeError::catch_all_together());
        }
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

/// True if networks that were joined to this one hold all global IPv6 addresses. IPv4 needs no such check: as many
/// networks as are allowed hold a quarter of its addresses at most.
fn holds_all_global(network: &IpNet) -> bool {
    matches!(network, IpNet::V6(network) if network.contains(&IPV6_GLOBAL_UNICAST))
}
