"""Lets every part say what of it can be found; search knows no pages and no dates."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from courses.search.enums import ONE

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
    from datetime import datetime

    from courses.search.enums import DocumentKind


@dataclass(frozen=True)
class Document:
    """One thing that can be found.

    `texts` everybody may read, and they stand in what is shown. `closed_text` only makes that the
    thing is found: no word of it is ever shown, nor offered as what somebody may have meant.

    Title, summary and texts may each be a translation: a `Words`, which knows its language.
    """

    key: str
    kind: DocumentKind
    title: str
    address: str
    summary: str = ""
    keywords: str = ""
    texts: tuple[str, ...] = field(default=(), repr=False)
    closed_text: str = field(default="", repr=False)
    other_title: str = ""
    """Its title as it was written, where `title` is a translation: it is found by both."""
    note: str = ""
    """Where it belongs, in words: the training of a lesson, when and where of a date."""
    training: int | None = None
    """The training that it is, or is part of."""
    until: datetime | None = None
    """From when on it is not found any more."""
    is_own: bool = False
    """Whether one signs in to read what is behind it: it is the reader's own."""
    is_dutch: bool = True
    """Whether what is no translation of it is in Dutch, whatever the reader's language is."""

    @property
    def kind_in_words(self) -> str:
        """What it is."""
        return str(ONE[self.kind])

    def found_by(self, written: Document) -> Document:
        """The same, found by the words of `written` too: the document before it was translated.

        Who reads in another language may know a training by its Dutch name, and what a coordinator
        says that people mean is in Dutch.
        """
        shown = {self.title, self.summary, self.keywords, *self.texts, self.closed_text}
        words = (written.summary, written.keywords, *written.texts, written.closed_text)
        return replace(
            self,
            other_title="" if written.title in shown else written.title,
            closed_text="\n".join(
                filter(None, (self.closed_text, *(one for one in words if one not in shown)))
            ),
        )


class Source(ABC):
    """A kind of things that can be found."""

    changes_often = False
    """Whether what is found here changes with more than the text of pages."""

    @abstractmethod
    def stamp(self) -> Hashable:
        """Something small that is another one when any document may be: one query at most."""

    @abstractmethod
    def documents(self, language: str) -> Iterable[Document]:
        """All that visitors may find, as they read it. `language` is what they read in, for what
        stands on the site in more than one; `translations.reading` reads in it here."""


_sources: list[Source] = []


def provide(source: Source) -> None:
    """Add a source; from an app's `ready()`."""
    _sources.append(source)


def sources(*, changing_often: bool) -> list[Source]:
    """The sources, in order of registration."""
    return [one for one in _sources if one.changes_often is changing_often]
