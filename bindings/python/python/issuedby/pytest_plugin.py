"""pytest fixtures that make throw-away CAs and client certificates: ``pip install 'issuedby[pytest]'``.

    def test_expired_clients_are_refused(issuedby_ca):
        client = issuedby_ca.issue("client-1", not_after=timedelta(days=-1))
        assert issuedby_ca.verifier().evaluate(client.der).reason is Reason.EXPIRED

``issuedby_ca`` is a CA of its own for each test. ``issuedby_ca_factory`` makes more of them, also for fixtures that a module
or a session shares. Keys are P-256, made anew and kept in memory only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from issuedby.testing import TestCa

__all__ = ["issuedby_ca", "issuedby_ca_factory"]


@pytest.fixture(scope="session")
def issuedby_ca_factory() -> Callable[..., TestCa]:
    """Makes CAs: ``issuedby_ca_factory("CN=other-ca", not_after=...)``. Its scope is the session, as it keeps nothing."""
    try:
        from issuedby.testing import TestCa
    except ImportError as error:
        pytest.fail(str(error))
    return TestCa


@pytest.fixture
def issuedby_ca(issuedby_ca_factory: Callable[..., TestCa]) -> TestCa:
    """A CA with the subject ``CN=example-ca,O=Example,C=US``."""
    return issuedby_ca_factory()
