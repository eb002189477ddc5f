"""What the lessons ask of a participant."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from courses.catalogue.models import TrainingPage
from courses.learning import queries
from courses.plugin_api.contributions.completion import (
    CompletionContext,
    CompletionCriterion,
    Met,
    NotAsked,
    NotYet,
)


class LessonsCriterion(CompletionCriterion):
    """All lessons are finished, if the training asks for that; not those that came later."""

    name = "lessons"
    label = _("Lessen")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        training = TrainingPage.objects.get(pk=ctx.training_id)
        if not training.lessons_required:
            return NotAsked()
        progress = queries.progress_in(person_id=ctx.person_id, trainings=[training])
        here = progress[training.pk]
        left = here.left
        if not left or queries.all_of_then_done(here, edition_id=ctx.edition_id):
            return Met() if here.total else NotAsked()
        return NotYet(
            ngettext_lazy(
                "Je hebt nog %(n)d les te doen.", "Je hebt nog %(n)d lessen te doen.", "n"
            )
            % {"n": left}
        )
