"""Each example behind the real edge, with real clients: all scenarios, a worker that is down, a staged rollout."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

from issuedby.testing import SCENARIOS, scenario
from processes import ISSUEDBY, Edge, Example, Place, edge, wait_until

SUBJECT = "CN=client-1,O=Example,C=US"


def test_every_client_is_answered_as_the_scenario_says(
    example: Example, place: Place, report_cases: Callable[[int, int], None]
) -> None:
    with example.running(place):
        command = [str(ISSUEDBY), "dev", "--port", "0", "--worker", place.address, "--scenario", "all", "--format", "json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stdout
    run = 0
    for name, line in zip(SCENARIOS, done.stdout.splitlines(), strict=True):
        call = json.loads(line)
        decision = scenario(name).decision
        assert call["scenario"] == name
        body = json.loads(call["body"])
        if decision["problem"] is not None:
            assert (call["status"], body) == (401, decision["problem"]), name
        else:
            assert (call["status"], body["message"]) == (200, f"Hello, {SUBJECT}"), name
            assert body["mtlsAuth"]["verified"] is True, name
        run += 1
    report_cases(run, 13)


def test_a_worker_that_is_down_is_served_as_soon_as_it_is_up(example: Example, place: Place) -> None:
    with edge(place) as front:
        assert front.call("valid")[0] == 502
        for _ in ("first", "after it was stopped"):
            with example.running(place):
                assert front.call("valid")[0] == 200
                assert front.call("expired")[0] == 401
            wait_until(lambda: front.call("valid")[0] == 502)


def test_a_staged_rollout_lets_on_and_tells_why_it_would_not(example: Example, place: Place) -> None:
    with edge(place) as front, example.running(place, ALLOW_UNAUTHENTICATED_REQUESTS="true"):
        assert report_of(front, "valid") == (SUBJECT, True, "SUCCESS", None)
        assert report_of(front, "expired") == (SUBJECT, False, "FAILED", "expired")
        assert report_of(front, "second-ca")[1:] == (False, "SUCCESS", "issuer_not_allowed")
        assert front.call("none") == (401, {"message": "a client certificate is needed"})


def report_of(front: Edge, name: str) -> tuple[str, bool, str, str | None]:
    """The response to a client about itself."""
    status, body = front.call(name)
    assert status == 200 and body["message"] == f"Hello, {body['mtlsAuth']['subject']}"
    about = body["mtlsAuth"]
    return about["subject"], about["verified"], about["status"], about["reason"]
