"""What the packages ask of who wants a certificate."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import CompletionContext, CompletionCriterion, Met, NotAsked, NotYet
from plugins.scorm import queries


class PackagesDone(CompletionCriterion):
    """Somebody is done with each package in the published lessons, as its lesson asks.

    That is: has seen all, or has passed. Where there is no package, or the training does not ask
    it, nothing is asked.
    """

    name = "done"
    label = _("E-learning")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        if not ctx.settings.get("required_for_certificate", True):
            return NotAsked()
        every = queries.placed_in(ctx.training_id)
        if not every:
            return NotAsked()
        done = queries.done_by(ctx.person_id, every)
        left = [one for one in every if one.place not in done]
        if not left:
            return Met()
        titles = ", ".join(f"‘{one.title}’" for one in left)
        return NotYet(gettext("Rond eerst deze e-learning af: %(titles)s.") % {"titles": titles})
