"""Whom to call, since there is no address to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from courses.people.models import User
from courses.plugin_api.api import Audience, DashboardPanel, PanelContext
from plugins.herinneringen import queries
from plugins.herinneringen.forms import days_before

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class ToCall(DashboardPanel):
    """Participants without an e-mail address whose edition begins soon; none, no panel."""

    name = "to_call"
    audience = Audience.TRAINER
    title = _("Bel deze deelnemers")

    def render(self, ctx: PanelContext) -> SafeString | None:
        days = {training: days_before(settings) for training, settings in ctx.settings.items()}
        soon = {training: number for training, number in days.items() if number}
        if not soon:
            return None
        rows = queries.to_call(User.objects.get(pk=ctx.person_id), soon)
        return render_to_string("herinneringen/panel.html", {"rows": rows}) if rows else None
