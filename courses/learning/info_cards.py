"""The info card of a training: the tips of its lessons on one small sheet, to keep or to give.

On A4 it is a sheet for somebody who has no computer: what the training is, when one can take part
and how to enrol by telephone, with the tips below it. It is one page, so that any printer makes one
sheet of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import addresses, clock, pdf, qr
from courses.common.mail import absolute_url
from courses.translations.reading import read, read_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.editions.models import Edition, Location

SIDES = {"a5": 2, "a4": 1}
"""By the paper on how many sides: an A5 that is printed on both, or one side of an A4."""

MOST_DATES = 3
"""Dates at a venue on the A4: those to come with a free seat."""

MOST_ONLINE = 2
"""Dates online on it, which are no use to who has no internet and stand apart."""


@dataclass(frozen=True)
class TakingPart:
    """How one can take part: when, and what is asked of everybody who wants to. No dates: there is
    none now with a free seat.

    Editions come with their sessions and location.
    """

    dates: Sequence[Edition] = ()
    asked: Sequence[str] = ()

    @property
    def at_venue(self) -> list[Edition]:
        """The first dates at which one goes somewhere."""
        return [one for one in self.dates if not one.is_online][:MOST_DATES]

    @property
    def online(self) -> list[Edition]:
        """The first dates for which one needs internet."""
        return [one for one in self.dates if one.is_online][:MOST_ONLINE]

    @property
    def locations(self) -> list[Location]:
        """The buildings of those dates of which it is known how to get in, each once."""
        found = {one.location_id: one.location for one in self.at_venue}
        return [one for one in found.values() if one is not None and one.access]


QR_MILLIMETRES = 24

MOST_CHARACTERS = 3500
"""More than fits on two sides in the smaller letters, whatever they are."""

SIZES = ("large", "usual")
"""Letters of 16 and of 14 points; smaller ones nobody reads at arm's length."""


@dataclass(frozen=True)
class Tips:
    """One list of tips, as a trainer wrote it in a lesson."""

    title: str
    items: tuple[str, ...]


def tips_of(lessons: Iterable[LessonPage]) -> list[Tips]:
    """The lists of tips in these lessons, in order, which their trainers want on the card."""
    return [
        Tips(block.value["title"], tuple(filter(None, block.value["items"])))
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
    language: str = "nl",
) -> bytes:
    """The card as a PDF with the tips of these lessons, on as many sides as the paper has at most;
    with `taking_part` the sheet for somebody without a computer.

    Where the lessons have no tips it says what one learns. What does not fit is left out, from
    the end, and the card says that there is more in the lessons.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    with translation.override(language):
        tips = tips_of(map(read_page, lessons))
        if not tips:
            goals = tuple(read(goal.text) for goal in training.goals.all())
            tips = [Tips(gettext("Dit leer je"), goals)] if goals else []
        fitting = _that_may_fit(tips) if tips else []
        ways = _ways(fitting) if taking_part is None else _ways_of_sheet(fitting)
        for shown, size, has_way in ways:
            try:
                html = _html(
                    training, shown, size, taking_part, has_way=has_way, has_more=shown != tips
                )
                css = pdf.css_in_own_type("pdf/info_card.css") + _PAPERS[paper]
                return pdf.render(html, css=css, most_pages=SIDES[paper])
            except pdf.TooLong:
                continue
    raise pdf.TooLong("not even an empty card fits")


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
    return [Tips(first.title, tuple(items)), *shown[1:]]


Way = tuple[list[Tips], str, bool]
"""Lists, the size of letters, and whether it says how to get in at the building."""


def _ways(tips: list[Tips]) -> Iterator[Way]:
    """What to try in turn: all in large letters, then in smaller ones, then ever fewer lists; of
    the first list, which may be very long, ever fewer tips."""
    yield from ((tips, size, False) for size in SIZES)
    yield from ((shown, SIZES[-1], False) for shown in _ever_fewer(tips))


def _ways_of_sheet(tips: list[Tips]) -> Iterator[Way]:
    """On the sheet for somebody without a computer large letters, and how to get in, count for
    more than tips."""
    for size in SIZES:
        yield tips, size, True
        yield from ((shown, size, True) for shown in _ever_fewer(tips))
    yield [], SIZES[-1], False


def _ever_fewer(tips: list[Tips]) -> Iterator[list[Tips]]:
    yield from (tips[:number] for number in range(len(tips) - 1, 0, -1))
    if tips:
        first = tips[0]
        for number in range(len(first.items) - 1, 0, -1):
            yield [Tips(first.title, first.items[:number])]
    yield []


_PAPERS = {"a5": "", "a4": "@page { size: A4; padding: 12mm 18mm; }"}


def _html(
    training: TrainingPage,
    tips: list[Tips],
    size: str,
    taking_part: TakingPart | None,
    *,
    has_way: bool,
    has_more: bool,
) -> str:
    url = absolute_url(addresses.training(training.slug))
    shown = read_page(training)
    if taking_part is None:
        template, title = "pdf/info_card.html", gettext("Infokaart %(training)s")
    else:
        template, title = "pdf/training_sheet.html", "%(training)s"
    return get_template(template).render(
        {
            "training": shown,
            "title": title % {"training": shown.title},
            "tips": tips,
            "size": size,
            "has_more": has_more,
            "has_way": has_way,
            "taking_part": taking_part,
            "today": clock.today(),
            "contact": infopunt_of_default_site(),
            "address": url.partition("://")[2].rstrip("/"),
            "qr": qr.picture(
                url, gettext("QR-code naar %(url)s") % {"url": url}, millimetres=QR_MILLIMETRES
            ),
        }
    )
