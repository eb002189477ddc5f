"""What happens here is told to platforms, through the deliveries of the academy."""

from __future__ import annotations

from courses.enrolment.models import Enrolment
from courses.plugin_api.api import Event, EventHandler, ProgressChanged
from plugins.lti.services import grading


class PassOnResults(EventHandler):
    """Tells the platforms from which somebody opened lessons how it went there.

    A platform that cannot be told now fails the handler: then the academy tries it again, six times
    in about a day.
    """

    name = "pass_on_results"
    events = (ProgressChanged,)

    def handle(self, event: Event) -> None:
        if not isinstance(event, ProgressChanged):
            return
        enrolled = Enrolment.objects.filter(pk=event.enrolment_id)
        person_id = enrolled.values_list("person", flat=True).first()
        if person_id is not None:
            grading.pass_on(person_id=person_id, training_id=event.training_id)
