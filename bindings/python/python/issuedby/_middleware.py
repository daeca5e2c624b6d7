"""The parts that the WSGI and the ASGI middleware share: the source of a report, and the handling of a decision."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Union

from issuedby._errors import OptionError
from issuedby._native import ConnectionFacts, Decision, EdgeReport, MtlsAuthInbound, Trust, TrustedEdge, Verifier

MTLS_AUTH = "mtls_auth"
"""The key of the metadata about the client: replaced or deleted by each request, never left from before."""

INCOMING_REQUEST_PROPERTIES = "incoming_request_properties"
"""The key of the edge's or the verifier's report about the client."""

Policy = Union[MtlsAuthInbound, dict[str, Any]]
Edge = Union[TrustedEdge, dict[str, Any]]

_logger = logging.getLogger("issuedby")


@dataclass(frozen=True)
class Connection:
    """The connection of a request, as the server has it; nothing here is taken from the request."""

    unix_socket: bool = False
    peer_address: str | None = None
    certificates: tuple[bytes | str, ...] = field(default=(), repr=False)
    """The certificates of the peer in the TLS handshake, its own first: DER or PEM."""

    def facts(self) -> ConnectionFacts:
        return ConnectionFacts(
            unix_socket=self.unix_socket,
            peer_address=self.peer_address,
            client_certificate=self.certificates[0] if self.certificates else None,
        )


@dataclass(frozen=True)
class Report:
    """The report about a client, and whether the headers of an edge are believed; None where no edge is expected."""

    of_client: EdgeReport
    trust: Trust | None

    @property
    def is_of_edge(self) -> bool:
        return self.trust is not None and self.trust.believed

    @property
    def why_ignored(self) -> str | None:
        """The reason why headers of an edge were ignored, for the log."""
        if self.trust is None or self.trust.believed:
            return None
        return f"header fields of an edge were ignored: {self.trust.code}: {self.trust.message}; {self.trust.remedy}"


@dataclass(frozen=True)
class FromHeaders:
    """The headers of requests that come from the edge."""

    edge: TrustedEdge

    def report(self, connection: Connection, headers: Iterable[tuple[bytes, bytes]]) -> Report:
        trust = self.edge.decide(connection.facts())
        return Report(EdgeReport.from_headers(headers if trust.believed else ()), trust)


@dataclass(frozen=True)
class FromTls:
    """The certificate whose key the peer of the connection itself proved to hold."""

    verifier: Verifier

    def report(self, connection: Connection, headers: Iterable[tuple[bytes, bytes]]) -> Report:
        leaf, *chain = connection.certificates or (None,)
        sent_along = [one for one in chain if one is not None]
        verdict = self.verifier.evaluate(leaf, chain=sent_along)
        return Report(EdgeReport.from_verdict(verdict, chain=sent_along), None)


Source = Union[FromHeaders, FromTls]


def source_of(trusted_edge: Edge | None, verifier: Verifier | None) -> Source:
    """The one source that was chosen. There is no default: the operator names one."""
    if trusted_edge is not None and not isinstance(trusted_edge, (TrustedEdge, dict)):
        raise TypeError(f"`trusted_edge` must be a TrustedEdge or the dict of its options, not {type(trusted_edge).__name__}")
    if verifier is not None and not isinstance(verifier, Verifier):
        raise TypeError(f"`verifier` must be a Verifier, not {type(verifier).__name__}")
    if trusted_edge is not None and verifier is None:
        return FromHeaders(TrustedEdge(trusted_edge) if isinstance(trusted_edge, dict) else trusted_edge)
    if verifier is not None and trusted_edge is None:
        return FromTls(verifier)
    found = "neither" if verifier is None else "both"
    raise OptionError(
        "expected either `trusted_edge`, the rules by which the headers of an edge are believed, or `verifier`, for "
        f"clients whose TLS ends in this server; found {found}",
        code="client_source_required" if verifier is None else "client_source_ambiguous",
        remedy="give `trusted_edge` if an edge sends the requests, `verifier` if clients connect to this server",
    )


def policy_of(policy: Policy) -> MtlsAuthInbound:
    """The policy, or the one with these options."""
    return policy if isinstance(policy, MtlsAuthInbound) else MtlsAuthInbound(policy)


def log(decision: Decision, ignored: str | None) -> None:
    """Logs a request that was refused or would have been, and why header fields were ignored."""
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
