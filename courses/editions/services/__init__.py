"""Everything that changes an edition or a location."""

from courses.editions.services.copying import (
    copy_edition,
    copy_to_days,
    days_of_series,
    meetings_later,
    months_passed_over,
    next_day,
)
from courses.editions.services.hybrids import add_half
from courses.editions.services.locations import location_called, save_location
from courses.editions.services.locking import lock_editions
from courses.editions.services.planning import (
    APPROACHING_DAYS,
    APPROACHING_FROM,
    Meeting,
    announce_approaching,
    cancel_edition,
    confirm_edition,
    first_room_is_news,
    hand_over_editions,
    plan_edition,
    publish_edition,
    refuse_if_too_late_to_withdraw,
    save_edition,
)
from courses.editions.services.reporting import (
    add_paper,
    mark_papers_of_erased,
    name_participant,
    remove_paper,
    remove_reported_participant,
    report_edition,
)

__all__ = [
    "APPROACHING_DAYS",
    "APPROACHING_FROM",
    "Meeting",
    "add_half",
    "add_paper",
    "announce_approaching",
    "cancel_edition",
    "confirm_edition",
    "copy_edition",
    "copy_to_days",
    "days_of_series",
    "first_room_is_news",
    "hand_over_editions",
    "location_called",
    "lock_editions",
    "mark_papers_of_erased",
    "meetings_later",
    "months_passed_over",
    "name_participant",
    "next_day",
    "plan_edition",
    "publish_edition",
    "refuse_if_too_late_to_withdraw",
    "remove_paper",
    "remove_reported_participant",
    "report_edition",
    "save_edition",
    "save_location",
]
