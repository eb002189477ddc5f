"""The booklet of a training: the lessons in a row, to print, as a PDF, and as one file to keep.

The file is HTML without a script, a picture from elsewhere or a name in it: any telephone opens it
without a network. Exercises are left out, and say where they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.translation import gettext

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import addresses, clock, pdf
from courses.common.mail import absolute_url
from courses.common.process_cache import Shelf
from courses.common.public_version import version
from courses.learning import parts, plain_markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.learning.parts import PaperPart, TakenExercise

PAPERS = ("a4", "a5")

MOST_PAGES = 400

_KEPT: Shelf[bytes] = Shelf(32, most_bytes=16 * 1024 * 1024, size_of=len)


@dataclass(frozen=True)
class Chapter:
    """One lesson in the booklet."""

    number: int
    title: str
    heading: str
    summary: str
    url: str
    parts: tuple[SafeString, ...]


ShownExercise = Callable[["TakenExercise"], "SafeString | None"]
"""Makes HTML of an exercise for elsewhere; None where the booklet's own sentence will do."""


def chapters(
    request: HttpRequest,
    lessons: Sequence[LessonPage],
    *,
    with_links: bool = True,
    exercise: ShownExercise | None = None,
) -> list[Chapter]:
    """These lessons of one training for paper; where an exercise is, it says so, unless `exercise`
    knows what to show. In Dutch, as the lessons are."""
    made = []
    with translation.override("nl"):
        # The block on the site says whether one can call now, which paper cannot know.
        contact = render_to_string(
            "learning/_infopunt_on_paper.html", {"contact": infopunt_of_default_site()}
        )
        rendered = parts.render_for_paper(request, lessons)
        for number, (lesson, blocks) in enumerate(zip(lessons, rendered, strict=True), 1):
            url = absolute_url(addresses.lesson(lesson.training.slug, lesson.slug))
            taken = {one.place: one for one in parts.taken_exercises(lesson)} if exercise else {}
            shown = [
                (exercise and place in taken and exercise(taken[place]))
                or _part(one, url, contact, with_links=with_links)
                for place, one in enumerate(blocks, 1)
            ]
            heading = gettext("Les %(number)s. %(title)s")
            heading %= {"number": number, "title": lesson.title}
            texts = tuple(filter(None, shown))
            made.append(Chapter(number, lesson.title, heading, lesson.summary, url, texts))
    return made


def _part(part: PaperPart, url: str, contact: SafeString, *, with_links: bool) -> SafeString:
    block_type, html = part
    if html is None:
        values = {"url": url, "with_link": with_links}
        return render_to_string("learning/_exercise_on_paper.html", values)
    if block_type == "infopunt":
        return contact
    return plain_markup.reduced(html, with_links=with_links)


def as_file(training: TrainingPage, chapters: Sequence[Chapter], *, has_more: bool) -> str:
    """The booklet as one file that is read without a network."""
    values = {
        "training": training,
        "chapters": chapters,
        "has_more": has_more,
        "contact": infopunt_of_default_site(),
        "url": absolute_url(addresses.training(training.slug)),
        "day": clock.today(),
        "style": get_template("learning/booklet_file.css").template.source,  # type: ignore[attr-defined]
    }
    with translation.override("nl"):
        return render_to_string("learning/booklet_file.html", values)


def as_pdf(
    request: HttpRequest,
    training: TrainingPage,
    lessons: Sequence[LessonPage],
    *,
    paper: str,
    is_large: bool,
) -> bytes:
    """The booklet as a PDF on paper of this size (`PAPERS`), or in large letters.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
        TooLong: it has more than `MOST_PAGES` pages.
    """
    token, seconds = _token_for(lessons), settings.PAGE_CACHE_SECONDS
    key = (training.pk, training.live, tuple(one.pk for one in lessons), paper, is_large)
    kept = None if token is None else _KEPT.get(key, token)
    if kept is not None:
        return kept
    with translation.override("nl"):
        html = get_template("pdf/booklet.html").render(
            {
                "training": training,
                "chapters": chapters(request, lessons, with_links=False),
                "paper": paper,
                "is_large": is_large,
                "contact": infopunt_of_default_site(),
                "address": absolute_url(addresses.training(training.slug)).partition("://")[2],
            }
        )
        made = pdf.render(html, css=pdf.css_of("pdf/booklet.css"), most_pages=MOST_PAGES)
    if token is not None:
        _KEPT.put(key, token, made, seconds=seconds)
    return made


def _token_for(lessons: Sequence[LessonPage]) -> bytes | None:
    """The public version under which a booklet of these lessons may be kept, if it may."""
    if not settings.PAGE_CACHE_SECONDS or connection.in_atomic_block:
        return None
    return version.current() if parts.are_for_everybody(lessons) else None
