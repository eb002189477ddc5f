"""What the assignments ask of who wants a certificate."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import CompletionContext, CompletionCriterion, Met, NotAsked, NotYet
from plugins.praktijkopdracht import queries
from plugins.praktijkopdracht.assignments import assignments_in
from plugins.praktijkopdracht.enums import State

SAYS = {
    None: _("nog in te leveren"),
    State.HANDED_IN: _("wordt nagekeken"),
    State.IMPROVE: _("graag verbeteren"),
}


class AllApproved(CompletionCriterion):
    """Every assignment in the published lessons is approved; where there is none, nothing is asked.

    What was approved stays so when a trainer changes the assignment afterwards.
    """

    name = "approved"
    label = _("Praktijkopdrachten")

    def evaluate(self, ctx: CompletionContext) -> Met | NotYet:
        assignments = assignments_in(ctx.training_id)
        if not assignments:
            return NotAsked()
        handed_in = queries.states_of(ctx.person_id, ctx.training_id)
        left = [
            gettext("‘%(title)s’ (%(state)s)")
            % {"title": one.title, "state": SAYS[handed_in.get(one.id)]}
            for one in assignments
            if handed_in.get(one.id) != State.APPROVED
        ]
        if not left:
            return Met()
        return NotYet(gettext("Nog niet goedgekeurd: %(list)s.") % {"list": ", ".join(left)})
