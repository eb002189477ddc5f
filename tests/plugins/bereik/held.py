"""Editions that were held, at moments in Amsterdam, with people of each background."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from courses.common import clock
from courses.people.enums import Background
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.people.models import User

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def moment(text: str) -> datetime:
    """`2026-03-03 19:00` in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def people(
    *, resident: int = 0, volunteer: int = 0, professional: int = 0, business: int = 0, **own: Any
) -> list[User]:
    """So many people of each background."""
    numbers = {
        Background.RESIDENT: resident,
        Background.VOLUNTEER: volunteer,
        Background.PROFESSIONAL: professional,
        Background.BUSINESS: business,
    }
    return [
        PersonFactory.create(background=background, **own)
        for background, number in numbers.items()
        for _ in range(number)
    ]


def hold(training: Any, begins: str, who: list[User], *, sessions: int = 1) -> Edition:
    """An edition that begins at this moment in Amsterdam, with these people in it."""
    starts_at = moment(begins)
    with clock.at(min(clock.now(), starts_at - timedelta(days=8))):
        edition = EditionFactory.create(
            training=training, starts_at=starts_at, sessions=sessions, capacity=60
        )
        for person in who:
            EnrolmentFactory.create(person=person, edition=edition)
    return edition
