"""The policy ``mtls-auth-inbound`` as WSGI middleware, for Flask, Django and everything else that speaks WSGI.

    app.wsgi_app = MtlsAuthInboundMiddleware(
        app.wsgi_app,
        {"certIssuerDN": "CN=example-ca,O=Example,C=US"},
        trusted_edge={"unixSocket": True},
    )

What it sets in the environ, replacing what was there:

``mtls_auth``
    the metadata about the client, a dict; absent where there is no certificate to tell about
``incoming_request_properties``
    a dict with ``clientCert``, ``clientMtlsVerificationStatus`` and ``clientMtlsVerificationReason``
``REMOTE_USER``
    the subject of a verified client, unless there was a user before

Headers that only an edge may write are removed from requests that do not come from it.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from issuedby import _middleware
from issuedby._native import Verifier, edge_headers_must_strip

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

__all__ = ["MtlsAuthInboundMiddleware"]

_PROXY_FIX = "werkzeug.proxy_fix."


class MtlsAuthInboundMiddleware:
    """Lets requests pass as the policy decides, and answers the others with 401 and `application/problem+json`.

    ``policy`` is an ``MtlsAuthInbound`` or the dict of its options. Of ``trusted_edge`` and ``verifier`` exactly one
    must be given: the rules by which the headers of an edge are believed (a ``TrustedEdge`` or the dict of its
    options), or the verifier for clients whose TLS ends in this server.
    """

    def __init__(
        self,
        app: WSGIApplication,
        policy: _middleware.Policy,
        *,
        trusted_edge: _middleware.Edge | None = None,
        verifier: Verifier | None = None,
    ) -> None:
        self._app = app
        self._policy = _middleware.policy_of(policy)
        self._source = _middleware.source_of(trusted_edge, verifier)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        connection = _connection(environ)
        reserved = dict(_reserved_headers(environ))
        report = self._source.report(connection, [(_bytes(name), _bytes(value)) for name, value in reserved.values()])
        ignored = None
        if reserved and not report.is_of_edge:
            ignored = report.why_ignored
            for key in reserved:
                del environ[key]

        decision = self._policy.decide(report.of_client, user=environ.get("REMOTE_USER") or None)
        _middleware.log(decision, ignored)
        _middleware.hand_over(environ, report.of_client, decision)
        problem = decision.problem
        if problem is not None:
            body = problem.to_json().encode()
            start_response(
                f"{problem.status} {problem.title}",
                [
                    ("Content-Type", problem.content_type),
                    ("Content-Length", str(len(body))),
                    ("Cache-Control", "no-store"),
                ],
            )
            return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]
        if decision.sub is not None:
            environ["REMOTE_USER"] = decision.sub
        return self._app(environ, start_response)


def _reserved_headers(environ: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The headers that only an edge may write: each key of the environ with the header's name and value.

    A server has joined the lines of one name with commas, which none of these headers can be read with.
    """
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            name = key.removeprefix("HTTP_").replace("_", "-")
            if edge_headers_must_strip(name):
                yield key, (name, value)


def _bytes(text: str) -> bytes:
    # PEP 3333: each character of the environ is a byte.
    return text.encode("latin-1", "replace")


def _connection(environ: dict[str, Any]) -> _middleware.Connection:
    # werkzeug and gunicorn show the socket itself.
    connected = environ.get("werkzeug.socket") or environ.get("gunicorn.socket")
    family = getattr(connected, "family", None)
    return _middleware.Connection(
        unix_socket=family is not None and family == getattr(socket, "AF_UNIX", None),
        peer_address=_peer_address(environ) if connected is None else _peer_of(connected),
        certificates=tuple(_tls_certificates(environ, connected)),
    )


def _peer_of(connected: Any) -> str | None:
    """The address of the peer by the socket itself: ``REMOTE_ADDR`` may be from a header field or a PROXY protocol."""
    try:
        peer = connected.getpeername()
    except (AttributeError, OSError):
        return None
    # That of a Unix socket is a path, mostly an empty one.
    return peer[0] if isinstance(peer, tuple) and peer and isinstance(peer[0], str) else None


def _peer_address(environ: dict[str, Any]) -> str | None:
    """The address of the peer by a server that does not show its socket."""
    # Behind werkzeug's ProxyFix it is from a header field. What was there before is no better: a second ProxyFix keeps
    # what the first one wrote.
    if any(key.startswith(_PROXY_FIX) for key in environ):
        return None
    address = environ.get("REMOTE_ADDR")
    return address if isinstance(address, str) and address else None


def _tls_certificates(environ: dict[str, Any], connected: object) -> Iterator[bytes | str]:
    # mod_ssl and those who do as it does; `peercert` holds DER.
    for key in ("SSL_CLIENT_CERT", "peercert"):
        certificate = environ.get(key)
        if isinstance(certificate, (bytes, str)) and certificate:
            yield certificate
            yield from _chain(environ)
            return
    if isinstance(connected, ssl.SSLSocket):
        der = connected.getpeercert(binary_form=True)
        if der:
            yield der


def _chain(environ: dict[str, Any]) -> Iterator[str]:
    position = 0
    while True:
        certificate = environ.get(f"SSL_CLIENT_CERT_CHAIN_{position}")
        if not isinstance(certificate, str) or not certificate:
            return
        yield certificate
        position += 1
