"""What stands on somebody's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, DashboardPanel, PanelContext
from plugins.lti import addresses
from plugins.lti.models import PlatformAccount

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class LinkedSystems(DashboardPanel):
    """That one comes in from another system without signing in, and where that ends."""

    name = "linked"
    audience = Audience.PARTICIPANT
    title = _("Gekoppeld aan een ander systeem")

    def render(self, ctx: PanelContext) -> SafeString | None:
        if not PlatformAccount.objects.filter(person=ctx.person_id).exists():
            return None
        address = f"/{addresses.FOLDER}/gekoppeld"
        return render_to_string("lti/panel_linked.html", {"address": address})
