"""The wheel: what it holds, and that it is enough where there is nothing else."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import issuedby


@pytest.fixture(scope="module")
def wheel(python_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, made from the tree as it is; what was compiled for the installed package is not compiled again."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "maturin", "build", "--release", "--quiet", "--out", str(folder), cwd=python_folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def empty_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The interpreter of an environment that has the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    python = folder / "bin/python"
    run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", str(wheel), cwd=folder)
    yield python
    shutil.rmtree(folder)


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_one_wheel_serves_every_python_from_3_10_on(wheel: Path) -> None:
    assert re.fullmatch(rf"issuedby-{re.escape(issuedby.__version__)}-cp310-abi3-.*\.whl", wheel.name)


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path, python_folder: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    sources = {path.name for path in (python_folder / "python/issuedby").iterdir() if path.suffix in (".py", ".pyi", ".json")}
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
