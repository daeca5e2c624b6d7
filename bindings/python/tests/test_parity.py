"""The list of operations of all languages, bindings/parity.json, and what the package really has."""

from __future__ import annotations

import enum
import inspect
import json
from pathlib import Path

import issuedby
from issuedby import _native, asgi, pytest_plugin, testing, wsgi


def test_every_operation_is_there_and_none_is_missing_in_the_list(repository: Path) -> None:
    listed = json.loads((repository / "bindings/parity.json").read_text())
    assert listed["format"] == 1
    names = [name for operation in listed["operations"] for name in operation["python"]]
    assert len(names) == len(set(names)), "an operation stands twice"
    assert set(names) == operations()


def test_every_name_is_exported_by_the_package_and_its_stub(repository: Path) -> None:
    listed = json.loads((repository / "bindings/parity.json").read_text())
    package = repository / "bindings/python/python/issuedby"
    init, stub = (package / "__init__.py").read_text(), (package / "_native.pyi").read_text()
    for operation in listed["operations"]:
        for name in operation["python"]:
            if "." in name or name == "Reason":
                continue
            line = f'    "{name}",\n'
            assert line in init, f"add this line to `__all__` in {package.name}/__init__.py: {line}"
            if hasattr(_native, name):
                assert line in stub, f"add this line to `__all__` in {package.name}/_native.pyi: {line}"


def operations() -> set[str]:
    """Everything that the package's modules export, and the methods of its classes; attributes are no operations."""
    found = set()
    for name in issuedby.__all__:
        found.add(name)
        thing = getattr(issuedby, name)
        if inspect.isclass(thing) and not issubclass(thing, (BaseException, enum.Enum)):
            found |= {f"{name}.{key}" for key in vars(thing) if is_method(thing, key)}
    for module in (asgi, pytest_plugin, testing, wsgi):
        short = module.__name__.removeprefix("issuedby.")
        found |= {f"{short}.{name}" for name in module.__all__}
    return found


def is_method(thing: type, key: str) -> bool:
    return not key.startswith("_") and callable(getattr(thing, key))
