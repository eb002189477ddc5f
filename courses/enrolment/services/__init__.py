"""Everything that changes an enrolment, a module for each way.

Each service locks the edition first and counts then, so that two people never get one seat. A
seat that comes free belongs to the queue, not to the next visitor.
"""

from courses.enrolment.services.companions import BroughtAlready
from courses.enrolment.services.editions import (
    cancel_edition,
    complete,
    confirm_edition,
    undo_completion,
)
from courses.enrolment.services.enrolling import (
    Somebody,
    bring_along,
    enrol,
    enrol_along,
    enrol_somebody,
    enrol_together,
    enrol_with_the_same,
)
from courses.enrolment.services.groups import enrol_group, keep_numbers, name_group
from courses.enrolment.services.joining import move_away
from courses.enrolment.services.leaving import (
    count_erased,
    withdraw,
    withdraw_companions,
    withdraw_left_behind,
)
from courses.enrolment.services.messages import (
    send_notice,
    send_notices,
    settle_off_site,
    tell_of_change,
)
from courses.enrolment.services.moving import enrol_elsewhere, move
from courses.enrolment.services.offers import accept_offer, decline_offer
from courses.enrolment.services.refusals import HasSeatElsewhere, refuse_if_closed
from courses.enrolment.services.states import (
    LETTER_OFFER_LASTS,
    OFFER_LASTS,
    count_seats,
    offer_lasts,
)
from courses.enrolment.services.waiting_list import (
    next_in_line,
    next_when_left,
    offer_free_seats,
    settle_waiting_list,
    settle_waiting_lists,
)

__all__ = [
    "LETTER_OFFER_LASTS",
    "OFFER_LASTS",
    "BroughtAlready",
    "HasSeatElsewhere",
    "Somebody",
    "accept_offer",
    "bring_along",
    "cancel_edition",
    "complete",
    "confirm_edition",
    "count_erased",
    "count_seats",
    "decline_offer",
    "enrol",
    "enrol_along",
    "enrol_elsewhere",
    "enrol_group",
    "enrol_somebody",
    "enrol_together",
    "enrol_with_the_same",
    "keep_numbers",
    "move",
    "move_away",
    "name_group",
    "next_in_line",
    "next_when_left",
    "offer_free_seats",
    "offer_lasts",
    "refuse_if_closed",
    "send_notice",
    "send_notices",
    "settle_off_site",
    "settle_waiting_list",
    "settle_waiting_lists",
    "tell_of_change",
    "undo_completion",
    "withdraw",
    "withdraw_companions",
    "withdraw_left_behind",
]
