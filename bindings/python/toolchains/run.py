"""Tries the package with tools of its users: `python3 toolchains/run.py pytest unittest`, in `bindings/python`.

`matrix.json` lists the tools. Each has a module `try_*.py` here, whose `run` prints one line for each thing that it saw. The
exit status is 0 only if it saw all of them. What is missing is installed below `target/toolchains/python`.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

TOOLS = sorted(path.stem.removeprefix("try_") for path in Path(__file__).parent.glob("try_*.py"))


def main(arguments: list[str]) -> None:
    if not arguments or not set(arguments) <= set(TOOLS):
        raise SystemExit(f"found {arguments}, expected some of {', '.join(TOOLS)}")
    for tool in arguments:
        importlib.import_module(f"try_{tool}").run()


if __name__ == "__main__":
    main(sys.argv[1:])
