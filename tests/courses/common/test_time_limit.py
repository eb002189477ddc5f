from __future__ import annotations

import sys
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any

import pytest

from courses.common.time_limit import within

if TYPE_CHECKING:
    from collections.abc import Iterator


def step() -> None:
    """A call, where work can be broken off."""


def for_ever() -> None:
    while True:
        step()


def swallowing() -> None:
    while True:
        try:
            for_ever()
        except Exception:  # noqa: BLE001 - what a plugin could write
            step()


class Tidied:
    """What takes longer to remove than there is time."""

    def __del__(self) -> None:
        tidy()


class Watched:
    """What is tidied up after by somebody else."""


def tidy(seconds: float = 0.1) -> None:
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        step()


def removing() -> None:
    Tidied()
    tidy(5)
    pytest.fail("not broken off")


def yielding() -> Iterator[None]:
    try:
        yield
    finally:
        tidy()


def closing() -> None:
    """A generator is closed by nobody, and what it raises then is dropped."""
    generator = yielding()
    next(generator)
    del generator
    tidy(5)
    pytest.fail("not broken off")


def finalizing() -> None:
    watched = Watched()
    weakref.finalize(watched, tidy)
    del watched
    tidy(5)
    pytest.fail("not broken off")


def tidied_too_late() -> str:
    Tidied()
    return "klaar"


def test_work_that_ends_in_time_gives_its_result() -> None:
    assert within(60, lambda: "klaar") == "klaar"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("work", [for_ever, swallowing, removing, finalizing, closing])
def test_work_that_never_ends_is_broken_off(work: Any) -> None:
    with pytest.raises(TimeoutError):
        within(0.05, work)


def test_work_that_ends_too_late_has_no_result() -> None:
    with pytest.raises(TimeoutError):
        within(0.05, tidied_too_late)


def test_it_works_in_every_thread() -> None:
    caught: list[BaseException] = []

    def run() -> None:
        try:
            within(0.05, for_ever)
        except TimeoutError as error:
            caught.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert [type(one) for one in caught] == [TimeoutError]


def test_errors_pass_and_a_profiler_that_was_there_stays() -> None:
    before, traced = sys.getprofile(), sys.gettrace()

    def fail() -> None:
        raise KeyError("stuk")

    def profile(*_arguments: Any) -> None:
        """Does nothing."""

    sys.setprofile(profile)
    try:
        with pytest.raises(KeyError):
            within(60, fail)
        with pytest.raises(TimeoutError):
            within(0.05, for_ever)
        assert sys.getprofile() is profile
        assert sys.gettrace() is traced
    finally:
        sys.setprofile(before)
