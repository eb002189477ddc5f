"""Taking over evaluations that were held elsewhere: counted answers, or figures as reported.

Nothing of who answered or when is kept: what comes in are answers that are counted as if they came
from the box of a form, and texts in an order that says nothing, which are read by nobody before
they were screened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from courses.common import audit, clock
from courses.common.errors import Refusal
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.evaluation.enums import ENOUGH, MARKS, FormStatus, Kind, Occasion, Tool
from courses.evaluation.models import (
    EvaluationForm,
    FormQuestion,
    ImportedEvaluation,
    ReportedMean,
)
from courses.evaluation.queries.disclosure.rule import mean_may_be_shown
from courses.evaluation.services import tallies
from courses.evaluation.services.summaries import summarise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from courses.evaluation.answer_files import AnswerFile
    from courses.evaluation.answer_plans import ImportPlan
    from courses.people.models import User


@dataclass(frozen=True)
class About:
    """What an evaluation was about that was held elsewhere, and who says so.

    Of an edition at an occasion, or (`edition` None) of a survey with a title that ended at a
    moment. `invited` is how many people were asked, None where nobody knows.
    """

    source: str
    edition: Edition | None = None
    occasion: Occasion = Occasion.SURVEY
    title: str = ""
    ended_at: datetime | None = None
    invited: int | None = None


@dataclass(frozen=True)
class ReportedQuestion:
    """What was reported of one question: how many people answered, and how often each value was
    given; or, of marks, only their mean."""

    question: FormQuestion
    answered: int
    counts: Mapping[str, int]
    mean: Decimal | None = None


def fingerprint_of(file: AnswerFile) -> str:
    """By which the same answers are known again, in whatever order they stand."""
    rows = "\n".join(sorted("\t".join(row) for row in file.rows))
    headings = "\t".join(one.heading for one in file.columns)
    return salted_hmac(
        "answers of an import", f"{headings}\n{rows}", algorithm="sha256"
    ).hexdigest()


@transaction.atomic
def import_answers(
    *, about: About, plan: ImportPlan, tool: Tool, fingerprint: str, actor: User | None
) -> EvaluationForm:
    """Count the answers of a file. Harmless when repeated: the same file is the same form.

    Raises:
        Refusal: there is nothing to count, these answers were taken over for something else, the
            edition has an evaluation, or what it is about is not right (`field` is what).
    """
    known = (
        ImportedEvaluation.objects.select_related("form__edition__training")
        .filter(fingerprint=fingerprint)
        .first()
    )
    if known is not None:
        if about.edition is None or known.form.edition == about.edition:
            return known.form
        raise Refusal(
            _("Deze antwoorden zijn al overgenomen: %(subject)s.") % {"subject": known.form},
            field="file",
        )
    if not plan.records:
        raise Refusal(_("Er is geen antwoord dat meetelt."), field="file")
    form = _started(about, answered=len(plan.records))
    questions = _stored(form, plan.questions)
    counted = {one: tallies.Tally() for one in questions}
    tallies.add(counted, plan.records)
    tallies.keep(counted, invited=about.invited or 0)
    return _finished(form, about, tool, actor, fingerprint=fingerprint)


@transaction.atomic
def report_figures(
    *, about: About, reported: Sequence[ReportedQuestion], answered: int, actor: User | None
) -> EvaluationForm:
    """Keep figures as somebody reported them. `answered` is how many people filled in the form.

    Raises:
        Refusal: a question says more answers than people, or other numbers than it adds up to, the
            edition has an evaluation, or what it is about is not right (`field` is the key of the
            question, or what is wrong).
    """
    if not reported:
        raise Refusal(_("Vul ten minste één cijfer in."))
    for one in reported:
        _refuse_unlikely(one, answered, about.invited)
    form = _started(about, answered=answered)
    questions = _stored(form, [one.question for one in reported])
    counted: dict[FormQuestion, tallies.Tally] = {}
    for question, one in zip(questions, reported, strict=True):
        counted[question] = tally = tallies.Tally(answered=one.answered, early=one.answered)
        tally.counts.update({value: count for value, count in one.counts.items() if count})
        tally.take_all_as_early()
    tallies.keep(counted, invited=about.invited or 0)
    ReportedMean.objects.bulk_create(
        ReportedMean(question=question, mean=one.mean)
        for question, one in zip(questions, reported, strict=True)
        if one.mean is not None and not one.counts
    )
    return _finished(form, about, Tool.BY_HAND, actor)


def _refuse_unlikely(one: ReportedQuestion, answered: int, invited: int | None) -> None:
    key = one.question.key
    if one.answered > answered:
        raise Refusal(_("Dit zijn meer antwoorden dan mensen die invulden."), field=key)
    if one.counts:
        most, total = max(one.counts.values()), sum(one.counts.values())
        several = one.question.kind == Kind.MULTIPLE
        fits = most <= one.answered <= total if several else total == one.answered
        if not fits:
            raise Refusal(
                _("De verdeling telt op tot %(total)d. Dat past niet bij %(n)d mensen.")
                % {"total": total, "n": one.answered},
                field=key,
            )
    elif one.mean is None:
        raise Refusal(_("Vul de verdeling in, of een gemiddelde."), field=key)
    elif not MARKS[0] <= one.mean <= MARKS[-1]:
        raise Refusal(_("Een gemiddelde ligt tussen 1 en 10."), field=key)
    elif not mean_may_be_shown(one.mean, answered=one.answered, invited=invited):
        raise Refusal(
            _(
                "Dit gemiddelde laten we niet zien: het is van minder dan %(enough)d mensen, of "
                "je zou zien wat iedereen zei. Laat het leeg."
            )
            % {"enough": ENOUGH},
            field=key,
        )


def _started(about: About, *, answered: int) -> EvaluationForm:
    """The form, closed from the start."""
    if not about.source.strip():
        raise Refusal(_("Schrijf op waar de cijfers vandaan komen."), field="source")
    if answered < 1:
        raise Refusal(_("Vul in hoeveel mensen het formulier invulden."), field="answered")
    if about.invited is not None and about.invited < answered:
        raise Refusal(
            _("Er vulden %(n)d mensen in. Dan zijn er niet minder gevraagd.") % {"n": answered},
            field="invited",
        )
    moment = _moment(about)
    form: EvaluationForm = EvaluationForm.objects.create(
        edition=about.edition,
        occasion=about.occasion,
        title=" ".join(about.title.split()),
        status=FormStatus.CLOSED,
        opened_at=moment,
        closes_at=moment,
        invited_count=about.invited,
        asked_count=about.invited,
        answered_count=answered,
    )
    return form


def _moment(about: About) -> datetime:
    if about.edition is None:
        if not about.title.strip():
            raise Refusal(_("Geef de enquête een titel."), field="title")
        if about.ended_at is None or about.ended_at > clock.now():
            raise Refusal(_("Kies een dag die voorbij is."), field="ended_on")
        if EvaluationForm.objects.filter(
            occasion=Occasion.SURVEY, title__iexact=" ".join(about.title.split())
        ).exists():
            raise Refusal(_("Er is al een enquête met deze titel."), field="title")
        return about.ended_at
    locked = Edition.objects.select_for_update().get(pk=about.edition.pk)
    held = locked.status in (EditionStatus.OPEN, EditionStatus.REPORTED)
    if not held or locked.ends_at is None or locked.ends_at > clock.now():
        raise Refusal(_("Deze uitvoering is niet gehouden, of nog niet voorbij."))
    if locked.evaluation_forms.filter(occasion=about.occasion).exists():
        raise Refusal(_("Van deze uitvoering is al een evaluatie op dit moment."), field="occasion")
    return locked.ends_at


def _stored(form: EvaluationForm, questions: Sequence[FormQuestion]) -> list[FormQuestion]:
    for position, question in enumerate(questions):
        question.form, question.position = form, position
    return FormQuestion.objects.bulk_create(questions)


def _finished(
    form: EvaluationForm, about: About, tool: Tool, actor: User | None, *, fingerprint: str = ""
) -> EvaluationForm:
    ImportedEvaluation.objects.create(
        form=form,
        tool=tool,
        source=" ".join(about.source.split()),
        fingerprint=fingerprint,
        imported_at=clock.now(),
    )
    summarise(form=form)
    audit.record(form, "evaluation.imported", actor=actor)
    return form


@transaction.atomic
def remove_import(*, form: EvaluationForm, actor: User | None) -> None:
    """Take away an evaluation that was taken over by mistake, as if it had never come in.

    Raises:
        Refusal: it was held here; or something was done with it since, such as a reaction.
    """
    locked = EvaluationForm.objects.select_for_update(of=("self",)).get(pk=form.pk)
    if not ImportedEvaluation.objects.filter(form=locked).exists():
        raise Refusal(_("Deze evaluatie is hier gehouden. Zij blijft staan."))
    refusal = Refusal(_("Er is al op gereageerd. Daarom blijft deze evaluatie staan."))
    if _is_used_elsewhere(locked):
        raise refusal
    audit.record(locked, "evaluation.import_removed", actor=actor)
    try:
        locked.delete()
    except ProtectedError as used:
        raise refusal from used


MADE_BY_IMPORT = frozenset({"questions", "summaries", "imported"})
"""What an import itself makes of a form, by the name of the relation."""


def _is_used_elsewhere(form: EvaluationForm) -> bool:
    """Whether anything else in the database points at it: what people did with it afterwards."""
    relations = (
        one
        for one in EvaluationForm._meta.related_objects
        if one.get_accessor_name() not in MADE_BY_IMPORT
    )
    return any(
        one.related_model._base_manager.filter(**{one.field.name: form.pk}).exists()
        for one in relations
    )
