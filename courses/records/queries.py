"""What somebody followed, here and elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField
from django.utils.translation import gettext

from courses.attendance.queries import minutes_attended
from courses.certificates.queries import certificates_of
from courses.certificates.rendering import days_text, hours_text
from courses.common import clock, formats
from courses.common.statements import Statement
from courses.editions.queries import reported_participations
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.records.models import TrainingElsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from courses.certificates.models import Certificate
    from courses.common.statements import Parameter
    from courses.people.models import User


@dataclass(frozen=True)
class Followed:
    """One thing that somebody followed with the academy. `code` and `check_url` are empty without a
    certificate that counts."""

    title: str
    days: str
    hours: str
    minutes: int
    place: str
    code: str = ""
    check_url: str = ""


@dataclass(frozen=True)
class LearningRecord:
    """Everything that somebody followed, the latest first in each part.

    `reported` is what others told us of editions before the academy kept lists, as title and day;
    `elsewhere` is what the person says.
    """

    trainings: Sequence[Followed]
    lectures: Sequence[Followed]
    reported: Sequence[tuple[str, str]]
    elsewhere: Sequence[TrainingElsewhere]

    @property
    def is_empty(self) -> bool:
        return not (self.trainings or self.lectures or self.reported or self.elsewhere)

    @property
    def hours(self) -> str:
        """All hours with the academy, in words."""
        minutes = sum(one.minutes for one in (*self.trainings, *self.lectures))
        return hours_text(formats.hours(minutes))


def record_of(person: User) -> LearningRecord:
    """The learning record of somebody, in the language that is on; in a fixed number of queries.

    A training stands in it when the person was at a session of it, or has a certificate.
    """
    enrolments = list(
        Enrolment.objects.filter(
            person=person, status__in=TAKES_PART, edition__starts_at__lte=clock.now()
        )
        .select_related("edition__training", "edition__location")
        .order_by("-edition__starts_at", "-pk")
    )
    minutes = minutes_attended(enrolments)
    valid = {one.enrolment_id: one for one in certificates_of(person) if one.is_valid}
    followed = [
        (one, _followed(one, minutes[one.pk], valid.get(one.pk)))
        for one in enrolments
        if minutes[one.pk] or one.pk in valid
    ]
    return LearningRecord(
        trainings=[row for one, row in followed if one.edition.training.is_training],
        lectures=[row for one, row in followed if not one.edition.training.is_training],
        reported=[
            (one.edition.training.title, formats.day(one.edition.starts_at))
            for one in reported_participations(person.pk)
        ],
        elsewhere=list(elsewhere_of(person)),
    )


def _followed(one: Enrolment, minutes: int, certificate: Certificate | None) -> Followed:
    if certificate is not None:
        # As it was issued: a later change of a title or place changes nothing there.
        data = certificate.data
        return Followed(
            title=certificate.training_title,
            days=days_text(data["first_day"], data["last_day"]),
            hours=hours_text(data["hours"]),
            minutes=data["minutes"],
            place=data.get("place") or "",
            code=certificate.code,
            check_url=data["check_url"],
        )
    edition = one.edition
    starts_at = edition.starts_at or clock.now()
    first, last = clock.local_day(starts_at), clock.local_day(edition.ends_at or starts_at)
    return Followed(
        title=edition.training.title,
        days=days_text(first.isoformat(), last.isoformat()),
        hours=hours_text(formats.hours(minutes)),
        minutes=minutes,
        place=edition.where.venue or edition.where.in_words,
    )


def elsewhere_of(person: User | Parameter) -> QuerySet[TrainingElsewhere]:
    """What somebody says to have followed elsewhere, the latest first; without the files."""
    return TrainingElsewhere.objects.filter(person=person)


ELSEWHERE: Statement[TrainingElsewhere] = Statement(elsewhere_of, person=BigIntegerField())
"""The same for a page that asks much beside it."""


def all_elsewhere() -> QuerySet[TrainingElsewhere]:
    """The same of everybody, for staff."""
    return TrainingElsewhere.objects.select_related("person", "seen_by")


def unseen_elsewhere(viewer: User | Parameter) -> QuerySet[TrainingElsewhere]:
    """What nobody of the staff looked at yet and `viewer` may, so not the own; the oldest first."""
    unseen = all_elsewhere().filter(seen_at__isnull=True).exclude(person=viewer)
    return unseen.order_by("added_at", "pk")


def hours_of(one: TrainingElsewhere) -> str:
    """The hours in words; that they are not known, when nobody said."""
    return hours_text(one.hours) if one.hours is not None else gettext("uren niet bekend")
