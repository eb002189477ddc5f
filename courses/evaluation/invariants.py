"""What must be so of evaluations. No sentence here says a number, a person or an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.invariants import Invariant, Violation, each, provide
from courses.evaluation.enums import MARKS, FormStatus, Kind
from courses.evaluation.models import AnswerCount, EvaluationForm, FormQuestion, Participation

if TYPE_CHECKING:
    from collections.abc import Iterator

QUESTION = _("evaluatievraag")
BY_HAND = _(
    "Hier is iets buiten de academie om veranderd. Gebruik de cijfers van dit formulier niet, en "
    "zet een reservekopie terug als dat kan."
)
ONE_EACH = (Kind.SCORE, Kind.CHOICE)
"""The kinds of questions to which somebody gives one answer at most."""


def negative_counters() -> Iterator[Violation]:
    """Questions of which some counter is below nothing."""
    rows = AnswerCount.objects.filter(count__lt=0).order_by("question").values_list("question")
    return each((pk for (pk,) in rows.distinct()), QUESTION, _("telt minder dan nul antwoorden."))


def _summed() -> QuerySet[FormQuestion]:
    """Questions with how often they were answered, and how many people filled in the form."""
    answered = (
        Participation.objects.filter(form=OuterRef("form"), answered=True)
        .order_by()
        .values("form")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return (
        FormQuestion.objects.filter(kind__in=ONE_EACH)
        .order_by("pk")
        .annotate(
            given=Coalesce(Sum("counts__count"), 0),
            people=Coalesce(Subquery(answered, output_field=IntegerField()), 0),
        )
    )


def other_sums() -> Iterator[Violation]:
    """Questions that were answered more often than people answered, or less often though everybody
    had to."""
    wrong = Q(given__gt=F("people")) | Q(required=True, given__lt=F("people"))
    rows = _summed().filter(wrong).values_list("pk", flat=True)
    return each(rows, QUESTION, _("telt niet evenveel antwoorden als er mensen invulden."))


def missing_counters() -> Iterator[Violation]:
    """Marks that have no counter: a row that comes later would tell when."""
    counted = FormQuestion.objects.filter(kind=Kind.SCORE).annotate(number=Count("counts"))
    rows = counted.exclude(number=len(MARKS)).order_by("pk").values_list("pk", flat=True)
    return each(rows, QUESTION, _("heeft niet voor elk cijfer een teller."))


def never_closed() -> Iterator[Violation]:
    """Forms that the tick should have closed."""
    rows = EvaluationForm.objects.filter(
        status=FormStatus.OPEN, closes_at__lt=clock.now() - timedelta(days=1)
    )
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        _("evaluatie"),
        _("had al dicht moeten zijn."),
    )


provide(
    Invariant(
        "evaluation_positive",
        _("Geen evaluatie telt minder dan nul antwoorden"),
        BY_HAND,
        negative_counters,
    ),
    Invariant(
        "evaluation_sums",
        _("Elke evaluatievraag telt de mensen die het formulier invulden"),
        BY_HAND,
        other_sums,
    ),
    Invariant(
        "evaluation_counters",
        _("Elke evaluatievraag heeft alle tellers"),
        BY_HAND,
        missing_counters,
    ),
    Invariant(
        "evaluation_closed",
        _("Elke evaluatie gaat op tijd dicht"),
        _("Kijk of `manage.py tick` elke paar minuten draait, en draai het nu een keer."),
        never_closed,
    ),
)
