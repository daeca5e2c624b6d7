"""Tests of an application that are right, with a CA that the whole session shares."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from clients import Clients, clients

from issuedby import Reason, VerificationError
from issuedby.testing import SCENARIOS, TestCa, scenario


@pytest.fixture(scope="session")
def shared(issuedby_ca_factory: Callable[..., TestCa]) -> Clients:
    return clients(issuedby_ca_factory("CN=shared-ca"))


def test_a_valid_client_is_verified(shared: Clients) -> None:
    assert shared.verdict(shared.valid).verified


def test_a_refusal_is_not_an_acceptance(shared: Clients) -> None:
    assert shared.verdict(shared.tampered) != shared.verdict(shared.valid)
    assert shared.verdict(shared.tampered).reason is Reason.SIGNATURE_INVALID


def test_an_expired_client_is_refused(shared: Clients) -> None:
    with pytest.raises(VerificationError) as raised:
        shared.verifier.verify(shared.expired)
    assert raised.value.reason is Reason.EXPIRED


def test_each_test_has_a_ca_of_its_own(shared: Clients, issuedby_ca: TestCa) -> None:
    assert issuedby_ca.verifier().evaluate(shared.valid).reason is Reason.NO_MATCHING_CA


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_has_a_decision(name: str) -> None:
    assert scenario(name).decision["action"] in ("allow", "reject")
