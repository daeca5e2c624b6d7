"""The examples and `issuedby dev` as processes of their own, and curl as their client."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
ISSUEDBY = REPOSITORY / os.environ.get("CARGO_TARGET_DIR", "target") / "debug/issuedby"

TIME_LIMIT = 20.0
"""The time limit of every wait, in seconds; it takes a second, or never comes."""


@dataclass(frozen=True)
class Place:
    """The address of a worker: a Unix socket, or a port of loopback."""

    socket: Path | None
    port: int

    @property
    def address(self) -> str:
        """As the edge takes it."""
        return f"unix:{self.socket}" if self.socket else f"http://127.0.0.1:{self.port}"

    @property
    def variables(self) -> dict[str, str]:
        """As the examples take it."""
        return {"WORKER_SOCKET": str(self.socket)} if self.socket else {"PORT": str(self.port)}

    def is_up(self) -> bool:
        family, address = (socket.AF_UNIX, str(self.socket)) if self.socket else (socket.AF_INET, ("127.0.0.1", self.port))
        with socket.socket(family) as connection:
            return connection.connect_ex(address) == 0


@dataclass(frozen=True)
class Example:
    """A worker of the examples, and how it is started."""

    folder: Path
    command: tuple[str, ...]

    @contextmanager
    def running(self, place: Place, **variables: str) -> Iterator[None]:
        command = [part.format(bind=place.address.removeprefix("http://")) for part in self.command]
        environment = {**os.environ, **place.variables, **variables, "PYTHONDONTWRITEBYTECODE": "1"}
        with process(command, cwd=self.folder, env=environment) as started:
            wait_until(lambda: place.is_up() or started.poll() is not None)
            assert started.poll() is None, f"{command} ended with {started.returncode}"
            yield


_NODE = REPOSITORY / "bindings/node/examples"
_PYTHON = REPOSITORY / "bindings/python/examples"
EXAMPLES = {
    "fetch": Example(_NODE, ("node", "fetch.mjs")),
    "node_http": Example(_NODE, ("node", "node_http.mjs")),
    "fastapi_app": Example(_PYTHON, (sys.executable, "fastapi_app.py")),
    "flask_app": Example(_PYTHON, (sys.executable, "flask_app.py")),
    # It would keep a socket for its own control in the home folder.
    "flask_app under gunicorn": Example(
        _PYTHON, (sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", "{bind}", "flask_app:app")
    ),
}


@dataclass(frozen=True)
class Edge:
    """`issuedby dev` with a worker behind it."""

    world: dict[str, Any]

    def call(self, scenario: str) -> tuple[int, Any]:
        """Status and JSON of the answer to a client; the body as text where it is no JSON."""
        folder = Path(self.world["folder"])
        command = ["curl", "--silent", "--show-error", "--max-time", str(TIME_LIMIT), "--cacert", str(folder / "server-ca.pem")]
        if scenario != "none":
            command += ["--cert", str(folder / f"{scenario}.pem")]
        done = subprocess.run(
            [*command, "--write-out", "\n%{http_code}", self.world["url"]], capture_output=True, text=True, check=True
        )
        body, _, status = done.stdout.rpartition("\n")
        try:
            return int(status), json.loads(body)
        except json.JSONDecodeError:
            return int(status), body


@contextmanager
def edge(place: Place, *options: str) -> Iterator[Edge]:
    """An edge that serves until the end of the block."""
    command = [str(ISSUEDBY), "dev", "--port", "0", "--worker", place.address, "--format", "json", *options]
    with process(command, stdout=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        world = json.loads(started.stdout.readline())
        yield Edge(world)
    assert started.returncode == 0
    assert not Path(world["folder"]).exists()


@contextmanager
def process(command: list[str], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A process that gets the signal to end, as a supervisor or Ctrl-C sends it, at the end of the block."""
    started = subprocess.Popen(command, **options)
    try:
        yield started
    finally:
        started.send_signal(signal.SIGTERM)
        try:
            started.communicate(timeout=TIME_LIMIT)
        finally:
            started.kill()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + TIME_LIMIT
    while not is_so():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
