"""A wheel for the public: for the oldest glibc that the toolchain allows, and without a path of the building machine."""

from __future__ import annotations

import json
import os
import re
import zipfile
from pathlib import Path

from environment import BINDING, BUILT, REPOSITORY, check, command, environment, seen

ARGUMENTS = "--zig --compatibility manylinux2014"


def run() -> None:
    python, folder = environment("wheel", package=False), BUILT / "public"
    for old in folder.glob("*.whl"):
        old.unlink()
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    # A folder of its own: it takes minutes, and nothing else waits for it.
    variables = {"MATURIN_PEP517_ARGS": ARGUMENTS, "PATH": path, "CARGO_TARGET_DIR": str(BUILT / "cargo-zig")}
    command(python, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, BINDING, environment=variables)
    (wheel,) = folder.glob("*.whl")
    check("manylinux_2_17" in wheel.name, wheel.name, "a name with manylinux_2_17")
    said = command(python, "-m", "auditwheel", "show", wheel, environment={"PATH": path})
    fits = re.search(r'consistent with\s+the following platform tag:\s+"manylinux_2_(\d+)_', said)
    check(fits is not None and int(fits[1]) <= 17, said, "manylinux_2_17 or older")
    seen(f"maturin {ARGUMENTS}: {wheel.name}, and auditwheel agrees")

    archive = zipfile.ZipFile(wheel)
    cargo = os.environ.get("CARGO_HOME", str(Path.home() / ".cargo"))
    paths = [str(REPOSITORY), cargo, f"{Path.home()}/"]
    found = [(name, path) for name in archive.namelist() for path in paths if path.encode() in archive.read(name)]
    check(not found, found, "no path of this machine in any file of the wheel")
    seen(f"no path of this machine in {len(archive.namelist())} files")
    (sbom,) = [name for name in archive.namelist() if name.endswith(".cyclonedx.json")]
    components = json.loads(archive.read(sbom))["components"]
    check(len(components) > 10, components, "the crates that are compiled into it")
    seen(f"an SBOM with {len(components)} crates")

    fresh = BUILT / "public-environment"
    command(python, "-m", "venv", "--clear", fresh)
    command(fresh / "bin/python", "-m", "pip", "install", "--quiet", "--no-index", wheel)
    said = command(fresh / "bin/python", "-c", "import issuedby; print(issuedby.Verifier([]).evaluate(None).status)")
    check(said == "NONE\n", said, "NONE")
    seen("it works where it is installed")
