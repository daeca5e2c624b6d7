"""The steps of the examples' documents, done in a copy of their folder: install, run, call, test."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from processes import ISSUEDBY, REPOSITORY, Place, free_port, process, wait_until


@dataclass(frozen=True)
class Document:
    """A README, the copy of its folder, and what a user has in PATH."""

    text: str
    folder: Path
    variables: dict[str, str]

    def blocks(self, language: str) -> list[str]:
        return re.findall(rf"^```{language}\n(.*?)^```$", self.text, re.MULTILINE | re.DOTALL)

    def lines(self, *words: str) -> list[str]:
        """The commands whose program, after the variables before it, is one of these."""
        lines = [line for block in self.blocks("sh") for line in block.splitlines()]
        return [line for line in lines if program_of(line) in words]

    def run(self, line: str) -> str:
        done = subprocess.run(
            command_of(line), cwd=self.folder, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout


def command_of(line: str) -> list[str]:
    """A command without anything that only a shell understands, but variables before it and a comment after it."""
    return ["env", *shlex.split(line, comments=True)]


def program_of(line: str) -> str:
    return next((part for part in shlex.split(line) if "=" not in part), "")


@pytest.fixture(scope="module", params=["node", "python"])
def document(request: pytest.FixtureRequest) -> Iterator[Document]:
    """A copy of the folder in which everything is installed as the document says, in the versions that are tested."""
    source = REPOSITORY / "bindings" / request.param / "examples"
    # Not a folder of pytest: paths of Unix sockets must be short.
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "copy"
        shutil.copytree(source, folder, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        programs = f"{ISSUEDBY.parent}:{os.environ['PATH']}"
        variables = {
            "PYTHONDONTWRITEBYTECODE": "1",
            "PIP_CONSTRAINT": str(REPOSITORY / "crates/xtask/requirements.txt"),
            # As containers have it: uvicorn would believe every X-Forwarded-For.
            "FORWARDED_ALLOW_IPS": "*",
        }
        if request.param == "python":
            subprocess.run([sys.executable, "-m", "venv", Path(temporary) / "venv"], check=True)
            programs = f"{temporary}/venv/bin:{programs}"
        text = (source / "README.md").read_text().replace("path/to/issuedby", str(REPOSITORY))
        found = Document(text, folder, {**os.environ, **variables, "PATH": programs})
        install(found)
        yield found


def install(document: Document) -> None:
    (line,) = document.lines("pip", "npm")
    # There it is packed for tests; `npm pack` beside the sources is tested with the package.
    document.run(line.replace("bindings/node/issuedby-", "target/node/issuedby-"))


def test_it_can_be_installed_run_and_called(document: Document) -> None:
    (serve,) = document.lines("issuedby")
    (shown,) = document.blocks("text")
    calls = document.lines("curl")
    workers = document.lines("node", "python", "uvicorn", "gunicorn")
    assert len(calls) == len(shown.splitlines()) == 3 and len(workers) >= 2
    for line in workers:
        # A user has these ports; a test takes what is free.
        over_unix = "WORKER_SOCKET=worker.sock" in line
        place = Place(document.folder / "worker.sock" if over_unix else None, free_port())
        worker = serve.replace("http://127.0.0.1:3000", "unix:worker.sock" if over_unix else place.address)
        assert over_unix == (worker != serve and place.address not in worker)
        edge = Place(None, free_port())
        with (
            process(command_of(line), cwd=document.folder, env={**document.variables, "PORT": str(place.port)}),
            process([*command_of(worker), "--port", str(edge.port)], cwd=document.folder, env=document.variables),
        ):
            wait_until(place.is_up)
            wait_until(edge.is_up)
            for call, answer in zip(calls, shown.splitlines(), strict=True):
                found = document.run(call.replace("curl ", "curl --silent ").replace("8443", str(edge.port)))
                pattern = re.escape(answer).replace(re.escape("{...}"), r"\{.*\}")
                assert re.fullmatch(pattern, found.strip()), f"{line}\n{call}\n{found}"
        shutil.rmtree(document.folder / "world")


def test_its_test_passes(document: Document) -> None:
    (program,) = document.blocks("js") + document.blocks("py")
    if document.blocks("js"):
        (document.folder / "fetch.test.mjs").write_text(program)
        assert re.search(r"^. pass 2$", document.run("node --test --test-reporter=spec fetch.test.mjs"), re.MULTILINE)
    else:
        (document.folder / "test_app.py").write_text(program)
        assert "2 passed" in document.run("python -m pytest -p no:cacheprovider test_app.py")
