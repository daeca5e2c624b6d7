"""The examples: every scenario, as a unit test of an application asks it. No TLS."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from issuedby.testing import SCENARIOS, Scenario, scenario

Ask = Callable[[Scenario], tuple[int, Any]]
"""Status and JSON of the answer to a client, as the example that is asked gives it."""


def ask_fastapi(module: Any, of: Scenario) -> tuple[int, Any]:
    answer = TestClient(module.app, client=("127.0.0.1", 50000)).get("/", headers=of.headers)
    return answer.status_code, answer.json()


def ask_flask(module: Any, of: Scenario) -> tuple[int, Any]:
    answer = module.app.test_client().get("/", headers=of.headers)
    return answer.status_code, answer.json


@pytest.fixture(params=[("fastapi_app", ask_fastapi), ("flask_app", ask_flask)], ids=lambda one: one[0])
def load(request: pytest.FixtureRequest, python_folder: Path) -> Callable[[], Ask]:
    """Loads an example, anew with every call: it reads the environment when it is loaded."""
    name, ask = request.param

    def load() -> Ask:
        spec = importlib.util.spec_from_file_location(name, python_folder / "examples" / f"{name}.py")
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return lambda of: ask(module, of)

    return load


def expected(of: Scenario) -> tuple[int, Any]:
    """What the policy of the examples makes of a scenario."""
    problem, metadata = of.decision["problem"], of.decision["metadata"]
    if problem is not None:
        return 401, problem
    return 200, {"message": f"Hello, {metadata['subject']}", "mtlsAuth": metadata}


def test_every_scenario_is_answered_as_the_policy_decides(
    load: Callable[[], Ask], report_cases: Callable[..., None], request: pytest.FixtureRequest
) -> None:
    ask = load()
    run = 0
    for name in SCENARIOS:
        assert ask(scenario(name)) == expected(scenario(name)), name
        run += 1
    report_cases(f"python/examples/{request.node.callspec.id}", run, 13)


def test_nobody_is_believed_on_another_connection(load: Callable[[], Ask], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKER_SOCKET", "worker.sock")
    assert load()(scenario("valid")) == expected(scenario("none"))


def test_a_staged_rollout_lets_everybody_on_and_says_whom_it_would_refuse(
    load: Callable[[], Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOW_UNAUTHENTICATED_REQUESTS", "true")
    ask = load()
    for name in SCENARIOS:
        of = scenario(name)
        status, body = ask(of)
        if "Client-Cert" not in of.headers:
            assert (status, body) == (401, {"message": "a client certificate is needed"}), name
        else:
            assert (status, body["mtlsAuth"]["reason"]) == (200, of.decision["reason"]), name
            assert body["mtlsAuth"]["verified"] is (of.decision["action"] == "allow"), name
