"""The policy ``mtls-auth-inbound`` as ASGI middleware, for Starlette, FastAPI, Django and everything else that speaks ASGI.

    app.add_middleware(
        MtlsAuthInboundMiddleware,
        policy={"certIssuerDN": "CN=example-ca,O=Example,C=US"},
        trust_headers=UnixSocket(),
    )

What it sets in the scope, replacing what was there:

``mtls_auth``
    the metadata about the client, a dict; absent where there is no certificate to tell about
``incoming_request_properties``
    a dict with ``clientCert``, ``clientMtlsVerificationStatus`` and ``clientMtlsVerificationReason``
``user``
    a ``ClientUser``, which is Starlette's ``request.user``, unless there was a user before: ``sub`` is the subject of a
    verified client, and ``data["mtlsAuth"]`` the metadata where there is any. A verified client also takes the place
    of a user that is not authenticated

Headers that only an edge may write are removed from requests that do not come from it. A WebSocket that is refused gets
the same answer where the server can give it, else it is closed with code 1008.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from issuedby import _middleware
from issuedby._native import Problem, Verifier, edge_headers_must_strip
from issuedby.trust import Connection, HeaderTrust

__all__ = ["ClientUser", "MtlsAuthInboundMiddleware"]

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_POLICY_VIOLATION = 1008


@dataclass(frozen=True)
class ClientUser:
    """The client as the user of a request; Starlette's ``request.user`` looks like this.

    There is one for every client, so that reading it never fails. It is authenticated, and true, only where it has a
    ``sub``.
    """

    sub: str | None
    """The subject of a verified client; else, and where that is empty, None."""

    data: dict[str, Any] = field(default_factory=dict, hash=False)
    """``mtlsAuth`` is the metadata, where there is a certificate to tell about; look at its ``verified`` first."""

    @property
    def is_authenticated(self) -> bool:
        return self.sub is not None

    @property
    def display_name(self) -> str:
        return self.sub or ""

    @property
    def identity(self) -> str:
        return self.sub or ""

    def __bool__(self) -> bool:
        return self.is_authenticated


class MtlsAuthInboundMiddleware:
    """Lets requests pass as the policy decides, and answers the others with 401 and `application/problem+json`.

    ``policy`` is an ``MtlsAuthInbound`` or the dict of its options. Of ``trust_headers`` and ``verifier`` exactly one
    must be given: the ground on which the headers of an edge are believed, or the verifier for the certificates of
    clients whose TLS ends in this server, which has to have the ASGI extension ``tls``.
    """

    def __init__(
        self,
        app: _App,
        policy: _middleware.Policy,
        *,
        trust_headers: HeaderTrust | None = None,
        verifier: Verifier | None = None,
    ) -> None:
        self._app = app
        self._policy = _middleware.policy_of(policy)
        self._source = _middleware.source_of(trust_headers, verifier)

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        kind = scope["type"]
        if kind == "lifespan":
            return await self._app(scope, receive, send)
        if kind not in ("http", "websocket"):
            raise ValueError(f"expected a scope of type http, websocket or lifespan, found {kind!r}")

        connection = _connection(scope)
        headers: list[tuple[bytes, bytes]] = list(scope["headers"])
        report = self._source.report(connection, headers)
        inner = dict(scope)
        if not self._source.trusts_headers(connection):
            inner["headers"] = [one for one in headers if not edge_headers_must_strip(one[0])]

        decision = self._policy.decide(report, user=_user(scope))
        _middleware.log(decision)
        _middleware.hand_over(inner, report, decision)
        problem = decision.problem
        if problem is not None:
            return await _refuse(problem, scope, receive, send)
        if decision.sub is not None or scope.get("user") is None or isinstance(scope["user"], ClientUser):
            inner["user"] = client_user(decision.sub, inner)
        return await self._app(inner, receive, send)


def client_user(sub: str | None, scope: _Scope) -> ClientUser:
    """The user for a scope that has been handed what there is to know about the client. Of the user of an outer
    middleware everything stays but what that one knew about the client."""
    before = scope.get("user")
    outer = before if isinstance(before, ClientUser) else ClientUser(None)
    data = {key: value for key, value in outer.data.items() if key != "mtlsAuth"}
    metadata = scope.get(_middleware.MTLS_AUTH)
    if metadata is not None:
        data["mtlsAuth"] = metadata
    return ClientUser(outer.sub if sub is None else sub, data)


async def _refuse(problem: Problem, scope: _Scope, receive: _Receive, send: _Send) -> None:
    prefix = "http.response"
    if scope["type"] == "websocket":
        await receive()
        if "websocket.http.response" not in (scope.get("extensions") or {}):
            return await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": problem.code})
        prefix = "websocket.http.response"
    body = problem.to_json().encode()
    headers = [
        (b"content-type", problem.content_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": f"{prefix}.start", "status": problem.status, "headers": headers})
    await send({"type": f"{prefix}.body", "body": b"" if scope.get("method") == "HEAD" else body})


def _connection(scope: _Scope) -> Connection:
    client = scope.get("client")
    return Connection(
        is_unix_socket=_is_unix_socket(scope),
        peer_address=str(client[0]) if client else None,
        tls_certificates=tuple(_tls_certificates(scope)),
    )


def _is_unix_socket(scope: _Scope) -> bool:
    """Whether the server has told the path of a socket, which has no port, and not a host whose port nobody told."""
    server = scope.get("server")
    if not server or len(server) != 2:
        return False
    path, port = server
    if port is not None or not isinstance(path, str):
        return False
    # A path that is not whole looks like the name of a host: `uvicorn --uds app.sock`.
    return path.startswith(("/", "\0")) or (not scope.get("client") and _is_socket(path))


def _is_socket(path: str) -> bool:
    try:
        return stat.S_ISSOCK(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False


def _tls_certificates(scope: _Scope) -> Iterator[str]:
    tls = (scope.get("extensions") or {}).get("tls") or {}
    yield from tls.get("client_cert_chain") or ()


def _user(scope: _Scope) -> object:
    user = scope.get("user")
    # Starlette has an object for nobody as well.
    return user if getattr(user, "is_authenticated", True) else None
