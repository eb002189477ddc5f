"""What happened to somebody, on the person's page in the administration.

Parts say what they know with `provide`; this part knows no enrolments. What a part shows depends on
who looks: a trainer sees what happened in the own editions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField
from django.utils.functional import lazy
from django.utils.translation import gettext

from courses.common import audit, clock, formats
from courses.common.statements import Several, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import Model, QuerySet
    from django_stubs_ext import StrOrPromise
    from wagtail.models import ModelLogEntry

    from courses.common.statements import Parameter
    from courses.people.models import User


@dataclass(frozen=True)
class Line:
    """One thing that happened: when, what, where to read more, and who did it."""

    moment: datetime
    sentence: StrOrPromise
    url: StrOrPromise = ""
    by: str = ""

    @property
    def when(self) -> str:
        """`3 maart 2026, 19:00`"""
        return f"{formats.day(self.moment)}, {clock.local(self.moment):%H:%M}"

    @property
    def machine_readable(self) -> str:
        """The same for programs."""
        return clock.local(self.moment).isoformat(timespec="seconds")


Lines = Callable[["User", "User", int | None], Iterable[Line]]
"""What a part knows of a person (the first), for who looks at it (the second). When a number is
named, only the newest so many are asked for; more do no harm."""

_sources: list[Lines] = []


def provide(lines: Lines) -> Lines:
    """Register what a part knows of people. From `ready()`; may be used as a decorator."""
    _sources.append(lines)
    return lines


def lines_about(person: User, *, viewer: User, most: int | None = None) -> list[Line]:
    """What the parts tell `viewer` about a person, the newest first: all, or the newest so many."""
    lines = [line for source in _sources for line in source(person, viewer, most)]
    newest = sorted(lines, key=lambda line: line.moment, reverse=True)[:most]
    # An address is looked up when it is read: once, for a page reads it twice.
    return [replace(line, url=str(line.url)) for line in newest]


def logged(
    model: type[Model],
    subjects: Mapping[int, tuple[str, StrOrPromise]],
    *,
    person: User,
    most: int | None = None,
) -> list[Line]:
    """What the audit log says about rows, by key; of each its name and address. All of it, or the
    newest so many entries (at most `NEWEST`). One query.

    Who did it is named, unless it was the person.
    """
    kind = ContentType.objects.get_for_model(model)
    asked = _LOGGED if most is None else _NEWEST_LOGGED
    entries = asked.run(kind=kind, keys=[str(key) for key in subjects])
    return [_line(entry, *subjects[int(entry.object_id)], person) for entry in entries]


_ENTRY = ("content_type", "object_id", "label", "action", "data", "timestamp", "revision")

NEWEST = 31
"""Of how many lines the newest are known without a look at all of them."""


def _about(kind: int | Parameter, keys: Sequence[str | Parameter]) -> QuerySet[ModelLogEntry]:
    # Of who did it no more than the name.
    read = (*_ENTRY, "user__first_name", "user__last_name")
    return audit.entries_of(kind, keys).select_related("user").only(*read)


_LOGGED: Statement[ModelLogEntry] = Statement(
    _about, kind=BigIntegerField(), keys=Several(CharField())
)
_NEWEST_LOGGED: Statement[ModelLogEntry] = Statement(
    lambda kind, keys: _about(kind, keys).order_by("-timestamp", "-pk")[:NEWEST],
    kind=BigIntegerField(),
    keys=Several(CharField()),
)


def _line(entry: ModelLogEntry, subject: str, url: StrOrPromise, person: User) -> Line:
    return Line(entry.timestamp, _sentence(entry, subject), url, _actor(entry, person))


def _in_words(entry: ModelLogEntry, subject: str) -> str:
    what = str(entry.message or entry.action)
    return f"{subject}: {what}" if subject else what


_sentence = lazy(_in_words, str)
"""Made when it is shown: a page shows the newest lines of what may be hundreds."""


def _actor(entry: ModelLogEntry, person: User) -> str:
    if entry.user_id is None:
        return ""
    if entry.user_id == person.pk:
        return gettext("de persoon zelf")
    return str(entry.user or gettext("iemand die gewist is"))
