"""Lets every part say what of it can be found; search knows no pages and no dates."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from courses.search.enums import ONE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from datetime import datetime

    from courses.search.enums import DocumentKind


@dataclass(frozen=True)
class Document:
    """One thing that can be found.

    `text` everybody may read, and stands in what is shown. `closed_text` only makes that the thing
    is found: no word of it is ever shown, nor offered as what somebody may have meant.
    """

    key: str
    kind: DocumentKind
    title: str
    address: str
    summary: str = ""
    keywords: str = ""
    text: str = field(default="", repr=False)
    closed_text: str = field(default="", repr=False)
    note: str = ""
    """Where it belongs, in words: the training of a lesson, when and where of a date."""
    training: int | None = None
    """The training that it is, or is part of."""
    until: datetime | None = None
    """From when on it is not found any more."""
    is_dutch: bool = True
    """Whether its title and summary are in Dutch, whatever the reader's language is."""

    @property
    def kind_in_words(self) -> str:
        """What it is."""
        return str(ONE[self.kind])


class Source(ABC):
    """A kind of things that can be found."""

    changes_often = False
    """Whether what is found here changes with more than the text of pages."""

    @abstractmethod
    def stamp(self) -> Hashable:
        """Something small that is another one when any document may be: one query at most."""

    @abstractmethod
    def documents(self, language: str) -> Iterable[Document]:
        """All that visitors may find, in the reader's language where there is a choice."""


_sources: list[Source] = []


def provide(source: Source) -> None:
    """Add a source; from an app's `ready()`."""
    _sources.append(source)


def sources(*, changing_often: bool) -> list[Source]:
    """The sources, in order of registration."""
    return [one for one in _sources if one.changes_often is changing_often]
