"""The ASGI middleware under Starlette and FastAPI."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import fastapi
import httpx2
import pytest
from cryptography import x509
from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, SimpleUser, UnauthenticatedUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from asgi_app import EDGE, PEER, UNIX, client_of, starlette, with_scope
from issuedby import OptionError, TrustedEdge
from issuedby.asgi import ClientUser, MtlsAuthInboundMiddleware
from issuedby.testing import Issued, TestCa
from middleware_cases import ANONYMOUS, ENFORCING, LENIENT, SUBJECT, edge_headers

ABSENT = object()


def test_starlette_believes_the_edge(issuedby_ca: TestCa) -> None:
    client = issuedby_ca.issue()
    app = starlette(trusted_edge=PEER)
    answer = client_of(app).get("/", headers=dict(edge_headers(issuedby_ca, client)))
    assert answer.status_code == 200
    reported = answer.json()
    assert reported["user"] == reported["mtls_auth"]["subject"] == SUBJECT
    assert reported["mtls_auth"]["verified"] is True
    assert reported["mtls_auth"]["sha256Fingerprint"] == client.sha256_fingerprint
    assert reported["properties"]["clientCert"] == client.client_cert
    assert reported["properties"]["clientMtlsVerificationStatus"] == "SUCCESS"
    assert "client-cert" in reported["seen"]


def test_forged_headers_give_none_where_no_rule_is_met(issuedby_ca: TestCa) -> None:
    forged = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    edge = issuedby_ca.issue("edge")
    pinned = TrustedEdge(edge_fingerprints=[edge.sha256_fingerprint])
    for trusted_edge in (PEER, UNIX, pinned):
        for address in ("127.0.0.1", "203.0.113.9", "testclient"):
            answer = client_of(starlette(trusted_edge=trusted_edge), address).get("/", headers=forged)
            assert (answer.status_code, answer.json()["code"]) == (401, "no_certificate")
            lenient = starlette(trusted_edge=trusted_edge, policy=LENIENT)
            reported = client_of(lenient, address).get("/", headers=forged).json()
            assert reported == {"mtls_auth": None, "properties": ANONYMOUS, "user": None, "seen": []}


def test_a_verifier_believes_no_header(issuedby_ca: TestCa) -> None:
    forged = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    app = starlette(verifier=issuedby_ca.verifier(), policy=LENIENT)
    reported = client_of(app).get("/", headers=forged).json()
    assert reported == {"mtls_auth": None, "properties": ANONYMOUS, "user": None, "seen": []}


def test_a_refusal_is_a_problem_that_is_not_cached(issuedby_ca: TestCa, caplog: pytest.LogCaptureFixture) -> None:
    app = starlette(trusted_edge=PEER, policy={"certIssuerDN": "CN=other"})
    with caplog.at_level(logging.INFO, logger="issuedby"):
        answer = client_of(app).get("/", headers=dict(edge_headers(issuedby_ca, issuedby_ca.issue())))
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["code"] == "issuer_not_allowed"
    assert "CN=other" in caplog.text and "CN=other" not in answer.text
    assert client_of(app).head("/").content == b""


def test_what_was_there_before_is_replaced_or_deleted(issuedby_ca: TestCa) -> None:
    stale = {"mtls_auth": {"verified": True}, "incoming_request_properties": {}, "user": "somebody"}
    app = with_scope(starlette(trusted_edge=PEER, policy=LENIENT), **stale)
    reported = client_of(app).get("/").json()
    assert reported == {"mtls_auth": None, "properties": ANONYMOUS, "user": "somebody", "seen": []}
    reported = client_of(app).get("/", headers=dict(edge_headers(issuedby_ca, issuedby_ca.issue()))).json()
    assert reported["mtls_auth"]["subject"] == SUBJECT and reported["user"] == "somebody"


def user_seen(app: Starlette, headers: Any, **scope: Any) -> Any:
    """The user that an application finds in the scope of a request; ABSENT where there is none."""
    seen = []

    async def keep(request: Request) -> JSONResponse:
        seen.append(request.scope.get("user", ABSENT))
        return JSONResponse(request.scope.get("mtls_auth"))

    app.add_route("/keep", keep)
    assert client_of(with_scope(app, **scope)).get("/keep", headers=headers).status_code == 200
    return seen.pop()


def lenient() -> Starlette:
    return starlette(trusted_edge=PEER, policy=LENIENT)


def test_only_a_verified_client_is_a_user(issuedby_ca: TestCa) -> None:
    user = user_seen(lenient(), dict(edge_headers(issuedby_ca, issuedby_ca.issue())))
    assert user.sub == user.identity == user.display_name == SUBJECT
    assert user.is_authenticated is True
    assert user.data["mtlsAuth"]["verified"] is True
    expired = issuedby_ca.issue(not_after=timedelta(days=-1))
    for headers in ({}, dict(edge_headers(issuedby_ca, expired))):
        assert user_seen(lenient(), headers) is ABSENT
        assert user_seen(lenient(), headers, user=None) is None


def test_a_client_without_a_subject_is_no_user(issuedby_ca: TestCa) -> None:
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue(x509.Name([]))))
    app = starlette(trusted_edge=PEER)
    assert client_of(app).get("/", headers=headers).json()["mtls_auth"]["verified"] is True
    assert user_seen(starlette(trusted_edge=PEER), headers) is ABSENT


def test_only_a_verified_client_takes_the_place_of_somebody_unauthenticated(issuedby_ca: TestCa) -> None:
    anonymous = UnauthenticatedUser()
    assert user_seen(lenient(), {}, user=anonymous) is anonymous
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    assert user_seen(lenient(), headers, user=anonymous).sub == SUBJECT


@dataclass
class SomeUser:
    """A user of an application, which keeps what an earlier policy knew where Node's policy keeps it."""

    sub: str
    data: Any


