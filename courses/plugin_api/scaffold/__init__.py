"""Writes a plugin to start from: `manage.py plugins new`."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Made:
    """A package that was written."""

    folder: Path
    files: tuple[Path, ...]

    def told(self) -> str:
        """What was made and what to do now."""
        return str(self.folder)


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name")
    parser.add_argument("--with", dest="kinds", default="exercise")
    parser.add_argument("--folder", default=".")


def make(name: str, *, kinds: str, folder: Path) -> Made:
    """Write the package."""
    raise NotImplementedError
