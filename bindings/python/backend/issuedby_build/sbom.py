"""The list of what is compiled into a wheel (CycloneDX), as maturin writes it, without paths, time and random number."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from pathlib import Path

from issuedby_build.paths import workspace


def make_reproducible(wheel: Path) -> None:
    """Replaces the SBOM in a wheel, and its line in RECORD. Everything else stays as it is."""
    with zipfile.ZipFile(wheel) as archive:
        members = [(entry, archive.read(entry)) for entry in archive.infolist()]
    changed = {entry.filename: _without_machine(data) for entry, data in members if _is_sbom(entry.filename)}
    written = wheel.with_suffix(".new")
    with zipfile.ZipFile(written, "w") as archive:
        for entry, data in members:
            if entry.filename.endswith(".dist-info/RECORD"):
                data = _record(data.decode(), changed).encode()
            archive.writestr(entry, changed.get(entry.filename, data), zipfile.ZIP_DEFLATED)
    written.replace(wheel)


def _is_sbom(name: str) -> bool:
    return ".dist-info/sboms/" in name and name.endswith(".cyclonedx.json")


def _without_machine(sbom: bytes) -> bytes:
    text = sbom.decode().replace(workspace().as_uri(), "file:///issuedby")
    found = json.loads(text)
    found.pop("serialNumber", None)
    found["metadata"].pop("timestamp", None)
    return (json.dumps(found, indent=2) + "\n").encode()


def _record(record: str, changed: dict[str, bytes]) -> str:
    """The lines `name,hash,size` of all files of a wheel."""
    return "".join(_line(line, changed) for line in record.splitlines(keepends=True))


def _line(line: str, changed: dict[str, bytes]) -> str:
    name = line.split(",")[0]
    if name not in changed:
        return line
    digest = base64.urlsafe_b64encode(hashlib.sha256(changed[name]).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(changed[name])}\n"
