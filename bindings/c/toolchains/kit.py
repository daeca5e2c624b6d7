"""The shared parts: the installed library, running commands, and saying what was seen."""

import os
import shlex
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
BINDING = HERE.parent
REPOSITORY = BINDING.parent.parent
TARGET = REPOSITORY / os.environ.get("CARGO_TARGET_DIR", "target")
FOLDER = REPOSITORY / "target/c/toolchains"
PREFIX = FOLDER / "prefix"
CERTIFICATES = REPOSITORY / "tests/certs"
ARCHIVE = PREFIX / "lib/libissuedby.a"

#: The flags of every program.
WARNINGS = ["-Wall", "-Wextra", "-Werror", "-pedantic"]


class Failed(Exception):
    """Something is not as it should be."""


def install() -> None:
    """Builds and installs the library, as its README says."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "DESTDIR"}
    finish(["cargo", "xtask", "install-c", "--prefix", PREFIX], cwd=REPOSITORY, env=environment)


def outcome(command: list, **options) -> subprocess.CompletedProcess:
    """Runs a command, with the installed library for the loader."""
    environment = {**os.environ, "LD_LIBRARY_PATH": str(PREFIX / "lib"), "RUST_BACKTRACE": "0"}
    options = {"env": environment, **options}
    words = [str(word) for word in command]
    try:
        return subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    except FileNotFoundError:
        raise Failed(f"`{words[0]}` is not installed") from None


def finish(command: list, status: int = 0, **options) -> str:
    """Runs a command that must end with this status, and gives its standard output."""
    done = outcome(command, **options)
    if done.returncode != status:
        line = shlex.join(str(word) for word in command)
        raise Failed(f"{line}: status {done.returncode}, expected {status}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(holds: bool, failure: str) -> None:
    """Ends the run unless something holds."""
    if not holds:
        raise Failed(failure)


def passed(line: str) -> None:
    """Says what was seen."""
    print(f"passed: {line}", flush=True)


def pkg_config(*arguments: str) -> list[str]:
    """The words that pkg-config prints about the installed library."""
    environment = {**os.environ, "PKG_CONFIG_PATH": str(PREFIX / "lib/pkgconfig")}
    return shlex.split(finish(["pkg-config", *arguments, "issuedby"], env=environment))


def version_number(version: str) -> int:
    """The value that ISSUEDBY_VERSION_NUMBER has in a version."""
    major, minor, patch = map(int, version.split("."))
    return (major * 1000 + minor) * 1000 + patch


def version_of(tool: str) -> str:
    """The first line that a tool prints about itself."""
    return finish([tool, "--version"]).splitlines()[0]


def program(name: str) -> Path:
    """The place of a compiled program."""
    programs = FOLDER / "programs"
    programs.mkdir(exist_ok=True)
    return programs / name


def sample(name: str) -> Path:
    """A sample certificate."""
    return CERTIFICATES / name


def verifies(verify: Path) -> None:
    """Sees that `examples/verify.c` accepts what it must accept, and refuses what it must refuse."""
    accepted = finish([verify, sample("ca.pem"), sample("client.pem")])
    expect(accepted.startswith('{"status":"SUCCESS",'), f"found {accepted}, expected SUCCESS")
    refused = finish([verify, sample("ca.pem"), sample("client-expired.pem")], status=1)
    expect('"reason":"expired"' in refused, f"found {refused}, expected the reason expired")


def globals_of(file: Path, *flags: str) -> set[str]:
    """The symbols that a file defines for others."""
    return set(finish(["nm", "--defined-only", "--extern-only", "--format=just-symbols", *flags, file]).split())
