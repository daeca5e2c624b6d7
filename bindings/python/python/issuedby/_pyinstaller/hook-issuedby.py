"""The parts of the package that PyInstaller cannot see in its sources."""

from __future__ import annotations

import os

# `issuedby.testing` reads it: the file, and the folder that it has in the packed program.
datas: list[tuple[str, str]] = [(os.path.join(os.path.dirname(__file__), os.pardir, "scenarios.json"), "issuedby")]

# The native part imports it, to pickle.
hiddenimports: list[str] = ["issuedby._pickle"]
