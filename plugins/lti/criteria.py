"""What the tools in the lessons ask of who wants a certificate."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import CompletionContext, CompletionCriterion, Met, NotAsked, NotYet
from plugins.lti.models import ToolResult
from plugins.lti.parts import parts_in
from plugins.lti.services.results import percentage


class ToolsDone(CompletionCriterion):
    """Every tool that is needed, in a published lesson, is done, with as many points as is asked.

    A tool that is switched off or gone asks nothing.
    """

    name = "tools_done"
    label = _("Onderdelen in andere systemen")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        needed = [one for one in parts_in(ctx.training_id) if one.least is not None]
        if not needed:
            return NotAsked()
        results = {
            (one.lesson_id, one.block): one
            for one in ToolResult.objects.filter(
                person=ctx.person_id, lesson__in={one.lesson.pk for one in needed}
            )
        }
        left = [
            one.content.title
            for one in needed
            if not _is_enough(results.get((one.lesson.pk, one.block)), one.least or 0)
        ]
        if not left:
            return Met()
        return NotYet(gettext("Nog niet af: %(list)s.") % {"list": ", ".join(left)})


def _is_enough(result: ToolResult | None, least: int) -> bool:
    if result is None:
        return False
    reached = percentage(result)
    if least:
        return reached is not None and reached >= least
    return result.done or reached is not None
