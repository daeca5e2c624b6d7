"""The scenarios: what an edge says of a client, through the real policy and both middlewares."""

from __future__ import annotations

import copy
import http.client
import json
import pickle
import re
import threading
import wsgiref.simple_server
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fastapi
import flask
import pytest
import starlette.requests
import werkzeug.test
from starlette.testclient import TestClient

from issuedby import ConnectionFacts, EdgeReport, MtlsAuthInbound, OptionError, TrustedEdge, asgi, wsgi
from issuedby.testing import SCENARIOS, Scenario, TestCa, scenario
from middleware_cases import ANONYMOUS, ENFORCING, LENIENT, SUBJECT

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

FACTS = ("description", "cert_issuer_dn", "headers", "incoming_request_properties", "decision")


def fastapi_app(policy: dict[str, Any] = ENFORCING, edge: TrustedEdge | None = None) -> fastapi.FastAPI:
    app = fastapi.FastAPI()
    app.add_middleware(asgi.MtlsAuthInboundMiddleware, policy=policy, trusted_edge=edge or TrustedEdge(unix_socket=True))

    @app.get("/")
    def tell(request: fastapi.Request) -> dict[str, Any]:
        return reported(request.scope)

    return app


def flask_app(policy: dict[str, Any] = ENFORCING, edge: TrustedEdge | None = None) -> flask.Flask:
    app = flask.Flask(__name__)
    app.add_url_rule("/", view_func=lambda: reported(flask.request.environ))
    middleware = wsgi.MtlsAuthInboundMiddleware(app.wsgi_app, policy, trusted_edge=edge or TrustedEdge(unix_socket=True))
    app.wsgi_app = middleware  # type: ignore[method-assign]
    return app


def reported(values: Any) -> dict[str, Any]:
    return {key: values.get(key) for key in ("mtls_auth", "incoming_request_properties")}


def over_asgi(one: Scenario, app: fastapi.FastAPI) -> Any:
    return TestClient(one.asgi(app)).get("/")


def test_the_fixture_is_that_of_all_languages(repository: Path, report_cases: Callable[[str, int, int], None]) -> None:
    fixture = json.loads((repository / "crates/issuedby-dev/scenarios.json").read_text())["scenarios"]
    assert [one["name"] for one in fixture] == list(SCENARIOS)
    for one in fixture:
        assert list(one.values()) == [one["name"], *(getattr(scenario(one["name"]), fact) for fact in FACTS)]
    report_cases("python/scenarios", len(SCENARIOS), len(fixture))


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_policy_decides_as_the_fixture_says(name: str) -> None:
    one = scenario(name)
    report = EdgeReport.from_headers(one.headers)
    decision = MtlsAuthInbound({"certIssuerDN": one.cert_issuer_dn}).decide(report)
    assert decision.to_json() == json.dumps(one.decision, separators=(",", ":"))
    assert report.incoming_request_properties == one.incoming_request_properties
    assert list(report.to_headers(client_cert="presented")) == list(one.headers.items())


@pytest.mark.parametrize("name", SCENARIOS)
def test_both_middlewares_answer_as_the_fixture_says(name: str) -> None:
    one = scenario(name)
    flask_answer = flask_app().test_client().get("/", environ_overrides=one.wsgi_environ())
    werkzeug_answer = werkzeug.test.Client(one.wsgi(flask_app())).get("/")
    asgi_answer = over_asgi(one, fastapi_app())
    for status, body in [
        (flask_answer.status_code, flask_answer.json),
        (werkzeug_answer.status_code, werkzeug_answer.json),
        (asgi_answer.status_code, asgi_answer.json()),
    ]:
        problem = one.decision["problem"]
        assert status == (200 if problem is None else 401)
        metadata = {"mtls_auth": one.decision["metadata"], "incoming_request_properties": one.incoming_request_properties}
        assert body == (metadata if problem is None else problem)


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_handed_over_is_what_a_lenient_middleware_hands_over(name: str) -> None:
    one = scenario(name)
    expected = reported(one.handed_over())
    assert over_asgi(one, fastapi_app(LENIENT)).json() == expected
    assert flask_app(LENIENT).test_client().get("/", environ_overrides=one.wsgi_environ()).json == expected
    users = {"user", "REMOTE_USER"} if one.decision["sub"] is not None else set()
    assert set(one.handed_over()) & {"user", "REMOTE_USER"} == users
    if one.decision["action"] == "allow":
        assert one.handed_over()["mtls_auth"] == one.decision["metadata"]
    elif expected["mtls_auth"] is not None:
        assert (expected["mtls_auth"]["verified"], expected["mtls_auth"]["reason"]) == (False, one.decision["reason"])


def test_a_handler_is_called_without_the_middleware() -> None:
    def hello(request: starlette.requests.Request) -> str:
        about = request.scope.get("mtls_auth")
        if about is None:
            return "Who are you?"
        return f"Hello, {request.user.sub}" if about["verified"] else about["reason"]

    for name, greeting in (("valid", f"Hello, {SUBJECT}"), ("expired", "expired"), ("none", "Who are you?")):
        assert hello(starlette.requests.Request({"type": "http", **scenario(name).handed_over()})) == greeting
    assert scenario("valid").handed_over()["REMOTE_USER"] == SUBJECT
    assert scenario("valid").handed_over()["user"].data["mtlsAuth"] == scenario("valid").decision["metadata"]


