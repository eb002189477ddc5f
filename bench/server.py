"""The server that is measured: gunicorn with one process on this machine's loopback."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import client

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
SHARING = ROOT / "academy" / "operations" / "web_server.py"
OWN_WORKER = "academy.operations.web_worker.Worker"
"""What the academy is served with, since it has a class of its own."""
STARTS_WITHIN = 180
"""Seconds after which a server that does not answer is given up."""


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((client.HOST, 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True)
class Program:
    """What is served: a WSGI application, the Python that has it, the address at which it answers
    when it is ready."""

    application: str
    python: str
    ready_at: str


ACADEMY = Program("academy.wsgi:application", sys.executable, "/gezond/")


@dataclass(frozen=True)
class Server:
    """A server that answers on `port`; `process` is gunicorn's, its worker is a child of it."""

    port: int
    process: int

    def seconds(self) -> float:
        """A clock for comparing: the processor time of the worker so far.

        Unlike the time on the wall it stands still while other programs have the processor. It
        is the wall's time where the system does not tell (anything but Linux).
        """
        times = [processor_seconds(worker) for worker in children(self.process)]
        return sum(times) or time.perf_counter()


def children(parent: int) -> list[int]:
    """The processes that a process began."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name of the program stands between brackets and may contain anything.
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent:
                found.append(int(status.parent.name))
    return found


def processor_seconds(process: int) -> float:
    """What all threads of a process took of a processor so far; 0 where that is not told."""
    total = 0
    for thread in Path(f"/proc/{process}/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):
            total += int(thread.read_text().split()[0])
    return total / 1e9


@contextlib.contextmanager
def running(
    folder: Path,
    environment: Mapping[str, str] | None = None,
    *,
    code: Path | None = None,
    workers: int = 1,
    threads: int = 1,
    shares: bool = False,
    program: Program = ACADEMY,
) -> Iterator[Server]:
    """Start the server, wait until it answers, yield it, and stop it.

    `environment` is added to this process's own. `code` is where another version of the academy
    is checked out. `shares` is for processes that share what they loaded. `program` is another
    one than the academy.

    One process with one thread: what it does in a second is then a measure of the work that a
    request costs. The load comes from this process, on another core where there is one.

    Raises:
        SystemExit: the server does not start.
    """
    port = free_port()
    command = [program.python, "-m", "gunicorn", program.application]
    options = ["--bind", f"{client.HOST}:{port}", "--workers", str(workers)]
    options += ["--worker-class", _worker_class(program, code or ROOT), "--threads", str(threads)]
    options += ["--keep-alive", "75", "--log-level", "warning"]
    options += ["--config", str(SHARING)] if shares else []
    log = folder / f"server-{port}.log"
    own = {**os.environ, **(environment or {})}
    with log.open("w") as output:
        server = subprocess.Popen(
            [*command, *options], stdout=output, stderr=output, env=own, cwd=code
        )
        try:
            _wait(server, port, log, program.ready_at)
            yield Server(port, server.pid)
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _worker_class(program: Program, code: Path) -> str:
    file = code.joinpath(*OWN_WORKER.split(".")[:-1]).with_suffix(".py")
    return OWN_WORKER if program is ACADEMY and file.exists() else "gthread"


def _wait(server: subprocess.Popen[bytes], port: int, log: Path, ready_at: str) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError, client.UnexpectedAnswerError):
            client.fetch(port, client.get(ready_at))
            return
        time.sleep(0.1)
    raise SystemExit(f"bench: the server does not start\n{log.read_text()[-3000:]}")
