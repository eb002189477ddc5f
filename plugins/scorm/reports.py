"""How far people are in the e-learning."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.enrolment.queries import participants_for_staff
from courses.learning.models import ExerciseAttempt
from courses.people.models import User
from courses.plugin_api.api import Audience, Column, Report, ReportFilters, Row
from plugins.scorm import outcomes, queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Results(Report):
    """Each participant and each package in the lessons: how far, which score, how long."""

    name = "results"
    title = _("E-learning (SCORM)")
    description = _(
        "Elke deelnemer met elk pakket in de lessen van de gekozen trainingen. De stand en de "
        "score zijn van de laatste poging. Een trainer ziet de eigen uitvoeringen. De periode "
        "gaat over de dag waarop iemand er het laatst mee bezig was."
    )
    audience = Audience.TRAINER
    columns: ClassVar[Sequence[Column]] = (
        Column(_("Deelnemer")),
        Column(_("Training")),
        Column(_("E-learning")),
        Column(_("Stand")),
        Column(_("Klaar")),
        Column(_("Score (%)"), is_number=True),
        Column(_("Minuten"), is_number=True),
        Column(_("Poging"), is_number=True),
        Column(_("Laatst bezig op")),
        Column(_("Let op")),
    )

    def rows(self, filters: ReportFilters) -> Iterator[Row]:
        user = User.objects.filter(pk=filters.person_id).first()
        if user is None:
            return
        for training_id in sorted(filters.training_ids):
            yield from _rows_in(training_id, user, filters)


def _rows_in(training_id: int, user: User, filters: ReportFilters) -> Iterator[Row]:
    enrolments = participants_for_staff(user, training_id).order_by("person__sort_name", "person")
    people = {one.person_id: one for one in enrolments}
    every = queries.placed_in(training_id) if people else []
    if not every:
        return
    attempts = ExerciseAttempt.objects.filter(
        person__in=people, lesson__in={one.lesson.pk for one in every}
    )
    results = {
        (one.attempt.person_id, one.placed.place): one
        for one in queries.results_in(training_id, attempts, every)
    }
    for enrolment in people.values():
        for placed in every:
            result = results.get((enrolment.person_id, placed.place))
            day = clock.local_day(result.attempt.answered_at) if result else None
            if not filters.covers(day):
                continue
            start = (
                enrolment.person.name_in_list,
                enrolment.edition.training.title,
                placed.title,
            )
            if result is None:
                nothing = str(outcomes.Standing.NOT_BEGUN.label)
                yield (*start, nothing, _("nee"), None, None, None, None, None)
                continue
            yield (
                *start,
                result.standing,
                _("ja") if result.attempt.finished else _("nee"),
                result.percent,
                result.minutes,
                result.attempt.attempt,
                day,
                " ".join(result.remarks) or None,
            )
