"""How well questions are answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage, TrainingPage
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.api import Audience, Column, Report, ReportFilters, Row
from plugins.vragenbank.criteria import BLOCK_TYPE
from plugins.vragenbank.exercises import asked_in, given_to
from plugins.vragenbank.grading import NEARLY, part_right
from plugins.vragenbank.models import QuestionVersion
from plugins.vragenbank.queries import question_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from plugins.vragenbank.formats.model import Question

FEWEST = 5
"""Of fewer people no figure is shown, as with evaluations: it would tell of each."""


@dataclass
class Count:
    """How many people answered a question, and how many of them rightly."""

    answers: int = 0
    right: int = 0


class RightPerQuestion(Report):
    """Of each question how many people answered it, and how many did so rightly."""

    name = "right"
    title = _("Vragen uit een bank: hoe vaak goed?")
    audience = Audience.TRAINER
    description = _(
        "Van elke vraag: hoeveel mensen gaven antwoord, en bij hoeveel was het helemaal goed? Het "
        "laatste afgeronde antwoord van iedereen telt. Bij minder dan vijf mensen staan er geen "
        "aantallen."
    )
    columns = (
        Column(_("Training")),
        Column(_("Vraag")),
        Column(_("Antwoorden"), is_number=True),
        Column(_("Goed"), is_number=True),
        Column(_("Procent goed"), is_number=True),
    )

    def rows(self, filters: ReportFilters) -> Iterator[Row]:
        trainings = TrainingPage.objects.filter(pk__in=filters.training_ids).order_by("title")
        for training in trainings.only("title", "path", "depth"):
            counted = _counted(_attempts(training, filters))
            for version, count in sorted(counted, key=lambda one: one[0].title.casefold()):
                yield (training.title, version.title, *_figures(count))


def _attempts(training: TrainingPage, filters: ReportFilters) -> list[ExerciseAttempt]:
    period = Q()
    if filters.since:
        period &= Q(answered_at__date__gte=filters.since)
    if filters.until:
        period &= Q(answered_at__date__lte=filters.until)
    lessons = LessonPage.objects.child_of(training)
    found = ExerciseAttempt.objects.filter(
        period, lesson__in=lessons.values("pk"), block_type=BLOCK_TYPE, finished=True
    )
    return list(found.exclude(answer=None).only("answer"))


def _counted(attempts: Iterable[ExerciseAttempt]) -> list[tuple[QuestionVersion, Count]]:
    """By question, under the title of the newest version that was answered."""
    kept = [(asked_in(one.answer), one.answer) for one in attempts]
    wanted = {version for asked, _answer in kept for version in asked}
    versions = QuestionVersion.objects.select_related("question").in_bulk(wanted)
    questions: dict[int, Question] = {pk: question_in(one) for pk, one in versions.items()}
    counts: dict[int, Count] = defaultdict(Count)
    newest: dict[int, QuestionVersion] = {}
    for asked, answer in kept:
        for pk in asked:
            if pk not in versions:
                continue
            version, question = versions[pk], questions[pk]
            part = part_right(question, given_to(version, question, answer))
            if part is None:
                continue
            number = version.question_id
            counts[number].answers += 1
            counts[number].right += part >= NEARLY
            if number not in newest or newest[number].number < version.number:
                newest[number] = version
    return [(newest[number], count) for number, count in counts.items()]


def _figures(count: Count) -> tuple[int | None, int | None, int | None]:
    if count.answers < FEWEST:
        return None, None, None
    return count.answers, count.right, round(100 * count.right / count.answers)
