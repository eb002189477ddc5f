"""The info card of a training: the tips of its lessons on one small sheet, to keep or to give.

On A4 it is a sheet for somebody who has no computer: what the training is, when one can take part
and how to enrol by telephone, with the tips below it. It is one page, so that any printer makes one
sheet of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext

from courses.catalogue.queries import infopunt_of_default_site
from courses.catalogue.search_documents import text_of
from courses.common import addresses, clock, pdf, qr
from courses.common.content_language import SOURCE, reading_in
from courses.common.mail import absolute_url
from courses.editions.queries import dates_to_enrol_for
from courses.enrolment.queries import conditions_of
from courses.notices.writing import academy_name
from courses.translations.queries import offered
from courses.translations.reading import (
    Words,
    block_language,
    read,
    read_page,
    reading_language,
    words_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.editions.models import Edition

SIDES = {"a5": 2, "a4": 1}
"""By the paper on how many sides: an A5 that is printed on both, or one side of an A4."""

MOST_DATES = 10
"""Dates at a venue on the A4, of which as many are there as fit; one with a free seat goes before
one that is full."""

MOST_ONLINE = 2
"""Dates online on it, which are no use to who has no internet and stand apart."""


@dataclass(frozen=True)
class TakingPart:
    """How one can take part: when, and what is asked of everybody who wants to. No dates: there is
    none now that one can enrol in or wait for.

    Editions come with their sessions and location, the first to begin first. Of those at a venue
    at most `most` are shown, of those online `most_online`.
    """

    dates: Sequence[Edition] = ()
    asked: Sequence[str] = ()
    most: int = MOST_DATES
    most_online: int = MOST_ONLINE

    @property
    def at_venue(self) -> list[Edition]:
        """The first dates at which one goes somewhere."""
        return _first(self._all_at_venue, self.most)

    @property
    def online(self) -> list[Edition]:
        """The first dates for which one needs internet."""
        return _first([one for one in self.dates if one.is_online], self.most_online)

    @property
    def more(self) -> int:
        """How many dates there are that are not shown."""
        return len(self.dates) - len(self.at_venue) - len(self.online)

    @property
    def has_access(self) -> bool:
        """Whether of some building it is known how to get in."""
        return any(one.location and one.location.access for one in self.at_venue)

    @property
    def is_full(self) -> bool:
        """Whether none of the dates has a free seat."""
        return all(one.seats_left <= 0 for one in self.dates)

    @property
    def new_buildings(self) -> set[int]:
        """The dates at which a building is named for the first time: how to get in is told there,
        once."""
        first: dict[int | None, int] = {}
        for one in self.at_venue:
            first.setdefault(one.location_id, one.pk)
        return set(first.values())

    @property
    def _all_at_venue(self) -> list[Edition]:
        return [one for one in self.dates if not one.is_online]


ENGLISH = "en"


def languages_of_sheet(training: TrainingPage) -> tuple[str, ...]:
    """In which languages there is a sheet: in Dutch, and in English where the training has a title
    in it. It is for somebody else, so who reads the one can have the other; who reads a third
    language has it in Dutch."""
    english, reader = offered().get(ENGLISH), reading_language()
    if english is None or reader.code not in {SOURCE, ENGLISH}:
        return (SOURCE,)
    with translation.override(ENGLISH), reading_in(english):
        return (SOURCE, ENGLISH) if isinstance(read(training.title), Words) else (SOURCE,)


MOST_READ = 20
"""Dates to come of which the first at a venue and the first online are on paper."""


def taking_part_in(
    training: TrainingPage, *, most: int = MOST_DATES, most_online: int = MOST_ONLINE
) -> TakingPart:
    """How one can take part in a training now; in the language that is set."""
    coming = dates_to_enrol_for(training.pk).select_related("location")
    return TakingPart(
        dates=list(coming.prefetch_related("sessions")[:MOST_READ]),
        asked=[str(one.sentence) for one in conditions_of(training.pk)],
        most=most,
        most_online=most_online,
    )


def _first(dates: Iterable[Edition], most: int) -> list[Edition]:
    """At most so many, rather with a free seat than without, in the order in which they begin."""
    free_first = sorted(dates, key=lambda one: one.seats_left <= 0)
    return sorted(free_first[:most], key=lambda one: (one.starts_at is None, one.starts_at, one.pk))


QR_MILLIMETRES = 24
QR_OF_SHEET = 18
"""Smaller: it is no use to who has no internet."""

MOST_CHARACTERS = 3500
"""More than fits on two sides in the smaller letters, whatever they are."""

SIZES = ("large", "usual")
"""Letters of 16 and of 14 points; smaller ones nobody reads at arm's length."""

