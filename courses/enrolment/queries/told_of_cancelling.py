"""Whether everybody was told that an edition does not go on or has changed, and what is still to do
for that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from courses.editions.plans import PLAN_BEFORE
from courses.enrolment.notice_names import OF_A_STATE
from courses.notices import trainer_kinds
from courses.notices.enums import FOR_STAFF, NoticeState
from courses.notices.queries import notices_about
from courses.people.enums import ContactWay
from courses.plugin_api.contributions.messages import NotificationKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.editions.models import Edition
    from courses.notices.models import Notice

OF_CANCELLING = (NotificationKind.CANCELLED.value, trainer_kinds.CANCELLED)
OF_A_CHANGE = (NotificationKind.MOVED.value, trainer_kinds.MOVED)
FOR_TRAINERS = (trainer_kinds.CANCELLED, trainer_kinds.MOVED)


@dataclass
class Told:
    """How many people know it, by which way, and for how many something is still to do.

    Who gives the training is counted apart: their notices are written a moment later, and as one
    number it would grow beyond who took part. What is to do by hand is counted together, as in the
    lists where it is done.
    """

    by_mail: int = 0
    by_telephone: int = 0
    by_letter: int = 0
    under_way: int = 0
    to_call: int = 0
    to_print: int = 0
    failed: int = 0
    trainers: int = 0
    trainers_under_way: int = 0

    @property
    def everybody(self) -> bool:
        """Whether nothing is left to do."""
        waiting = self.under_way + self.trainers_under_way
        return not (waiting or self.to_call or self.to_print or self.failed)

    def add(self, notice: Notice) -> None:
        """Count what became of one notice."""
        way = ContactWay(notice.way)
        is_trainer = notice.kind in FOR_TRAINERS
        if notice.state == NoticeState.SENT and is_trainer:
            self.trainers += 1
        elif notice.state == NoticeState.SENT:
            done = {
                ContactWay.MAIL: "by_mail",
                ContactWay.TELEPHONE: "by_telephone",
                ContactWay.LETTER: "by_letter",
            }[way]
            setattr(self, done, getattr(self, done) + 1)
        elif notice.state in FOR_STAFF:
            self.to_call += way == ContactWay.TELEPHONE
            self.to_print += way == ContactWay.LETTER
            self.failed += way == ContactWay.MAIL
        elif notice.state == NoticeState.DUE and is_trainer:
            self.trainers_under_way += 1
        elif notice.state == NoticeState.DUE:
            self.under_way += 1


def told_of_cancelling(edition: Edition) -> Told | None:
    """What became of the notices that an edition does not go on; None where nobody had to hear."""
    return _what_became_of(notices_about(edition).filter(kind__in=OF_CANCELLING))


def told_of_change(edition: Edition) -> Told | None:
    """The same of the last change of an edition: of each person the last that was written. Who had
    yet to hear of being in it at all, hears with that how it is now."""
    written = notices_about(edition).exclude(state=NoticeState.DROPPED)
    of_it = Q(kind__in=OF_A_CHANGE) | Q(kind__in=OF_A_STATE, facts__has_key=PLAN_BEFORE)
    # The newest stand first, and in a dictionary the last one counts.
    last = {one.person_id: one for one in reversed(written.filter(of_it))}
    return _what_became_of(last.values())


def _what_became_of(notices: Iterable[Notice]) -> Told | None:
    written = list(notices)
    if not written:
        return None
    told = Told()
    for notice in written:
        told.add(notice)
    return told
