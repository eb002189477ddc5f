"""What enrolments are asked about that a higher part knows: whether somebody has been there, where
one writes down that somebody waits for another date, what of that ends with a seat, and where one
writes down that somebody misses one meeting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from courses.enrolment.models import Enrolment

WasThere = Callable[["Enrolment", "datetime"], bool]

_knowing: list[WasThere] = []


def provide_whether_there(was_there: WasThere) -> WasThere:
    """Register who knows whether a participant was at a session that was not over before a moment;
    from `ready()`."""
    _knowing.append(was_there)
    return was_there


def was_there_since(enrolment: Enrolment, since: datetime) -> bool:
    """Whether somebody says that this participant was at a session that was not over by then."""
    return any(was_there(enrolment, since) for was_there in _knowing)


PageOfWaiting = Callable[[int, str], str]

_pages_of_waiting: list[PageOfWaiting] = []


def provide_page_of_waiting(address: PageOfWaiting) -> PageOfWaiting:
    """Register where staff put somebody on the list of a training without a date that suits; from
    `ready()`. It is given the training and what finds the person."""
    _pages_of_waiting.append(address)
    return address


def page_of_waiting(training_id: int, search: str) -> str:
    """Where staff note that somebody waits for another date of a training; "" where nobody keeps
    that."""
    return next((address(training_id, search) for address in _pages_of_waiting), "")


EndOfWaiting = Callable[["Enrolment"], bool]

_ends_of_waiting: list[EndOfWaiting] = []


def provide_end_of_waiting(end: EndOfWaiting) -> EndOfWaiting:
    """Register who lets go of a wish for a date, and says whether there was one; from `ready()`.

    Called in the transaction that gives somebody a seat: from that moment on it is so for all.
    """
    _ends_of_waiting.append(end)
    return end


def end_waiting_for_a_date(enrolment: Enrolment) -> bool:
    """Somebody has a seat, and waits for a date of that training no more. Whether that was so."""
    ended = [end(enrolment) for end in _ends_of_waiting]
    return any(ended)


PageOfMissing = Callable[["Enrolment"], str]

_pages_of_missing: list[PageOfMissing] = []


def provide_page_of_missing(address: PageOfMissing) -> PageOfMissing:
    """Register where staff sign somebody off for one meeting, who keeps the place; "" where that
    makes no sense. From `ready()`."""
    _pages_of_missing.append(address)
    return address


def page_of_missing(enrolment: Enrolment) -> str:
    """Where staff note that somebody misses one of the meetings to come; "" where nobody does."""
    return next((address(enrolment) for address in _pages_of_missing), "")
