"""mypy --strict: right code has no error, and each mistake has one."""

from __future__ import annotations

import re

from environment import BUILT, TOOLCHAINS, check, command, environment, seen
from try_pyright import mistakes

TYPED = TOOLCHAINS / "typed"


def run() -> None:
    mypy = (environment("mypy"), "-m", "mypy", "--strict", "--python-version", "3.10", "--cache-dir", BUILT / "mypy")
    command(*mypy, "right.py", cwd=TYPED)
    seen("mypy --strict: right code is accepted")
    said = command(*mypy, "wrong.py", cwd=TYPED, fails=True)
    found = sorted({int(line) for line in re.findall(r"^wrong\.py:(\d+): error", said, re.MULTILINE)})
    wrong = mistakes(TYPED / "wrong.py")
    check(found == wrong, said, f"an error on the lines {wrong}, and no other")
    seen(f"mypy --strict: {len(wrong)} mistakes are found")
