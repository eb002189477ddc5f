"""People to reach: whom to call, whose number to find, letters to print, mails that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    Min,
    UUIDField,
    Value,
    Window,
)
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from courses.attendance.queries import CANNOT_COME
from courses.common import clock, formats
from courses.common.statements import Several, Statement
from courses.desk.first_few import SHOWN, FirstFew
from courses.desk.todos.todo import EDITION, PERSON, Line, Todo, looks_for
from courses.editions.models import Session
from courses.notices import kinds
from courses.notices import queries as notices
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.queries import is_coordinator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from courses.common.statements import Parameter
    from courses.people.models import User

MOST_LOOKED_AT = 40
"""Among how many of the first calls the people are looked for who are named."""

_CLAIM = (
    *("person__call_claim__at", "person__call_claim__by__first_name"),
    "person__call_claim__by__last_name",
)
"""What a line reads of whom or what it names: whole rows have a hundred columns."""


def _named(found: QuerySet[Notice], *more: str) -> QuerySet[Notice]:
    """With no more of each than `_about` reads, and `more` columns of what is related."""
    related = {"person", "edition__training", *(one.rpartition("__")[0] for one in more)}
    few = found.select_related(None).prefetch_related(None)
    return few.select_related(*sorted(related)).only("kind", *PERSON, *EDITION, *more)


def _about(notice: Notice) -> str:
    name, kind = notice.person.name_in_list, kinds.find(notice.kind)
    if kind is not None and kind.for_trainer:
        name = gettext("%(name)s, trainer") % {"name": name}
    about = f" ({notice.edition.training.title})" if notice.edition else ""
    return f"{name}{about}"


def _about_call(notice: Notice) -> str:
    claim = getattr(notice.person, "call_claim", None)
    if claim is None or not claim.stands:
        return _about(notice)
    busy = gettext("%(name)s belt nu") % {"name": claim.by.name}
    return f"{_about(notice)}: {busy}"


def _up_by_now(now: Parameter) -> QuerySet[Notice]:
    return notices.call_list(now=now).filter(~notices.NO_NUMBER, due_at__lte=now)


def _without_number(now: Parameter) -> QuerySet[Notice]:
    """What people without a number are to be told by now."""
    return Notice.objects.filter(notices.TO_CALL, notices.NO_NUMBER, due_at__lte=now)


_WRONG = Statement(
    lambda now: notices.calls_to_wrong_numbers(now=now).order_by("due_at", "pk"),
    now=DateTimeField(),
)


def _at_wrong_numbers(now: datetime) -> dict[int, Notice]:
    """By person what somebody is to be told whose number is another's: looked for as well."""
    return {one.person_id: one for one in _WRONG.run(now=now) if notices.is_wrong_number(one)}


_TO_FIND: Statement[tuple[str, int]] = Statement(
    # Of each person one; a look for another one of the same person costs one for each row.
    lambda now: (
        _without_number(now)
        .order_by()
        .values("person")
        .annotate(key=Min(Cast("pk", CharField())), since=Min("due_at"), in_all=Window(Count("*")))
        .order_by("since", "key")
        .values_list("key", "in_all")[:SHOWN]
    ),
    now=DateTimeField(),
)


@looks_for(_without_number)
def to_find(user: User) -> Todo | None:
    """People whom nobody can reach: first somebody looks for a number or an address."""
    if not is_coordinator(user):
        return None
    now = clock.now()
    rows, wrong = _TO_FIND.run(now=now), _at_wrong_numbers(now)
    if not (rows or wrong):
        return None
    count = (rows[0][1] if rows else 0) + len(wrong)
    keys = [*(UUID(key) for key, _number in rows), *(one.pk for one in wrong.values())]
    return Todo(
        notices.not_reached(count),
        count,
        reverse("notices_call_list"),
        [Line(_about(one), reverse("notices_call", args=[one.pk])) for one in _calls(keys[:SHOWN])],
    )


