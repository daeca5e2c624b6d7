"""The lock file of an sdist: that of the repository without the packages of what stays there."""

from __future__ import annotations

import gzip
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path

_LOCK = "Cargo.lock"


def lock(sdist: Path) -> None:
    """Replaces the lock file in an sdist by one that `cargo build --locked` accepts there."""
    with tarfile.open(sdist) as archive:
        members = [(member, _data(archive, member)) for member in archive.getmembers()]
        with tempfile.TemporaryDirectory() as folder:
            archive.extractall(folder, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(folder)
            (root,) = Path(folder).iterdir()
            locked = _locked(root)
    with sdist.open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for member, data in members:
                data = locked if member.name == f"{root.name}/{_LOCK}" else data
                member.size = len(data)
                archive.addfile(member, io.BytesIO(data))


def _data(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return b"" if file is None else file.read()


def _locked(root: Path) -> bytes:
    """The lock file of the folder, from which cargo has removed what nothing needs. It changes no version."""
    command = ["cargo", "metadata", "--format-version=1", "--quiet", "--manifest-path", str(root / "Cargo.toml")]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, cwd=root, check=False)
    if done.returncode != 0:
        raise SystemExit(f"found no lock file for {root.name}, expected that `{' '.join(command)}` writes it")
    return (root / _LOCK).read_bytes()
