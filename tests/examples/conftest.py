"""The address of a worker, and reports of the cases that a test went through."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from processes import EXAMPLES, Example, Place, free_port


@pytest.fixture(params=list(EXAMPLES))
def example(request: pytest.FixtureRequest) -> Example:
    return EXAMPLES[request.param]


@pytest.fixture(params=["loopback", "unix socket"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    # Paths of Unix sockets must be short, and those of pytest are not.
    with tempfile.TemporaryDirectory() as folder:
        yield Place(Path(folder) / "worker.sock" if request.param == "unix socket" else None, free_port())


@pytest.fixture
def report_cases(request: pytest.FixtureRequest) -> Callable[[int, int], None]:
    """Says that the cases of this test ran, where `cargo xtask test` reads it; fails when some did not."""

    def report(run: int, expected: int) -> None:
        name = request.node.callspec.id.replace(" ", "-")
        print(f"[examples/{name}] run {run} {expected}")
        folder = os.environ.get("ISSUEDBY_CASES")
        if folder:
            path = Path(folder) / "examples" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a") as file:
                file.write(f"run {run} {expected}\n")
        assert run == expected

    return report
