"""pytest, in one process and with xdist in two."""

from __future__ import annotations

from environment import TOOLCHAINS, check, command, environment, seen

RIGHT, WRONG = 17, 5


def run() -> None:
    python = environment("pytest")
    for arguments, where in (((), "one process"), (("-n", "2"), "two processes of xdist")):
        pytest = (python, "-m", "pytest", "-p", "no:cacheprovider", "--tb=short", "-q", *arguments)
        said = command(*pytest, "pytest_right.py", cwd=TOOLCHAINS / "runners")
        check(f"{RIGHT} passed" in said, said, f"{RIGHT} passed")
        seen(f"pytest: {RIGHT} tests with fixtures of a test and of the session, in {where}")
        said = command(*pytest, "pytest_wrong.py", cwd=TOOLCHAINS / "runners", fails=True)
        check(f"{WRONG} failed" in said and "passed" not in said, said, f"{WRONG} failed, and no other")
        check("FAILED: " in said and "expired" in said, said, "the refusal in the report")
        seen(f"pytest: {WRONG} wrong expectations fail, in {where}")
