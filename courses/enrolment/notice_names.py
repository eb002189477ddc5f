"""What the kinds of notices about enrolments are called, and which one tells of a new state."""

from __future__ import annotations

from courses.enrolment.enums import EnrolmentStatus
from courses.plugin_api.contributions.messages import NotificationKind

MOVED = NotificationKind.MOVED.value
OTHER_EDITION = "enrolment_other_edition"
MOVE_ASKED = "enrolment_move_asked"
DEADLINE = "enrolment_deadline"
COMPANION_CAME = "enrolment_companion_came"
COMPANION_LEFT = "enrolment_companion_left"
GOES_ON = "enrolment_goes_on"
OFF_SITE = "enrolment_off_site"
MESSAGE = "enrolment_message"
LEFT_QUEUE = "enrolment_left_queue"

OFF_LIST = "off_list"
"""The fact that who waited for a date of the training has one, and waits no more."""

_BY_STATUS = {
    EnrolmentStatus.CONFIRMED: NotificationKind.CONFIRMED.value,
    EnrolmentStatus.WAITING: NotificationKind.WAITING.value,
    EnrolmentStatus.OFFERED: NotificationKind.OFFERED.value,
    EnrolmentStatus.EXPIRED: NotificationKind.EXPIRED.value,
    EnrolmentStatus.NO_PLACE: "enrolment_no_place",
    EnrolmentStatus.WITHDRAWN: NotificationKind.WITHDRAWN.value,
    EnrolmentStatus.CANCELLED: NotificationKind.CANCELLED.value,
}


OF_A_STATE = frozenset({*_BY_STATUS.values(), LEFT_QUEUE})
"""The kinds that say how it stands: what comes later takes the place of what came before."""


TELLS_OF_SEAT = frozenset({_BY_STATUS[EnrolmentStatus.CONFIRMED], OTHER_EDITION})
"""The kinds that say that somebody has a seat."""


def kind_for(status: str, before: str) -> str | None:
    """The kind of notice about a new state; None when people hear nothing of it."""
    if status == EnrolmentStatus.WITHDRAWN and before != EnrolmentStatus.CONFIRMED:
        return LEFT_QUEUE
    return _BY_STATUS.get(EnrolmentStatus(status))
