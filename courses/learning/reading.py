"""How somebody reads a lesson: step by step, or all of it on one page.

Each step has an address of its own, `…?stap=2`. The lesson's address alone leads a participant to
the step where he or she was, and everybody else to the first. `…?alles=1` is the whole lesson once;
who wants that always has a cookie that says so (`COOKIE`), and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from courses.catalogue.trying import EXERCISE
from courses.common import addresses
from courses.common.mail import absolute_url
from courses.common.public_version import memory
from courses.learning import queries, steps
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_host import registry

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.http import HttpRequest

    from courses.catalogue.models import LessonPage
    from courses.learning.models import LessonPlace
    from courses.learning.steps import Step

COOKIE = "lesweergave"
"""Remembers on this device that somebody wants lessons on one page; a year long."""

WHOLE = "heel"
"""What the cookie says, and the field of the form that sets it."""

COOKIE_AGE = 365 * 24 * 60 * 60

LONGEST_TITLE = 60

Raw = dict[str, Any]
"""A block as it is stored."""


@dataclass(frozen=True)
class Reading:
    """What somebody sees of a lesson: step `number` of `steps`, or with 0 all of it."""

    url: str
    steps: tuple[Step, ...]
    number: int
    once_whole: bool = False
    """Whether the whole lesson was asked for by its address."""
    is_preview: bool = False
    """Whether the lesson is not on the site as it is shown."""

    @property
    def marks_steps(self) -> bool:
        """Whether the whole lesson says where its steps begin."""
        return self.is_preview and len(self.steps) > 1

    @property
    def is_whole(self) -> bool:
        return self.number == 0

    @property
    def is_last(self) -> bool:
        """Whether the lesson ends here."""
        return self.number in {0, len(self.steps)}

    @property
    def is_first(self) -> bool:
        """Whether the lesson begins here."""
        return self.number in {0, 1}

    @property
    def places(self) -> Step:
        """The places of the blocks that are shown."""
        if self.is_whole:
            return tuple(place for step in self.steps for place in step)
        return self.steps[self.number - 1]

    @property
    def suffix(self) -> str:
        """What an address adds to come back to the whole lesson, where that was asked for once."""
        return "?alles=1" if self.once_whole else ""

    @property
    def words(self) -> str:
        """Which step it is: `Stap 2 van 6`."""
        return words_of(self.number, len(self.steps))

    def address(self, number: int) -> str:
        """The address of a step, at the line that says which one it is."""
        return f"{addresses.lesson_step(self.url, number)}#stap"

    @property
    def canonical_url(self) -> str:
        """The address by which others know this page; the first step and the whole lesson share the
        lesson's own."""
        own = self.url if self.is_first else addresses.lesson_step(self.url, self.number)
        return absolute_url(own)

    @property
    def own_url(self) -> str:
        """The address of what is shown now, to come back to it."""
        if self.is_whole or len(self.steps) < 2:
            return f"{self.url}{self.suffix}"
        return addresses.lesson_step(self.url, self.number)

    @property
    def previous_url(self) -> str:
        return self.address(self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return "" if self.is_last else self.address(self.number + 1)

    def next_behind(self, place: int | None) -> str:
        """The address of the step behind the one with the block at this place, if there is one."""
        number = self._number_with(place)
        return "" if self.is_whole or number >= len(self.steps) else self.address(number + 1)

    def exercise_url(self, exercise_id: str) -> str:
        """Where the answers to an exercise go: those in a preview to that itself."""
        if self.is_preview:
            return f"?{EXERCISE}={exercise_id}"
        return f"{self.url}opdracht/{exercise_id}/{self.suffix}"

    def exercise_address(self, lesson: LessonPage, exercise_id: str) -> str:
        """The address at which an exercise stands, in the view of now."""
        return f"{self.url_with(place_of(lesson, exercise_id))}#opdracht-{exercise_id}"

    @property
    def last_url(self) -> str:
        """The address of the page with the end of the lesson, in the view of now."""
        if self.is_whole or len(self.steps) == 1:
            return f"{self.url}{self.suffix}"
        return self.address(len(self.steps))

    def url_with(self, place: int | None) -> str:
        """The address of the page that shows the block at this place, in the view of now."""
        if self.is_whole:
            return f"{self.url}{self.suffix}"
        number = self._number_with(place)
        return addresses.lesson_step(self.url, number) if len(self.steps) > 1 else self.url

    def _number_with(self, place: int | None) -> int:
        return next((n for n, step in enumerate(self.steps, 1) if place in step), 1)


def words_of(number: int, total: int) -> str:
    """Which step: `Stap 2 van 6`."""
    return _("Stap %(number)s van %(total)s") % {"number": number, "total": total}


def reading_of(request: HttpRequest, lesson: LessonPage) -> Reading:
    """What the reader sees of a lesson; asked once for each request."""
    known: dict[int | None, Reading] = request.__dict__.setdefault("_reading", {})
    if lesson.pk not in known:
        known[lesson.pk] = _reading(request, lesson)
    return known[lesson.pk]


def _reading(request: HttpRequest, lesson: LessonPage) -> Reading:
    is_preview = getattr(request, "is_preview", False)
    cuts = tuple(steps.steps_of(lesson, is_preview=is_preview))
    url = addresses.lesson(lesson.training.slug, lesson.slug)
    once = "alles" in request.GET
    remembered = request.COOKIES.get(COOKIE) == WHOLE and "stap" not in request.GET
    if is_preview:
        return Reading(url, cuts, 0, is_preview=True)
    if once or remembered:
        return Reading(url, cuts, 0, once)
    return Reading(url, cuts, _number(request, lesson, cuts))


def _number(request: HttpRequest, lesson: LessonPage, cuts: tuple[Step, ...]) -> int:
    """Which step: with what was answered just now, the one asked for, or where somebody was."""
    if len(cuts) == 1:
        return 1
    answered = getattr(request, "just_given", None)
    if answered:
        return _step_with(lesson, cuts, next(iter(answered)))
    asked = request.GET.get("stap", "")
    if asked:
        # As with a page of a list: what is no number is the first, what is too high the last.
        return min(max(int(asked), 1), len(cuts)) if asked.isdecimal() and len(asked) < 6 else 1
    block = queries.place_in(request, lesson)
    return _step_with(lesson, cuts, block) if block else 1


def _step_with(lesson: LessonPage, cuts: Iterable[Step], block: str) -> int:
    """The number of the step with this block; the first when the lesson does not have it."""
    place = place_of(lesson, block)
    return next((number for number, step in enumerate(cuts, 1) if place in step), 1)


def places_of(person_id: int, lessons: Collection[LessonPage]) -> dict[int, str]:
    """At which step somebody is in these lessons, in words, by lesson; one query at most."""
    if not lessons:
        return {}
    return {
        place.lesson_id: words_of(number_of(place), len(steps.steps_of(place.lesson)))
        for place in queries.places_in(person_id, lessons)
    }


def number_of(place: LessonPlace) -> int:
    """The number of the step at which somebody is, as the lesson is now."""
    return _step_with(place.lesson, steps.steps_of(place.lesson), place.block)


def place_of(lesson: LessonPage, block: str) -> int | None:
    """Where a block stands in the lesson."""
    raw = lesson.body.raw_data
    return next((n for n, one in enumerate(raw) if one.get("id") == block), None)


def block_of(lesson: LessonPage, reading: Reading) -> str:
    """The block with which the step begins that somebody reads; empty where none has a name."""
    if not reading.places:
        return ""
    return str(lesson.body.raw_data[reading.places[0]].get("id") or "")


@dataclass(frozen=True)
class StepLink:
    """A step in the list of all."""

    number: int
    title: str
    url: str
    is_current: bool


def links(lesson: LessonPage, reading: Reading) -> list[StepLink]:
    """All steps of a lesson, each with what it is about."""
    return [
        StepLink(number, title, reading.address(number), number == reading.number)
        for number, title in enumerate(_titles_in(lesson, reading), 1)
    ]


def _titles_in(lesson: LessonPage, reading: Reading) -> tuple[str, ...]:
    def made() -> tuple[str, ...]:
        raw = lesson.body.raw_data
        return tuple(title_of(lesson, [raw[place] for place in step]) for step in reading.steps)

    # A preview, where steps are marked, shows what is not public yet.
    return made() if reading.marks_steps else memory.get(("titles of steps", lesson.pk), made)


def title_of(lesson: LessonPage, blocks: Iterable[Mapping[str, Any]]) -> str:
    """What a step is about: its heading or title, its first words, or what kind of block it is."""
    first = next(iter(blocks), None)
    if first is None:
        return _("Leeg")
    provider = registry.block_providers().get(first["type"])
    if provider is not None and not provider.plugin.core:
        # What a plugin keeps is its own, and it may be off here.
        is_exercise = isinstance(provider.contribution, Exercise)
        return _("Opdracht") if is_exercise else _("Onderdeel")
    kind = lesson.body.stream_block.child_blocks.get(first["type"])
    words = _words_of(first.get("value")) or (str(kind.label) if kind else _("Onderdeel"))
    return Truncator(words).chars(LONGEST_TITLE)


def _words_of(value: object) -> str:
    """The title in what is stored of a block, or its text."""
    if isinstance(value, dict):
        named = (value.get(name) for name in ("title", "question"))
        value = next((one for one in named if isinstance(one, str) and one.strip()), "")
    # A space for each tag, so that two paragraphs do not become one word.
    text = strip_tags(value.replace("<", " <")) if isinstance(value, str) else ""
    return " ".join(text.split())
