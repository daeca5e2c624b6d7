"""Paths, and reports of the cases that a test went through."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import issuedby

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def python_folder(repository: Path) -> Path:
    return repository / "bindings/python"


@pytest.fixture(scope="session")
def report_cases() -> Callable[[str, int, int], None]:
    """Says that a group of cases ran, where `cargo xtask test` reads it; fails when some did not."""

    def report(name: str, run: int, expected: int) -> None:
        _record(name, f"run {run} {expected}")
        assert run == expected, f"{name}: ran {run} of {expected} cases"

    return report


@pytest.fixture(scope="session")
def not_run() -> Callable[[str, str], None]:
    """Says that a group of cases could not run and what it wants: a failure with CI=1."""

    def say(name: str, wants: str) -> None:
        _record(name, f"wants {wants}")
        assert os.environ.get("CI") not in ("1", "true"), f"{name} was not run: it wants {wants}"

    return say


@pytest.fixture(scope="session")
def vectors(repository: Path) -> dict[str, Any]:
    vectors: dict[str, Any] = json.loads((repository / "tests/vectors/vectors.json").read_text())
    return vectors


@pytest.fixture(scope="session")
def sample(repository: Path) -> Callable[[str], bytes]:
    """A file of tests/certs."""
    return lambda name: (repository / "tests/certs" / name).read_bytes()


@pytest.fixture(scope="session")
def names_folder(repository: Path) -> Path | None:
    """The folder of the Distinguished Name vectors, where it is there."""
    corpora = os.environ.get("ISSUEDBY_CORPORA")
    folder = (Path(corpora) if corpora else repository.parent / "shared/corpora").parent / "dn"
    return folder if (folder / "equality.json").is_file() else None


@pytest.fixture
def socket_path() -> Iterator[Path]:
    """A place for a Unix socket: such paths must be short, and those of pytest are not."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "app.sock"


@pytest.fixture
def ca(sample: Callable[[str], bytes]) -> issuedby.CaCertificate:
    return issuedby.CaCertificate.from_pem(sample("ca.pem"))


@pytest.fixture
def verifier(ca: issuedby.CaCertificate) -> issuedby.Verifier:
    return issuedby.Verifier([ca])


def _record(name: str, line: str) -> None:
    print(f"[{name}] {line}")
    folder = os.environ.get("ISSUEDBY_CASES")
    if folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write(line + "\n")
