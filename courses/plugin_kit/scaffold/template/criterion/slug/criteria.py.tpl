"""What must be done before a training is completed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.catalogue.models import LessonPage, TrainingPage
from courses.learning.models import ExerciseAttempt
from courses.plugin_api.api import CompletionContext, CompletionCriterion, Met, NotYet


class EnoughExercises(CompletionCriterion):
    """A number of the exercises in the lessons is done, whatever the score."""

    name = "enough_exercises"
    label = _("Opdrachten")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        training = TrainingPage.objects.only("path", "depth").get(pk=ctx.training_id)
        done = ExerciseAttempt.objects.filter(
            person=ctx.person_id,
            lesson__in=LessonPage.objects.child_of(training),
            finished=True,
        ).count()
        to_do = ctx.settings["exercises_needed"] - done
        if to_do <= 0:
            return Met()
        return NotYet(
            ngettext(
                "Doe nog %(n)d opdracht in de lessen.",
                "Doe nog %(n)d opdrachten in de lessen.",
                to_do,
            )
            % {"n": to_do}
        )
