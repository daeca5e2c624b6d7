"""The facts of a connection that the ASGI middleware takes from the scope of a server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from asgi_app import EDGE, PEER, UNIX, client_of, starlette, with_scope
from issuedby import TrustedEdge
from issuedby.testing import TestCa
from middleware_cases import SUBJECT, edge_headers


@pytest.mark.parametrize(
    ("server", "status"),
    [(("/run/app.sock", None), 200), (("\0app", None), 200), (("example.com", None), 401), (None, 401), (("/run/app.sock", 80), 401)],
)  # fmt: skip
def test_a_unix_socket_is_a_path_without_a_port(issuedby_ca: TestCa, server: Any, status: int) -> None:
    app = with_scope(starlette(trusted_edge=UNIX), server=server, client=None)
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    # Starlette writes no URL without a server, and needs none here.
    answer = client_of(app).get("/", headers=headers)
    assert answer.status_code == status


def test_a_path_that_is_not_whole_must_be_that_of_a_socket(
    issuedby_ca: TestCa, socket_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(socket_path.parent)
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))

    def status(name: str) -> int:
        app = with_scope(starlette(trusted_edge=UNIX), server=(name, None), client=None)
        return client_of(app).get("/", headers=headers).status_code

    (socket_path.parent / "file").touch()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(socket_path.name)
        assert status(socket_path.name) == 200
        assert [status(name) for name in ("file", "missing", "a\0b", "")] == [401] * 4


def test_a_header_gives_no_unix_socket_a_peer(
    issuedby_ca: TestCa, socket_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(socket_path.parent)
    headers = {**dict(edge_headers(issuedby_ca, issuedby_ca.issue())), "X-Forwarded-For": EDGE}

    def status(edge: TrustedEdge, server: object) -> int:
        # The order of `uvicorn --uds app.sock --forwarded-allow-ips '*'`: the server, its middleware, the application.
        inner: Any = starlette(trusted_edge=edge)
        proxied: Any = ProxyHeadersMiddleware(inner, trusted_hosts="*")
        app = with_scope(proxied, server=server, client=None)
        caplog.clear()
        return client_of(app).get("/", headers=headers).status_code

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(socket_path.name)
        for path in (socket_path.name, str(socket_path), "\0app"):
            assert status(PEER, (path, None)) == 401, path
            assert "peer_address_on_unix_socket" in caplog.text
            assert status(UNIX, (path, None)) == 200, path
    # A worker may have left the folder of its socket; and some servers tell nothing.
    for server in (("gone.sock", None), ["gone.sock", None], ("worker", None), None, (), ("/run/app.sock",)):
        for edge in (PEER, UNIX):
            assert status(edge, server) == 401, server
    assert "not_a_unix_socket" in caplog.text


def test_a_real_server_on_a_unix_socket_and_on_loopback(issuedby_ca: TestCa, socket_path: Path) -> None:
    headers = dict(edge_headers(issuedby_ca, issuedby_ca.issue()))
    with served(starlette(trusted_edge=UNIX), uds=str(socket_path)):
        with httpx2.Client(transport=httpx2.HTTPTransport(uds=str(socket_path))) as client:
            answer = client.get("http://worker/", headers=headers)
        assert answer.status_code == 200 and answer.json()["user"] == SUBJECT
    port = free_port()
    for edge, status in ((UNIX, 401), (PEER, 401), (TrustedEdge(peer_networks=["127.0.0.1"]), 200)):
        with served(starlette(trusted_edge=edge), host="127.0.0.1", port=port):
            answer = httpx2.get(f"http://127.0.0.1:{port}/", headers={**headers, "X-Forwarded-For": EDGE})
            assert answer.status_code == status, edge


@contextmanager
def served(app: Any, **where: Any) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical", proxy_headers=False, **where))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
