"""The WSGI middleware under Flask, and behind a real server."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask
import pytest
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.serving import make_server
from werkzeug.test import Client

from issuedby import TrustedEdge
from issuedby.testing import Issued, TestCa
from issuedby.wsgi import MtlsAuthInboundMiddleware
from middleware_cases import ANONYMOUS, ENFORCING, LENIENT, SUBJECT, edge_headers

EDGE = "192.0.2.7"
PEER = TrustedEdge(peer_networks=[EDGE])
UNIX = TrustedEdge(unix_socket=True)


def flask_app(policy: dict[str, Any] = ENFORCING, **options: Any) -> flask.Flask:
    app = flask.Flask(__name__)

    @app.get("/")
    def tell() -> dict[str, Any]:
        environ = flask.request.environ
        return {
            "mtls_auth": environ.get("mtls_auth"),
            "properties": environ["incoming_request_properties"],
            "user": flask.request.remote_user,
            "seen": sorted(name for name in environ if name.startswith("HTTP_CLIENT")),
        }

    app.wsgi_app = MtlsAuthInboundMiddleware(app.wsgi_app, policy, **options)  # type: ignore[method-assign]
    return app


def get(app: flask.Flask, address: str = EDGE, headers: Any = (), **environ: Any) -> Any:
    return app.test_client().get("/", headers=headers, environ_overrides={"REMOTE_ADDR": address, **environ})


def test_flask_believes_the_edge(issuedby_ca: TestCa) -> None:
    client = issuedby_ca.issue()
    answer = get(flask_app(trusted_edge=PEER), headers=edge_headers(issuedby_ca, client))
    assert answer.status_code == 200
    assert answer.json["user"] == answer.json["mtls_auth"]["subject"] == SUBJECT
    assert answer.json["mtls_auth"]["sha256Fingerprint"] == client.sha256_fingerprint
    assert answer.json["properties"]["clientCert"] == client.client_cert
    assert "HTTP_CLIENT_CERT" in answer.json["seen"]


def test_forged_headers_give_none_where_no_rule_is_met(issuedby_ca: TestCa) -> None:
    forged = edge_headers(issuedby_ca, issuedby_ca.issue())
    edge = issuedby_ca.issue("edge")
    sources: list[dict[str, Any]] = [
        {"trusted_edge": PEER},
        {"trusted_edge": UNIX},
        {"trusted_edge": TrustedEdge(edge_fingerprints=[edge.sha256_fingerprint])},
        {"verifier": issuedby_ca.verifier()},
    ]
    for source in sources:
        for address in ("127.0.0.1", "203.0.113.9", ""):
            answer = get(flask_app(**source), address, forged)
            assert (answer.status_code, answer.json["code"]) == (401, "no_certificate")
            reported = get(flask_app(LENIENT, **source), address, forged).json
            assert reported == {"mtls_auth": None, "properties": ANONYMOUS, "user": None, "seen": []}


def test_a_header_cannot_say_where_it_comes_from(issuedby_ca: TestCa) -> None:
    client = issuedby_ca.issue()
    forged = [
        *edge_headers(issuedby_ca, client),
        ("X-Forwarded-For", EDGE),
        ("SSL_CLIENT_CERT", client.pem.replace("\n", " ")),
        ("Ssl-Client-Cert", client.pem.replace("\n", " ")),
        ("Remote-Addr", EDGE),
        ("Remote-User", "root"),
    ]
    app = flask_app(LENIENT, trusted_edge=PEER)
    # ProxyFix, the other way round than it should be, puts the header in the place of the peer.
    app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    assert get(app, "127.0.0.1", forged).json["properties"] == ANONYMOUS
    app = flask_app(LENIENT, verifier=issuedby_ca.verifier())
    reported = get(app, "127.0.0.1", forged).json
    assert (reported["properties"], reported["user"]) == (ANONYMOUS, None)


class Connected:
    """The socket of a server, with a peer."""

    def __init__(self, peer: Any, family: int = socket.AF_INET) -> None:
        self.peer = peer
        self.family = family

    def getpeername(self) -> Any:
        if isinstance(self.peer, OSError):
            raise self.peer
        return self.peer


def behind_proxy_fix(app: flask.Flask, times: int) -> flask.Flask:
    for _ in range(times):
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    return app


@pytest.mark.parametrize("times", [0, 1, 2, 3])
@pytest.mark.parametrize("server", ["werkzeug.socket", "gunicorn.socket"])
def test_the_peer_is_that_of_the_socket(issuedby_ca: TestCa, times: int, server: str) -> None:
    headers = edge_headers(issuedby_ca, issuedby_ca.issue())
    forged = [*headers, ("X-Forwarded-For", ", ".join([EDGE] * 3))]
    app = behind_proxy_fix(flask_app(trusted_edge=PEER), times)
    for peer, status in [
        (("203.0.113.9", 50000), 401),
        ((EDGE, 50000), 200),
        (("::ffff:" + EDGE, 50000, 0, 0), 200),
        ((EDGE,), 200),
        (OSError("not connected"), 401),
        ("", 401),
        (EDGE, 401),
        (EDGE.encode(), 401),
        ((), 401),
        ((7, 50000), 401),
        (None, 401),
    ]:
        # The address of a header, as of a server that reads one, or of a PROXY protocol.
        for address in ("203.0.113.9", EDGE):
            answer = get(app, address, forged, **{server: Connected(peer)})
            assert answer.status_code == status, (peer, address)
        answer = get(app, EDGE, forged, **{server: Connected(peer, socket.AF_UNIX)})
        assert answer.status_code == 401, peer
    assert get(app, EDGE, forged, **{server: object()}).status_code == 401


@pytest.mark.parametrize("times", [1, 2, 3])
def test_without_a_socket_no_peer_is_known_behind_proxy_fix(issuedby_ca: TestCa, times: int) -> None:
    headers = edge_headers(issuedby_ca, issuedby_ca.issue())
    app = behind_proxy_fix(flask_app(trusted_edge=PEER), times)
    for address in ("127.0.0.1", EDGE):
        for sent in (headers, [*headers, ("X-Forwarded-For", EDGE)]):
            assert get(app, address, sent).json["code"] == "no_certificate"
    # Before release 0.15, ProxyFix wrote other keys.
    other = {"werkzeug.proxy_fix.orig_remote_addr": "127.0.0.1"}
    assert get(flask_app(trusted_edge=PEER), EDGE, headers, **other).status_code == 401


def test_a_real_server_behind_two_proxy_fixes(issuedby_ca: TestCa) -> None:
    headers = {**dict(edge_headers(issuedby_ca, issuedby_ca.issue())), "X-Forwarded-For": f"{EDGE}, {EDGE}"}
    for edge, status in ((PEER, 401), (TrustedEdge(peer_networks=["127.0.0.1"]), 200)):
        app = behind_proxy_fix(flask_app(trusted_edge=edge), 2)
        with served(app, host="127.0.0.1", port=0) as port:
            assert fetch(http.client.HTTPConnection("127.0.0.1", port), headers)[0] == status


def test_a_refusal_is_a_problem_that_is_not_cached(issuedby_ca: TestCa) -> None:
    app = flask_app({"certIssuerDN": "CN=other"}, trusted_edge=PEER)
    answer = get(app, headers=edge_headers(issuedby_ca, issuedby_ca.issue()))
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["code"] == "issuer_not_allowed" and "CN=other" not in answer.text
    head = app.test_client().head("/", environ_overrides={"REMOTE_ADDR": EDGE})
    assert head.status_code == 401 and head.data == b""


def test_what_was_there_before_is_replaced_or_deleted(issuedby_ca: TestCa) -> None:
    stale: dict[str, Any] = {"mtls_auth": {"verified": True}, "incoming_request_properties": {}, "REMOTE_USER": "somebody"}
    app = flask_app(LENIENT, trusted_edge=PEER)
    assert get(app, **stale).json == {
        "mtls_auth": None, "properties": ANONYMOUS, "user": "somebody", "seen": [],
    }  # fmt: skip
    reported = get(app, headers=edge_headers(issuedby_ca, issuedby_ca.issue()), **stale).json
    assert reported["mtls_auth"]["subject"] == SUBJECT and reported["user"] == "somebody"


def test_joined_duplicates_fail_closed(issuedby_ca: TestCa) -> None:
    headers = edge_headers(issuedby_ca, issuedby_ca.issue())
    certificate = dict(headers)["Client-Cert"]
    app = flask_app(trusted_edge=PEER)
    for wrong, code in [
        ([*headers, ("Client-Mtls-Verification-Status", "SUCCESS")], "malformed"),
        ([*headers, ("Client-Cert", certificate)], "certificate_unavailable"),
        ([("Client-Cert", certificate)], "no_certificate"),
        ([*headers, ("Client-Mtls-Ca-Id", "\xe9")], "malformed"),
    ]:
        assert get(app, headers=wrong).json["code"] == code, wrong


def test_a_verifier_evaluates_the_certificate_of_the_connection(issuedby_ca: TestCa) -> None:
    app = flask_app(verifier=issuedby_ca.verifier())
    client = issuedby_ca.issue()
    given: dict[str, Any]
    for given in ({"SSL_CLIENT_CERT": client.pem}, {"peercert": client.der}):
        answer = get(app, **given)
        assert answer.status_code == 200 and answer.json["user"] == SUBJECT
    assert get(app, SSL_CLIENT_CERT=TestCa("CN=other").issue().pem).json["code"] == "no_matching_ca"
    assert get(app, SSL_CLIENT_CERT="").json["code"] == "no_certificate"
    intermediate = issuedby_ca.issue_ca()
    leaf = intermediate.issue()
    answer = get(app, SSL_CLIENT_CERT=leaf.pem, SSL_CLIENT_CERT_CHAIN_0=intermediate.pem)
    assert answer.json["code"] == "not_directly_signed"


def test_a_pinned_edge_is_believed(issuedby_ca: TestCa) -> None:
    edge = issuedby_ca.issue("edge")
    app = flask_app(trusted_edge=TrustedEdge(edge_fingerprints=[edge.sha256_fingerprint]))
    headers = edge_headers(issuedby_ca, issuedby_ca.issue())
    assert get(app, headers=headers, SSL_CLIENT_CERT=edge.pem).status_code == 200
    assert get(app, headers=headers, SSL_CLIENT_CERT=issuedby_ca.issue("edge").pem).status_code == 401


@pytest.mark.parametrize("edge", [UNIX, PEER])
def test_a_real_server_on_a_unix_socket(issuedby_ca: TestCa, socket_path: Path, edge: TrustedEdge) -> None:
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    path = str(socket_path)
    with served(flask_app(trusted_edge=edge), host=f"unix://{path}", port=0):
        connection = http.client.HTTPConnection("worker")
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(path)
        status, reported = fetch(connection, headers)
    assert status == (200 if edge is UNIX else 401)
    assert reported.get("user") == (SUBJECT if status == 200 else None)


def test_a_real_server_that_ends_tls_itself(issuedby_ca: TestCa, tmp_path: Path) -> None:
    client = issuedby_ca.issue()
    server_context = context(issuedby_ca, issuedby_ca.issue("server"), tmp_path / "server.pem", ssl.Purpose.CLIENT_AUTH)
    server_context.verify_mode = ssl.CERT_OPTIONAL
    app = flask_app(verifier=issuedby_ca.verifier())
    for presented, status in ((client, 200), (None, 401)):
        with served(app, host="127.0.0.1", port=0, ssl_context=server_context) as port:
            client_context = context(issuedby_ca, presented, tmp_path / "client.pem", ssl.Purpose.SERVER_AUTH)
            client_context.check_hostname = False
            client_context.verify_mode = ssl.CERT_NONE
            connection = http.client.HTTPSConnection("127.0.0.1", port, context=client_context)
            found, reported = fetch(connection, {})
        assert found == status and reported.get("user") == (SUBJECT if presented else None)


def context(ca: TestCa, own: Issued | None, path: Path, purpose: ssl.Purpose) -> ssl.SSLContext:
    made = ssl.create_default_context(purpose, cadata=ca.pem)
    if own is not None:
        path.write_text(own.pem + own.private_key_pem)
        made.load_cert_chain(path)
    return made


def fetch(connection: http.client.HTTPConnection, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    try:
        connection.request("GET", "/", headers=headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@contextmanager
def served(app: flask.Flask, **where: Any) -> Iterator[int]:
    server = make_server(app=app, **where)
    server.log = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_werkzeug_itself_is_enough(issuedby_ca: TestCa) -> None:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [environ["REMOTE_USER"].encode()]

    guarded = MtlsAuthInboundMiddleware(app, ENFORCING, verifier=issuedby_ca.verifier())
    answer = Client(guarded).get("/", environ_overrides={"SSL_CLIENT_CERT": issuedby_ca.issue().pem})
    assert answer.text == SUBJECT
