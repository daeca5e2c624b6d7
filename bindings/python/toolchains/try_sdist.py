"""`python -m build` makes an sdist, from which `pip wheel` makes a wheel in a folder without Git."""

from __future__ import annotations

import os
import tarfile
import tempfile
from pathlib import Path

from environment import BINDING, BUILT, REPOSITORY, check, command, environment, seen


def run() -> None:
    python = environment("sdist", package=False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command(python, "-m", "build", "--sdist", "--outdir", folder, BINDING)
        (sdist,) = folder.glob("issuedby-*.tar.gz")
        seen(f"python -m build --sdist: {sdist.name}")
        with tarfile.open(sdist) as archive:
            archive.extractall(folder)
        sources = folder / sdist.name.removesuffix(".tar.gz")
        check(not any((parent / ".git").exists() for parent in sources.parents), sources, "a folder in no Git repository")
        manifest = sources / "bindings/python/Cargo.toml"
        command("cargo", "metadata", "--locked", "--format-version=1", "--manifest-path", manifest, cwd=sources)
        seen("cargo metadata --locked accepts the lock file of the sdist")
        # What is compiled stays, so that a second run is short.
        target = {"CARGO_TARGET_DIR": str(BUILT / "cargo"), "GIT_DIR": os.devnull}
        command(python, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", folder, ".", cwd=sources, environment=target)
        (wheel,) = folder.glob("issuedby-*.whl")
        seen(f"pip wheel of the unpacked sdist: {wheel.name}")
        fresh = folder / "environment"
        command(python, "-m", "venv", fresh)
        command(fresh / "bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel)
        program = "import issuedby; print(issuedby.Verifier([]).evaluate(None).status)"
        said = command(fresh / "bin/python", "-c", program, cwd=folder)
        check(said == "NONE\n", said, "NONE")
        check(str(REPOSITORY) not in os.environ.get("PYTHONPATH", ""), os.environ.get("PYTHONPATH"), "no path of the sources")
        seen("the wheel of the sdist works")
