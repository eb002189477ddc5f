"""What enrolments do when something has happened."""

from __future__ import annotations

from courses.common import mail
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.enrolment import queries, services, tasks
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import EditionChanged, Event, NoticeWritten


class FollowTheEdition(EventHandler):
    """Tells people that their edition has moved, and settles its offers and its waiting list.

    A link is for those who take part; the others hear of it when they do. Whose offer lasts
    shorter or longer now reads so in the same mail.
    """

    name = "follow_the_edition"
    events = (EditionChanged,)

    def handle(self, event: Event) -> None:
        if not isinstance(event, EditionChanged):
            return
        told: list[int] = []
        if event.moved or event.new_link:
            concerned = queries.concerned_by_change(
                event.edition_id, only_taking_part=not event.moved
            )
            told = list(concerned.values_list("pk", flat=True))
        if event.more_room:
            edition = Edition.objects.filter(pk=event.edition_id).first()
            if edition is not None:
                services.settle_waiting_list(edition=edition, tell=not event.moved)
        for pk in told:
            tasks.tell_of_move.enqueue(pk)


class SendNotices(EventHandler):
    """Mails a participant a text that is ready, such as a plugin's.

    Not when the person does not take part (any more), the edition is called off, or there is no
    address.
    """

    name = "send_notices"
    events = (NoticeWritten,)

    def handle(self, event: Event) -> None:
        if not isinstance(event, NoticeWritten):
            return
        enrolment = (
            Enrolment.objects.select_related("person")
            .filter(pk=event.enrolment_id, status__in=TAKES_PART)
            .exclude(edition__status=EditionStatus.CANCELLED)
            .first()
        )
        if enrolment is not None and enrolment.person.email:
            mail.send(
                to=enrolment.person.email,
                letter=mail.Letter(event.subject, event.body),
                language=enrolment.person.language,
            )
