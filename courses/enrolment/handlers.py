"""What enrolments do when something has happened."""

from __future__ import annotations

from courses.editions.models import Edition
from courses.enrolment import queries, services, tasks
from courses.plugin_api.contributions import EventHandler
from courses.plugin_api.events import EditionChanged, Event


class FollowTheEdition(EventHandler):
    """Tells people that their edition has moved, and offers the seats that came free.

    A link is for those who take part; the others hear of it when they do.
    """

    name = "follow_the_edition"
    events = (EditionChanged,)

    def handle(self, event: Event) -> None:
        if not isinstance(event, EditionChanged):
            return
        if event.moved or event.new_link:
            told = queries.concerned_by_change(event.edition_id, only_taking_part=not event.moved)
            for pk in told.values_list("pk", flat=True):
                tasks.tell_of_move.enqueue(pk)
        if event.more_room:
            edition = Edition.objects.filter(pk=event.edition_id).first()
            if edition is not None:
                services.offer_free_seats(edition=edition)
