"""The words to begin with: those of the academy's own trainings that not everybody knows.

They stand in `first_words.csv`, with what they mean at level B1.
"""

from __future__ import annotations

import csv
from pathlib import Path

FILE = Path(__file__).with_name("first_words.csv")


def first_words() -> list[dict[str, str]]:
    """The words, each with values for the fields of a `GlossaryWord`."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
