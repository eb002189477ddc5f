"""What other parts put on the page of a call: what to ask beside the outcome, and what one can do.

This part knows no enrolments; higher parts say here what they have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django import forms

    from courses.notices.kinds import CallLink
    from courses.notices.models import Notice
    from courses.people.models import User


@dataclass(frozen=True)
class CallQuestions:
    """Fields beside the outcome of a call, by name, and what becomes of what was filled in.

    No field is required: who does not answer the telephone answers no questions either.
    """

    fields: Mapping[str, forms.Field]
    keep: Callable[[Mapping[str, str]], None]


Questions = Callable[["Notice", "User"], CallQuestions | None]
Actions = Callable[["Notice", "User"], Iterable["CallLink"]]

StandIns = Callable[["Sequence[Notice]"], "Mapping[UUID, User]"]

_questions: list[Questions] = []
_stand_ins: list[StandIns] = []
_actions: list[Actions] = []


def provide_questions(questions: Questions) -> Questions:
    """Register what to ask somebody who is called about a notice (the first) by a member of staff
    (the second); when a part starts."""
    _questions.append(questions)
    return questions


def provide_stand_ins(stand_ins: StandIns) -> StandIns:
    """Register who can be called in the place of people without a number, by the keys of what they
    are called about; when a part starts."""
    _stand_ins.append(stand_ins)
    return stand_ins


def stand_ins_for(notices: Iterable[Notice]) -> dict[UUID, User]:
    """Whom to call for those of whom we have no number."""
    without = [one for one in notices if not one.person.telephone]
    found: dict[UUID, User] = {}
    for stand_ins in _stand_ins if without else ():
        found |= stand_ins(without)
    return found


def provide_actions(actions: Actions) -> Actions:
    """Register what can be done while calling, by who calls; when a part starts."""
    _actions.append(actions)
    return actions


def questions_for(notice: Notice, caller: User) -> list[CallQuestions]:
    """All that is to be asked."""
    found = (questions(notice, caller) for questions in _questions)
    return [one for one in found if one is not None]


def actions_for(notice: Notice, caller: User) -> list[CallLink]:
    """All that can be done."""
    return [one for actions in _actions for one in actions(notice, caller)]
