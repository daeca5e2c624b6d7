"""The list of operations of all languages, bindings/parity.json, and what the package really has."""

from __future__ import annotations

import enum
import inspect
import json
from collections.abc import Callable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import issuedby
from issuedby import _native, asgi, pytest_plugin, testing, wsgi


def test_every_operation_is_there_and_none_is_missing_in_the_list(repository: Path) -> None:
    listed = json.loads((repository / "bindings/parity.json").read_text())
    assert listed["format"] == 2
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


def test_every_attribute_is_listed_and_every_listed_one_is_there(repository: Path) -> None:
    assert attributes() == listed_names(repository, "attributes")


def test_every_option_is_listed_and_every_listed_one_is_there(repository: Path) -> None:
    assert options() == listed_names(repository, "options")


def listed_names(repository: Path, kind: str) -> set[str]:
    rows = json.loads((repository / "bindings/parity.json").read_text())[kind]
    names = [row["python"] for row in rows if row["python"] is not None]
    assert len(names) == len(set(names)), "a name stands twice"
    return set(names)


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


def public() -> dict[str, Any]:
    """Everything that the package's modules export, by name."""
    found = {name: getattr(issuedby, name) for name in issuedby.__all__}
    for module in (asgi, pytest_plugin, testing, wsgi):
        short = module.__name__.removeprefix("issuedby.")
        found |= {f"{short}.{name}": getattr(module, name) for name in module.__all__}
    return found


def attributes() -> set[str]:
    """The attributes of the public classes, as ``Verdict.status``; each stands once, at the class that has it first."""
    classes = {name: thing for name, thing in public().items() if inspect.isclass(thing)}
    found = set()
    for name, thing in classes.items():
        inherited = {key for base in thing.__mro__[1:] if base in classes.values() for key in data(base)}
        found |= {f"{name}.{key}" for key in data(thing) - inherited}
    return found


def data(thing: type) -> set[str]:
    """The attributes of a class that are no methods; the members of an enumeration are none."""
    found = set()
    for each in thing.__mro__:
        if each.__module__.startswith("issuedby"):
            own = {key for key, value in vars(each).items() if is_data(value, issubclass(thing, enum.Enum))}
            found |= own | set(inspect.get_annotations(each))
    return {key for key in found if not key.startswith("_")}


def is_data(value: object, in_enumeration: bool) -> bool:
    if in_enumeration:
        return isinstance(value, property)
    return not callable(value) and not isinstance(value, (classmethod, staticmethod))


def options() -> set[str]:
    """The options of the public functions, methods and constructors, as ``Verifier.verify(now)``."""
    found = set()
    for name, thing in public().items():
        if inspect.isclass(thing) and not issubclass(thing, (BaseException, enum.Enum)):
            methods = {f"{name}.{key}": getattr(thing, key) for key in vars(thing) if is_method(thing, key)}
            callables = methods if is_dataclass(thing) or issubclass(thing, tuple) else {name: thing} | methods
        else:
            callables = {name: thing} if inspect.isfunction(thing) or inspect.isbuiltin(thing) else {}
        for callee, function in callables.items():
            found |= {f"{callee}({key})" for key in optional(function)}
    return found


def optional(function: Callable[..., Any]) -> set[str]:
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:  # No constructor: only the package makes it.
        return set()
    return {
        one.name
        for one in parameters
        if one.kind is one.KEYWORD_ONLY or (one.kind is one.POSITIONAL_OR_KEYWORD and one.default is not one.empty)
    }
