"""The trusted edge: its vectors, tests/vectors/trusted_edge.json, and the middlewares that hand over facts."""

from __future__ import annotations

import json
import logging
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastapi
import flask
import pytest
from starlette.testclient import TestClient

from issuedby import ConnectionFacts, MtlsAuthInbound, OptionError, TrustedEdge
from issuedby.asgi import MtlsAuthInboundMiddleware as Asgi
from issuedby.testing import TestCa, scenario
from issuedby.wsgi import MtlsAuthInboundMiddleware as Wsgi

POLICY = MtlsAuthInbound(cert_issuer_dn="CN=example-ca")
UNIX = TrustedEdge(unix_socket=True)
LOOPBACK = ConnectionFacts(peer_address="127.0.0.1")

Report = Callable[[str, int, int], None]


@pytest.fixture(scope="module")
def vectors(repository: Path) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((repository / "tests/vectors/trusted_edge.json").read_text())
    assert vectors["format"] == 1
    return vectors


def test_all_options_load_or_are_refused_as_declared(vectors: dict[str, Any], report_cases: Report) -> None:
    for case in vectors["options"]:
        options, expect = case["options"], case["expect"]
        if isinstance(options, dict):
            options = b64decode(options["base64"]) if "base64" in options else options["repeat"][0] * options["repeat"][1]
        found: dict[str, Any] = {}
        try:
            TrustedEdge(options)
        except OptionError as error:
            found = {"error": error.code, "element": error.element}
            found |= {"suggestion": error.suggestion} if "suggestion" in expect else {}
            found = {key: value for key, value in found.items() if value is not None}
        assert found == expect, case["id"]
    report_cases("python/trusted_edge_options", len(vectors["options"]), vectors["count"]["options"])


def test_all_connections_are_decided_as_declared(vectors: dict[str, Any], report_cases: Report) -> None:
    for case in vectors["decisions"]:
        facts, certificate = case["facts"], case["facts"]["clientCertificate"]
        trust = TrustedEdge(case["options"]).decide(
            ConnectionFacts(
                unix_socket=facts["unixSocket"],
                peer_address=facts["peerAddress"],
                client_certificate=None if certificate is None else b64decode(certificate),
            )
        )
        found = {"believed": trust.believed, "rule": trust.rule, "code": trust.code}
        assert found == case["expect"], case["id"]
        assert {**found, "message": trust.message, "remedy": trust.remedy} == json.loads(case["trust"]), case["id"]
    report_cases("python/trusted_edge_decisions", len(vectors["decisions"]), vectors["count"]["decisions"])


def test_options_may_be_a_dict_text_or_keywords() -> None:
    for edge in (
        TrustedEdge({"peerNetworks": ["127.0.0.0/8"]}),
        TrustedEdge('{"peerNetworks":["127.0.0.0/8"]}'),
        TrustedEdge(peer_networks=["127.0.0.0/8"]),
        TrustedEdge(peer_networks=("127.0.0.0/8",), unix_socket=False),
    ):
        assert edge.decide(LOOPBACK).rule == "peer_networks"
    with pytest.raises(OptionError) as raised:
        TrustedEdge(peer_network=["127.0.0.1"])  # type: ignore[call-arg]
    assert (raised.value.code, raised.value.suggestion) == ("unknown_option", "peer_networks")
    with pytest.raises(TypeError) as wrong:
        TrustedEdge(peer_networks="127.0.0.1")  # type: ignore[arg-type]
    assert isinstance(wrong.value, OptionError) and wrong.value.code == "wrong_type"


def test_facts_of_another_type_are_type_errors() -> None:
    for facts in ({"peer_address": 5}, {"unix_socket": 1}, {"client_certificate": 5}):
        with pytest.raises(TypeError):
            ConnectionFacts(**facts)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="ConnectionFacts"):
        UNIX.decide({"unix_socket": True})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="believed"):
        bool(UNIX.decide(ConnectionFacts()))
    assert not TrustedEdge(peer_networks=["192.0.2.7"]).decide(ConnectionFacts(peer_address="\ud800")).believed


@pytest.mark.parametrize("middleware", [Asgi, Wsgi])
def test_a_trusted_edge_or_a_verifier_is_given(middleware: type[Asgi] | type[Wsgi], issuedby_ca: TestCa) -> None:
    with pytest.raises(OptionError) as raised:
        middleware(None, POLICY)  # type: ignore[arg-type]
    assert raised.value.code == "client_source_required" and raised.value.remedy
    with pytest.raises(OptionError) as raised:
        middleware(None, POLICY, trusted_edge=UNIX, verifier=issuedby_ca.verifier())  # type: ignore[arg-type]
    assert raised.value.code == "client_source_ambiguous"
    for wrong in (True, "unix", "127.0.0.1", TrustedEdge):
        with pytest.raises(TypeError, match="a TrustedEdge or the dict of its options"):
            middleware(None, POLICY, trusted_edge=wrong)  # type: ignore[arg-type]
    with pytest.raises(OptionError):
        middleware(None, POLICY, trusted_edge={})  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="must be a Verifier"):
        middleware(None, POLICY, verifier=issuedby_ca)  # type: ignore[arg-type]
    with pytest.raises(OptionError):
        middleware(None, {}, trusted_edge=UNIX)  # type: ignore[arg-type]


