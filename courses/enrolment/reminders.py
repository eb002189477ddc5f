"""What is told because a session comes near; for the regular tick, harmless to repeat.

A week and a day before the first session, from eight in the morning. Who takes part for the first
time is told in place of the first reminder what happens and how to get in. A letter takes too long
for the day before, and nobody is called twice: who gets letters is reminded a week before, who is
called a day before.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Session
from courses.editions.queries import approaching
from courses.enrolment import reminder_kinds
from courses.enrolment.enums import TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.notice_kinds import MESSAGE
from courses.notices import kinds, services
from courses.notices.models import Notice
from courses.notices.queries import way_of
from courses.notices.services import Announcement, notify_all
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from courses.editions.models import Edition

WEEK = timedelta(days=7)
DAY = timedelta(days=1)

JUST_HEARD = timedelta(hours=48)
"""Who heard from a plugin about the edition so long before a reminder, such as by a reminder of its
own, needs no other one."""

FROM = time(services.DAY_BEGINS)
"""The hour from which people are reminded."""


def remind_participants() -> int:
    """Remind who takes part in what begins within a week; returns how many people."""
    editions = approaching(days=7).select_related("training")
    return sum(_remind(edition) for edition in editions)


@transaction.atomic
def _remind(edition: Edition) -> int:
    assert edition.starts_at is not None, "an edition that approaches has sessions"  # noqa: S101
    first_day = clock.local_day(edition.starts_at)
    week, day = _from(first_day - WEEK), _from(first_day - DAY)
    if clock.now() < week:
        return 0
    is_day_before = clock.now() >= day
    kind = reminder_kinds.DAY if is_day_before else reminder_kinds.WEEK
    told = [
        Announcement(
            person=one.person, kind=name, key=f"{one.pk} {first_day.isoformat()}", edition=edition
        )
        for one in _to_remind(edition, kind=kind, since=day if is_day_before else week, week=week)
        if (name := _kind_for(one, kind)) is not None
    ]
    notify_all(told)
    return len(told)


def _to_remind(
    edition: Edition, *, kind: str, since: datetime, week: datetime
) -> QuerySet[Enrolment]:
    """Who takes part and was not told since `since`; whether for the first time, and so on."""
    told = Notice.objects.filter(person=OuterRef("person"), edition=OuterRef("edition"))
    before = Enrolment.objects.filter(
        person=OuterRef("person"), status__in=TAKES_PART, edition__starts_at__lte=clock.now()
    )
    return (
        Enrolment.objects.filter(
            ~Exists(told.filter(kind__in=(kind, reminder_kinds.FIRST_TIME), created_at__gte=since)),
            ~Exists(told.filter(kind=MESSAGE, created_at__gte=since - JUST_HEARD)),
            edition=edition,
            status=EnrolmentStatus.CONFIRMED,
        )
        .annotate(
            welcomes=~Exists(before)
            & ~Exists(told.filter(kind=reminder_kinds.FIRST_TIME, created_at__gte=week)),
            was_in_time=Q(changed_at__lt=since),
        )
        .select_related("person")
        .order_by("pk")
    )


def _kind_for(enrolment: Enrolment, usual: str) -> str | None:
    """Which reminder somebody gets now; None for none."""
    is_first = bool(enrolment.welcomes)  # type: ignore[attr-defined]
    if not is_first and not enrolment.was_in_time:  # type: ignore[attr-defined]
        return None
    name = reminder_kinds.FIRST_TIME if is_first else usual
    way = way_of(enrolment.person, kind=kinds.find(name))
    is_day_before = usual == reminder_kinds.DAY
    too_late = is_day_before and way == ContactWay.LETTER
    called_later = name == reminder_kinds.WEEK and way == ContactWay.TELEPHONE
    return None if too_late or called_later else name


def tell_trainers_who_comes() -> int:
    """Tell trainers, a day before each session, who takes part; returns how many notices."""
    now = clock.now()
    tomorrow = clock.today() + DAY
    if now < _from(clock.today()):
        return 0
    sessions = Session.objects.filter(
        edition__status=EditionStatus.OPEN,
        starts_at__gte=clock.moment_of(tomorrow),
        starts_at__lt=clock.moment_of(tomorrow + DAY),
    )
    editions = sessions.order_by("edition").values_list("edition", flat=True).distinct()
    told = Notice.objects.filter(
        edition__in=editions, kind=reminder_kinds.PARTICIPANTS, created_at__gte=_from(clock.today())
    )
    done = set(told.values_list("edition", flat=True))
    facts = {"day": clock.today().isoformat()}
    kind = reminder_kinds.PARTICIPANTS
    return sum(
        len(
            services.tell_trainers(
                edition_id=pk, kind=kind, key=f"{pk} {facts['day']}", facts=facts
            )
        )
        for pk in editions
        if pk not in done
    )


def _from(day: date) -> datetime:
    return clock.moment_of(day, FROM)