class FixedUser:
    """A user that cannot be written to."""

    __slots__ = ()
    data = MappingProxyType({"mtlsAuth": {"verified": True}})


def test_what_an_earlier_policy_left_in_a_user_is_replaced_or_deleted(issuedby_ca: TestCa) -> None:
    stale = {"mtlsAuth": {"verified": True}, "kept": 1}
    outer: Any
    for outer in (
        ClientUser("somebody", dict(stale)),
        SomeUser("somebody", dict(stale)),
        SomeUser("somebody", MappingProxyType(dict(stale))),
        {"sub": "somebody", "data": dict(stale)},
    ):
        for client, reason in (
            (None, "no_certificate"),
            (issuedby_ca.issue(), None),
            (issuedby_ca.issue(not_after=timedelta(days=-1)), "expired"),
        ):
            headers = dict(edge_headers(issuedby_ca, client)) if client else {}
            user = user_seen(lenient(), headers, user=outer)
            assert type(user) is type(outer)
            found = user if isinstance(user, dict) else vars(user)
            assert (found["sub"], found["data"]["kept"]) == ("somebody", 1)
            if client is None:
                assert "mtlsAuth" not in found["data"]
            else:
                assert found["data"]["mtlsAuth"]["reason"] == reason
                assert found["data"]["mtlsAuth"]["sha256Fingerprint"] == client.sha256_fingerprint
        # One object may be the user of many requests.
        assert (outer if isinstance(outer, dict) else vars(outer))["data"] == stale


def test_a_request_whose_user_keeps_what_is_stale_goes_no_further(issuedby_ca: TestCa) -> None:
    for headers in ({}, dict(edge_headers(issuedby_ca, issuedby_ca.issue()))):
        with pytest.raises(TypeError, match="FixedUser.*mtlsAuth"):
            user_seen(lenient(), headers, user=FixedUser())


def test_a_user_without_anything_stale_is_left_alone(issuedby_ca: TestCa) -> None:
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    for outer in ("somebody", SimpleUser("somebody"), SomeUser("somebody", {"kept": 1}), SomeUser("somebody", None), {"sub": 1}):
        for sent in (headers, {}):
            assert user_seen(lenient(), sent, user=outer) is outer


class Basic(AuthenticationBackend):
    """Knows one client by a header, and no other."""

    async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, SimpleUser] | None:
        name = conn.headers.get("x-name")
        return (AuthCredentials(), SimpleUser(name)) if name else None


@pytest.mark.parametrize("inside", [True, False])
def test_starlettes_own_authentication_inside_and_outside(issuedby_ca: TestCa, inside: bool) -> None:
    def tell_both(request: Request) -> JSONResponse:
        about = request.scope.get("mtls_auth")
        return JSONResponse([request.user.display_name, request.user.is_authenticated, about and about["verified"]])

    app = Starlette(routes=[Route("/", tell_both)])
    # What is added last is outermost.
    both: list[tuple[Any, dict[str, Any]]] = [
        (AuthenticationMiddleware, {"backend": Basic()}),
        (MtlsAuthInboundMiddleware, {"policy": LENIENT, "trusted_edge": PEER}),
    ]
    for middleware, options in both if inside else reversed(both):
        app.add_middleware(middleware, **options)
    verified = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    expired = dict(edge_headers(issuedby_ca, issuedby_ca.issue(not_after=timedelta(days=-1))))
    known = {"X-Name": "somebody"}
    # Inside, it replaces whatever user there is; outside, a verified client takes the place of an absent user.
    for headers, user, is_verified in (
        (verified, ["", False] if inside else [SUBJECT, True], True),
        (expired, ["", False], False),
        ({}, ["", False], None),
        ({**verified, **known}, ["somebody", True], True),
        ({**expired, **known}, ["somebody", True], False),
        (known, ["somebody", True], None),
    ):
        assert client_of(app).get("/", headers=headers).json() == [*user, is_verified]


