"""Versions of the academy beside each other, each with a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from bench import report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import ExitStack

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class AcademyVersion:
    """A version of the academy with a database of its own; whatever it is asked, it answers in a
    process of its own."""

    SCRIPT: ClassVar[str]
    """The file in `bench/` that answers, with the code of that version."""

    name: str
    code: Path
    folder: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process one of this academy."""
        return {
            "ACADEMY_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database,
            "PYTHONPATH": str(self.code),
        }

    def ask(self, *arguments: str) -> dict[str, Any]:
        """What its script answers in a process of this academy.

        Raises:
            SystemExit: it failed.
        """
        (self.folder / "static").mkdir(parents=True, exist_ok=True)
        # -P: its own folder is no place to import from, `bench.plugins` would be `plugins`.
        command = [sys.executable, "-P", str(ROOT / "bench" / self.SCRIPT), *arguments]
        return answer_of(
            command, self.environment, of=f"{self.name}: {arguments[0]}", cwd=self.code
        )


def answer_of(
    command: list[str], environment: Mapping[str, str], *, of: str, cwd: Path | None = None
) -> dict[str, Any]:
    """The JSON that a program prints as its last line; `environment` is added to that of here.

    Raises:
        SystemExit: it failed; `of` says what.
    """
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"bench: {of} failed\n{done.stderr[-3000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def postgres(until_the_end: ExitStack) -> str:
    """The address of a server of our own; empty, and said, where there is none to start."""
    from scripts import with_postgres

    try:
        with_postgres.installed_wheel()
    except SystemExit:
        report.say("No PostgreSQL here: install requirements-dev.txt to measure on it too")
        return ""
    return until_the_end.enter_context(with_postgres.server())
