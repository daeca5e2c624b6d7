"""Expectations that are wrong, each in another way: every test here must fail."""

from __future__ import annotations

from typing import Any

import pytest
from clients import Clients, clients

from issuedby.testing import TestCa


@pytest.fixture
def own(issuedby_ca: TestCa) -> Clients:
    return clients(issuedby_ca)


def test_tampered_equals_valid(own: Clients) -> None:
    assert own.verdict(own.tampered) == own.verdict(own.valid)


def test_tampered_is_among_the_valid(own: Clients) -> None:
    assert own.verdict(own.tampered) in [own.verdict(own.valid)]


def test_expired_is_verified(own: Clients) -> None:
    own.verifier.verify(own.expired)


def test_a_verdict_is_true(own: Clients) -> None:
    assert own.verdict(own.valid)


def test_the_reports_agree(own: Clients) -> None:
    said: dict[str, Any] = {"verdict": own.verdict(own.valid)}
    assert said == {"verdict": own.verdict(own.expired)}
