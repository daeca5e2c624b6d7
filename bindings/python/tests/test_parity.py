"""The list of operations of all languages, bindings/parity.json, and what the package really has."""

from __future__ import annotations

import enum
import inspect
import json
from pathlib import Path

import issuedby


def test_every_operation_is_there_and_none_is_missing_in_the_list(repository: Path) -> None:
    listed = json.loads((repository / "bindings/parity.json").read_text())
    assert listed["format"] == 1
    names = [name for operation in listed["operations"] for name in operation["python"]]
    assert len(names) == len(set(names)), "an operation stands twice"
    assert set(names) == operations()


def operations() -> set[str]:
    """Functions, classes that can be made, their methods, and what else a caller may ask; no plain values."""
    found = set()
    for name in issuedby.__all__:
        thing = getattr(issuedby, name)
        if inspect.isclass(thing):
            found |= operations_of(name, thing)
        else:
            found.add(name)
    return found


def operations_of(name: str, thing: type) -> set[str]:
    if issubclass(thing, BaseException):
        return set()
    if issubclass(thing, enum.Enum):
        # The others are the values of properties.
        return {name} if thing is issuedby.Reason else set()
    methods = {f"{name}.{key}" for key, value in vars(thing).items() if not key.startswith("_") and callable(getattr(thing, key)) and not inspect.isgetsetdescriptor(value)}  # fmt: skip
    return methods | ({name} if "__new__" in vars(thing) else set())
