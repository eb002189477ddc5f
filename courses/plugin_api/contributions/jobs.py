"""Work that nobody waits for: what is done each day, and what takes long."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from courses.plugin_api.contributions.base import Contribution, Json, Text

if TYPE_CHECKING:
    from datetime import date

    from courses.plugin_api.contributions.enrolment import Link

# --- Each day -------------------------------------------------------------------------------


@dataclass(frozen=True)
class JobContext:
    """For which day the work is done, and the how manieth attempt it is (from 1)."""

    day: date
    attempt: int


class DailyJob(Contribution):
    """Work that is done once a day, by the tick. Since 1.3.

    Called for each day on which the plugin is on for the site; a day on which the academy stood
    still is not made up for. After a failure again, six times in about a day. It must be harmless
    to repeat: after a crash it may have been done. How it went stands on the plugin's page.
    """

    title: ClassVar[Text]
    """What it does, in a few words for the operator."""

    @abstractmethod
    def run(self, ctx: JobContext) -> Text | None:
        """Do it; a sentence for the operator on what was done, or None.

        Raises:
            Refusal: it cannot be done today, which is no failure; the operator reads why.
        """


# --- What takes long ------------------------------------------------------------------------


@dataclass(frozen=True)
class TaskContext:
    """What is to be done and for whom.

    `data` is what was handed to `start_task`. `tell(done, total)` lets the page of the task show
    how far it is; call it as often as you like.
    """

    data: Json
    person_id: int
    tell: Callable[[int, int], None]


@dataclass(frozen=True)
class TaskResult:
    """What came of it: a sentence, and where to go on (`Link`, addresses of this site)."""

    sentence: Text
    links: Sequence[Link] = field(default=())


class LongTask(Contribution):
    """Work that takes longer than a page may. Since 1.3.

    `start_task(plugin, name, data=…, person_id=…)` writes it down and gives the address of a page
    that shows how far it is. Who started it may leave that page, and finds it back on the first
    page of the administration. Called once, by the worker, outside any transaction of the
    academy's. When it fails, or its process dies, the page says so; it is not tried again, since
    nobody knows how far it came. What came of it is kept for thirty days.
    """

    title: ClassVar[Text]
    """What is being done, for the page: "Vragen inlezen"."""

    @abstractmethod
    def run(self, ctx: TaskContext) -> TaskResult:
        """Do it.

        Raises:
            Refusal: it cannot be done; the sentence is kept and shown.
        """


Starter = Callable[[str, str, Json, int], str]
"""Writes a task down and says where it can be followed: plugin, name, data, person."""

_starters: list[Starter] = []


def start_with(starter: Starter) -> None:
    """Say who writes tasks down; from the host's `ready()`."""
    _starters[:] = [starter]


def start_task(plugin: str, name: str, *, data: Json, person_id: int) -> str:
    """Begin the `LongTask` of this name once the transaction is committed. Since 1.3.

    Returns the address of the page that shows how it goes, for the person and for who runs the
    site.

    Raises:
        LookupError: the plugin has no such task, or is off.
        TypeError, ValueError: `data` is no JSON, or more than 100,000 characters.
    """
    return _starters[0](plugin, name, data, person_id)
