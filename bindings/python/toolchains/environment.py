"""The parts that all tools share: a wheel of the sources, environments with it, and the lines that say what was seen."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

TOOLCHAINS = Path(__file__).resolve().parent
BINDING = TOOLCHAINS.parent
REPOSITORY = BINDING.parents[1]
BUILT = REPOSITORY / "target/toolchains/python"


def seen(what: str) -> None:
    """One line of what a tool did."""
    print(f"passed: {what}", flush=True)


def check(holds: bool, found: object, expected: str) -> None:
    """Ends the run unless it holds."""
    if not holds:
        raise SystemExit(f"failed: found {found}\nexpected {expected}")


def command(*words: object, cwd: Path = TOOLCHAINS, environment: Mapping[str, str] | None = None, fails: bool = False) -> str:
    """The output of a command that must succeed, or fail."""
    line = [str(word) for word in words]
    # The sources must not stand in for the package that is installed.
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | dict(environment or {})
    done = subprocess.run(line, cwd=cwd, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    expected = "another exit status than 0" if fails else "the exit status 0"
    check((done.returncode != 0) == fails, f"the exit status {done.returncode} of {' '.join(line)}\n{done.stdout}", expected)
    return done.stdout


def environment(name: str, *, interpreter: str = sys.executable, package: bool = True) -> Path:
    """The interpreter of a virtual environment with the packages of `requirements/NAME.txt`, and with this one."""
    requirements = TOOLCHAINS / f"requirements/{name}.txt"
    version = command(interpreter, "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()
    folder = BUILT / f"{name}-{version}"
    python, installed = folder / "bin/python", folder / "installed.txt"
    wanted = requirements.read_text() + (str(wheel()) if package else "")
    if not installed.exists() or installed.read_text() != wanted:
        command(interpreter, "-m", "venv", "--clear", folder)
        pip(python, "--only-binary", ":all:", "-r", requirements)
        if package:
            pip(python, "--no-deps", wheel())
        installed.write_text(wanted)
    return python


def pip(python: Path, *arguments: object) -> None:
    command(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def wheel() -> Path:
    """A wheel of the sources as they are, built with pip; it is built again when they change."""
    folder = BUILT / "wheel" / fingerprint()
    made = list(folder.glob("*.whl"))
    if not made:
        shutil.rmtree(folder.parent, ignore_errors=True)
        command(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, BINDING)
        made = list(folder.glob("*.whl"))
    return made[0]


def fingerprint() -> str:
    """SHA-256 over everything that the wheel is made of."""
    folders = [BINDING / name for name in ("backend", "python", "src")] + [REPOSITORY / "crates/issuedby/src"]
    files = [BINDING / "Cargo.toml", BINDING / "pyproject.toml", BINDING / "README.md", REPOSITORY / "Cargo.toml"]
    files += [REPOSITORY / "Cargo.lock", REPOSITORY / "crates/issuedby/Cargo.toml"]
    found = hashlib.sha256()
    for path in sorted([*files, *sources(folders)]):
        found.update(f"{path.relative_to(REPOSITORY)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def sources(folders: Iterable[Path]) -> list[Path]:
    """The files in folders, but for what Python compiled."""
    return [path for folder in folders for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
