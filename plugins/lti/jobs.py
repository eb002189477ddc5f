"""What is done each day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import DailyJob, JobContext
from plugins.lti.services import systems


class ForgetOld(DailyJob):
    """Removes secrets that are over, and keys that are published no more."""

    name = "forget_old"
    title = _("Oude sleutels en links wissen")

    def run(self, ctx: JobContext) -> None:
        systems.forget_old()
