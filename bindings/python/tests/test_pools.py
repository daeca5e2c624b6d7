"""Process pools: what crosses from one process to another, and what stays behind."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

import pytest

from in_another_process import bundle, parsed, policy, verdict, verdict_json, verified_or_error
from issuedby import OptionError, ParseError, Reason, UnfitCaError, VerificationError, Verifier

NOW = 1_800_000_000

METHODS = multiprocessing.get_all_start_methods()


@pytest.fixture(scope="module", params=METHODS)
def pool(request: pytest.FixtureRequest) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(request.param)) as pool:
        yield pool


def test_a_refusal_crosses_with_its_reason(pool: ProcessPoolExecutor, verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    expired = sample("client-expired.pem")
    with pytest.raises(VerificationError) as raised:
        pool.submit(verified_or_error, verifier, expired, NOW).result(60)
    here = verifier.evaluate(expired, now=NOW)
    refusal = raised.value
    assert refusal.reason is Reason.EXPIRED and refusal.verdict_json == here.to_json()
    assert (refusal.message, refusal.remedy, str(refusal)) == (here.message, here.remedy, str(here))
    assert not hasattr(refusal, "verdict")
    assert pool.submit(verdict_json, verifier, expired, NOW).result(60) == here.to_json()


def test_no_verdict_crosses(pool: ProcessPoolExecutor, verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    for work in (verdict, verified_or_error):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pool.submit(work, verifier, sample("client.pem"), NOW).result(60)


def test_every_other_error_crosses_with_its_details(pool: ProcessPoolExecutor, sample: Callable[[str], bytes]) -> None:
    with pytest.raises(OptionError) as option:
        pool.submit(policy, ["CN=a", "CN"]).result(60)
    assert (option.value.element, option.value.name_error) == (2, "missing_equals")
    with pytest.raises(UnfitCaError) as unfit:
        pool.submit(bundle, sample("ca.pem") + sample("client.pem")).result(60)
    assert [(one.number, one.code) for one in unfit.value.unfit] == [(2, Reason.NOT_A_CA)]
    with pytest.raises(ParseError) as parse:
        pool.submit(parsed, "CN=a,X=b").result(60)
    assert parse.value.code == "unknown_attribute_type" and parse.value.position == 5


@pytest.mark.parametrize("method", METHODS)
def test_a_refusal_crosses_the_pools_of_multiprocessing(method: str, verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    with multiprocessing.get_context(method).Pool(1) as pool:
        with pytest.raises(VerificationError) as raised:
            pool.apply_async(verified_or_error, (verifier, sample("client-expired.pem"), NOW)).get(60)
    assert raised.value.reason is Reason.EXPIRED
