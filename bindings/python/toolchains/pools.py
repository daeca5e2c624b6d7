"""A program with process pools of both kinds, each with one start method: `pools.py fork`."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from issuedby import Reason, Status, UnfitCaError, VerificationError, Verifier
from issuedby.testing import SCENARIOS, Scenario, scenario

Call = Callable[..., Any]


def verify(verifier: Verifier) -> object:
    return verifier.verify(None)


def evaluate(verifier: Verifier) -> object:
    return verifier.evaluate(None)


def json_of(verifier: Verifier) -> str:
    return verifier.evaluate(None).to_json()


def decide(one: Scenario) -> str | None:
    reason: str | None = one.decision["reason"]
    return reason


def load(_: Verifier) -> object:
    from issuedby import CaCertificate

    return CaCertificate.from_pem_bundle("client.pem")


def try_pool(call: Call) -> None:
    """Calls functions in another process, and looks at what comes back."""
    verifier = Verifier([])
    assert '"status":"NONE"' in call(json_of, verifier)
    assert [call(decide, scenario(name)) for name in SCENARIOS[:2]] == [None, "expired"]
    try:
        call(verify, verifier)
    except VerificationError as refusal:
        assert refusal.reason is Reason.NO_CERTIFICATE
        assert refusal.verdict_json == verifier.evaluate(None).to_json() and refusal.message and refusal.remedy
        assert not hasattr(refusal, "verdict")
    else:
        raise AssertionError("found no VerificationError")
    try:
        call(load, verifier)
    except UnfitCaError as error:
        assert error.code and error.remedy
    else:
        raise AssertionError("found no UnfitCaError")
    try:
        call(evaluate, verifier)
    except Exception as error:
        # multiprocessing has an exception of its own for results that cannot be pickled.
        assert "a Verdict cannot be pickled" in str(error), error
    else:
        raise AssertionError("found a verdict that was pickled")


def main(method: str) -> None:
    context = multiprocessing.get_context(method)
    assert Verifier([]).evaluate(None).status is Status.NONE
    with context.Pool(1) as pool:
        try_pool(lambda work, argument: pool.apply_async(work, (argument,)).get(60))
    print(f"multiprocessing.Pool, {method}")
    with ProcessPoolExecutor(1, mp_context=context) as executor:
        try_pool(lambda work, argument: executor.submit(work, argument).result(60))
    print(f"concurrent.futures.ProcessPoolExecutor, {method}")


if __name__ == "__main__":
    main(sys.argv[1])
