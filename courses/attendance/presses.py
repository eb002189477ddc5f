"""What a press says on the list of a session, and what takes the last one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from courses.attendance.enums import Mark

if TYPE_CHECKING:
    from django.http import HttpRequest

    from courses.attendance.services import EditResult
    from courses.editions.models import Session


def press(enrolment_id: int, seen: str, mark: str) -> str:
    """What a button sends."""
    return f"{enrolment_id}:{seen}:{mark}"


def enrolment_of(value: str) -> int:
    """Whom a press is about."""
    return int(value.partition(":")[0])


def undo_of(result: EditResult) -> list[str]:
    """The presses that take back what was changed. Where something was caught up is not kept."""
    return [
        press(one.enrolment_id, one.mark or "", one.seen or "")
        for one in result.changed
        if one.seen != Mark.CAUGHT_UP
    ]


def keep_undo(request: HttpRequest, session: Session, result: EditResult) -> None:
    """Let the next page of this session offer to take back what was changed."""
    request.session[_key(session)] = undo_of(result)


def keep_undone(request: HttpRequest, session: Session, result: EditResult) -> None:
    """Let the next page of this session say of whom something was taken back."""
    take_undo(request, session)
    request.session[_key(session, "undone")] = [one.enrolment_id for one in result.changed]


def take_undone(request: HttpRequest, session: Session) -> list[int]:
    """Of whom the page says that something was taken back, once."""
    found: list[int] = request.session.pop(_key(session, "undone"), [])
    return found


def take_undo(request: HttpRequest, session: Session) -> list[str]:
    """What the page offers to take back, once."""
    found: list[str] = request.session.pop(_key(session), [])
    return found


def _key(session: Session, what: str = "undo") -> str:
    return f"attendance_{what}_{session.pk}"
