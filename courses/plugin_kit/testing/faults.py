"""What a plugin does wrong while it is used, with the exception that the log leaves out."""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest import mock

import pytest

from courses.plugin_host import faults, guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from courses.plugin_api.plugin import CoursePlugin


@dataclass(frozen=True)
class Fault:
    """A failure of a plugin, as its author needs it."""

    plugin: str
    place: str
    error: BaseException

    def __str__(self) -> str:
        frames = traceback.extract_tb(self.error.__traceback__)
        where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
        words = str(self.error)[:300]
        return f"{self.place}: {type(self.error).__name__} {words}{where}"


@contextmanager
def watched(slug: str) -> Iterator[list[Fault]]:
    """The failures of one plugin inside the block; they are kept and logged as ever.

    Left out are slow calls (the machine may be busy), and contributions with a wrong name, which a
    check of their own is about.
    """
    found: list[Fault] = []
    report: Callable[[CoursePlugin, str, BaseException], None] = faults.report

    def listen(plugin: CoursePlugin, place: str, error: BaseException) -> None:
        is_slow = isinstance(error, guard.SlowCallError)
        if plugin.slug == slug and place != "contributions" and not is_slow:
            found.append(Fault(plugin.slug, place, error))
        report(plugin, place, error)

    with mock.patch.object(faults, "report", listen):
        yield found


def demand_none(problems: list[str], advice: str) -> None:
    """Fail the test with everything that is wrong, under a sentence on what to do about it."""
    if problems:
        unique = list(dict.fromkeys(problems))
        lines = [f"  - {problem}" for problem in unique[:30]]
        pytest.fail("\n".join([advice, *lines]), pytrace=False)
