"""The screening that is always there: without a dictionary, thousandths of a second a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.evaluation.redactions import Redaction, without_overlap
from courses.evaluation.screening import names, patterns

if TYPE_CHECKING:
    from collections.abc import Sequence


def screen(text: str, *, known: frozenset[str], exceptions: Sequence[str]) -> list[Redaction]:
    """What somebody may be recognised by in a text, in order, without overlap."""
    found = names.find(text, known=known, exceptions=exceptions)
    return without_overlap([*patterns.find(text), *found])
