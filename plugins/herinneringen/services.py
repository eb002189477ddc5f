"""Sends reminders, and remembers that."""

from __future__ import annotations

from django.db import transaction

from courses.catalogue.queries import settings_of
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment import services as enrolment
from plugins.herinneringen import letters, queries
from plugins.herinneringen.forms import days_before, to_bring
from plugins.herinneringen.models import Reminder

SLUG = "herinneringen"


@transaction.atomic
def remind(*, edition_id: int, at_once: bool = False) -> int:
    """Remind who takes part in an edition that begins in the number of days that was chosen, or
    sooner (`at_once`: whenever it begins); returns how many people.

    Safe to repeat, and at the same moment: each person hears of a moment once. Somebody who was
    missed, because the academy stood still for a day, is reminded later after all.
    """
    # The parent row: two who do this at once go one after the other.
    edition = (
        Edition.objects.select_for_update(of=("self",))
        .filter(pk=edition_id, status=EditionStatus.OPEN, starts_at__gt=clock.now())
        .select_related("training")
        .prefetch_related("sessions")
        .first()
    )
    if edition is None or edition.starts_at is None:
        return 0
    settings = settings_of(SLUG, edition.training_id)
    if not settings:
        return 0
    if not at_once and queries.days_until(edition.starts_at) > days_before(settings):
        return 0
    people = queries.to_remind(edition, edition.starts_at)
    Reminder.objects.bulk_create(
        Reminder(enrolment=one, starts_at=edition.starts_at, sent_at=clock.now()) for one in people
    )
    bring = to_bring(settings)
    enrolment.send_notices(
        notices=[(one, *letters.reminder(one.person, edition, bring)) for one in people],
        until=edition.starts_at,
    )
    return len(people)


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Remove all that is kept of reminders to somebody."""
    Reminder.objects.filter(enrolment__person=person_id).delete()
