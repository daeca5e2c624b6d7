"""The hook with which PyInstaller packs all of the package: found by the entry point ``pyinstaller40``."""

from __future__ import annotations

import os


def hook_directories() -> list[str]:
    """The folder with the hook."""
    return [os.path.dirname(__file__)]
