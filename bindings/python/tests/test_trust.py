"""The grounds on which headers are believed."""

from __future__ import annotations

import logging

import fastapi
import flask
import pytest
from starlette.testclient import TestClient

from issuedby import MtlsAuthInbound, OptionError, ParseError
from issuedby.asgi import MtlsAuthInboundMiddleware as Asgi
from issuedby.testing import TestCa, scenario
from issuedby.trust import Connection, HeaderTrust, PeerAddresses, PinnedEdge, UnixSocket
from issuedby.wsgi import MtlsAuthInboundMiddleware as Wsgi

POLICY = MtlsAuthInbound(cert_issuer_dn="CN=example-ca")


@pytest.mark.parametrize("middleware", [Asgi, Wsgi])
def test_a_ground_or_a_verifier_must_be_named(middleware: type[Asgi] | type[Wsgi], issuedby_ca: TestCa) -> None:
    with pytest.raises(OptionError) as raised:
        middleware(None, POLICY)  # type: ignore[arg-type]
    assert raised.value.code == "client_source_required"
    with pytest.raises(OptionError) as raised:
        middleware(None, POLICY, trust_headers=UnixSocket(), verifier=issuedby_ca.verifier())  # type: ignore[arg-type]
    assert raised.value.code == "client_source_ambiguous"
    for wrong in (True, "unix", "127.0.0.1", UnixSocket):
        with pytest.raises(TypeError, match="UnixSocket, PeerAddresses or PinnedEdge"):
            middleware(None, POLICY, trust_headers=wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="must be a Verifier"):
        middleware(None, POLICY, verifier=issuedby_ca)  # type: ignore[arg-type]
    with pytest.raises(OptionError):
        middleware(None, {}, trust_headers=UnixSocket())  # type: ignore[arg-type]


def test_r32_addresses_are_those_listed_and_no_others() -> None:
    ground = PeerAddresses("192.0.2.7", "198.51.100.0/24", "fd00::/64")
    for address in ("192.0.2.7", "198.51.100.255", "::ffff:192.0.2.7", "fd00::1"):
        assert ground.trusts(Connection(peer_address=address)), address
    for other in ("192.0.2.8", "127.0.0.1", "::1", "fd01::1", "", "<local>", "testclient", None):
        assert not ground.trusts(Connection(peer_address=other)), other
    assert not ground.trusts(Connection(is_unix_socket=True))


@pytest.mark.parametrize("address", ["0.0.0.0/0", "::/0", "edge", "192.0.2.7/24", "", "fe80::1%eth0"])
def test_an_address_that_cannot_be_meant_is_refused(address: str) -> None:
    with pytest.raises(OptionError):
        PeerAddresses(address)
    with pytest.raises(OptionError):
        PeerAddresses()
    with pytest.raises(TypeError):
        PeerAddresses(5)  # type: ignore[arg-type]


def test_r32_r34_a_pinned_edge_is_told_by_the_certificate_of_its_connection(issuedby_ca: TestCa) -> None:
    edge, other = issuedby_ca.issue("edge"), issuedby_ca.issue("edge")
    ground = PinnedEdge(other.sha256_fingerprint.lower().replace(":", ""), edge.sha256_fingerprint)
    assert ground.trusts(Connection(tls_certificates=(edge.pem,)))
    assert ground.trusts(Connection(tls_certificates=(other.der,)))
    # What is sent along proves nothing.
    assert not ground.trusts(Connection(tls_certificates=(issuedby_ca.issue("edge").pem, edge.pem)))
    assert not ground.trusts(Connection(tls_certificates=("no certificate",)))
    assert not ground.trusts(Connection(peer_address="127.0.0.1", is_unix_socket=True))
    with pytest.raises(ParseError):
        PinnedEdge("ab" * 20)
    with pytest.raises(OptionError):
        PinnedEdge()


def test_r32_only_a_unix_socket_is_one() -> None:
    assert UnixSocket().trusts(Connection(is_unix_socket=True))
    assert not UnixSocket().trusts(Connection(peer_address="127.0.0.1"))


def refused(framework: str, name: str, ground: HeaderTrust, connection: Connection) -> str:
    """The answer to a client of this scenario that is refused, on this connection."""
    one = scenario(name)
    policy = {"certIssuerDN": one.cert_issuer_dn}
    if framework == "asgi":
        app = fastapi.FastAPI()
        app.add_middleware(Asgi, policy=policy, trust_headers=ground)
        answer = TestClient(one.asgi(app, connection=connection)).get("/")
        assert answer.status_code == 401
        return answer.text
    site = flask.Flask(__name__)
    site.wsgi_app = Wsgi(site.wsgi_app, policy, trust_headers=ground)  # type: ignore[method-assign]
    told = site.test_client().get("/", environ_overrides=one.wsgi_environ(connection=connection))
    assert told.status_code == 401
    return told.text


@pytest.mark.parametrize("framework", ["asgi", "wsgi"])
def test_the_log_alone_says_why_headers_were_ignored(
    framework: str, issuedby_ca: TestCa, caplog: pytest.LogCaptureFixture
) -> None:
    pinned, other = issuedby_ca.issue("edge"), issuedby_ca.issue("edge")
    pin = PinnedEdge(pinned.sha256_fingerprint)
    loopback = Connection(peer_address="127.0.0.1")
    cases: list[tuple[HeaderTrust, Connection, str]] = [
        (UnixSocket(), loopback, "from 127.0.0.1 without a client certificate"),
        (PeerAddresses("192.0.2.7"), loopback, "from 127.0.0.1 without"),
        (PeerAddresses("192.0.2.7"), Connection(peer_address="fe80::1%a\nb"), "from fe80::1 without"),
        (PeerAddresses("192.0.2.7"), Connection(peer_address="::ffff:192.0.2.8"), "from 192.0.2.8 without"),
        (PeerAddresses("192.0.2.7"), Connection(peer_address="forged\nline"), "from an unknown address"),
        (PeerAddresses("192.0.2.7"), Connection(is_unix_socket=True), "through a Unix socket"),
        (pin, Connection(peer_address="::1", tls_certificates=(other.pem,)), f"certificate {other.sha256_fingerprint}"),
        (pin, Connection(peer_address="::1", tls_certificates=("none",)), "with a certificate that cannot be read"),
    ]
    with caplog.at_level(logging.INFO, logger="issuedby"):
        for ground, connection, found in cases:
            caplog.clear()
            assert refused(framework, "valid", ground, connection) == refused(framework, "none", UnixSocket(), loopback)
            told, *_ = lines = [record.getMessage() for record in caplog.records if record.name == "issuedby"]
            assert len(lines) == 2
            assert "header fields of an edge were ignored" in told
            assert found in told and told.endswith(repr(ground)) and "\n" not in told
            assert "MII" not in told and "SUCCESS" not in told


@pytest.mark.parametrize("framework", ["asgi", "wsgi"])
def test_the_log_says_nothing_of_headers_that_were_not_there_or_were_believed(
    framework: str, caplog: pytest.LogCaptureFixture
) -> None:
    loopback = Connection(peer_address="127.0.0.1")
    with caplog.at_level(logging.INFO, logger="issuedby"):
        refused(framework, "expired", PeerAddresses("127.0.0.1"), loopback)
    assert "expired" in caplog.text and "ignored" not in caplog.text
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="issuedby"):
        refused(framework, "none", PeerAddresses("127.0.0.1"), loopback)
    assert "no_certificate" in caplog.text and "ignored" not in caplog.text
