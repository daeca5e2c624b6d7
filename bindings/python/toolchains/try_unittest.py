"""unittest of the standard library."""

from __future__ import annotations

from environment import TOOLCHAINS, check, command, environment, seen


def run() -> None:
    python = environment("unittest")
    said = command(python, "-m", "unittest", "unittest_right", cwd=TOOLCHAINS / "runners")
    check("Ran 3 tests" in said and said.rstrip().endswith("OK"), said, "3 tests that pass")
    seen("unittest: 3 tests")
    said = command(python, "-m", "unittest", "unittest_wrong", cwd=TOOLCHAINS / "runners", fails=True)
    check("Ran 4 tests" in said and "FAILED (failures=2, errors=2)" in said, said, "2 failures and 2 errors of 4 tests")
    seen("unittest: 4 wrong expectations fail")
