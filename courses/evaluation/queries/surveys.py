"""Surveys: forms for a list of people, and who could be asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from courses.common import clock
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.evaluation.enums import FormStatus, Occasion
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries.disclosure.rule import told_while_open
from courses.people.queries import active_people

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from courses.people.models import User

LONGEST = timedelta(days=120)
"""How long after its opening a survey takes answers at the most."""

NOTICE = timedelta(days=2)
"""How long before its end somebody may still choose another end, and how near an end may be chosen:
who could close a form at once could pick the moment at which only some have answered."""


def surveys() -> QuerySet[EvaluationForm]:
    """All surveys, the newest first, with how many people were asked (`asked`)."""
    return (
        EvaluationForm.objects.filter(occasion=Occasion.SURVEY)
        # Of what was taken over from elsewhere nobody is invited by name.
        .annotate(asked=Coalesce("invited_count", Count("participations")))
        .order_by("-opened_at", "-pk")
    )


def answered_at_least(form: EvaluationForm) -> int:
    """How many have answered; see `told_while_open`."""
    if form.status != FormStatus.OPEN:
        return form.answered_count or 0
    return told_while_open(form.participations.filter(answered=True).count())


def earliest_end() -> datetime:
    """The nearest moment to which an end can be set."""
    return clock.now() + NOTICE


def people_who_took_part(since: datetime, until: datetime) -> QuerySet[User]:
    """Who was in the group of an edition that ended in a period; only active people."""
    in_a_group = Enrolment.objects.filter(
        Q(edition__ends_at__gte=since) & Q(edition__ends_at__lt=until), status__in=TAKES_PART
    )
    return active_people().filter(pk__in=in_a_group.values("person"))
