"""The types that are declared are those that are there, and they help."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def mypy(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *arguments], cwd=cwd, capture_output=True, text=True, timeout=300)


def test_the_stubs_are_what_the_module_is(python_folder: Path, tmp_path: Path) -> None:
    # There, for it keeps a cache where it runs.
    config = str(python_folder / "pyproject.toml")
    done = mypy("mypy.stubtest", "issuedby", "--mypy-config-file", config, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_package_and_its_tests_are_typed(python_folder: Path) -> None:
    done = mypy("mypy", "--strict", "-p", "issuedby", "--cache-dir", cache(python_folder), cwd=python_folder)
    assert done.returncode == 0, done.stdout
    done = mypy("mypy", "--strict", "tests", "--cache-dir", cache(python_folder), cwd=python_folder)
    assert done.returncode == 0, done.stdout


def test_the_build_backend_and_the_toolchains_are_typed(python_folder: Path) -> None:
    # maturin has no types, and mypy reads no stubs for what only a toolchain installs.
    allowed = ("--ignore-missing-imports", "--disable-error-code", "no-untyped-call")
    for folder in ("backend", "toolchains"):
        done = mypy(
            "mypy",
            "--strict",
            *allowed,
            folder,
            "--exclude",
            "typed/wrong",
            "--cache-dir",
            cache(python_folder),
            cwd=python_folder,
        )
        assert done.returncode == 0, done.stdout


def test_the_examples_are_typed(python_folder: Path) -> None:
    # Flask's own documents put a middleware around an application like this.
    allowed = ("--disable-error-code", "method-assign")
    done = mypy("mypy", "--strict", *allowed, "examples", "--cache-dir", cache(python_folder), cwd=python_folder)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Verifier([], require_client_auth=True)", "call-arg"),
        ("Verifier([]).evaluate(5)", "arg-type"),
        ("Verifier([]).evaluate(None).certificate.subject", "union-attr"),
        ("Verifier([]).evaluate(None).reason == 1", "comparison-overlap"),
        ("class Forged(Verdict): ...", "misc"),
        ("dn_equal(b'', '')", "arg-type"),
    ],
)
def test_a_mistake_is_found_before_it_runs(python_folder: Path, tmp_path: Path, line: str, code: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(f"from issuedby import Verdict, Verifier, dn_equal\n{line}\n")
    done = mypy("mypy", "--strict", str(program), "--cache-dir", cache(python_folder), cwd=tmp_path)
    assert done.returncode == 1 and "program.py:2: error: " in done.stdout, done.stdout
    assert f"[{code}]" in done.stdout, done.stdout


def cache(python_folder: Path) -> str:
    return str(python_folder.parents[1] / "target/mypy")