_TO_CALL: Statement[tuple[int, UUID]] = Statement(
    lambda now: _up_by_now(now).values_list("person", "pk")[:MOST_LOOKED_AT], now=DateTimeField()
)
_PEOPLE_TO_CALL: Statement[int] = Statement(
    lambda now: (
        _up_by_now(now)
        .order_by()
        .values(constant=Value(1))
        .annotate(number=Count("person", distinct=True))
        .values_list("number", flat=True)
    ),
    now=DateTimeField(),
)
_CALLS = Statement(
    lambda pks: _named(Notice.objects.filter(pk__in=pks), *_CLAIM), pks=Several(UUIDField())
)


def _calls(pks: Sequence[UUID]) -> list[Notice]:
    """These notices, in this order."""
    found = {one.pk: one for one in _CALLS.run(pks=pks)}
    return [found[pk] for pk in pks if pk in found]


def to_call(user: User) -> Todo | None:
    """People whom a mail cannot reach, or cannot reach in time; only who is up by now."""
    if not is_coordinator(user):
        return None
    now = clock.now()
    keys = _TO_CALL.run(now=now)
    if not keys:
        return None
    wrong = _at_wrong_numbers(now)
    # Who is to be told two things is called once.
    by_person: dict[int, UUID] = {}
    for person, pk in keys:
        if person not in wrong:
            by_person.setdefault(person, pk)
    is_all = len(keys) < MOST_LOOKED_AT
    count = len(by_person) if is_all else _PEOPLE_TO_CALL.run(now=now)[0] - len(wrong)
    if not count:
        return None
    first = _calls(list(by_person.values())[:SHOWN])
    return Todo(
        ngettext("Bel %(n)d persoon", "Bel %(n)d mensen", count) % {"n": count},
        count,
        reverse("notices_call_list"),
        [Line(_about_call(one), reverse("notices_call", args=[one.pk])) for one in first],
        urgent=True,
    )


_CANNOT_COME = FirstFew(
    lambda: (
        Notice.objects.filter(notices.TO_CALL, kind=CANNOT_COME)
        .select_related("person", "edition__training")
        .only("kind", "facts", *PERSON, *EDITION)
        .order_by("created_at", "pk")
    )
)


@looks_for(_CANNOT_COME.build)
def trainers_who_cannot_come(user: User) -> Todo | None:
    """Sessions to which a trainer cannot come: somebody looks for another one. They are calls too,
    and stand apart since few things have so much haste."""
    count, first = _CANNOT_COME.found_for(user)
    if not count:
        return None
    days = Session.objects.in_bulk([one.facts.get("session") for one in first])
    lines = []
    for one in first:
        session = days.get(one.facts.get("session"))
        when = f": {formats.period(session.starts_at, session.ends_at)}" if session else ""
        lines.append(Line(f"{_about(one)}{when}", reverse("notices_call", args=[one.pk])))
    return Todo(
        ngettext(
            "%(n)d keer kan een trainer niet komen: zoek een oplossing",
            "%(n)d keer kan een trainer niet komen: zoek een oplossing",
            count,
        )
        % {"n": count},
        count,
        lines=lines,
        urgent=True,
    )


_TO_PRINT = FirstFew(lambda: _named(notices.letters_to_print()))


@looks_for(_TO_PRINT.build)
def to_print(user: User) -> Todo | None:
    """Letters that nobody has printed yet."""
    count, first = _TO_PRINT.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext("Print en verstuur %(n)d brief", "Print en verstuur %(n)d brieven", count)
        % {"n": count},
        count,
        reverse("notices_letters"),
        [Line(_about(one), reverse("notices_detail", args=[one.pk])) for one in first],
    )


_FAILED = FirstFew(lambda: _named(notices.failed()))


@looks_for(_FAILED.build)
def failed_mails(user: User) -> Todo | None:
    """Mails that did not arrive; those people are on the list of whom to call as well."""
    count, first = _FAILED.found_for(user)
    if not count:
        return None
    return Todo(
        ngettext("%(n)d mail kwam niet aan", "%(n)d mails kwamen niet aan", count) % {"n": count},
        count,
        f"{reverse('notices_log')}?state={NoticeState.FAILED}",
        [Line(_about(one), reverse("notices_detail", args=[one.pk])) for one in first],
    )
