"""The server that is measured: gunicorn with one process on this machine's loopback."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench import client

STARTS_WITHIN = 60
"""Seconds after which a server that does not answer is given up."""


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as listener:
        listener.bind((client.HOST, 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def running(folder: Path) -> Iterator[int]:
    """Start the server, wait until it answers, yield its port, and stop it.

    One process with one thread: what it does in a second is then a measure of the work that a
    request costs. The load comes from this process, on another core where there is one.

    Raises:
        SystemExit: the server does not start.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "academy.wsgi:application"]
    options = ["--bind", f"{client.HOST}:{port}", "--workers", "1", "--worker-class", "gthread"]
    options += ["--threads", "1", "--keep-alive", "75", "--log-level", "warning"]
    log = folder / "server.log"
    with log.open("w") as output:
        server = subprocess.Popen([*command, *options], stdout=output, stderr=output)
        try:
            _wait(server, port, log)
            yield port
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError, client.UnexpectedAnswer):
            client.fetch(port, client.get("/gezond/"))
            return
        time.sleep(0.1)
    raise SystemExit(f"bench: the server does not start\n{log.read_text()[-3000:]}")
