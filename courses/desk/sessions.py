"""The sessions of today and tomorrow, or else the next one, for staff who work with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, DateTimeField, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext

from courses.attendance.queries import sessions_not_to_come
from courses.common import clock
from courses.common.statements import Keys, Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Session
from courses.editions.queries import ForStaff
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from courses.common.statements import Parameter
    from courses.people.models import User

DAYS = 2
"""Of how many days the sessions stand on the first page: today and tomorrow."""


@dataclass(frozen=True)
class Line:
    """One session: when, of what, where, for how many, given by whom."""

    day: str
    is_today: bool
    is_over: bool
    hours: str
    training: str
    where: str
    people: str
    trainers: str
    url: str
    cannot_come_url: str = ""
    """Where who looks says not to come to it: only of one's own, before it begins."""
    said_not_to_come: bool = False
    """Whether who looks said so already."""


def sessions_for(user: User) -> list[Line]:
    """The sessions of today and tomorrow in the editions that this person works with.

    Is none of them still to come, then the next one too, whenever it is.
    """
    today = clock.today()
    end = clock.moment_of(today + timedelta(days=DAYS))
    found = _SESSIONS.run(user, begin=clock.moment_of(today), end=end)
    if all(one.ends_at <= clock.now() for one in found):
        found += _NEXT.run(user, begin=end)
    trainers = _trainers_of({one.edition_id for one in found})
    own = [one for one in found if user in trainers[one.edition_id]]
    not_to_come = sessions_not_to_come(user, own) if own else frozenset()
    return [_line(one, trainers[one.edition_id], user, not_to_come) for one in found]


def _sessions(begin: Parameter, end: Parameter) -> QuerySet[Session]:
    return _from(begin).filter(starts_at__lt=end)


def _from(begin: Parameter) -> QuerySet[Session]:
    taking_part = (
        Enrolment.objects.filter(edition=OuterRef("edition"), status__in=TAKES_PART)
        .order_by()
        .values("edition")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        Session.objects.filter(edition__status=EditionStatus.OPEN, starts_at__gte=begin)
        .annotate(people=Coalesce(Subquery(taking_part), 0, output_field=IntegerField()))
        .select_related("edition__training")
        .only(*_SHOWN)
        .order_by("starts_at", "pk")
    )


_SESSIONS = ForStaff(_sessions, edition="edition", begin=DateTimeField(), end=DateTimeField())
_NEXT = ForStaff(_from, edition="edition", finish=lambda found: found[:1], begin=DateTimeField())


_PLACE = ("venue", "address", "online_link", "location")
_SHOWN = (
    *("starts_at", "ends_at", "room", *_PLACE, "edition__place", "edition__training__title"),
    *(f"edition__{name}" for name in _PLACE),
)
"""What a line reads: whole rows have a hundred columns."""

_TRAINERS = Statement(
    lambda editions: (
        Edition.trainers.through.objects.filter(edition__in=editions)
        .select_related("user")
        .only("edition", "user__first_name", "user__last_name")
        .order_by("user__sort_name", "user")
    ),
    editions=Keys(),
)


def _trainers_of(editions: Collection[int]) -> Mapping[int, list[User]]:
    """Who gives each of these editions."""
    trainers: defaultdict[int, list[User]] = defaultdict(list)
    for one in _TRAINERS.run(editions=editions) if editions else ():
        trainers[one.edition_id].append(one.user)
    return trainers


def _day(day: date) -> str:
    """In a word where there is one; else the date."""
    near = {0: gettext("Vandaag"), 1: gettext("Morgen")}
    return near.get((day - clock.today()).days) or capfirst(date_format(day, "l j F"))


def _line(
    session: Session, trainers: Sequence[User], user: User, not_to_come: Collection[int]
) -> Line:
    start, end = clock.local(session.starts_at), clock.local(session.ends_at)
    edition = session.edition
    people: int = session.people  # type: ignore[attr-defined]  # counted by the query
    return Line(
        day=_day(start.date()),
        is_today=start.date() == clock.today(),
        is_over=session.ends_at <= clock.now(),
        hours=f"{start:%H:%M}–{end:%H:%M}",
        training=str(edition.training.title),
        where=session.where.in_words,
        people=ngettext("%(n)d deelnemer", "%(n)d deelnemers", people) % {"n": people},
        trainers=", ".join(one.name for one in trainers),
        url=reverse("attendance_session", args=[edition.pk, session.pk]),
        cannot_come_url=(
            reverse("attendance_cannot_come", args=[edition.pk, session.pk])
            if user in trainers and session.starts_at > clock.now()
            else ""
        ),
        said_not_to_come=session.pk in not_to_come,
    )
