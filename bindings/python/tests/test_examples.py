"""The examples: every scenario, as a unit test of an application asks it. No TLS."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.authentication import AuthCredentials, AuthenticationBackend, BaseUser, SimpleUser, UnauthenticatedUser
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient

from issuedby import ConnectionFacts
from issuedby.testing import SCENARIOS, Scenario, scenario

OVER_TCP = ConnectionFacts(peer_address="127.0.0.1")
OVER_UNIX = ConnectionFacts(unix_socket=True)

Ask = Callable[[Scenario, ConnectionFacts], tuple[int, Any]]
"""Status and JSON of the answer to a client, as the example that is asked gives it."""


def ask_fastapi(module: Any, of: Scenario, facts: ConnectionFacts) -> tuple[int, Any]:
    answer = TestClient(of.asgi(module.app, facts=facts)).get("/")
    return answer.status_code, answer.json()


def ask_flask(module: Any, of: Scenario, facts: ConnectionFacts) -> tuple[int, Any]:
    answer = module.app.test_client().get("/", environ_overrides=of.wsgi_environ(facts=facts))
    return answer.status_code, answer.json


@pytest.fixture(params=[("fastapi_app", ask_fastapi), ("flask_app", ask_flask)], ids=lambda one: one[0])
def load(request: pytest.FixtureRequest, python_folder: Path) -> Callable[[], Ask]:
    """Loads an example, anew with every call: it reads the environment when it is loaded."""
    name, ask = request.param

    def load() -> Ask:
        module = loaded(name, python_folder)
        return lambda of, facts: ask(module, of, facts)

    return load


def loaded(name: str, python_folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location(name, python_folder / "examples" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def expected(of: Scenario) -> tuple[int, Any]:
    """The result of the examples' policy for a scenario."""
    problem, metadata = of.decision["problem"], of.decision["metadata"]
    if problem is not None:
        return 401, problem
    return 200, {"message": f"Hello, {metadata['subject']}", "mtlsAuth": metadata}


def test_every_scenario_is_answered_as_the_policy_decides(
    load: Callable[[], Ask],
    report_cases: Callable[[str, int, int], None],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = [(load(), OVER_TCP)]
    monkeypatch.setenv("WORKER_SOCKET", "worker.sock")
    asked.append((load(), OVER_UNIX))
    run = 0
    for ask, facts in asked:
        for name in SCENARIOS:
            assert ask(scenario(name), facts) == expected(scenario(name)), name
            run += 1
    report_cases(f"python/examples/{request.node.callspec.id}", run, 26)


def test_another_connection_is_not_believed(load: Callable[[], Ask], monkeypatch: pytest.MonkeyPatch) -> None:
    refused = expected(scenario("none"))
    ask = load()
    assert ask(scenario("valid"), OVER_UNIX) == ask(scenario("valid"), ConnectionFacts(peer_address="192.0.2.7")) == refused
    monkeypatch.setenv("WORKER_SOCKET", "worker.sock")
    assert load()(scenario("valid"), OVER_TCP) == refused


def test_a_staged_rollout_lets_everybody_on_and_says_whom_it_would_refuse(
    load: Callable[[], Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOW_UNAUTHENTICATED_REQUESTS", "true")
    ask = load()
    for name in SCENARIOS:
        of = scenario(name)
        status, body = ask(of, OVER_TCP)
        if "Client-Cert" not in of.headers:
            assert (status, body) == (401, {"message": "a client certificate is needed"}), name
        else:
            assert (status, body["mtlsAuth"]["reason"]) == (200, of.decision["reason"]), name
            assert body["mtlsAuth"]["verified"] is (of.decision["action"] == "allow"), name


@pytest.mark.parametrize("user", [SimpleUser("somebody"), UnauthenticatedUser()], ids=["somebody", "nobody"])
@pytest.mark.parametrize("lenient", ["true", "false"])
def test_fastapi_answers_the_same_whoever_was_authenticated_before(
    user: BaseUser, lenient: str, python_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Before(AuthenticationBackend):
        async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, BaseUser]:
            return AuthCredentials(), user

    monkeypatch.setenv("ALLOW_UNAUTHENTICATED_REQUESTS", lenient)
    with_users, without = loaded("fastapi_app", python_folder), loaded("fastapi_app", python_folder)
    with_users.app.add_middleware(AuthenticationMiddleware, backend=Before())
    for name in SCENARIOS:
        of = scenario(name)
        assert ask_fastapi(with_users, of, OVER_TCP) == ask_fastapi(without, of, OVER_TCP), name
