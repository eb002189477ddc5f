"""A panel on somebody's first page."""

from __future__ import annotations

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import Audience, DashboardPanel, PanelContext


class WaitingPeople(DashboardPanel):
    """How many people wait for a seat, by training; no panel when nobody waits."""

    name = "waiting_people"
    audience = Audience.COORDINATOR
    title = _("Mensen op de wachtlijst")
    template = "$slug/waiting.html"

    def render(self, ctx: PanelContext) -> SafeString | None:
        # One question for all trainings together.
        rows = (
            Enrolment.objects.filter(
                edition__training__in=ctx.training_ids, status=EnrolmentStatus.WAITING
            )
            .values("edition__training__title")
            .annotate(number=Count("pk"))
            .order_by("edition__training__title")
        )
        waiting = [(row["edition__training__title"], row["number"]) for row in rows]
        if not waiting:
            return None
        return render_to_string(self.template, {"waiting": waiting})
