"""A time limit on work that may never end, such as laying out a page that somebody else made."""

from __future__ import annotations

import sys
import weakref
from math import inf
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

T = TypeVar("T")


GRACE = 1.0
"""Seconds after that in which what was broken off may tidy up."""


class _TimeIsUp(BaseException):
    """Passes every `except Exception` on its way out."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """The result of `work()`, which is broken off when it takes longer than `seconds`.

    It is broken off where it next calls a function, so this holds for Python and not for one
    long call into C: what ends too late has no result either. It works in every thread and
    costs nothing but time: such work is slower.

    Raises:
        TimeoutError: the time was up.
    """
    end = perf_counter() + seconds

    def watch(frame: FrameType, _event: str, _argument: object) -> None:
        if perf_counter() > end and not _is_tidying_up(frame):
            # Python takes the watch away from who raises here, and drops what is raised while it
            # closes a generator that nobody has any more.
            sys.settrace(watch_again)
            raise _TimeIsUp

    def watch_again(_frame: FrameType, _event: str, _argument: object) -> None:
        if perf_counter() > end + GRACE:
            sys.setprofile(watch)

    before, traced = sys.getprofile(), sys.gettrace()
    late = False
    try:
        sys.setprofile(watch)
        result = work()
        late = perf_counter() > end
    except _TimeIsUp:
        late = True
    finally:
        # No call before this: from here on nothing is broken off any more.
        end = inf
        sys.setprofile(before)
        sys.settrace(traced)
    if late:
        raise TimeoutError(f"more than {seconds} seconds")
    return result


def _is_tidying_up(frame: FrameType | None) -> bool:
    """Whether Python is in the middle of removing an object.

    It prints what is raised there and goes on, and would have no watch any more.
    """
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__del__" or code.co_filename == weakref.__file__:
            return True
        frame = frame.f_back
    return False
