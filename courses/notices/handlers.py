"""What trainers hear when something has happened to an edition of theirs."""

from __future__ import annotations

from courses.editions.queries import is_too_small
from courses.notices import services, trainer_kinds
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.events import (
    EditionCancelled,
    EditionChanged,
    EditionConfirmed,
    EditionReplanned,
    Event,
    TrainerAssigned,
    TrainerRemoved,
)


class TellTrainers(EventHandler):
    """Tells trainers that they give an edition, or do not any more, that it moved, goes on with few
    people or is off."""

    name = "tell_trainers"
    events = (
        TrainerAssigned,
        TrainerRemoved,
        EditionReplanned,
        EditionConfirmed,
        EditionCancelled,
    )

    def handle(self, event: Event) -> None:
        match event:
            case TrainerAssigned() | TrainerRemoved():
                assigned = isinstance(event, TrainerAssigned)
                kind = trainer_kinds.ASSIGNED if assigned else trainer_kinds.REMOVED
                services.tell_person(
                    person_id=event.person_id, edition_id=event.edition_id, kind=kind, key=event.id
                )
            case EditionChanged() | EditionReplanned() if event.moved or event.new_link:
                services.tell_trainers_of_change(
                    edition_id=event.edition_id,
                    key=event.id,
                    before=getattr(event, "before", ""),
                    new_link=event.new_link,
                )
            case EditionConfirmed() if is_too_small(event.edition_id):
                services.tell_trainers(
                    edition_id=event.edition_id, kind=trainer_kinds.CONFIRMED, key=event.id
                )
            case EditionCancelled() if event.was_published:
                services.tell_trainers(
                    edition_id=event.edition_id, kind=trainer_kinds.CANCELLED, key=event.id
                )