def test_duplicates_and_lists_fail_closed(issuedby_ca: TestCa) -> None:
    app = client_of(starlette(trusted_edge=PEER))
    headers = edge_headers(issuedby_ca, issuedby_ca.issue())
    certificate = dict(headers)["Client-Cert"]
    status = "Client-Mtls-Verification-Status"
    for wrong, code in [
        ([*headers, (status, "SUCCESS")], "malformed"),
        ([*headers, (status.lower(), "NONE")], "malformed"),
        ([("Client-Cert", certificate), (status, "SUCCESS, SUCCESS")], "malformed"),
        ([*headers, ("Client-Cert", certificate)], "certificate_unavailable"),
        ([("Client-Cert", f"{certificate}, {certificate}"), (status, "SUCCESS")], "certificate_unavailable"),
        ([("Client-Cert", certificate)], "no_certificate"),
    ]:
        answer = app.get("/", headers=httpx2.Headers(wrong))
        assert (answer.status_code, answer.json()["code"]) == (401, code), wrong


def tls(*certificates: Issued) -> dict[str, Any]:
    return {"extensions": {"tls": {"client_cert_chain": [one.pem for one in certificates]}}}


def test_a_verifier_evaluates_the_certificate_of_the_connection(issuedby_ca: TestCa) -> None:
    app = starlette(verifier=issuedby_ca.verifier())
    answer = client_of(with_scope(app, **tls(issuedby_ca.issue()))).get("/")
    assert answer.status_code == 200 and answer.json()["user"] == SUBJECT
    stranger = TestCa("CN=other-ca").issue()
    answer = client_of(with_scope(app, **tls(stranger))).get("/")
    assert (answer.status_code, answer.json()["code"]) == (401, "no_matching_ca")
    intermediate = issuedby_ca.issue_ca()
    answer = client_of(with_scope(app, **tls(intermediate.issue(), intermediate))).get("/")
    assert answer.json()["code"] == "not_directly_signed"
    nothing: dict[str, Any]
    for nothing in ({}, {"extensions": None}, {"extensions": {"tls": {}}}, tls()):
        answer = client_of(with_scope(app, **nothing)).get("/")
        assert answer.json()["code"] == "no_certificate"


def test_a_pinned_edge_is_believed(issuedby_ca: TestCa) -> None:
    edge = issuedby_ca.issue("edge")
    app = starlette(trusted_edge=TrustedEdge(edge_fingerprints=[edge.sha256_fingerprint]))
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    assert client_of(with_scope(app, **tls(edge))).get("/", headers=headers).status_code == 200
    assert client_of(with_scope(app, **tls(issuedby_ca.issue("edge")))).get("/", headers=headers).status_code == 401


async def test_fastapi_in_process(issuedby_ca: TestCa) -> None:
    app = fastapi.FastAPI()
    app.add_middleware(MtlsAuthInboundMiddleware, policy=ENFORCING, trusted_edge=PEER)

    @app.get("/")
    def whoami(request: fastapi.Request) -> dict[str, Any]:
        return {"sub": request.user.sub, "serial": request.scope["mtls_auth"]["serialNumber"]}

    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue(serial_number=0x0A1B)))
    for address, status in ((EDGE, 200), ("127.0.0.1", 401)):
        # With a port: httpx shows the default one as None, as a server on a Unix socket does.
        transport = httpx2.ASGITransport(app, client=(address, 50000))
        async with httpx2.AsyncClient(transport=transport, base_url="http://worker:8000") as client:
            answer = await client.get("/", headers=headers)
        assert answer.status_code == status
        if status == 200:
            assert answer.json() == {"sub": SUBJECT, "serial": "0A:1B"}


def test_websockets_are_guarded_too(issuedby_ca: TestCa) -> None:
    async def greet(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.send_text(websocket.scope["mtls_auth"]["subject"])
        await websocket.close()

    app = Starlette(routes=[WebSocketRoute("/", greet)])
    app.add_middleware(MtlsAuthInboundMiddleware, policy=ENFORCING, trusted_edge=PEER)
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    with client_of(app).websocket_connect("/", headers=headers) as websocket:
        assert websocket.receive_text() == SUBJECT
    with pytest.raises(Exception) as refused, client_of(app).websocket_connect("/"):
        pass
    # With the extension the answer is the same as for HTTP; Starlette's client has it.
    assert getattr(refused.value, "status_code", None) == 401
    plain = with_scope(app, extensions={})
    with pytest.raises(WebSocketDisconnect) as closed, client_of(plain).websocket_connect("/"):
        pass
    assert closed.value.code == 1008


async def test_an_unknown_kind_of_scope_does_not_pass() -> None:
    async def app(*_: Any) -> None:
        raise AssertionError("the application was reached")

    guarded = MtlsAuthInboundMiddleware(app, LENIENT, trusted_edge=UNIX)
    with pytest.raises(ValueError, match="scope"):
        await guarded({"type": "telnet"}, None, None)  # type: ignore[arg-type]


def test_the_middleware_needs_its_source_at_start() -> None:
    with pytest.raises(OptionError):
        client_of(starlette()).get("/")
