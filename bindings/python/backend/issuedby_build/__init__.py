"""The build backend of the package: maturin, with three things that it leaves out.

An sdist gets a lock file of its own, no path of the building machine is in what is compiled, and none in the SBOM. Every hook
is that of PEP 517 and PEP 660.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import maturin
from maturin import (
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

from issuedby_build import paths, sbom, sdist

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

_Settings = Mapping[str, Any] | None


def build_wheel(wheel_directory: str, config_settings: _Settings = None, metadata_directory: str | None = None) -> str:
    """Builds a wheel, and gives the name of its file."""
    paths.remap()
    name: str = maturin.build_wheel(wheel_directory, config_settings, metadata_directory)
    sbom.make_reproducible(Path(wheel_directory, name))
    return name


def build_editable(wheel_directory: str, config_settings: _Settings = None, metadata_directory: str | None = None) -> str:
    """Builds an editable wheel, and gives the name of its file."""
    name: str = maturin.build_editable(wheel_directory, config_settings, metadata_directory)
    return name


def build_sdist(sdist_directory: str, config_settings: _Settings = None) -> str:
    """Packs the sources, and gives the name of the file."""
    name: str = maturin.build_sdist(sdist_directory, config_settings)
    sdist.lock(Path(sdist_directory, name))
    return name
