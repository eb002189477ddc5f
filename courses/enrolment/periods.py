"""How long is kept what people say when they enrol, and who is no stranger to the academy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.common import retention
from courses.enrolment import answers
from courses.enrolment.models import Enrolment
from courses.people import unused

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

retention.provide(
    retention.Kind(
        name=answers.KEPT.name,
        what=_("Wat je antwoordt op vragen bij je inschrijving"),
        since=_("na de training, of tot je niet meer meedoet"),
        period=answers.KEPT,
        due=answers.answers_to_forget,
        forget=answers.forget_answers,
    )
)


def _took_part_since(since: datetime) -> QuerySet[Enrolment, int]:
    """Whoever enrolled since, or is in an edition that ended since or is still to come."""
    found = Enrolment.objects.filter(Q(enrolled_at__gte=since) | Q(edition__ends_at__gte=since))
    return found.values_list("person_id", flat=True)


unused.provide(_took_part_since)
