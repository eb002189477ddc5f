"""The sessions of today and tomorrow, for who gives them and for who runs the academy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import (
    Count,
    DateTimeField,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Session
from courses.editions.queries import ForStaff
from courses.enrolment.enums import TAKES_PART

if TYPE_CHECKING:
    from courses.common.statements import Parameter
    from courses.people.models import User

DAYS = 2
"""Of how many days the sessions stand on the first page: today and tomorrow."""


@dataclass(frozen=True)
class Line:
    """One session: when, of what, where, for how many, given by whom."""

    is_today: bool
    hours: str
    training: str
    where: str
    people: str
    trainers: str
    url: str

    @property
    def day(self) -> str:
        """In one word."""
        return gettext("Vandaag") if self.is_today else gettext("Morgen")


def sessions_for(user: User) -> list[Line]:
    """The sessions of today and tomorrow in the editions that this person works with."""
    today = clock.today()
    found = _SESSIONS.run(
        user, begin=clock.moment_of(today), end=clock.moment_of(today + timedelta(days=DAYS))
    )
    prefetch_related_objects(found, "edition__trainers")
    return [_line(one, one.people) for one in found]  # type: ignore[attr-defined]


def _sessions(begin: Parameter, end: Parameter) -> QuerySet[Session]:
    taking_part = Q(edition__enrolments__status__in=TAKES_PART)
    return (
        Session.objects.filter(
            edition__status=EditionStatus.OPEN, starts_at__gte=begin, starts_at__lt=end
        )
        .annotate(people=Count("edition__enrolments", filter=taking_part, distinct=True))
        .select_related("edition__training", "edition__location", "location")
        .order_by("starts_at", "pk")
    )


_SESSIONS = ForStaff(_sessions, edition="edition", begin=DateTimeField(), end=DateTimeField())


def _line(session: Session, people: int) -> Line:
    start, end = clock.local(session.starts_at), clock.local(session.ends_at)
    edition = session.edition
    return Line(
        is_today=start.date() == clock.today(),
        hours=f"{start:%H:%M}–{end:%H:%M}",
        training=str(edition.training.title),
        where=session.where.in_words,
        people=ngettext("%(n)d deelnemer", "%(n)d deelnemers", people) % {"n": people},
        trainers=", ".join(one.name for one in edition.trainers.all()),
        url=reverse("attendance_session", args=[edition.pk, session.pk]),
    )
