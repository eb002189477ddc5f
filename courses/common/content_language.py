"""In which language somebody reads what the academy wrote: trainings, lessons, pages.

The screens around it (buttons, forms, mails) are Dutch or English: there is a catalogue of those
two. What the academy wrote is Dutch, and may be translated into any language. So a reader of a
third language has screens in one of the two, and texts in the third.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = "nl"
"""What all texts are written in."""

CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}")
"""How a language is written: `en`, `ar`, `zh-hans` (BCP 47, in small letters)."""


@dataclass(frozen=True)
class ReadingLanguage:
    """A language that one can read the site in.

    `interface` is the language of the screens, `version` changes with every text in it.
    """

    code: str
    name: str = ""
    interface: str = SOURCE
    right_to_left: bool = False
    note: str = ""
    version: str = ""

    @property
    def is_source(self) -> bool:
        """Whether texts are read as they were written."""
        return self.code == SOURCE

    @property
    def has_own_interface(self) -> bool:
        """Whether the screens are in this language too."""
        return self.code == self.interface


DUTCH = ReadingLanguage(SOURCE, "Nederlands")

_chosen: ContextVar[ReadingLanguage | None] = ContextVar("reading language", default=None)


def chosen() -> ReadingLanguage | None:
    """What the reader of this request chose.

    None outside a request, as in a mail, and where something is made in another language than that
    of the reader's screens, such as a certificate.
    """
    reading = _chosen.get()
    return reading if reading is not None and reading.interface == _of_screens() else None


def current_code() -> str:
    """The code of the language that texts are read in here: the reader's, else the screen's."""
    reading = chosen()
    return _of_screens() if reading is None else reading.code


def _of_screens() -> str:
    return (get_language() or SOURCE).split("-")[0]


@contextmanager
def reading_in(language: ReadingLanguage) -> Iterator[None]:
    """Texts are read in this language inside the block."""
    before = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(before)
