"""The questions in the settings: read, and recognised through the years."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from courses.plugin_api.api import Json, Question, QuestionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SLOTS = range(1, 6)
"""There is room for five questions."""

MOST_CHARACTERS = 300
MOST_OPTIONS = 8
MOST_CHARACTERS_IN_OPTION = 200
CHOICES = frozenset({QuestionKind.CHOICE, QuestionKind.MULTIPLE})


@dataclass(frozen=True)
class Slot:
    """One question as a trainer wrote it."""

    text: str
    kind: QuestionKind
    options: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the answers are added up by, through the years.

        It is made of the kind, the wording and the options, so it stays the same when questions
        change places, when options change places, and when only capitals, spaces or the last
        character differ. Any other change makes another question with a key of its own: what people
        answered to other words cannot be added up, and no later question ever gets an old key.
        """
        parts = (self.kind.value, normal(self.text), *sorted(map(normal, self.options)))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

    def question(self) -> Question:
        return Question(key=self.key, kind=self.kind, text=self.text, options=self.options)


def normal(text: str) -> str:
    """`text` without differences that nobody means: capitals, spaces, the character at the end."""
    same = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return same.rstrip(".?!:… ") or same


def lines(text: str) -> list[str]:
    """The lines of `text` on which something can be read."""
    tidied = (" ".join(line.split()) for line in text.splitlines())
    return [
        line
        for line in tidied
        if any(character.isprintable() and character != " " for character in line)
    ]


def filled_in(settings: Mapping[str, Json]) -> Sequence[Slot]:
    """The questions in a training's settings, in order."""
    return [
        Slot(
            text=settings[f"text_{number}"],
            kind=QuestionKind(settings[f"kind_{number}"]),
            options=tuple(lines(settings[f"options_{number}"])),
        )
        for number in SLOTS
        if settings.get(f"text_{number}")
    ]
