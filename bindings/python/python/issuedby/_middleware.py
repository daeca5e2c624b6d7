"""What the WSGI and the ASGI middleware share: where a report comes from, and what becomes of a decision."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any, Union

from issuedby._errors import OptionError
from issuedby._native import Decision, EdgeReport, MtlsAuthInbound, Verifier, fingerprint
from issuedby.trust import Connection, HeaderTrust

MTLS_AUTH = "mtls_auth"
"""The key of the metadata about the client: replaced or deleted by each request, never left from before."""

INCOMING_REQUEST_PROPERTIES = "incoming_request_properties"
"""The key of what the edge said about the client, or the verifier."""

Policy = Union[MtlsAuthInbound, dict[str, Any]]

_logger = logging.getLogger("issuedby")


@dataclass(frozen=True)
class FromHeaders:
    """The headers of requests that come from the edge."""

    ground: HeaderTrust

    def trusts_headers(self, connection: Connection) -> bool:
        return self.ground.trusts(connection)

    def report(self, connection: Connection, headers: Iterable[tuple[bytes, bytes]]) -> EdgeReport:
        return EdgeReport.from_headers(headers if self.trusts_headers(connection) else ())

    def why_ignored(self, connection: Connection) -> str | None:
        return (
            f"header fields of an edge were ignored: the server tells of a connection {_origin(connection)}, and "
            f"`trust_headers` is {self.ground!r}"
        )


@dataclass(frozen=True)
class FromTls:
    """The certificate whose key the peer of the connection itself proved to hold."""

    verifier: Verifier

    def trusts_headers(self, connection: Connection) -> bool:
        return False

    def report(self, connection: Connection, headers: Iterable[tuple[bytes, bytes]]) -> EdgeReport:
        leaf, *chain = connection.tls_certificates or (None,)
        sent_along = [one for one in chain if one is not None]
        verdict = self.verifier.evaluate(leaf, chain=sent_along)
        return EdgeReport.from_verdict(verdict, chain=sent_along)

    def why_ignored(self, connection: Connection) -> str | None:
        # Nothing of an edge is wanted here.
        return None


Source = Union[FromHeaders, FromTls]


def source_of(trust_headers: HeaderTrust | None, verifier: Verifier | None) -> Source:
    """The one source that was chosen. There is no default: both kinds need the operator's word."""
    if trust_headers is not None and not isinstance(trust_headers, HeaderTrust):
        raise TypeError(
            "`trust_headers` must be a ground of issuedby.trust (UnixSocket, PeerAddresses or PinnedEdge), not "
            f"{type(trust_headers).__name__}"
        )
    if verifier is not None and not isinstance(verifier, Verifier):
        raise TypeError(f"`verifier` must be a Verifier, not {type(verifier).__name__}")
    if trust_headers is not None and verifier is None:
        return FromHeaders(trust_headers)
    if verifier is not None and trust_headers is None:
        return FromTls(verifier)
    found = "neither" if verifier is None else "both"
    raise OptionError(
        "expected either `trust_headers`, the ground on which the headers of an edge are believed, or `verifier`, for "
        f"clients whose TLS ends in this server; found {found}",
        "client_source_required" if verifier is None else "client_source_ambiguous",
    )


def policy_of(policy: Policy) -> MtlsAuthInbound:
    """The policy, or the one with these options."""
    return policy if isinstance(policy, MtlsAuthInbound) else MtlsAuthInbound(policy)


def log(decision: Decision, ignored: str | None) -> None:
    """Tells the operator of what was refused, or would have been, and why header fields were there for nothing."""
    if decision.log is not None:
        level = logging.INFO if decision.problem is None else logging.WARNING
        line = decision.log if ignored is None else f"{decision.log}; {ignored}"
        _logger.log(level, "%s: %s: %s", decision.action, decision.reason, line)


def hand_over(values: dict[str, Any], report: EdgeReport, decision: Decision) -> None:
    """Replaces or deletes what the application reads, so that nothing stale survives."""
    values[INCOMING_REQUEST_PROPERTIES] = report.incoming_request_properties
    metadata = decision.metadata
    if metadata is None:
        values.pop(MTLS_AUTH, None)
    else:
        values[MTLS_AUTH] = metadata


def _origin(connection: Connection) -> str:
    """From where a connection came, as far as the server tells. What is no address is not repeated: it may be anything."""
    if connection.is_unix_socket:
        return "through a Unix socket"
    return f"from {_address(connection.peer_address)} {_certificate(connection)}"


def _address(found: str | None) -> str:
    try:
        address = ip_address(found or "")
    except ValueError:
        return "an unknown address"
    if isinstance(address, IPv6Address):
        # Without the scope, which may hold any character.
        return str(address.ipv4_mapped or IPv6Address(int(address)))
    return str(address)


def _certificate(connection: Connection) -> str:
    if not connection.tls_certificates:
        return "without a client certificate"
    try:
        return f"with the certificate {fingerprint(connection.tls_certificates[0])}"
    except ValueError:
        return "with a certificate that cannot be read"
