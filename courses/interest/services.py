"""Putting people on the list of a training, telling them of a new date, and forgetting them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock, retention
from courses.common.errors import Refusal
from courses.common.retention import Period
from courses.enrolment.queries import may_follow
from courses.interest.models import Interest
from courses.interest.notice_kinds import NEW_DATE
from courses.interest.queries import open_editions
from courses.notices.services import Announcement, notify_all

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User

KEPT = Period("wishes", default=365, least=30, most=730)
"""How long somebody stays on a list of a training that gets no date."""


@transaction.atomic
def register_interest(*, person: User, training: TrainingPage, actor: User) -> Interest:
    """Tell somebody when the training has another date than those of now. Safe to repeat.

    Raises:
        Refusal: the training is not on the site, or the account is closed.
    """
    if not training.live:
        raise Refusal(_("Deze training staat nu niet op de site."))
    if not person.is_active:
        raise Refusal(_("Dit account is gesloten."))
    interest, created = Interest.objects.get_or_create(
        training=training,
        person=person,
        defaults={"known": [edition.pk for edition in open_editions(training.pk)]},
    )
    if created and actor != person:
        audit.record(interest, "interest.register", actor=actor)
    return interest


@transaction.atomic
def withdraw_interest(*, person: User, training: TrainingPage, actor: User) -> None:
    """Take somebody off the list; harmless when the person is not there."""
    for interest in Interest.objects.select_for_update().filter(person=person, training=training):
        if actor != person:
            audit.record(interest, "interest.withdraw", actor=actor)
        interest.delete()


def tell_interested() -> int:
    """Tell who waits for a date that there is one, and take them off the list; how many."""
    waiting = Interest.objects.order_by().values_list("training", flat=True).distinct()
    return sum(_tell_of(training_id) for training_id in waiting)


@transaction.atomic
def _tell_of(training_id: int) -> int:
    editions = open_editions(training_id)
    if not editions:
        return 0
    told: list[tuple[Interest, Edition]] = []
    interests = Interest.objects.select_for_update(of=("self",)).select_related("person")
    for interest in interests.filter(training=training_id).order_by("pk"):
        new = next((one for one in editions if one.pk not in interest.known), None)
        if new is not None:
            told.append((interest, new))
    notify_all(
        Announcement(person=interest.person, kind=NEW_DATE, key=str(edition.pk), edition=edition)
        for interest, edition in told
        # Who has enrolled already need not be told that one can.
        if not may_follow(interest.person, training_id)
    )
    Interest.objects.filter(pk__in=[interest.pk for interest, _edition in told]).delete()
    return len(told)


def old_interest() -> QuerySet[Interest]:
    """Who has been on a list for so long that it is no wish any more."""
    return Interest.objects.filter(since__lt=clock.now() - KEPT.length)


def forget_old_interest() -> int:
    """Take off the lists who has been there too long; how many."""
    return retention.delete(old_interest())
