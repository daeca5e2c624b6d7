"""The policy ``mtls-auth-inbound`` as ASGI middleware, for Starlette, FastAPI, Django and everything else that speaks ASGI.

    app.add_middleware(
        MtlsAuthInboundMiddleware,
        policy={"certIssuerDN": "CN=example-ca,O=Example,C=US"},
        trusted_edge={"unixSocket": True},
    )

What it sets in the scope, replacing what was there:

``mtls_auth``
    the metadata about the client, a dict; absent where there is no certificate to tell about
``incoming_request_properties``
    a dict with ``clientCert``, ``clientMtlsVerificationStatus`` and ``clientMtlsVerificationReason``
``user``
    a ``ClientUser``, which is Starlette's ``request.user``, for a verified client with a subject, unless somebody
    authenticated was there before. Otherwise no user is made, and Starlette refuses to read ``request.user``: what never
    fails is ``request.scope.get("mtls_auth")``. In a user that was there, ``data["mtlsAuth"]`` of an earlier policy is
    replaced or deleted too, in a copy

Headers that only an edge may write are removed from requests that do not come from it. A WebSocket that is refused gets
the same answer where the server can give it, else it is closed with code 1008.
"""

from __future__ import annotations

import copy
import os
import stat
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from issuedby import _middleware
from issuedby._native import Problem, Verifier, edge_headers_must_strip

__all__ = ["ClientUser", "MtlsAuthInboundMiddleware"]

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

_DATA_KEY = "mtlsAuth"
_POLICY_VIOLATION = 1008


@dataclass(frozen=True)
class ClientUser:
    """A verified client as the user of a request; Starlette's ``request.user`` looks like this."""

    sub: str
    """The subject of the client's certificate."""

    data: dict[str, Any] = field(default_factory=dict, hash=False)
    """``mtlsAuth`` is the metadata. An earlier policy may have made the user: look at its ``verified`` first."""

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def display_name(self) -> str:
        return self.sub

    @property
    def identity(self) -> str:
        return self.sub


class MtlsAuthInboundMiddleware:
    """Lets requests pass as the policy decides, and answers the others with 401 and `application/problem+json`.

    ``policy`` is an ``MtlsAuthInbound`` or the dict of its options. Of ``trusted_edge`` and ``verifier`` exactly one
    must be given: the rules by which the headers of an edge are believed (a ``TrustedEdge`` or the dict of its
    options), or the verifier for clients whose TLS ends in this server, which needs the ASGI extension ``tls``.
    """

    def __init__(
        self,
        app: _App,
        policy: _middleware.Policy,
        *,
        trusted_edge: _middleware.Edge | None = None,
        verifier: Verifier | None = None,
    ) -> None:
        self._app = app
        self._policy = _middleware.policy_of(policy)
        self._source = _middleware.source_of(trusted_edge, verifier)

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        kind = scope["type"]
        if kind == "lifespan":
            return await self._app(scope, receive, send)
        if kind not in ("http", "websocket"):
            raise ValueError(f"found a scope of type {kind!r}, expected http, websocket or lifespan")

        connection = _connection(scope)
        headers: list[tuple[bytes, bytes]] = list(scope["headers"])
        report = self._source.report(connection, headers)
        inner = dict(scope)
        ignored = None
        if not report.is_of_edge:
            kept = [one for one in headers if not edge_headers_must_strip(one[0])]
            inner["headers"] = kept
            if len(kept) < len(headers):
                ignored = report.why_ignored

        decision = self._policy.decide(report.of_client, user=_user(scope))
        _middleware.log(decision, ignored)
        _middleware.hand_over(inner, report.of_client, decision)
        problem = decision.problem
        if problem is not None:
            return await _refuse(problem, scope, receive, send)
        set_user(inner, decision.sub)
        return await self._app(inner, receive, send)


def set_user(scope: _Scope, sub: str | None) -> None:
    """Makes the decision's user, in a scope that has been handed the metadata, or sees to it that the user who is there
    has nothing stale."""
    metadata = scope.get(_middleware.MTLS_AUTH)
    if sub is not None:
        scope["user"] = ClientUser(sub, {_DATA_KEY: metadata})
    elif scope.get("user") is not None:
        scope["user"] = _refreshed(scope["user"], metadata)


def _refreshed(user: Any, metadata: dict[str, Any] | None) -> Any:
    """The user with the metadata in the place of what an earlier policy knew, or without: a copy, for one object may be
    the user of many requests. A user with nothing to replace is left as it is."""
    data = _data(user)
    if data is None or not (_DATA_KEY in data or (isinstance(user, ClientUser) and metadata is not None)):
        return user
    fresh = {key: value for key, value in data.items() if key != _DATA_KEY}
    if metadata is not None:
        fresh[_DATA_KEY] = metadata
    if isinstance(user, Mapping):
        return {**user, "data": fresh}
    try:
        changed = copy.copy(user)
        # Users are often frozen, as ours is.
        object.__setattr__(changed, "data", fresh)
    except (AttributeError, TypeError) as error:
        raise TypeError(
            f"found a user of type {type(user).__name__}, expected one whose `data` can be replaced: the `mtlsAuth` of an "
            "earlier policy is in it"
        ) from error
    return changed


def _data(user: Any) -> Mapping[str, Any] | None:
    data = user.get("data") if isinstance(user, Mapping) else getattr(user, "data", None)
    return data if isinstance(data, Mapping) else None


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


def _connection(scope: _Scope) -> _middleware.Connection:
    host, port = _server(scope)
    unix_socket = port is None and _is_path_of_a_socket(host)
    client = scope.get("client")
    # Without a port it may be a Unix socket that was not recognised, which has no peer address: uvicorn, Hypercorn and
    # others put the one of a header field there. That of a known Unix socket is refused by the core.
    is_of_socket = port is not None or unix_socket
    return _middleware.Connection(
        unix_socket=unix_socket,
        peer_address=str(client[0]) if client and is_of_socket else None,
        certificates=tuple(_tls_certificates(scope)),
    )


def _server(scope: _Scope) -> tuple[object, object]:
    """The place at which the server listens: a host and its port, or a path and None; nothing if it is not given."""
    server = scope.get("server")
    if not server or len(server) != 2:
        return None, None
    return server[0], server[1]


def _is_path_of_a_socket(path: object) -> bool:
    """Tells the path of a Unix socket from the name of a host, which a path that is not whole looks like."""
    return isinstance(path, str) and (path.startswith(("/", "\0")) or _is_socket(path))


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
    # Starlette has an object for "no user" as well.
    return user if getattr(user, "is_authenticated", True) else None
