"""Files do not stay longer than they are of use."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.plugin_api.api import DailyJob, JobContext
from plugins.praktijkopdracht import services


class ForgetOldFiles(DailyJob):
    """Removes files half a year after their review, of all trainings at once."""

    name = "forget_old_files"
    title = _("Bestanden wissen die een half jaar geleden zijn nagekeken")

    def run(self, ctx: JobContext) -> str:
        number = services.forget_old_files()
        return ngettext("%(n)d bestand gewist.", "%(n)d bestanden gewist.", number) % {"n": number}