def test_only_the_first_certificate_of_a_connection_is_a_fact(issuedby_ca: TestCa) -> None:
    edge, other = issuedby_ca.issue("edge"), issuedby_ca.issue("edge")
    pinned = TrustedEdge(edge_fingerprints=[edge.sha256_fingerprint.lower().replace(":", "")])
    for certificate in (edge.pem, edge.der):
        assert pinned.decide(ConnectionFacts(client_certificate=certificate)).rule == "edge_fingerprints"
    assert pinned.decide(ConnectionFacts(client_certificate=other.pem)).code == "client_certificate_not_listed"


def refused(framework: str, name: str, edge: TrustedEdge, facts: ConnectionFacts) -> str:
    """The answer to a client of this scenario that is refused, on this connection."""
    one = scenario(name)
    policy = {"certIssuerDN": one.cert_issuer_dn}
    if framework == "asgi":
        app = fastapi.FastAPI()
        app.add_middleware(Asgi, policy=policy, trusted_edge=edge)
        answer = TestClient(one.asgi(app, facts=facts)).get("/")
        assert answer.status_code == 401
        return answer.text
    site = flask.Flask(__name__)
    site.wsgi_app = Wsgi(site.wsgi_app, policy, trusted_edge=edge)  # type: ignore[method-assign]
    response = site.test_client().get("/", environ_overrides=one.wsgi_environ(facts=facts))
    assert response.status_code == 401
    return response.text


@pytest.mark.parametrize("framework", ["asgi", "wsgi"])
def test_the_log_alone_says_why_headers_were_ignored(
    framework: str, issuedby_ca: TestCa, caplog: pytest.LogCaptureFixture
) -> None:
    pinned, other = issuedby_ca.issue("edge"), issuedby_ca.issue("edge")
    pin = TrustedEdge(edge_fingerprints=[pinned.sha256_fingerprint])
    peer = TrustedEdge(peer_networks=["192.0.2.7"])
    cases = [
        (UNIX, LOOPBACK, "not_a_unix_socket", "from 127.0.0.1 without a client certificate"),
        (peer, LOOPBACK, "peer_address_not_listed", "from 127.0.0.1 without"),
        (peer, ConnectionFacts(peer_address="fe80::1%a\nb"), "peer_address_has_zone", "from an address with a zone"),
        (peer, ConnectionFacts(peer_address="::ffff:192.0.2.8"), "peer_address_not_listed", "from 192.0.2.8 without"),
        (peer, ConnectionFacts(peer_address="forged\nline"), "peer_address_unreadable", "from an unreadable address"),
        (peer, ConnectionFacts(unix_socket=True), "peer_address_missing", "over a Unix socket"),
        (
            pin,
            ConnectionFacts(peer_address="::1", client_certificate=other.pem),
            "client_certificate_not_listed",
            f"certificate {other.sha256_fingerprint}",
        ),
        (
            pin,
            ConnectionFacts(peer_address="::1", client_certificate="none"),
            "client_certificate_unreadable",
            "with a client certificate that cannot be read",
        ),
    ]
    with caplog.at_level(logging.INFO, logger="issuedby"):
        for edge, facts, code, found in cases:
            caplog.clear()
            assert refused(framework, "valid", edge, facts) == refused(framework, "none", UNIX, LOOPBACK)
            first, *_ = lines = [record.getMessage() for record in caplog.records if record.name == "issuedby"]
            assert len(lines) == 2
            assert f"header fields of an edge were ignored: {code}: " in first
            assert found in first and "\n" not in first
            assert first.endswith(f"; {edge.decide(facts).remedy}")
            assert "MII" not in first and "SUCCESS" not in first


@pytest.mark.parametrize("framework", ["asgi", "wsgi"])
def test_the_log_is_silent_on_headers_that_were_believed_or_absent(framework: str, caplog: pytest.LogCaptureFixture) -> None:
    edge = TrustedEdge(peer_networks=["127.0.0.1"])
    with caplog.at_level(logging.INFO, logger="issuedby"):
        refused(framework, "expired", edge, LOOPBACK)
    assert "expired" in caplog.text and "ignored" not in caplog.text
    caplog.clear()
    with caplog.at_level(logging.INFO, logger="issuedby"):
        refused(framework, "none", edge, LOOPBACK)
    assert "no_certificate" in caplog.text and "ignored" not in caplog.text
