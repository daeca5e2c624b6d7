"""Threads, processes and interpreters."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from in_another_process import verified
from issuedby import Reason, Verifier
from issuedby.testing import TestCa

NOW = 1_800_000_000


def test_threads_share_one_verifier(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    good, expired = sample("client.pem"), sample("client-expired.pem")

    def hammer(position: int) -> None:
        for _ in range(200):
            leaf, reason = ((good, None), (expired, Reason.EXPIRED))[position % 2]
            assert verifier.evaluate(leaf, now=NOW).reason is reason

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(hammer, range(8)))


@pytest.fixture
def no_forced_switches() -> Iterator[None]:
    """The interpreter's lock changes hands only when its holder gives it up."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(3600)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("no_forced_switches")
def test_other_threads_run_while_signatures_are_checked() -> None:
    # Each of the CAs has the leaf's issuer as its name, and another key: all of them are tried.
    verifier = Verifier([TestCa("CN=same").ca_certificate for _ in range(64)])
    stranger = TestCa("CN=same").issue().der

    assert any(another_thread_runs_during(lambda: verifier.evaluate(stranger)) for _ in range(50))
    # Code that holds the lock lets no thread run, so that the line above shows something.
    assert not any(another_thread_runs_during(lambda: sum(range(100_000))) for _ in range(50))


def another_thread_runs_during(call: Callable[[], object]) -> bool:
    gate = threading.Lock()
    gate.acquire()
    ran: list[bool] = []

    def wait_and_run() -> None:
        with gate:
            ran.append(True)

    thread = threading.Thread(target=wait_and_run)
    thread.start()
    gate.release()
    call()
    ran_during = bool(ran)
    thread.join()
    return ran_during


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_verifier_works_after_a_fork(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    leaf = sample("client.pem")
    assert verifier.evaluate(leaf, now=NOW).verified
    child = os.fork()
    if child == 0:
        os._exit(0 if verifier.evaluate(leaf, now=NOW).verified else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_a_verifier_can_be_sent_to_a_new_process(verifier: Verifier, sample: Callable[[str], bytes]) -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply_async(verified, (verifier, sample("client.pem"), NOW)).get(timeout=60)


def test_a_second_interpreter_refuses_the_import_and_harms_nothing() -> None:
    program = """
import issuedby
try:
    import _interpreters as interpreters
except ImportError:
    import _xxsubinterpreters as interpreters
interpreter = interpreters.create()
code = '''
import os
try:
    import issuedby
except ImportError as error:
    os.write(1, b"refused ")
'''
assert interpreters.run_string(interpreter, code) is None
interpreters.destroy(interpreter)
print(issuedby.Verifier([]).evaluate(None).status)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["refused", "NONE"]
