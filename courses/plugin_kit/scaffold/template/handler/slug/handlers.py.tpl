"""What the plugin does when something has happened."""

from __future__ import annotations

from django.utils.translation import gettext, override

from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.enrolment.services import send_notice
from courses.plugin_api.api import EnrolmentChanged, Event, EventHandler


class Congratulate(EventHandler):
    """Writes to who has completed the training."""

    name = "congratulate"
    events = (EnrolmentChanged,)

    def handle(self, event: Event) -> None:
        # An event may come again after a failure. A mail that comes twice is worse than one that
        # does not come, so only the first attempt counts.
        if not isinstance(event, EnrolmentChanged) or event.attempt > 1:
            return
        if event.status != EnrolmentStatus.COMPLETED:
            return
        enrolments = Enrolment.objects.select_related("person", "edition__training")
        enrolment = enrolments.filter(pk=event.enrolment_id).first()
        if enrolment is None:
            return
        with override(enrolment.person.language):
            subject = gettext("Je hebt de training afgerond")
            body = gettext(
                "Beste %(name)s,\n\nJe hebt de training %(training)s afgerond. Wat goed! De lessen "
                "blijven voor je open, dus kijk ze gerust nog eens terug."
            ) % {"name": enrolment.person.first_name, "training": enrolment.edition.training.title}
        send_notice(enrolment=enrolment, subject=subject, body=body)
