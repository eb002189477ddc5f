"""Putting people on the list of a training, telling them of a new date, and forgetting them."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import BigIntegerField
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import who_may_open
from courses.common import audit, clock, retention
from courses.common.errors import Refusal
from courses.common.retention import Period
from courses.common.statements import Statement
from courses.interest.models import Interest
from courses.interest.notice_kinds import NEW_DATE, REGISTERED
from courses.interest.queries import enrolled_since, open_editions
from courses.notices.models import Notice
from courses.notices.services import Announcement, notify, notify_all
from courses.people.enums import ContactWay
from courses.people.queries import way_to_reach

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.models import User

KEPT = Period("wishes", default=365, least=30, most=730)
"""How long somebody stays on a list who neither enrols nor stops."""


_WISH_OF = Statement(
    lambda person, training: Interest.objects.filter(person=person, training=training),
    person=BigIntegerField(),
    training=BigIntegerField(),
)
"""Asked for each seat that is given, and nearly nobody has one."""


@transaction.atomic
def register_interest(
    *,
    person: User,
    training: TrainingPage,
    actor: User,
    part_of_day: str = "",
    language: str = "",
) -> Interest:
    """Tell somebody of each date of the training but those of now; with a part of the day or a
    language only of those that are so (another word is none). Safe to repeat: what was said last
    counts.

    Raises:
        Refusal: the training is not on the site, staff closed it to the person, or the account is
            closed.
    """
    if not training.live:
        raise Refusal(_("Deze training staat nu niet op de site."))
    if not person.is_active:
        raise Refusal(_("Dit account is gesloten."))
    if not who_may_open(training, [person]):
        raise Refusal(_("Deze training is afgesloten. Daarom sturen we geen nieuwe data."))
    asked = Interest.asked(part_of_day, language)
    before = Interest.objects.filter(training=training, person=person).first()
    interest, created = Interest.objects.update_or_create(
        training=training,
        person=person,
        defaults=asked,
        create_defaults={
            **asked,
            "known": [edition.pk for edition in open_editions(training.pk)],
        },
    )
    if created and actor != person:
        audit.record(interest, "interest.register", actor=actor)
    if before is None or before.when != interest.when:
        _confirm(interest, actor)
    return interest


def _confirm(interest: Interest, actor: User) -> None:
    """A mail that says what somebody waits for, and where to stop. Who gets no mail was on the
    telephone just now: of that nobody calls again."""
    if way_to_reach(interest.person) != ContactWay.MAIL:
        return
    moment = clock.now().isoformat()
    notify(
        person=interest.person,
        kind=REGISTERED,
        key=f"{interest.training_id} {moment}",
        facts={"wish_for": interest.training_id},
        actor=actor,
    )


@transaction.atomic
def withdraw_interest(*, person: User, training: TrainingPage, actor: User) -> None:
    """Take somebody off the list; harmless when the person is not there."""
    for interest in Interest.objects.select_for_update().filter(person=person, training=training):
        if actor != person:
            audit.record(interest, "interest.withdraw", actor=actor)
        interest.delete()


def end_with_seat(enrolment: Enrolment) -> bool:
    """Take off the list who has a seat now; whether that person was there.

    In the transaction that gives the seat: what a page promises may not hang on the moment.
    Nobody's wish outlives a seat that is given up: who asks again is on the list again.
    """
    keys = {"person": enrolment.person_id, "training": enrolment.edition.training_id}
    wishes = _WISH_OF.run(**keys)
    for wish in wishes:
        wish.delete()
    return bool(wishes)


def tell_interested() -> int:
    """Tell who waits for a date that there is one; how many. Who has a seat is off the list,
    everybody else stays: the first new date need not be one on which somebody can come."""
    # Of seats that were given by the version before this one, which did not end wishes at once.
    retention.delete(enrolled_since())
    waiting = Interest.objects.order_by().values_list("training", flat=True).distinct()
    return sum(_tell_of(training_id) for training_id in waiting)


@transaction.atomic
def _tell_of(training_id: int) -> int:
    editions = open_editions(training_id)
    if not editions:
        return 0
    waiting = Interest.objects.filter(training=training_id).select_related("person")
    # What comes later on the same day waits for the next, so that nobody is called twice.
    told_today = _told_today(training_id)
    told: list[tuple[Interest, list[Edition]]] = []
    for interest in waiting.select_for_update(of=("self",)).order_by("pk"):
        new = [one for one in editions if one.pk not in interest.known and interest.suits(one)]
        if new and interest.person_id not in told_today:
            told.append((interest, new))
    # To whom staff closed the training, it is told once it is open again.
    people = [interest.person for interest, _new in told]
    opens_to = {one.pk for one in who_may_open(editions[0].training, people)}
    told = [(interest, new) for interest, new in told if interest.person_id in opens_to]
    for interest, new in told:
        interest.known = [*interest.known, *(one.pk for one in new)]
    notify_all(
        Announcement(person=interest.person, kind=NEW_DATE, key=str(new[0].pk), edition=new[0])
        for interest, new in told
    )
    Interest.objects.bulk_update([interest for interest, _new in told], ["known"])
    return len(told)


def _told_today(training_id: int) -> set[int]:
    since = clock.moment_of(clock.today(), time.min)
    return set(
        Notice.objects.filter(
            kind=NEW_DATE, edition__training=training_id, created_at__gte=since
        ).values_list("person", flat=True)
    )


def old_interest() -> QuerySet[Interest]:
    """Who has been on a list for so long that it is no wish any more."""
    return Interest.objects.filter(since__lt=clock.now() - KEPT.length)


def forget_old_interest() -> int:
    """Take off the lists who has been there too long; how many."""
    return retention.delete(old_interest())
