"""Every version of Python that is installed here, from the oldest that the package takes: one wheel serves all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from environment import TOOLCHAINS, check, command, environment, seen
from try_pools import with_every_method

VERSIONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
AT_LEAST = 2


def run() -> None:
    tried = 0
    for version, interpreter in installed():
        python = environment("unittest", interpreter=interpreter)
        said = command(python, "-m", "unittest", "unittest_right", cwd=TOOLCHAINS / "runners")
        check("Ran 3 tests" in said and said.rstrip().endswith("OK"), said, "3 tests that pass")
        said = command(python, "-m", "unittest", "unittest_wrong", cwd=TOOLCHAINS / "runners", fails=True)
        check("FAILED (failures=2, errors=2)" in said, said, "2 failures and 2 errors")
        seen(f"Python {version}: right tests pass, wrong ones fail")
        with_every_method(python, f", Python {version}")
        tried += 1
    check(tried >= AT_LEAST, f"{tried} versions of Python", f"{AT_LEAST} or more of {', '.join(VERSIONS)}")


def installed() -> Iterator[tuple[str, str]]:
    """The versions that are there: on the path, or as pyenv and uv install them."""
    for version in VERSIONS:
        for candidate in candidates(version):
            if works(candidate, version):
                yield version, candidate
                break


def candidates(version: str) -> Iterator[str]:
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR", Path.home() / ".local/share/uv/python"))
    for folder, pattern in ((pyenv, f"{version}.*"), (uv, f"cpython-{version}.*")):
        yield from (str(path / "bin/python3") for path in sorted(folder.glob(pattern)) if not re.search("t$", path.name))
    on_path = shutil.which(f"python{version}")
    if on_path is not None:
        yield on_path


def works(interpreter: str, version: str) -> bool:
    """True if it runs, as this version: a shim of pyenv may stand for none."""
    program = "import sys, venv; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([interpreter, "-c", program], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version
