"""Who is to be reminded, and who has to be called."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.queries import editions_for_staff
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from plugins.herinneringen.models import Reminder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import AnonymousUser

    from courses.editions.models import Edition
    from courses.people.models import User

JUST_ENROLLED = timedelta(hours=24)
"""Who enrolled in this time has just read the confirmation and needs no reminder yet."""


def days_until(moment: datetime) -> int:
    """How many nights until `moment`, in the academy's own time zone."""
    zone = timezone.get_default_timezone()
    return (timezone.localdate(moment, zone) - timezone.localdate(clock.now(), zone)).days


def to_remind(edition: Edition, starts_at: datetime) -> QuerySet[Enrolment]:
    """Who takes part, has an address and was not reminded of this beginning yet."""
    reminded = Reminder.objects.filter(enrolment=OuterRef("pk"), starts_at=starts_at)
    return (
        Enrolment.objects.filter(
            ~Exists(reminded),
            edition=edition,
            status=EnrolmentStatus.CONFIRMED,
            changed_at__lte=clock.now() - JUST_ENROLLED,
        )
        .exclude(person__email__isnull=True)
        .exclude(person__email="")
        .select_related("person", "edition")
        .order_by("pk")
    )


def to_call(user: User | AnonymousUser, days: Mapping[int, int]) -> list[Enrolment]:
    """Who has no address and takes part in an edition that begins soon, by moment and name.

    `days` says, by training, what soon is. Only of the editions that `user` gives; of all for a
    coordinator.
    """
    now = clock.now()
    soon = Q(pk__in=[])
    for training_id, number in days.items():
        soon |= Q(training=training_id, starts_at__lt=_midnight_after(now, number))
    editions = editions_for_staff(user).filter(
        soon, status=EditionStatus.OPEN, starts_at__gt=now, training__in=list(days)
    )
    return list(
        Enrolment.objects.filter(
            Q(person__email__isnull=True) | Q(person__email=""),
            edition__in=editions.order_by().values("pk"),
            status=EnrolmentStatus.CONFIRMED,
        )
        .select_related("person", "edition__training")
        .order_by("edition__starts_at", "edition", "person__sort_name", "pk")
    )


def _midnight_after(now: datetime, days: int) -> datetime:
    """The end of the day that is `days` days from now."""
    zone = timezone.get_default_timezone()
    day = timezone.localdate(now, zone) + timedelta(days=days + 1)
    return timezone.make_aware(datetime(day.year, day.month, day.day), zone)
