"""Scenarios: one client each, with the headers of an edge and the answer of the policy. The half of
``issuedby.testing`` that needs nothing else."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from issuedby import _middleware
from issuedby._native import ConnectionFacts, EdgeReport, MtlsAuthInbound, edge_headers_must_strip, refuse_scenario
from issuedby.asgi import set_user

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_FORMAT = 1
_UNIX_SOCKET = ConnectionFacts(unix_socket=True)
_SOCKET_PATH = "/run/issuedby-edge.sock"


def _read() -> dict[str, str]:
    """Each scenario by its name, as JSON: whoever asks for a part of it gets a part of their own."""
    read = json.loads(files("issuedby").joinpath("scenarios.json").read_text(encoding="utf-8"))
    if read["format"] != _FORMAT:
        raise ImportError(f"found scenarios of format {read['format']}, expected {_FORMAT}; install issuedby again")
    return {one["name"]: json.dumps(one) for one in read["scenarios"]}


_scenarios = _read()

SCENARIOS: tuple[str, ...] = tuple(_scenarios)
"""The names of all scenarios."""


class Scenario:
    """A client with the headers of an edge and the answer of the policy; immutable, and each dict that it gives is new.

    ``facts`` are those of the connection that the request comes on: by default a Unix socket, which an application with
    ``trusted_edge={"unixSocket": True}`` believes. For ``{"peerNetworks": ["192.0.2.0/24"]}`` they are
    ``ConnectionFacts(peer_address="192.0.2.7")``, for ``edgeFingerprints`` facts with the edge's certificate.
    """

    __slots__ = ("_name",)

    _name: str

    def __init__(self, name: str, /) -> None:
        if not isinstance(name, str):
            raise TypeError(f"the name of a scenario must be str, not {type(name).__name__}")
        if name not in _scenarios:
            refuse_scenario(name, list(SCENARIOS))
        object.__setattr__(self, "_name", name)

    @property
    def name(self) -> str:
        """The name, as in ``scenario(name)``."""
        return self._name

    @property
    def description(self) -> str:
        """The certificates that the client presents."""
        return str(self._part("description"))

    @property
    def cert_issuer_dn(self) -> str:
        """The policy's option ``certIssuerDN``; the same in all scenarios."""
        return str(self._part("certIssuerDN"))

    @property
    def headers(self) -> dict[str, str]:
        """The headers that an edge adds to the request."""
        headers: dict[str, str] = self._part("headers")
        return headers

    @property
    def incoming_request_properties(self) -> dict[str, str | None]:
        """``clientCert``, ``clientMtlsVerificationStatus`` and ``clientMtlsVerificationReason``."""
        properties: dict[str, str | None] = self._part("incomingRequestProperties")
        return properties

    @property
    def decision(self) -> dict[str, Any]:
        """The decision of a policy that refuses unauthenticated requests: the JSON of ``Decision``."""
        decision: dict[str, Any] = self._part("decision")
        return decision

    def handed_over(self) -> dict[str, Any]:
        """The entries in the scope or the environ of a handler if the policy lets every request pass: ``mtls_auth``, unless no
        certificate could be read, and ``incoming_request_properties``; and for a verified client the user, which is
        ``user`` in a scope and ``REMOTE_USER`` in an environ. For tests of a handler without the middleware.
        """
        policy = MtlsAuthInbound({"certIssuerDN": self.cert_issuer_dn, "allowUnauthenticatedRequests": True})
        report = EdgeReport.from_headers(self.headers)
        values: dict[str, Any] = {}
        decision = policy.decide(report)
        _middleware.hand_over(values, report, decision)
        set_user(values, decision.sub)
        if decision.sub is not None:
            values["REMOTE_USER"] = decision.sub
        return values

    def asgi(self, app: _App, /, *, facts: ConnectionFacts = _UNIX_SOCKET) -> _App:
        """The ASGI application as this client reaches it, through an edge: ``TestClient(scenario("valid").asgi(app))``."""
        added = [(name.lower().encode(), value.encode()) for name, value in self.headers.items()]
        keys = _asgi_connection(facts)

        async def through_edge(scope: _Scope, receive: _Receive, send: _Send) -> None:
            if scope["type"] in ("http", "websocket"):
                kept = [one for one in scope["headers"] if not edge_headers_must_strip(one[0])]
                extensions = {**(scope.get("extensions") or {}), **_asgi_extensions(facts)}
                scope = {**scope, **keys, "headers": [*kept, *added], "extensions": extensions}
            await app(scope, receive, send)

        return through_edge

    def wsgi(self, app: WSGIApplication, /, *, facts: ConnectionFacts = _UNIX_SOCKET) -> WSGIApplication:
        """The WSGI application as this client reaches it, through an edge: ``werkzeug.test.Client(scenario("valid").wsgi(app))``."""
        added = self.wsgi_environ(facts=facts)

        def through_edge(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
            kept = {key: value for key, value in environ.items() if not _is_reserved(key)}
            return app({**kept, **added}, start_response)

        return through_edge

    def wsgi_environ(self, *, facts: ConnectionFacts = _UNIX_SOCKET) -> dict[str, Any]:
        """The entries in the environ of this client's request: ``app.test_client().get("/", environ_overrides=...)`` of Flask."""
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in self.headers.items()}
        return {**environ, **_wsgi_connection(facts)}

    def _part(self, key: str) -> Any:
        return json.loads(_scenarios[self._name])[key]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Scenario cannot be changed: `{name}`")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Scenario cannot be changed: `{name}`")

    def __reduce__(self) -> tuple[Any, ...]:
        return Scenario, (self._name,)

    def __eq__(self, other: object) -> bool:
        return self._name == other._name if isinstance(other, Scenario) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._name)

    def __repr__(self) -> str:
        return f"scenario({self._name!r})"


def scenario(name: str, /) -> Scenario:
    """The scenario of this name, one of ``SCENARIOS``. An ``OptionError`` for any other names the nearest and lists all."""
    return Scenario(name)


def _asgi_connection(facts: ConnectionFacts) -> dict[str, Any]:
    if facts.unix_socket:
        return {"server": (_SOCKET_PATH, None), "client": None}
    return {"client": None if facts.peer_address is None else (facts.peer_address, 0)}


def _asgi_extensions(facts: ConnectionFacts) -> dict[str, Any]:
    certificate = _pem(facts)
    return {} if certificate is None else {"tls": {"client_cert_chain": [certificate]}}


class _UnixSocket:
    """The part of a connected socket that the middleware reads: no test needs a real one."""

    family = getattr(socket, "AF_UNIX", None)


def _wsgi_connection(facts: ConnectionFacts) -> dict[str, Any]:
    values: dict[str, Any] = {"REMOTE_ADDR": facts.peer_address or ""}
    if facts.unix_socket:
        values["werkzeug.socket"] = _UnixSocket()
    certificate = _pem(facts)
    if certificate is not None:
        values["SSL_CLIENT_CERT"] = certificate
    return values


def _pem(facts: ConnectionFacts) -> str | None:
    """The client certificate as servers give it to applications: PEM, as text."""
    certificate = facts.client_certificate
    if certificate is None:
        return None
    if certificate.startswith(b"0"):
        return ssl.DER_cert_to_PEM_cert(certificate)
    return certificate.decode("utf-8", "surrogatepass")


def _is_reserved(key: str) -> bool:
    return key.startswith("HTTP_") and edge_headers_must_strip(key.removeprefix("HTTP_").replace("_", "-"))
