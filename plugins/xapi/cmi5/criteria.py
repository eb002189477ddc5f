"""What the courses in the lessons ask of who wants a certificate."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import CompletionContext, CompletionCriterion, Met, NotAsked, NotYet
from plugins.xapi.cmi5 import placing


class CoursesDone(CompletionCriterion):
    """Every course that is needed, in a published lesson, is done as it asks itself.

    Where none is needed nothing is asked.
    """

    name = "courses_done"
    label = _("Cursussen van anderen")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        needed = [one for one in placing.placed_in(ctx.training_id) if one.is_needed]
        if not needed:
            return NotAsked()
        done = placing.done_by(ctx.person_id, needed)
        left = [one.title for one in needed if one.place not in done]
        if not left:
            return Met()
        return NotYet(gettext("Nog niet af: %(list)s.") % {"list": ", ".join(left)})
