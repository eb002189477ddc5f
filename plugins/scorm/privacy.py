"""What the plugin keeps about people: nothing of its own. It stands with the answers in lessons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.api import Json, PersonalData
from plugins.scorm import queries


class OwnResults(PersonalData):
    """What somebody reached in e-learning, in words. The rows are the lessons' own, and go with the
    person."""

    name = "results"
    label = _("Je e-learning")

    def export(self, person_id: int) -> Json:
        attempts = ExerciseAttempt.objects.filter(person=person_id, block_type=queries.BLOCK_TYPE)
        found = list(attempts.select_related("lesson").defer("lesson__body"))
        trainings = {one.lesson.get_parent().pk for one in found}
        titles = dict(TrainingPage.objects.filter(pk__in=trainings).values_list("pk", "title"))
        results = [
            {
                "training": titles.get(result.training_id),
                "les": result.attempt.lesson.title,
                "e-learning": result.title,
                "stand": result.standing,
                "score in procenten": result.percent,
                "tijd in minuten": result.minutes,
                "poging": result.attempt.attempt,
                "laatst bezig op": clock.local(result.attempt.answered_at).isoformat(
                    timespec="minutes"
                ),
            }
            for training_id in sorted(trainings)
            for result in queries.results_in(training_id, found)
        ]
        return results or None

    def erase(self, person_id: int) -> None:
        """Leave it to the database, which removes answers along with the person."""