def test_the_facts_meet_their_rule_and_no_other(issuedby_ca: TestCa) -> None:
    edge = issuedby_ca.issue("edge")
    of_edge = ConnectionFacts(client_certificate=edge.pem)
    edges = [
        (TrustedEdge(unix_socket=True), ConnectionFacts(unix_socket=True)),
        (TrustedEdge(peer_networks=["192.0.2.7"]), ConnectionFacts(peer_address="192.0.2.7")),
        (TrustedEdge(edge_fingerprints=[edge.sha256_fingerprint]), of_edge),
    ]
    valid = scenario("valid")
    for trusted_edge, _ in edges:
        for other, facts in edges:
            expected = 200 if other is trusted_edge else 401
            over_wsgi = werkzeug.test.Client(valid.wsgi(flask_app(edge=trusted_edge), facts=facts)).get("/")
            over_fastapi = TestClient(valid.asgi(fastapi_app(edge=trusted_edge), facts=facts)).get("/")
            assert [over_wsgi.status_code, over_fastapi.status_code] == [expected, expected], (trusted_edge, facts)
    without = TestClient(fastapi_app()).get("/", headers=valid.headers)
    assert (without.status_code, without.json()["code"]) == (401, "no_certificate")


def test_an_edge_removes_what_the_client_wrote_itself() -> None:
    forged = scenario("valid").headers
    none = scenario("none")
    assert TestClient(none.asgi(fastapi_app(LENIENT))).get("/", headers=forged).json()["incoming_request_properties"] == ANONYMOUS
    answer = werkzeug.test.Client(none.wsgi(flask_app(LENIENT))).get("/", headers=forged)
    assert answer.json is not None and answer.json["incoming_request_properties"] == ANONYMOUS


def test_what_is_no_request_goes_on_as_it_is() -> None:
    started = []
    app = fastapi_app()
    app.router.add_event_handler("startup", lambda: started.append(True))
    with TestClient(scenario("valid").asgi(app)) as client:
        assert client.get("/").status_code == 200
    assert started == [True]


def test_the_readme_lists_them_and_its_tests_pass(python_folder: Path) -> None:
    readme = (python_folder / "README.md").read_text()
    for one in map(scenario, SCENARIOS):
        reason = one.decision["reason"]
        assert f"| `{one.name}` | {one.description} | {f'401 `{reason}`' if reason else '200'} |\n" in readme
    section = readme.partition("\n## In tests\n")[2]
    shown = re.findall(r"```py\n(.*?)```", section, re.DOTALL)
    names: dict[str, Any] = {
        "app": fastapi_app(),
        "flask_app": flask_app(),
        "plain_wsgi_app": plain_wsgi_app(TrustedEdge(unix_socket=True)),
        "plain_asgi_app": fastapi_app(),
    }
    # The others have fixtures, and are about something else.
    for block in shown:
        if "issuedby_ca" not in block:
            exec(block, names)
    tests = [thing for name, thing in names.items() if name.startswith("test_")]
    assert len(tests) == 5
    for one_of_them in tests:
        one_of_them()


def plain_wsgi_app(edge: TrustedEdge) -> WSGIApplication:
    """A handler that needs nothing but the standard library, behind the middleware."""

    def greet(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [f"Hello, {environ['REMOTE_USER']}".encode()]

    return wsgi.MtlsAuthInboundMiddleware(greet, ENFORCING, trusted_edge=edge)


@pytest.mark.parametrize(
    ("edge", "status"),
    [
        (TrustedEdge(peer_networks=["127.0.0.1"]), 200),
        (TrustedEdge(peer_networks=["192.0.2.7"]), 401),
        (TrustedEdge(unix_socket=True), 401),
    ],
    ids=repr,
)
def test_wsgiref_serves_it_to_listed_peers(edge: TrustedEdge, status: int) -> None:
    class Quiet(wsgiref.simple_server.WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    with wsgiref.simple_server.make_server("127.0.0.1", 0, plain_wsgi_app(edge), handler_class=Quiet) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
        connection.request("GET", "/", headers=scenario("valid").headers)
        assert connection.getresponse().status == status
        connection.close()
        thread.join()


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("expird", "expired"), ("NotYetValid", "not-yet-valid"), ("other_ca", "other-ca"), ("revoked", None), ("", None)],
)
def test_an_unknown_name_gets_the_nearest_and_all(written: str, nearest: str | None) -> None:
    for make in (scenario, Scenario):
        with pytest.raises(OptionError) as raised:
            make(written)
        assert (raised.value.code, raised.value.suggestion) == ("unknown_scenario", nearest)
        assert ", ".join(SCENARIOS) in str(raised.value)
    with pytest.raises(TypeError):
        scenario(None)  # type: ignore[arg-type]


def test_a_scenario_cannot_be_changed() -> None:
    one = scenario("valid")
    for name in ("name", "headers", "_name", "other"):
        with pytest.raises(AttributeError):
            setattr(one, name, "none")
        with pytest.raises(AttributeError):
            delattr(one, name)
    before = json.dumps([getattr(one, fact) for fact in FACTS])
    one.headers.clear()
    one.incoming_request_properties["clientMtlsVerificationStatus"] = "NONE"
    one.decision["metadata"]["subject"] = "CN=other"
    one.wsgi_environ().clear()
    assert json.dumps([getattr(scenario("valid"), fact) for fact in FACTS]) == before
    for same in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one)), scenario("valid")):
        assert same == one and hash(same) == hash(one)
    assert one != scenario("none") and repr(one) == "scenario('valid')"
