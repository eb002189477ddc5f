"""What waits, on somebody's first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, DashboardPanel, PanelContext
from plugins.praktijkopdracht import queries
from plugins.praktijkopdracht.assignments import address_of, path_to

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class ToReview(DashboardPanel):
    """How many submissions wait for a trainer, with links; no panel when nothing waits."""

    name = "to_review"
    audience = Audience.TRAINER
    title = _("Praktijkopdrachten nakijken")

    def render(self, ctx: PanelContext) -> SafeString | None:
        waiting = queries.waiting_for(ctx.person_id, ctx.training_ids)
        if not waiting:
            return None
        rows = [(one, address_of(one.slug, "nakijken/")) for one in waiting]
        return render_to_string("praktijkopdracht/panel_to_review.html", {"rows": rows})


class Reviewed(DashboardPanel):
    """What a participant must improve, and what was approved lately."""

    name = "reviewed"
    audience = Audience.PARTICIPANT
    title = _("Je praktijkopdrachten")

    def render(self, ctx: PanelContext) -> SafeString | None:
        rows = [
            (one, address_of(one.training.slug, path_to(one.assignment)))
            for one in queries.news_for(ctx.person_id, ctx.training_ids)
        ]
        if not rows:
            return None
        return render_to_string("praktijkopdracht/panel_reviewed.html", {"rows": rows})
