"""What stands on somebody's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import Audience, DashboardPanel, PanelContext
from plugins.xapi import addresses
from plugins.xapi.services import consents, stores

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


class Sharing(DashboardPanel):
    """The question whether a record store may hear what somebody does, and the answer."""

    name = "sharing"
    audience = Audience.PARTICIPANT
    title = _("Delen wat je doet")

    def render(self, ctx: PanelContext) -> SafeString | None:
        store = stores.current_on()
        if store is None:
            return None
        consent = consents.consent_of(ctx.person_id, store)
        values = {"store": store, "consent": consent, "address": addresses.sharing()}
        return render_to_string("xapi/panel.html", values)
