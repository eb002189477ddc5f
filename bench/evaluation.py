"""Evaluations under pressure, beside an older commit: sending them in, and reading them.

Each half is a module with `measure`, which prints its tables and gives its figures.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from bench import evaluation_read, evaluation_submit, report

if TYPE_CHECKING:
    from pathlib import Path

BEFORE = evaluation_submit.BEFORE
HALVES = (evaluation_submit, evaluation_read)


def run(folder: Path, commit: str, started: float, *, quick: bool) -> None:
    """Measure each half, print its tables, and in the end all figures."""
    figures = []
    for half in HALVES:
        name = half.__name__.rpartition(".")[2]
        (folder / name).mkdir(parents=True)
        figures += half.measure(half.QUICK if quick else half.FULL, folder / name, commit)
    report.figures(figures)
    report.say(f"{monotonic() - started:.0f} s in all")
