"""What happens here is told to the record store, through the deliveries of the academy."""

from __future__ import annotations

from courses.plugin_api.api import EnrolmentChanged, Event, EventHandler, ProgressChanged
from plugins.xapi.services import sending, writing


class TellRecordStore(EventHandler):
    """Writes down what the store is to be told, and sends what waits.

    A store that takes nothing now fails the handler: then the academy tries it again, six times in
    about a day. What waits goes along with whatever is sent next, so nothing is lost after that.
    """

    name = "tell_record_store"
    events = (EnrolmentChanged, ProgressChanged)

    def handle(self, event: Event) -> None:
        writing.write(event=event)
        sending.send_waiting()
