"""How well questions are answered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.api import Audience, Column, Report, ReportFilters, Row
from plugins.vragenbank.criteria import BLOCK_TYPE
from plugins.vragenbank.exercises import asked_in, given_to
from plugins.vragenbank.grading import NEARLY, part_right
from plugins.vragenbank.models import QuestionVersion
from plugins.vragenbank.queries import question_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

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
        trainings = {
            one.path: one.title
            for one in TrainingPage.objects.filter(pk__in=filters.training_ids)
            .only("title", "path", "depth")
            .order_by("title", "pk")
        }
        attempts = _attempts(list(trainings), filters)
        versions = _versions_in(attempts)
        for path, title in trainings.items():
            here = [one for one in attempts if one.lesson.path.startswith(path)]
            counted = _counted(here, versions)
            for version, count in sorted(counted, key=lambda one: one[0].title.casefold()):
                yield (title, version.title, *_figures(count))


def _attempts(paths: list[str], filters: ReportFilters) -> list[ExerciseAttempt]:
    """The finished answers in the lessons below some trainings; one query."""
    period = Q()
    if filters.since:
        period &= Q(answered_at__date__gte=filters.since)
    if filters.until:
        period &= Q(answered_at__date__lte=filters.until)
    below = reduce(or_, (Q(lesson__path__startswith=one) for one in paths), Q(pk__in=()))
    found = ExerciseAttempt.objects.filter(period, below, block_type=BLOCK_TYPE, finished=True)
    found = found.exclude(answer=None).select_related("lesson")
    return list(found.only("answer", "lesson__path"))


def _versions_in(
    attempts: Iterable[ExerciseAttempt],
) -> dict[int, tuple[QuestionVersion, Question]]:
    """The versions that were answered, with what they say; one query."""
    wanted = {version for one in attempts for version in asked_in(one.answer)}
    found = QuestionVersion.objects.select_related("question").in_bulk(wanted)
    return {pk: (one, question_in(one)) for pk, one in found.items()}


def _counted(
    attempts: Iterable[ExerciseAttempt], versions: Mapping[int, tuple[QuestionVersion, Question]]
) -> list[tuple[QuestionVersion, Count]]:
    """By question, under the title of the newest version that was answered."""
    counts: dict[int, Count] = defaultdict(Count)
    newest: dict[int, QuestionVersion] = {}
    for attempt in attempts:
        for pk in versions.keys() & asked_in(attempt.answer):
            version, question = versions[pk]
            part = part_right(question, given_to(version, question, attempt.answer))
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