SIZES_OF_SHEET = ("largest", "large")
"""Letters of 18 and of 16 points: who needs the sheet often reads with difficulty."""


@dataclass(frozen=True)
class Tips:
    """One list of tips, as a trainer wrote it in a lesson."""

    title: str
    items: tuple[str, ...]
    language: str = SOURCE


def tips_of(lessons: Iterable[LessonPage]) -> list[Tips]:
    """The lists of tips in these lessons, in order, which their trainers want on the card."""
    return [
        Tips(
            block.value["title"],
            tuple(filter(None, block.value["items"])),
            block_language(lesson, block.id).code,
        )
        for lesson in lessons
        for block in lesson.body
        if block.block_type == "tips" and block.value.get("on_card", True) is not False
    ]


def render(
    training: TrainingPage,
    lessons: Iterable[LessonPage],
    *,
    paper: str = "a5",
    taking_part: TakingPart | None = None,
    language: str = SOURCE,
) -> bytes:
    """The card as a PDF with the tips of these lessons, on as many sides as the paper has at most;
    with `taking_part` the sheet for somebody without a computer.

    Where the lessons have no tips it says what one learns. What does not fit is left out, from
    the end, and the card says that there is more in the lessons. On the sheet all dates count for
    more than how to get in, of which one can ask who answers the telephone, and both for more than
    tips.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    with translation.override(language):
        tips = tips_of(map(read_page, lessons))
        if not tips:
            goals = tuple(read(goal.text) for goal in training.goals.all())
            # In Dutch as a whole, where one of them is.
            code = SOURCE if len(goals) > sum(isinstance(one, Words) for one in goals) else language
            tips = [Tips(gettext("Dit leer je"), goals, code)] if goals else []
        fitting = _that_may_fit(tips) if tips else []
        css = pdf.css_in_own_type("pdf/info_card.css") + _PAPERS[paper]

        def made(way: _Way) -> bytes | None:
            html = _html(training, way, has_more=way.tips != tips)
            try:
                return pdf.render(html, css=css, most_pages=SIDES[paper])
            except pdf.TooLong:
                return None

        ways = _ways(fitting) if taking_part is None else _ways_of_sheet(fitting, taking_part)
        for one in ways:
            if (found := _first_that_fits(one, made)) is not None:
                return found
    raise pdf.TooLong("not even an empty card fits")


def _first_that_fits(ways: Sequence[_Way], made: Callable[[_Way], bytes | None]) -> bytes | None:
    """What was made of the first of these that fits; each takes less room than the one before it,
    so that few need be tried."""
    found = made(ways[0])
    if found is not None or len(ways) == 1:
        return found
    too_long, fits, found = 0, len(ways) - 1, made(ways[-1])
    while found is not None and fits - too_long > 1:
        middle = (too_long + fits) // 2
        better = made(ways[middle])
        if better is None:
            too_long = middle
        else:
            fits, found = middle, better
    return found


def _that_may_fit(tips: list[Tips]) -> list[Tips]:
    """The first lists, and of the first one the first tips, that are not too long for any card.

    Setting hundreds of pages only to find that they are too many would take minutes.
    """
    shown: list[Tips] = []
    left = MOST_CHARACTERS
    for one in tips:
        left -= len(one.title) + sum(map(len, one.items))
        if left < 0 and shown:
            break
        shown.append(one)
    first = shown[0]
    length, items = len(first.title), []
    for item in first.items:
        length += len(item)
        if length > MOST_CHARACTERS:
            break
        items.append(item)
    return [replace(first, items=tuple(items)), *shown[1:]]


@dataclass(frozen=True)
class _Way:
    """One way to fill the card: which lists, in which letters; on the sheet also which dates, and
    whether it says how to get in at the building and for whom it is."""

    tips: list[Tips]
    size: str
    taking_part: TakingPart | None = None
    has_way: bool = False
    says_for_whom: bool = False


def _ways(tips: list[Tips]) -> Iterator[list[_Way]]:
    """What to try in turn: all in large letters, then in smaller ones, then ever fewer lists; of
    the first list, which may be very long, ever fewer tips."""
    yield [_Way(tips, SIZES[0])]
    yield [_Way(shown, SIZES[-1]) for shown in (tips, *_ever_fewer(tips))]


def _ways_of_sheet(tips: list[Tips], taking_part: TakingPart) -> Iterator[list[_Way]]:
    """Letters of 18 points, then of 16, with ever fewer tips; then without for whom it is, then
    without dates online, then without how to get in, which may leave room for whom it is, and only
    then with ever fewer dates at a venue. Only one date that is too
    long even so comes in smaller letters, and at last without how to get in."""
    all_tips = [tips, *_ever_fewer(tips)] if tips else [[]]
    for size in SIZES_OF_SHEET:
        yield [
            _Way(shown, size, taking_part, has_way=True, says_for_whom=True) for shown in all_tips
        ]
    size = SIZES_OF_SHEET[-1]
    yield [_Way([], size, taking_part, has_way=True)]
    if dates := len(taking_part.at_venue):
        taking_part = replace(taking_part, most_online=0)
        yield [_Way([], size, taking_part, has_way=True)]
        yield [_Way([], size, taking_part, says_for_whom=True)]
    if dates > 1:
        fewer = range(dates, 1, -1)
        yield [_Way([], size, replace(taking_part, most=most)) for most in fewer]
    taking_part = replace(taking_part, most=1)
    yield [_Way([], SIZES[-1], taking_part, has_way=has_way) for has_way in (True, False)]


def _ever_fewer(tips: list[Tips]) -> Iterator[list[Tips]]:
    yield from (tips[:number] for number in range(len(tips) - 1, 0, -1))
    if tips:
        first = tips[0]
        for number in range(len(first.items) - 1, 0, -1):
            yield [replace(first, items=first.items[:number])]
    yield []


_PAPERS = {"a5": "", "a4": "@page { size: A4; padding: 7mm 16mm; }"}


FIRST_PARAGRAPH = re.compile(r"<p\b[^>]*>.*?</p>", re.DOTALL)


def _for_whom(shown: TrainingPage) -> str:
    """For whom the training is: what was written of that first, as the rest goes into details."""
    rich = shown.for_whom
    first = FIRST_PARAGRAPH.search(rich)
    if first is None:
        return text_of(rich)
    return text_of(words_in(rich.language, first[0]) if isinstance(rich, Words) else first[0])


def _html(training: TrainingPage, way: _Way, *, has_more: bool) -> str:
    url = absolute_url(addresses.training(training.slug))
    shown = read_page(training)
    if way.taking_part is None:
        template, title = "pdf/info_card.html", gettext("Infokaart %(training)s")
    else:
        template, title = "pdf/training_sheet.html", "%(training)s"
    return get_template(template).render(
        {
            "training": shown,
            "title": title % {"training": shown.title},
            "tips": way.tips,
            "size": way.size,
            "has_more": has_more,
            "has_way": way.has_way,
            "says_for_whom": way.says_for_whom,
            "for_whom": _for_whom(shown) if way.says_for_whom else "",
            "taking_part": way.taking_part,
            "today": clock.today(),
            "academy": academy_name(),
            "contact": infopunt_of_default_site(),
            "address": url.partition("://")[2].rstrip("/"),
            "qr": qr.picture(
                url,
                gettext("QR-code naar %(url)s") % {"url": url},
                millimetres=QR_MILLIMETRES if way.taking_part is None else QR_OF_SHEET,
            ),
        }
    )
