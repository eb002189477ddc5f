"""What the evaluation part adds, through the same extension points that plugins have."""

from __future__ import annotations

from contextlib import suppress

from courses.common.errors import Refusal
from courses.evaluation.enums import Occasion
from courses.evaluation.queries.opening import editions_to_open, open_forms
from courses.evaluation.services.opening import open_form
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import EditionEnded, EnrolledAfterwards, EnrolmentEvent, Event


class OpenForm(EventHandler):
    """Opens the form when the last session is over, and when it is over once more (the edition was
    moved to a later day with its form open) invites who came since."""

    name = "open_form"
    events = (EditionEnded,)

    def handle(self, event: Event) -> None:
        assert isinstance(event, EditionEnded)  # noqa: S101 - `events` says so
        edition = editions_to_open().filter(pk=event.edition_id).first()
        if edition is None:
            is_open = open_forms().filter(occasion=Occasion.END)
            form = is_open.filter(edition=event.edition_id).first()
            edition = form.edition if form is not None else None
        if edition is not None:
            with suppress(Refusal):
                open_form(edition=edition)


class InviteLateParticipants(EventHandler):
    """Invites someone who joins the group while the form is open."""

    name = "invite_late_participants"
    events = (EnrolledAfterwards,)

    def handle(self, event: Event) -> None:
        # Or another event about an enrolment, which an older version wrote down.
        assert isinstance(event, EnrolmentEvent)  # noqa: S101 - `events` says so
        for form in open_forms().filter(
            edition__enrolments=event.enrolment_id, occasion=Occasion.END
        ):
            assert form.edition is not None  # noqa: S101 - it is found by its edition
            open_form(edition=form.edition)
