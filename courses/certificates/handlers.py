"""What certificates do when something has happened."""

from __future__ import annotations

from courses.certificates import services
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import Event, ListClosed, ProgressChanged


class IssueWhenComplete(EventHandler):
    """Gives a certificate as soon as a participant's progress allows it."""

    name = "issue_when_complete"
    events = (ProgressChanged,)

    def handle(self, event: Event) -> None:
        if isinstance(event, ProgressChanged):
            services.issue_if_complete(enrolment_id=event.enrolment_id)


class IssueForList(EventHandler):
    """Gives the certificates that follow from a list that was closed."""

    name = "issue_for_list"
    events = (ListClosed,)

    def handle(self, event: Event) -> None:
        if isinstance(event, ListClosed):
            services.issue_for_list(edition_id=event.edition_id)
