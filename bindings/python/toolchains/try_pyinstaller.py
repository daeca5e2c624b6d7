"""PyInstaller: the program in one file runs where no package is installed."""

from __future__ import annotations

from environment import BUILT, TOOLCHAINS, check, command, environment, seen


def run() -> None:
    python, folder = environment("pyinstaller"), BUILT / "frozen"
    places = ("--distpath", folder, "--workpath", folder / "work", "--specpath", folder)
    program = TOOLCHAINS / "frozen/program.py"
    command(python, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN", "--onefile", *places, program)
    said = command(folder / "program", cwd=folder, environment={"PATH": "/nonexistent"})
    expected = "13 scenarios, expired\nrefused: no_matching_ca\nUnfitCaError\n"
    check(said == expected, said, expected)
    seen("PyInstaller --onefile: scenarios, pickles, middleware and errors of the packed program")
