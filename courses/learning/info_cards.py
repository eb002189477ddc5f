"""The info card of a training: the tips of its lessons on one small sheet, to keep or to give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import addresses, pdf, qr
from courses.common.mail import absolute_url

if TYPE_CHECKING:
    from collections.abc import Iterable

    from courses.catalogue.models import LessonPage, TrainingPage

SIDES = 2
"""An A5, printed on both sides."""

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


def render(training: TrainingPage, lessons: Iterable[LessonPage]) -> bytes:
    """The card as a PDF with the tips of these lessons: an A5 of two sides at most.

    Where the lessons have no tips it says what one learns. What does not fit is left out, from
    the end, and the card says that there is more in the lessons.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
    """
    tips = tips_of(lessons)
    with translation.override("nl"):
        if not tips:
            goals = tuple(goal.text for goal in training.goals.all())
            tips = [Tips(gettext("Dit leer je"), goals)] if goals else []
        for shown, size in _ways(_that_may_fit(tips) if tips else []):
            try:
                return _render(training, shown, size, has_more=shown != tips)
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


def _ways(tips: list[Tips]) -> Iterable[tuple[list[Tips], str]]:
    """What to try in turn: all in large letters, then in smaller ones, then ever fewer lists; of
    the first list, which may be very long, ever fewer tips."""
    yield from ((tips, size) for size in SIZES)
    yield from ((tips[:number], SIZES[-1]) for number in range(len(tips) - 1, 0, -1))
    if tips:
        first = tips[0]
        for number in range(len(first.items) - 1, 0, -1):
            yield [Tips(first.title, first.items[:number])], SIZES[-1]
    yield [], SIZES[-1]


def _render(training: TrainingPage, tips: list[Tips], size: str, *, has_more: bool) -> bytes:
    url = absolute_url(addresses.training(training.slug))
    html = get_template("pdf/info_card.html").render(
        {
            "training": training,
            "tips": tips,
            "size": size,
            "has_more": has_more,
            "contact": infopunt_of_default_site(),
            "address": url.partition("://")[2].rstrip("/"),
            "qr": qr.picture(
                url, gettext("QR-code naar %(url)s") % {"url": url}, millimetres=QR_MILLIMETRES
            ),
        }
    )
    return pdf.render(html, css=pdf.css_in_own_type("pdf/info_card.css"), most_pages=SIDES)
