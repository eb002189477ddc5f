"""What stands in somebody's own calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from courses.calendars import links
from courses.calendars.models import CalendarFeed
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment.enums import TAKES_PART, EnrolmentStatus
from courses.enrolment.models import Enrolment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.people.models import User

LOOKS_BACK = timedelta(days=365)
"""How long what is over stays in it."""

SHOWN = (*TAKES_PART, EnrolmentStatus.CANCELLED)
"""Who has a seat, or had one when the edition was called off: then it says so."""


def feed_of(person: User) -> CalendarFeed | None:
    """The address that somebody has."""
    return CalendarFeed.objects.filter(person=person).first()


def feed_at(token: str) -> CalendarFeed | None:
    """The feed at an address; None when there is none, or its account is closed."""
    key = links.key_in(token)
    if key is None:
        return None
    feeds = CalendarFeed.objects.select_related("person")
    return feeds.filter(key=key, person__is_active=True).first()


def editions_of(person: User) -> QuerySet[Edition]:
    """What somebody takes part in or gives; a draft is nobody's appointment yet."""
    enrolled = Enrolment.objects.filter(person=person, status__in=SHOWN).values("edition")
    given = Edition.trainers.through.objects.filter(user=person).values("edition")
    return Edition.objects.filter(
        Q(pk__in=enrolled) | Q(pk__in=given), ends_at__gt=clock.now() - LOOKS_BACK
    ).exclude(status=EditionStatus.DRAFT)
