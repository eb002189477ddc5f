"""What is done each day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.plugin_api.api import DailyJob, JobContext
from plugins.xapi.services import sending


class SendWaiting(DailyJob):
    """Sends what still waits, after a store was away for longer than an event is tried."""

    name = "send_waiting"
    title = _("Versturen wat nog wacht op de recordstore")

    def run(self, ctx: JobContext) -> str | None:
        number = sending.send_waiting()
        if not number:
            return None
        words = ngettext("%(n)d bericht is aangekomen.", "%(n)d berichten zijn aangekomen.", number)
        return words % {"n": number}
