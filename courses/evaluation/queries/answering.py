"""Who is invited to answer what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.common import clock
from courses.evaluation.enums import FormStatus, Occasion
from courses.evaluation.models import Participation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.people.models import User


def participation_of(person: User, edition_id: int) -> Participation | None:
    """The person's invitation for the form of this edition, if there is one."""
    return (
        Participation.objects.filter(
            person=person.pk, form__edition__id=edition_id, form__occasion=Occasion.END
        )
        .select_related("form__edition__training")
        .first()
    )


def to_evaluate(person: User) -> QuerySet[Participation]:
    """What the person is still asked to evaluate; `form.edition.training` comes along."""
    return (
        Participation.objects.filter(
            person=person.pk,
            answered=False,
            form__occasion=Occasion.END,
            form__status=FormStatus.OPEN,
            form__closes_at__gt=clock.now(),
        )
        .select_related("form__edition__training")
        .only("form__edition_id", "form__closes_at", "form__edition__training__title")
        .order_by("form__closes_at", "pk")
    )
