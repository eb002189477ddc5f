"""What stands on a page of the academy's."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import Slot, SlotContext, SlotPlace


class HowManyDidIt(Slot):
    """How many people completed a training, on its page."""

    name = "how_many_did_it"
    place = SlotPlace.TRAINING

    def render(self, ctx: SlotContext) -> Mapping[int, SafeString]:
        # One question for all that the page is about.
        rows = (
            Enrolment.objects.filter(
                edition__training__in=ctx.keys, status=EnrolmentStatus.COMPLETED
            )
            .values_list("edition__training")
            .annotate(number=Count("pk"))
            .order_by()
        )
        template = "$slug/how_many.html"
        return {
            training: render_to_string(template, {"number": number}) for training, number in rows
        }
