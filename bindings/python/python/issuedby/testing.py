"""Fixtures for tests: clients as an edge reports them, without TLS or trust to set up, and throw-away CAs.

    def test_expired_clients_are_refused():
        answer = TestClient(scenario("expired").asgi(app)).get("/")
        assert answer.status_code == 401 and answer.json()["code"] == "expired"

``scenario`` and ``SCENARIOS`` need nothing else. ``TestCa``, ``Issued``, ``Subject`` and ``Time`` need the package
``cryptography``, which is imported when one of them is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from issuedby._scenario import SCENARIOS, Scenario, scenario

if TYPE_CHECKING:
    from issuedby._test_ca import Issued, Subject, TestCa, Time

__all__ = ["SCENARIOS", "Issued", "Scenario", "Subject", "TestCa", "Time", "scenario"]

_OF_TEST_CAS = ("Issued", "Subject", "TestCa", "Time")


def __getattr__(name: str) -> Any:
    if name not in _OF_TEST_CAS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from issuedby import _test_ca
    except ImportError as error:
        raise ImportError(f"{error}; {name} needs the package cryptography: pip install 'issuedby[pytest]'") from error
    return getattr(_test_ca, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_OF_TEST_CAS})
