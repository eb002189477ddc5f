"""What stands on somebody's own page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from courses.common.statements import Statement
from courses.plugin_api.api import Audience, DashboardPanel, PanelContext
from plugins.lti import addresses
from plugins.lti.models import PlatformAccount

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


_LINKED: Statement[tuple[int]] = Statement(
    lambda person: PlatformAccount.objects.filter(person=person).order_by().values_list("pk")[:1],
    person=BigIntegerField(),
)


class LinkedSystems(DashboardPanel):
    """That one comes in from another system without signing in, and where that ends."""

    name = "linked"
    audience = Audience.PARTICIPANT
    title = _("Gekoppeld aan een ander systeem")

    def render(self, ctx: PanelContext) -> SafeString | None:
        if not _LINKED.run(person=ctx.person_id):
            return None
        address = f"/{addresses.FOLDER}/gekoppeld"
        return render_to_string("lti/panel_linked.html", {"address": address})
