"""An application behind the ASGI middleware, and the servers and peers in front of it."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from issuedby import TrustedEdge
from issuedby.asgi import ClientUser, MtlsAuthInboundMiddleware
from middleware_cases import ENFORCING

EDGE = "192.0.2.7"
PEER = TrustedEdge(peer_networks=[EDGE])
UNIX = TrustedEdge(unix_socket=True)


async def tell(request: Request) -> JSONResponse:
    user = request.scope.get("user")
    return JSONResponse(
        {
            "mtls_auth": request.scope.get("mtls_auth"),
            "properties": request.scope["incoming_request_properties"],
            "user": user.sub if isinstance(user, ClientUser) else user,
            "seen": sorted(name for name in request.headers if name.startswith("client")),
        }
    )


def starlette(**options: Any) -> Starlette:
    options.setdefault("policy", ENFORCING)
    app = Starlette(routes=[Route("/", tell, methods=["GET", "HEAD"])])
    app.add_middleware(MtlsAuthInboundMiddleware, **options)
    return app


def client_of(app: Any, address: str = EDGE) -> TestClient:
    return TestClient(app, client=(address, 50000))


def with_scope(app: Any, **keys: Any) -> Any:
    """The application behind a server, or a middleware, that puts these keys into every scope."""

    async def outer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await app({**scope, **keys}, receive, send)

    return outer
