"""What comes along when somebody moves to another edition of the same training.

What hangs on the person or the training (lessons read, answers, practical work) needs nothing, and
what hangs on the enrolment moves with it. What hangs on a meeting, such as attendance, is for the
part that keeps it: higher parts say here what they do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment

CarryAlong = Callable[["Enrolment", "Edition", "Edition"], None]

_carriers: list[CarryAlong] = []


def provide(carrier: CarryAlong) -> CarryAlong:
    """Register what a part does with its rows; from `ready()`.

    Called in the transaction that moves somebody, with both editions locked: the enrolment, the
    edition that it leaves and the one that it is in now.
    """
    _carriers.append(carrier)
    return carrier


def carry_along(enrolment: Enrolment, before: Edition, after: Edition) -> None:
    """Let every part do what it does."""
    for carrier in _carriers:
        carrier(enrolment, before, after)
