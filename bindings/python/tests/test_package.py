"""The wheel: what it holds, and that it is enough where there is nothing else."""

from __future__ import annotations

import email
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import issuedby


@pytest.fixture(scope="module")
def wheel(python_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, made from the tree as it is; what was compiled for the installed package is not compiled again."""
    return made_by_backend("build_wheel", tmp_path_factory.mktemp("wheel"), python_folder)


@pytest.fixture(scope="module")
def sdist(python_folder: Path) -> Iterator[Path]:
    """The folder of an unpacked sdist, in no Git repository."""
    with tempfile.TemporaryDirectory() as folder:
        yield unpacked(made_by_backend("build_sdist", Path(folder), python_folder))


def made_by_backend(hook: str, folder: Path, sources: Path) -> Path:
    """The file that a hook of the build backend makes, as pip and `python -m build` call it."""
    program = f"import sys; sys.path.insert(0, 'backend'); import issuedby_build; issuedby_build.{hook}(sys.argv[1])"
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    run(sys.executable, "-c", program, str(folder), cwd=sources, environment={**os.environ, "PATH": path})
    (made,) = folder.iterdir()
    return made


def unpacked(sdist: Path) -> Path:
    folder = sdist.parent / "unpacked"
    with tarfile.open(sdist) as archive:
        archive.extractall(folder)
    (root,) = folder.iterdir()
    return root


@pytest.fixture(scope="module")
def empty_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The interpreter of an environment that has the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    python = folder / "bin/python"
    run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", str(wheel), cwd=folder)
    yield python
    shutil.rmtree(folder)


def run(*command: str, cwd: Path, environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=900, env=environment)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_one_wheel_serves_every_python_from_3_10_on(wheel: Path) -> None:
    assert re.fullmatch(rf"issuedby-{re.escape(issuedby.__version__)}-cp310-abi3-.*\.whl", wheel.name)


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path, python_folder: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    folder = python_folder / "python/issuedby"
    sources = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in (".py", ".pyi", ".json")}
    sources |= {"py.typed"}
    package = {name.removeprefix("issuedby/") for name in names if name.startswith("issuedby/")}
    assert package == sources | {"_native.abi3.so"}
    others = {
        name.split("/")[0].split("-")[0] + Path(name.split("/")[0]).suffix for name in names if not name.startswith("issuedby/")
    }
    assert others == {"issuedby.dist-info"}


def test_the_version_is_that_of_the_workspace(repository: Path) -> None:
    manifest = (repository / "Cargo.toml").read_text()
    found = re.search(r'\[workspace\.package\]\nversion = "([^"]+)"', manifest)
    assert found is not None
    assert found[1] == issuedby.__version__ == importlib.metadata.version("issuedby")


def test_the_module_declares_that_it_needs_no_lock(repository: Path) -> None:
    source = (repository / "bindings/python/src/lib.rs").read_text()
    assert "#[pyo3::pymodule(gil_used = false)]" in source


def test_the_package_needs_no_other(empty_environment: Path, tmp_path: Path) -> None:
    program = "import issuedby, issuedby.asgi, issuedby.wsgi; print(issuedby.Verifier([]).evaluate(None).to_json())"
    assert '"status":"NONE"' in run(str(empty_environment), "-c", program, cwd=tmp_path)


def test_scenarios_need_no_other_package_and_others_name_theirs(empty_environment: Path, tmp_path: Path) -> None:
    program = "from issuedby.testing import SCENARIOS, scenario; print(len(SCENARIOS), scenario('expired').decision['reason'])"
    assert run(str(empty_environment), "-c", program, cwd=tmp_path) == "13 expired\n"
    program = """
try:
    from issuedby.testing import TestCa
except ImportError as error:
    print(error)
"""
    assert "pip install 'issuedby[pytest]'" in run(str(empty_environment), "-c", program, cwd=tmp_path)


@pytest.mark.parametrize("readme", ["README.md", "bindings/python/README.md"])
def test_the_snippet_of_the_readme_does_what_it_says(
    empty_environment: Path, repository: Path, tmp_path: Path, readme: str
) -> None:
    text = (repository / readme).read_text()
    snippet = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    shown = re.search(r"```python\n.*?```text\n(.*?)```", text, re.DOTALL)
    assert snippet is not None and shown is not None
    for name in ("ca.pem", "client.pem"):
        shutil.copy(repository / "tests/certs" / name, tmp_path)
    assert run(str(empty_environment), "-c", snippet[1], cwd=tmp_path) == shown[1]


def test_the_benchmark_runs(python_folder: Path, tmp_path: Path) -> None:
    shown = run(sys.executable, str(python_folder / "bench.py"), "--passes", "1", cwd=tmp_path)
    assert shown.count("issuedby: evaluate(DER)") == 2


def test_the_wheel_carries_the_texts_of_its_licences(wheel: Path, python_folder: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    carried = {Path(name).name: archive.read(name) for name in archive.namelist() if "/licenses/" in name}
    root = python_folder.parent.parent
    assert carried == {name: (root / name).read_bytes() for name in ("LICENSE-MIT", "LICENSE-APACHE")}


def test_nothing_in_the_wheel_has_a_path_of_this_machine(wheel: Path, repository: Path) -> None:
    cargo = os.environ.get("CARGO_HOME", str(Path.home() / ".cargo"))
    paths = [str(repository), cargo, f"{Path.home()}/"]
    archive = zipfile.ZipFile(wheel)
    found = [(name, path) for name in archive.namelist() for path in paths if path.encode() in archive.read(name)]
    assert found == []
    native = archive.read("issuedby/_native.abi3.so")
    # There are such names, so that the line above shows something.
    assert b"/cargo/registry/src/" in native


def test_the_wheel_lists_what_is_compiled_into_it(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith(".cyclonedx.json")]
    sbom = json.loads(archive.read(name))
    assert {"issuedby", "rustls-webpki", "aws-lc-rs"} <= {component["name"] for component in sbom["components"]}
    assert "serialNumber" not in sbom and "timestamp" not in sbom["metadata"]


def test_the_sdist_has_a_lock_file_of_its_own(sdist: Path, repository: Path) -> None:
    manifest = str(sdist / "bindings/python/Cargo.toml")
    run("cargo", "metadata", "--locked", "--offline", "--format-version=1", "--manifest-path", manifest, cwd=sdist)
    assert locked(sdist) < locked(repository), "a version or a checksum differs"


def locked(folder: Path) -> set[tuple[str, ...]]:
    """Name, version, source and checksum of each package in a lock file."""
    packages = (folder / "Cargo.lock").read_text().split("[[package]]")[1:]
    return {tuple(re.findall(r'^(?:name|version|source|checksum) = "(.*)"$', one, re.MULTILINE)) for one in packages}


def test_the_sdist_holds_what_a_build_needs_and_nothing_else(sdist: Path) -> None:
    assert {path.name for path in sdist.iterdir()} == {
        *("Cargo.lock", "Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "PKG-INFO", "README.md", "pyproject.toml"),
        *("backend", "bindings", "crates", "python", "tests"),
    }
    assert {path.name for path in (sdist / "bindings/python").iterdir()} == {
        *("Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "src")
    }


def test_the_metadata_says_who_may_use_it_and_for_what(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    metadata = email.message_from_bytes(archive.read(name))
    assert (metadata["Name"], metadata["License-Expression"]) == ("issuedby", "MIT OR Apache-2.0")
    assert metadata["Requires-Python"] == ">=3.10" and metadata["Author"] == "The issuedby developers"
    assert metadata["Summary"] and metadata["Keywords"]
    assert metadata["Description-Content-Type"] == "text/markdown; charset=UTF-8; variant=GFM"
