"""What is done each day."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from courses.common import clock
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import DailyJob, JobContext

LONG = timedelta(days=30)


class CountWhoWaits(DailyJob):
    """Tells who runs the academy how many people wait for long."""

    name = "count_who_waits"
    title = _("Tellen wie al een maand wacht")

    def run(self, ctx: JobContext) -> str:
        since = clock.now() - LONG
        waiting = Enrolment.objects.filter(status=EnrolmentStatus.WAITING, queued_at__lt=since)
        number = waiting.count()
        return ngettext(
            "%(n)d persoon wacht al een maand.", "%(n)d mensen wachten al een maand.", number
        ) % {"n": number}
