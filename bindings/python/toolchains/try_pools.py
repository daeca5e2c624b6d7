"""Process pools of the standard library, with every start method."""

from __future__ import annotations

from pathlib import Path

from environment import check, command, environment, seen

METHODS = ("fork", "spawn", "forkserver")


def run() -> None:
    with_every_method(environment("unittest"), "")


def with_every_method(python: Path, where: str) -> None:
    for method in METHODS:
        lines = command(python, "-W", "ignore::DeprecationWarning", "pools.py", method).splitlines()
        check(len(lines) == 2, lines, "a line for each kind of pool")
        for line in lines:
            seen(f"{line}: a refusal crosses with its reason, no verdict does{where}")
