"""A rule for enrolling."""

from __future__ import annotations

from django.utils.translation import ngettext

from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.plugin_api.api import Allow, Deny, EnrolmentRequest, EnrolmentRule, Waitlist


class NotTooMuchAtOnce(EnrolmentRule):
    """Who does a lot already finishes something first; a coordinator may decide otherwise."""

    name = "not_too_much_at_once"

    def check(self, request: EnrolmentRequest) -> Allow | Deny | Waitlist:
        if request.by_staff:
            return Allow()
        others = Enrolment.objects.filter(
            person=request.person_id, status=EnrolmentStatus.CONFIRMED
        )
        number = others.exclude(edition=request.edition_id).count()
        if number < request.settings["most_at_once"]:
            return Allow()
        return Deny(
            ngettext(
                "Je bent al voor %(n)d training ingeschreven. Rond die eerst af.",
                "Je bent al voor %(n)d trainingen ingeschreven. Rond er eerst één af.",
                number,
            )
            % {"n": number}
        )
