"""Exercises of lessons in a package for another player.

What an exercise says of itself in words (`portable_exercise`) is done there, marked by the package
itself. What has to be done here is text to read, with a sentence that says so. Who took the package
along can read the answers in its source, as in every package.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from courses.common import addresses
from courses.common.mail import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.utils.safestring import SafeString

    from courses.learning.services import TakenExercise
    from courses.plugin_api.api import PortableAnswer, PortableMoment, PortableQuestion


class Way(StrEnum):
    """How something in a lesson comes along."""

    DONE = "done"
    READ = "read"
    LINK = "link"


def way_of(taken: TakenExercise) -> Way:
    """To be done there, to be read there, or a sentence with a link to here."""
    if taken.portable is not None:
        return Way.DONE if taken.portable.is_done_there else Way.READ
    return Way.READ if taken.is_text else Way.LINK


@dataclass(frozen=True)
class ShownQuestion:
    """A question as the package's page has it."""

    question: PortableQuestion

    @property
    def choices(self) -> list[str]:
        """What belongs to the rows, in the order of the alphabet, which gives nothing away."""
        every = [*(str(right) for _left, right in self.question.pairs), *self.question.extra]
        return sorted(map(str, dict.fromkeys(every)), key=_as_read)

    @property
    def right(self) -> list[str]:
        """The answers that are right, in words."""
        if self.question.pairs:
            return [f"{left}: {right}" for left, right in self.question.pairs]
        if self.question.words:
            return [str(self.question.words[0])]
        return [str(one.text) for one in self.question.answers if one.worth == self._best]

    @property
    def _best(self) -> float:
        worth = [one.worth for one in self.question.answers]
        return max(worth, default=0) or 1

    @property
    def is_judged(self) -> bool:
        """Whether something in it can be right."""
        question = self.question
        return bool(question.pairs or question.words or any(one.worth for one in question.answers))


@dataclass(frozen=True)
class ShownMoment:
    """A moment in a conversation, with its number and those where its answers lead."""

    moment: PortableMoment
    number: int
    ways: Sequence[tuple[PortableAnswer, int]]


def shown(taken: TakenExercise) -> SafeString | None:
    """An exercise as HTML for the package; None where there are no words of it."""
    exercise = taken.portable
    if exercise is None:
        return None
    lesson = taken.lesson
    values = {
        "exercise": exercise,
        "title": taken.title,
        "place": f"opdracht-{taken.place}",
        "questions": [ShownQuestion(one) for one in exercise.questions],
        "moments": list(_moments(exercise.moments)),
        "url": absolute_url(addresses.lesson(lesson.training.slug, lesson.slug)),
    }
    return render_to_string("scorm/export/exercise.html", values)


def _moments(moments: Iterable[PortableMoment]) -> Iterator[ShownMoment]:
    listed = list(moments)
    numbers = {one.key: number for number, one in enumerate(listed, start=1)}
    for number, one in enumerate(listed, start=1):
        ways = [(each, numbers[each.goes_to]) for each in one.answers if each.goes_to in numbers]
        yield ShownMoment(one, number, ways)


def _as_read(text: str) -> tuple[int, str]:
    """Numbers by what they are, then words."""
    return (int(text), "") if text.isascii() and text.isdigit() else (10**9, text.casefold())
