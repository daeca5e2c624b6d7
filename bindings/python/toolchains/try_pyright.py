"""pyright in strict mode: right code has no error, and each mistake has one. The types of the package are complete."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from environment import BUILT, TOOLCHAINS, check, environment, seen

TYPED = TOOLCHAINS / "typed"


def run() -> None:
    python = environment("pyright")
    found = json.loads(pyright(python, "--outputjson", "--pythonpath", python))["generalDiagnostics"]
    errors = {(Path(one["file"]).name, one["range"]["start"]["line"] + 1) for one in found if one["severity"] == "error"}
    wrong = mistakes(TYPED / "wrong.py")
    check(errors == {("wrong.py", line) for line in wrong}, found, f"an error on the lines {wrong} of wrong.py, and no other")
    seen("pyright --strict: right code is accepted")
    seen(f"pyright --strict: {len(wrong)} mistakes are found")
    said = pyright(python, "--verifytypes", "issuedby", "--ignoreexternal", "--pythonpath", python)
    check("Type completeness score: 100%" in said, said, "a type completeness score of 100%")
    seen("pyright --verifytypes: 100%")


def pyright(python: Path, *arguments: object) -> str:
    """The output, whatever the exit status is: errors are expected."""
    command = [str(python), "-m", "pyright", *map(str, arguments)]
    # Its wrapper fetches the npm package of the same version.
    variables = {"PATH": f"{python.parent}:{_path()}", "PYRIGHT_PYTHON_CACHE_DIR": str(BUILT / "pyright"), "HOME": str(BUILT)}
    return subprocess.run(command, cwd=TYPED, env=variables, capture_output=True, text=True, check=False).stdout


def _path() -> str:
    import os

    return os.environ["PATH"]


def mistakes(file: Path) -> list[int]:
    """The lines that are wrong."""
    return [number for number, line in enumerate(file.read_text().splitlines(), 1) if line.endswith("# wrong")]
