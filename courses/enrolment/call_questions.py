"""What enrolments put on the page of a call: what a training asks, and what one can do then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from courses.enrolment import queries
from courses.enrolment.answers import keep_answers, questions_of, unanswered
from courses.enrolment.enums import ACTIVE, EnrolmentStatus
from courses.enrolment.forms import answers_among, fields_for_staff
from courses.enrolment.models import Enrolment
from courses.enrolment.notice_kinds import find_enrolment
from courses.enrolment.staff_access import may_change
from courses.enrolment.staff_actions import buttons_for
from courses.notices import call_parts
from courses.notices.call_parts import CallQuestions
from courses.notices.kinds import CallLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from courses.notices.models import Notice
    from courses.people.models import User


def questions_about(enrolment: Enrolment) -> CallQuestions:
    """What somebody was not asked yet at enrolment, to be written down by staff."""

    def keep(data: Mapping[str, str]) -> None:
        given = {pk: text for pk, text in answers_among(data).items() if text.strip()}
        keep_answers(enrolment=enrolment, answers=given)

    return CallQuestions(fields_for_staff(unanswered(enrolment)), keep)


@call_parts.provide_questions
def questions_in_call(notice: Notice, caller: User) -> CallQuestions | None:
    """The same for who is called about an edition that he or she is in."""
    enrolment = _called_about(notice, caller)
    if enrolment is None or enrolment.status not in ACTIVE or enrolment.edition.is_past:
        return None
    return questions_about(enrolment)


@call_parts.provide_stand_ins
def who_comes_along(notices: Sequence[Notice]) -> dict[UUID, User]:
    """Of who comes with somebody, or was brought by somebody who left, and cannot be called: that
    other one."""
    enrolments = Enrolment.objects.filter(
        Q(comes_with__status__in=ACTIVE) | Q(brought_by__isnull=False, status__in=ACTIVE),
        person__in=[one.person_id for one in notices],
        edition__in=[one.edition_id for one in notices if one.edition_id is not None],
    ).select_related("comes_with__person", "brought_by")
    others: dict[tuple[int, int | None], User] = {}
    for one in enrolments:
        other = one.comes_with.person if one.comes_with is not None else one.brought_by
        if other is not None and other.telephone:
            others[one.person_id, one.edition_id] = other
    return {
        one.pk: others[one.person_id, one.edition_id]
        for one in notices
        if (one.person_id, one.edition_id) in others
    }


@call_parts.provide_actions
def actions_in_call(notice: Notice, caller: User) -> Iterable[CallLink]:
    """Another edition, withdrawing, taking what is offered: as behind the name in the list."""
    enrolment = _called_about(notice, caller)
    if enrolment is None:
        return []
    placed = queries.placed_elsewhere(enrolment.edition).get(notice.person_id)
    asks = bool(questions_of(enrolment.edition.training_id))
    buttons = buttons_for(enrolment, placed=placed, call=notice, asks=asks)
    # Who has no place any more, and did not give it up, may want another date.
    gave_it_up = enrolment.status in {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.DECLINED}
    may_be_left = queries.is_over(enrolment) and not gave_it_up
    return [CallLink(one.label, one.url, may_be_left=may_be_left) for one in buttons]


def _called_about(notice: Notice, caller: User) -> Enrolment | None:
    """The enrolment, for who may change it: that the notice is seen says so of its edition."""
    if notice.edition_id is None or not may_change(caller):
        return None
    return find_enrolment(notice)
