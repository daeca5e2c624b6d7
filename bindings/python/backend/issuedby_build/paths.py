"""The paths of the building machine, which rustc writes into panic messages unless it has other names for them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def remap() -> None:
    """Lets all calls of rustc below this process write other paths.

    Flags that the environment has stay. `CARGO_BUILD_RUSTFLAGS` adds to those of cargo's configuration, and cargo reads it
    only if there is neither of the other two.
    """
    separators = {"CARGO_ENCODED_RUSTFLAGS": "\x1f", "RUSTFLAGS": " ", "CARGO_BUILD_RUSTFLAGS": " "}
    variable = next((name for name in separators if name in os.environ), "CARGO_BUILD_RUSTFLAGS")
    separator = separators[variable]
    flags = [f"--remap-path-prefix={path}={instead}" for path, instead in _instead_of().items()]
    # A space separates the flags, so that a path with one cannot be named.
    kept = [flag for flag in flags if separator not in flag]
    os.environ[variable] = separator.join(filter(None, [os.environ.get(variable), *kept]))


def workspace() -> Path:
    """The folder with the lock file: the repository, or the unpacked sdist."""
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "Cargo.lock").is_file()), here)


def _instead_of() -> dict[str, str]:
    """Each folder of this machine, with the name that stands in place of it. The last that fits counts."""
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=False).stdout.strip()
    cargo = os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo")
    folders = {cargo: "/cargo", sysroot: "/rust", str(workspace()): "/issuedby"}
    return {path: instead for path, instead in folders.items() if path}
