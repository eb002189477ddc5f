"""What enrolments do when something has happened."""

from __future__ import annotations

from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import EditionChanged, EditionReplanned, Event, NoticeWritten


class FollowTheEdition(EventHandler):
    """Tells people that their edition has moved, and settles its offers and its waiting list.

    A link is for those who take part; the others hear of it when they do. Whose offer lasts
    shorter or longer now reads so in the same mail.
    """

    name = "follow_the_edition"
    events = (EditionReplanned,)

    def handle(self, event: Event) -> None:
        # One that was on its way when it did not say yet how it was, is an `EditionChanged`.
        if not isinstance(event, EditionChanged | EditionReplanned):
            return
        if event.moved or event.new_link:
            services.tell_of_change(
                edition_id=event.edition_id,
                only_taking_part=not event.moved,
                key=event.id,
                before=getattr(event, "before", ""),
                new_link=event.new_link,
            )
        if event.more_room:
            edition = Edition.objects.filter(pk=event.edition_id).first()
            if edition is not None:
                services.settle_waiting_list(edition=edition, tell=not event.moved)


class SendNotices(EventHandler):
    """Tells a participant a text that is ready: of an event that was written before notices stood
    as rows of their own."""

    name = "send_notices"
    events = (NoticeWritten,)

    def handle(self, event: Event) -> None:
        if not isinstance(event, NoticeWritten):
            return
        found = Enrolment.objects.select_related("person", "edition").filter(pk=event.enrolment_id)
        for enrolment in found:
            services.send_notice(
                enrolment=enrolment, subject=event.subject, body=event.body, key=event.id
            )
