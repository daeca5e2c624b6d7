"""Whose headers are believed: the grounds, each with its name. None is implied, not even loopback.

Whoever can open a connection to a server can write ``Client-Cert`` and ``Client-Mtls-Verification-Status`` (RFC 9440
section 4). The middlewares read them only where one of these grounds says that the connection comes from the edge.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Union

from issuedby._errors import OptionError
from issuedby._native import fingerprint, fingerprint_equal

__all__ = ["Connection", "HeaderTrust", "PeerAddresses", "PinnedEdge", "UnixSocket"]


@dataclass(frozen=True)
class Connection:
    """What a server knows of the connection that a request came on; nothing of it is taken from the request."""

    is_unix_socket: bool = False
    peer_address: str | None = None
    tls_certificates: tuple[bytes | str, ...] = field(default=(), repr=False)
    """What the peer proved to hold in the TLS handshake, its own certificate first: DER or PEM."""


class HeaderTrust(ABC):
    """A ground on which the headers of a request are believed."""

    @abstractmethod
    def trusts(self, connection: Connection) -> bool:
        """Whether the peer of this connection is the edge."""


@dataclass(frozen=True)
class UnixSocket(HeaderTrust):
    """The connection came through a Unix socket, whose permissions let nobody but the edge connect."""

    def trusts(self, connection: Connection) -> bool:
        return connection.is_unix_socket


_Network = Union[IPv4Network, IPv6Network]


class PeerAddresses(HeaderTrust):
    """The peer has one of these addresses or is in one of these networks: ``PeerAddresses("192.0.2.7", "fd00::/64")``.

    As good as the network is at keeping others from using them. The server must not take the peer's address from a
    header: uvicorn does, for peers on loopback, unless it is started with ``--no-proxy-headers``.
    """

    def __init__(self, *addresses: str) -> None:
        if not addresses:
            raise OptionError("expected the addresses of the edge, found none", "trust_headers_empty")
        self._networks = tuple(_network(address) for address in addresses)

    def trusts(self, connection: Connection) -> bool:
        if connection.peer_address is None:
            return False
        try:
            peer = ip_address(connection.peer_address)
        except ValueError:
            return False
        return any(_is_in(peer, network) for network in self._networks)

    def __repr__(self) -> str:
        return f"PeerAddresses({', '.join(repr(str(network)) for network in self._networks)})"


class PinnedEdge(HeaderTrust):
    """The peer proved in the TLS handshake that it holds the key of a certificate with one of these SHA-256
    fingerprints: mutual TLS between the edge and this server, which has to tell the certificate."""

    def __init__(self, *sha256_fingerprints: str) -> None:
        if not sha256_fingerprints:
            raise OptionError("expected the fingerprint of the edge's certificate, found none", "trust_headers_empty")
        for one in sha256_fingerprints:
            fingerprint_equal(one, one)
        self._fingerprints = sha256_fingerprints

    def trusts(self, connection: Connection) -> bool:
        if not connection.tls_certificates:
            return False
        try:
            found = fingerprint(connection.tls_certificates[0])
        except ValueError:
            return False
        return any(fingerprint_equal(found, pinned) for pinned in self._fingerprints)

    def __repr__(self) -> str:
        return f"PinnedEdge({', '.join(map(repr, self._fingerprints))})"


def _network(address: str) -> _Network:
    if not isinstance(address, str):
        raise TypeError(f"an address must be str, not {type(address).__name__}")
    if "%" in address:
        # A network has no scope: it would be dropped, and the same address on every other link believed.
        raise OptionError(f"expected an IP address or network without a scope, found {address!r}", "trust_headers_address")
    try:
        network = ip_network(address)
    except ValueError as error:
        raise OptionError(f"expected an IP address or network, found {error}", "trust_headers_address") from None
    if network.prefixlen == 0:
        raise OptionError(f"expected the addresses of the edge, found {network}: that is everybody", "trust_headers_everybody")
    return network


def _is_in(peer: IPv4Address | IPv6Address, network: _Network) -> bool:
    # A socket for both versions shows an IPv4 peer as ::ffff:192.0.2.7.
    mapped = peer.ipv4_mapped if isinstance(peer, IPv6Address) else None
    return peer in network or (mapped is not None and mapped in network)
