"""What must be so of evaluations. No sentence here says a number, a person or an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.invariants import Invariant, Violation, each, provide
from courses.evaluation.enums import MARKS, FormStatus, Kind
from courses.evaluation.keys import KeysAway
from courses.evaluation.models import (
    AnswerCount,
    CellSummary,
    EvaluationForm,
    FormQuestion,
    ImportedEvaluation,
    SealedBox,
    TextAnswer,
)
from courses.evaluation.queries.closing import LOST_AFTER, early_participations
from courses.evaluation.queries.sealing import box_sizes, forms_without_key, slots_of
from courses.evaluation.queries.texts import unscreened_forms

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = _("evaluatie")
QUESTION = _("evaluatievraag")
KEYS = _("de plek met sleutels")
LONG_ENOUGH = LOST_AFTER + timedelta(days=1)
"""After how long the tick has closed a form and destroyed its key."""
BY_HAND = _(
    "Hier is iets buiten de academie om veranderd. Gebruik de cijfers van dit formulier niet, en "
    "zet een reservekopie terug als dat kan."
)


def negative_counters() -> Iterator[Violation]:
    """Questions of which some counter is below nothing."""
    rows = AnswerCount.objects.filter(count__lt=0).order_by("question").values_list("question")
    return each((pk for (pk,) in rows.distinct()), QUESTION, _("telt minder dan nul antwoorden."))


def other_sums() -> Iterator[Violation]:
    """Questions of closed forms whose counters do not add up to how many people answered them.

    Of one mark or choice each answer counts once. Of several choices nobody ticks one twice, and
    who answers ticks one at least. Of what may not be shown there are no counters. Nobody answers a
    question without the form, and everybody who does answers what is required.
    """
    shown = Q(summary__isnull=False)
    one_each = shown & Q(kind__in=(Kind.SCORE, Kind.CHOICE)) & ~Q(given=F("answered"))
    several = (
        shown & Q(kind=Kind.MULTIPLE) & (Q(most__gt=F("answered")) | Q(given__lt=F("answered")))
    )
    too_many = Q(answered__gt=F("form__answered_count"))
    too_few = Q(required=True, answered__lt=F("form__answered_count"))
    rows = (
        FormQuestion.objects.filter(form__status=FormStatus.CLOSED, reported_mean=None)
        .annotate(given=Coalesce(Sum("counts__count"), 0), most=Coalesce(Max("counts__count"), 0))
        .filter(one_each | several | too_many | too_few)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return each(rows, QUESTION, _("telt niet evenveel antwoorden als er mensen invulden."))


def kept_in_vain() -> Iterator[Violation]:
    """Questions of closed forms that may not be shown, of which answers are kept all the same."""
    of_question = {"question": OuterRef("pk")}
    rows = (
        FormQuestion.objects.filter(summary=None, reported_mean=None)
        .exclude(form__status=FormStatus.OPEN)
        .filter(
            Exists(AnswerCount.objects.filter(**of_question))
            | Exists(TextAnswer.objects.filter(**of_question))
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return each(
        rows, QUESTION, _("mag niet worden getoond, en er zijn toch antwoorden van bewaard.")
    )


MARK_COLUMNS = {mark: f"mark_{mark}" for mark in MARKS}


def other_summaries() -> Iterator[Violation]:
    """Sums that are not those of the counters, and questions with a sum that has none to have.

    One statement: each mark's counter beside what is kept of it, and the total and number that
    follow from them.
    """
    counted = {
        f"counted_{mark}": Coalesce(
            Sum("question__counts__count", filter=Q(question__counts__value=str(mark))), 0
        )
        for mark in MARKS
    }
    same_marks = Q(**{name: F(f"counted_{mark}") for mark, name in MARK_COLUMNS.items()})
    total = sum((mark * F(f"counted_{mark}") for mark in MARKS[1:]), 1 * F("counted_1"))
    same_words = Q(
        key=F("question__key"),
        kind=F("question__kind"),
        wording=F("question__wording"),
        form=F("question__form"),
    )
    # A number that was never known (of several choices, long ago) is not known here either.
    same_number = Q(answered=F("question__answered")) | Q(answered=None, question__answered=None)
    rows = (
        CellSummary.objects.annotate(**counted)
        .annotate(
            summed=total,
            reported=Exists(ImportedEvaluation.objects.filter(form=OuterRef("form"))),
        )
        .exclude(
            same_words
            & same_number
            & Q(question__enough=True, question__form__status=FormStatus.CLOSED)
            & Q(is_reported=F("reported"))
            & (~Q(kind=Kind.SCORE) | (same_marks & Q(total=F("summed"))))
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    yield from each(rows, QUESTION, _("is anders opgeteld dan er is geteld."))
    # Where somebody did not answer who was in the group in time, nothing tells what each one said.
    in_time = early_participations(OuterRef("form")).order_by().values("form")
    without = (
        FormQuestion.objects.filter(
            Q(
                form__imported=None,
                answered__lt=Subquery(in_time.annotate(number=Count("pk")).values("number")),
            )
            | Q(form__imported__isnull=False, answered__lt=F("form__invited_count")),
            form__status=FormStatus.CLOSED,
            enough=True,
            summary=None,
            reported_mean=None,
        )
        .exclude(kind=Kind.INTRO)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    yield from each(without, QUESTION, _("heeft geen som, en had er een moeten hebben."))


def other_people() -> Iterator[Violation]:
    """Closed forms that say another number of people than there are invitations."""
    rows = (
        EvaluationForm.objects.filter(imported=None)
        .exclude(status=FormStatus.OPEN)
        .annotate(
            invited=Count("participations"),
            people=Count("participations", filter=Q(participations__answered=True)),
        )
        .exclude(invited=F("invited_count"), people=F("answered_count"))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return each(rows, FORM, _("noemt een ander aantal mensen dan er zijn uitgenodigd."))


def never_closed() -> Iterator[Violation]:
    """Forms that the tick should have closed."""
    rows = EvaluationForm.objects.filter(
        status=FormStatus.OPEN, closes_at__lt=clock.now() - LONG_ENOUGH
    )
    return each(
        rows.order_by("pk").values_list("pk", flat=True),
        FORM,
        _("had al dicht moeten zijn."),
    )


def other_boxes() -> Iterator[Violation]:
    """Closed forms with a box, and open ones without a box or with another number of slots.

    Where keys are away the tick makes room later, so a form that has just got people is given time.
    """
    closed = SealedBox.objects.exclude(form__status=FormStatus.OPEN).order_by("form")
    yield from each(closed.values_list("form", flat=True), FORM, _("is dicht, maar nog verzegeld."))
    wrong = (
        one.form_id
        for one in box_sizes()
        if one.size is None or slots_of(one.form_id).count(one.size) != one.invited
    )
    yield from each(
        wrong, FORM, _("heeft niet voor elke genodigde een plek in de verzegelde doos.")
    )


def other_keys() -> Iterator[Violation]:
    """Open forms of which the key is not there, and closed ones that still have one."""
    try:
        yield from each(forms_without_key(), FORM, _("is open en heeft geen sleutel."))
    except KeysAway:
        # As after a backup was put back on another machine: those answers will be lost.
        yield Violation(
            str(KEYS), str(_("is er niet, of we kunnen die niet lezen. Er is een evaluatie open."))
        )
    kept = EvaluationForm.objects.exclude(status=FormStatus.OPEN).filter(
        sealed_with__isnull=False, closes_at__lt=clock.now() - LONG_ENOUGH
    )
    rows = kept.order_by("pk").values_list("pk", flat=True)
    yield from each(rows, FORM, _("is dicht en heeft nog een sleutel."))


def never_screened() -> Iterator[Violation]:
    """Closed forms with texts in which the tick should have looked for names."""
    forms = unscreened_forms().filter(closes_at__lt=clock.now() - LONG_ENOUGH)
    rows = forms.order_by("pk").values_list("pk", flat=True)
    return each(rows, FORM, _("heeft open antwoorden waarin nog niet naar namen is gezocht."))


provide(
    Invariant(
        "evaluation_screened",
        _("In alle open antwoorden is naar namen gezocht voordat iemand ze bekijkt"),
        _("Kijk of `manage.py tick` elke paar minuten draait, en draai het nu een keer."),
        never_screened,
    ),
    Invariant(
        "evaluation_boxes",
        _("Elke open evaluatie is verzegeld, en geen andere"),
        _("Draai `manage.py tick`, en kijk in de handleiding voor beheerders bij de sleutels."),
        other_boxes,
    ),
    Invariant(
        "evaluation_keys",
        _("Elke open evaluatie heeft een sleutel, en geen andere"),
        _("Draai `manage.py tick`, en kijk in de handleiding voor beheerders bij de sleutels."),
        other_keys,
    ),
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
        "evaluation_summaries",
        _("Elke som van een evaluatievraag is die van de tellingen"),
        BY_HAND,
        other_summaries,
    ),
    Invariant(
        "evaluation_not_kept",
        _("Van wat niet getoond mag worden, is geen antwoord bewaard"),
        BY_HAND,
        kept_in_vain,
    ),
    Invariant(
        "evaluation_people",
        _("Elke gesloten evaluatie weet hoeveel mensen invulden"),
        BY_HAND,
        other_people,
    ),
    Invariant(
        "evaluation_closed",
        _("Elke evaluatie gaat op tijd dicht"),
        _("Kijk of `manage.py tick` elke paar minuten draait, en draai het nu een keer."),
        never_closed,
    ),
)
