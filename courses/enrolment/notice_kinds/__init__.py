"""What people are told about their enrolments, and when it is no news any more."""

from courses.enrolment.notice_kinds.news import find_enrolment
from courses.enrolment.notice_kinds.registered import ABOUT, ACCESS, COMES
from courses.enrolment.notice_kinds.values import own_link, values_of, way_there
from courses.enrolment.notice_names import (
    COMPANION_CAME,
    COMPANION_LEFT,
    DEADLINE,
    GOES_ON,
    MESSAGE,
    MOVE_ASKED,
    MOVED,
    OF_A_STATE,
    OFF_SITE,
    OTHER_EDITION,
    kind_for,
)

__all__ = [
    "ABOUT",
    "ACCESS",
    "COMES",
    "COMPANION_CAME",
    "COMPANION_LEFT",
    "DEADLINE",
    "GOES_ON",
    "MESSAGE",
    "MOVED",
    "MOVE_ASKED",
    "OFF_SITE",
    "OF_A_STATE",
    "OTHER_EDITION",
    "find_enrolment",
    "kind_for",
    "own_link",
    "values_of",
    "way_there",
]
