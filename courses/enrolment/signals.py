"""Keeps the seats right when an enrolment disappears together with its person."""

from __future__ import annotations

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from courses.enrolment import services
from courses.enrolment.enums import HOLDS_SEAT
from courses.enrolment.models import Enrolment
from courses.people.models import User


@receiver(post_delete, sender=Enrolment)
def pass_on_the_seat(sender: object, instance: Enrolment, **kwargs: object) -> None:
    """Count again at once; offer after commit, when everyone who goes is gone.

    An edition that was held keeps the number of those who took part, also without the person.
    """
    if instance.status not in HOLDS_SEAT:
        return
    edition = instance.edition
    origin = kwargs.get("origin")
    if isinstance(origin, User) or getattr(origin, "model", None) is User:
        services.count_erased(enrolment=instance)
    services.count_seats(edition=edition)
    transaction.on_commit(lambda: services.offer_free_seats(edition=edition), robust=True)
