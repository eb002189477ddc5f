"""Who is to be reminded."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from courses.catalogue.queries import trainings_with
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import ContactWay
from courses.people.queries import way_to_reach
from plugins.herinneringen.models import Reminder

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from courses.people.models import User

JUST_ENROLLED = timedelta(hours=24)
"""Who enrolled in this time has just read the confirmation and needs no reminder yet."""


def days_until(moment: datetime) -> int:
    """How many nights until `moment`, in the academy's own time zone."""
    zone = timezone.get_default_timezone()
    return (timezone.localdate(moment, zone) - timezone.localdate(clock.now(), zone)).days


def begins_within(days: int) -> list[int]:
    """The editions that begin within so many days, in trainings with the plugin on."""
    now = clock.now()
    found = Edition.objects.filter(
        training__in=list(trainings_with("herinneringen")),
        status=EditionStatus.OPEN,
        starts_at__gt=now,
        starts_at__lte=now + timedelta(days=days),
    )
    return list(found.order_by("starts_at", "pk").values_list("pk", flat=True))


def to_remind_within(days: int) -> list[User]:
    """Who would be reminded now of what begins within so many days; each person once."""
    editions = Edition.objects.filter(pk__in=begins_within(days)).order_by("starts_at", "pk")
    found = [
        one.person
        for edition in editions
        if edition.starts_at is not None
        for one in to_remind(edition, edition.starts_at)
    ]
    return list({person.pk: person for person in found}.values())


def to_come(edition_ids: Collection[int]) -> list[int]:
    """Those of these editions that are not over; without any the database is not asked."""
    if not edition_ids:
        return []
    found = Edition.objects.filter(pk__in=edition_ids, ends_at__gt=clock.now())
    return list(found.order_by("pk").values_list("pk", flat=True))


def to_remind(edition: Edition, starts_at: datetime) -> list[Enrolment]:
    """Who takes part and was not reminded of this beginning yet.

    Not who gets letters: these would come too late, and the academy itself has written to them a
    week before.
    """
    reminded = Reminder.objects.filter(enrolment=OuterRef("pk"), starts_at=starts_at)
    found = (
        Enrolment.objects.filter(
            ~Exists(reminded),
            edition=edition,
            status=EnrolmentStatus.CONFIRMED,
            changed_at__lte=clock.now() - JUST_ENROLLED,
        )
        .select_related("person", "edition")
        .order_by("pk")
    )
    return [one for one in found if way_to_reach(one.person) != ContactWay.LETTER]
