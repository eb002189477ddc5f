"""Giving somebody an address for the own calendar, another one, or none."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from courses.calendars.models import CalendarFeed
from courses.common import clock

if TYPE_CHECKING:
    from courses.people.models import User


def open_feed(*, person: User) -> CalendarFeed:
    """Give the person an address; the one that is there when there is one."""
    feed, _created = CalendarFeed.objects.get_or_create(person=person)
    return feed


@transaction.atomic
def renew_feed(*, person: User) -> CalendarFeed:
    """Give the person another address; the old one opens nothing any more."""
    feed, _created = CalendarFeed.objects.update_or_create(
        person=person, defaults={"key": uuid.uuid4(), "created_at": clock.now()}
    )
    return feed


def close_feed(*, person: User) -> None:
    """Take the address away; harmless when there is none."""
    CalendarFeed.objects.filter(person=person).delete()
