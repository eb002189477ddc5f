"""The booklet of a training: the lessons in a row, to print, as a PDF, and as one file to keep.

The file is HTML without a script, a picture from elsewhere or a name in it: any telephone opens it
without a network. Of an exercise it has the question and the answers to choose from, to do on
paper; what paper cannot do says how else to do it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain, repeat
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext

from courses.catalogue.queries import infopunt_of_default_site
from courses.common import addresses, clock, pdf
from courses.common.mail import absolute_url
from courses.common.process_cache import Shelf
from courses.common.public_version import version
from courses.glossary.queries import hard_words_in
from courses.learning import parts, plain_markup
from courses.learning.info_cards import taking_part_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from courses.catalogue.models import InfopuntSettings, LessonPage, TrainingPage
    from courses.glossary.explaining import Meaning
    from courses.learning.info_cards import TakingPart
    from courses.learning.parts import PaperPart, TakenExercise
    from courses.learning.plain_markup import OnPaper
    from courses.plugin_api.contributions.portable import PortableAnswer, PortableQuestion

PAPERS = ("a4", "a5")

MOST_PAGES = 400

MOST_DATES = 2
"""Dates at a venue on a booklet, with one online; in large letters its cover has room for one."""

SHORT_CHAPTER = 500
"""A lesson of fewer characters stands behind the one before it."""

BLOCK = re.compile(r"<(?:p|li|h3)\b")

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
    solved: tuple[Solved, ...] = ()
    has_tests: bool = False
    """Whether it has questions of which the answers are not at the back."""

    @property
    def characters(self) -> int:
        """About how long its text is."""
        return sum(len(" ".join(strip_tags(one).split())) for one in self.parts)

    @property
    def is_short(self) -> bool:
        """Whether it is a few lines, which need no page of their own."""
        return self.characters < SHORT_CHAPTER


MOST_REASONS = 2
"""Of more right answers to a question the page at the back says which, and not why."""


@dataclass(frozen=True)
class Solution:
    """A question, what is right, and what is told about it."""

    question: str
    right: tuple[str, ...]
    explanation: str
    signs: tuple[str, ...] = ()
    """The numbers or letters of what is right, where these alone will do."""
    has_signs: bool = False
    """Whether what is right is told by them; then one need not read the question again."""


@dataclass(frozen=True)
class Solved:
    """An exercise with what is right in it, for the page at the back."""

    title: str
    solutions: tuple[Solution, ...]
    anchor: str = ""

    @property
    def characters(self) -> int:
        """About how long it is on paper."""
        return sum(
            len(one.question)
            + len(one.explanation)
            + (3 * len(one.signs) or sum(map(len, one.right)))
            for one in self.solutions
        )


ShownExercise = Callable[["TakenExercise"], "SafeString | None"]
"""Makes HTML of an exercise for elsewhere; None where a sentence that says where it is will do."""


def chapters(
    request: HttpRequest,
    lessons: Sequence[LessonPage],
    *,
    first: int = 1,
    with_links: bool = True,
    exercise: ShownExercise | None = None,
) -> list[Chapter]:
    """These lessons of one training for paper, numbered from `first`.

    With `exercise` they are for elsewhere: it says what to show of an exercise, and where it knows
    nothing a sentence says where the exercise is. In Dutch, as the lessons are.
    """
    made = []
    with translation.override("nl"):
        infopunt = infopunt_of_default_site()
        rendered = parts.render_for_paper(request, lessons)
        for number, (lesson, blocks) in enumerate(zip(lessons, rendered, strict=True), first):
            url = absolute_url(addresses.lesson(lesson.training.slug, lesson.slug))
            writer = _Writer(url, infopunt, with_links=with_links)
            if exercise is None:
                found = [
                    writer.part(one, f"opdracht-{number}-{place}")
                    for place, one in enumerate(blocks, 1)
                ]
                shown = [html for html, _solved in found]
                solved = tuple(one for _html, one in found if one is not None)
            else:
                solved = ()
                taken = {one.place: one for one in parts.taken_exercises(lesson)}
                shown = [
                    (place in taken and exercise(taken[place])) or writer.part_elsewhere(one)
                    for place, one in enumerate(blocks, 1)
                ]
            heading = gettext("Les %(number)s. %(title)s")
            heading %= {"number": number, "title": lesson.title}
            texts = tuple(filter(None, shown))
            made.append(
                Chapter(
                    number,
                    lesson.title,
                    heading,
                    lesson.summary,
                    url,
                    texts,
                    solved,
                    has_tests=any(one.is_a_test for one in blocks),
                )
            )
    return made


def _solved(part: PaperPart, exercise: OnPaper, anchor: str) -> Solved | None:
    """What is right in an exercise, where who answers on the site is told at once. Not in a test:
    its trainer wants to know who knows it."""
    if part.portable is None or part.is_a_test:
        return None
    asked = part.portable.questions
    solutions = [
        _solution(
            one,
            exercise.signs if exercise.can_be_answered else _letters(one),
            number=number if len(asked) > 1 and not exercise.can_be_answered else 0,
        )
        for number, one in enumerate(asked, 1)
    ]
    known = tuple(one for one in solutions if one.right)
    return Solved(str(part.portable.title), known, anchor) if known else None


def _letters(question: PortableQuestion) -> dict[str, str]:
    """What stands before each answer of a question that paper asks in words."""
    return {" ".join(str(one.text).split()): letter for letter, one in _lettered(question)}


def _lettered(question: PortableQuestion) -> list[tuple[str, PortableAnswer]]:
    return list(zip(chain(plain_markup.LETTERS, repeat("")), question.answers, strict=False))


def _solution(question: PortableQuestion, signs: Mapping[str, str], *, number: int) -> Solution:
    chosen = [one for one in question.answers if one.worth == 1]
    found = tuple(signs.get(" ".join(str(one.text).split()), "") for one in chosen)
    own_signs = found if all(found) else ()
    # Of many the reasons would take pages; and which they are, their numbers say.
    is_many = len(chosen) > MOST_REASONS
    right = []
    for place, one in enumerate(chosen):
        words = " – ".join(filter(None, (str(one.text), "" if is_many else str(one.feedback))))
        right.append(f"{own_signs[place]}. {words}" if own_signs else words)
    right += [f"{first} – {second}" for first, second in question.pairs]
    right += [str(one) for one in question.words[:1]]
    asked = str(question.text)
    if number:
        asked = f"{gettext('Vraag %(number)s.') % {'number': number}} {asked}"
    return Solution(
        asked,
        tuple(right),
        str(question.explanation),
        signs=own_signs if is_many else (),
        has_signs=bool(own_signs),
    )


@dataclass
class _Writer:
    """Writes the blocks of one lesson."""

    url: str
    infopunt: InfopuntSettings
    with_links: bool

    def part(self, part: PaperPart, anchor: str) -> tuple[SafeString, Solved | None]:
        """A block as it is on paper, and of an exercise what is right in it."""
        if not part.is_exercise:
            return self._text(part), None
        exercise = plain_markup.exercise_on_paper(part.html or "", with_links=self.with_links)
        # Where one gets the questions on the site by pressing a button, paper has them at once, the
        # same for everybody.
        asked = part.portable if not exercise.can_be_answered else None
        in_words = asked.questions if asked else ()
        questions = [(one, _lettered(one), _to_choose_from(one)) for one in in_words]
        can_be_done = bool(questions) or exercise.can_be_answered
        solved = _solved(part, exercise, anchor)
        values = {
            "anchor": anchor,
            "exercise": exercise,
            "asked": asked,
            "questions": questions,
            "has_many": len(questions) or exercise.questions > 1,
            # A file is read where nothing can be handed in.
            "is_handed_in": part.is_a_test and can_be_done and not self.with_links,
            "phone": self.infopunt.phone,
            "url": self.url,
            "with_link": self.with_links,
            "is_solved": solved is not None,
        }
        return render_to_string("learning/_exercise_on_paper.html", values), solved

    def part_elsewhere(self, part: PaperPart) -> SafeString:
        """The same to read in another system, where nobody can answer an exercise of ours."""
        if not part.is_exercise:
            return self._text(part)
        return render_to_string("learning/_exercise_is_on_site.html", {"url": self.url})

    def _text(self, part: PaperPart) -> SafeString:
        if part.block_type == "infopunt":
            # The block on the site says whether one can call now, which paper cannot know.
            return render_to_string("learning/_infopunt_on_paper.html", {"contact": self.infopunt})
        return plain_markup.reduced(part.html or "", with_links=self.with_links)


def _to_choose_from(question: PortableQuestion) -> list[str]:
    """What may belong to the first texts of its pairs, in an order that tells nothing."""
    return sorted({*(str(second) for _first, second in question.pairs), *map(str, question.extra)})


def hard_words(chapters: Sequence[Chapter]) -> list[Meaning]:
    """The hard words in these lessons, for a list at the back: on paper no word can be pressed."""
    return hard_words_in((text for one in chapters for text in (one.summary, *one.parts)), "nl")


def as_file(training: TrainingPage, chapters: Sequence[Chapter], *, has_more: bool) -> str:
    """The booklet as one file that is read without a network."""
    values = {
        "training": training,
        "chapters": chapters,
        "has_more": has_more,
        "has_answers": any(one.solved for one in chapters),
        "has_tests": any(one.has_tests for one in chapters),
        "hard_words": hard_words(chapters),
        "contact": infopunt_of_default_site(),
        "url": absolute_url(addresses.training(training.slug)),
        "day": clock.today(),
        "style": get_template("learning/booklet_file.css").template.source,  # type: ignore[attr-defined]
    }
    with translation.override("nl"):
        return render_to_string("learning/booklet_file.html", values)


CHARACTERS_ON_PAGE = {
    ("a4", False): 2170,
    ("a4", True): 1210,
    ("a5", False): 1340,
    ("a5", True): 740,
}
"""How much fits on a page, as counted in four trainings: before printing one needs to know about
how many sheets it takes, and laying them all out takes seconds. For those four it is never more
than a tenth beside the truth."""

CHARACTERS_OF_BLOCK = 34
"""What a paragraph, a heading or a line of a list leaves empty, as so many characters."""


def pages_about(chapters: Sequence[Chapter], *, paper: str, is_large: bool) -> int:
    """About how many pages these lessons take: the cover, and half of the last page of each lesson
    that begins on a new one stays empty."""
    characters = sum(
        one.characters + CHARACTERS_OF_BLOCK * sum(len(BLOCK.findall(part)) for part in one.parts)
        for one in chapters
    )
    words = hard_words(chapters)
    characters += sum(len(one.meaning) + 2 * CHARACTERS_OF_BLOCK for one in words)
    solved = [each for one in chapters for each in one.solved]
    characters += sum(one.characters + 2 * CHARACTERS_OF_BLOCK for one in solved)
    ends = sum(0.5 for one in chapters if not one.is_short) + bool(solved) / 2 + bool(words) / 2
    return max(2, round(1 + ends + characters / CHARACTERS_ON_PAGE[paper, is_large]))


def as_pdf(
    request: HttpRequest,
    training: TrainingPage,
    lessons: Sequence[LessonPage],
    *,
    paper: str,
    is_large: bool,
    only: int = 0,
    of: int = 0,
    takes_part: bool = False,
) -> bytes:
    """The booklet as a PDF on paper of this size (`PAPERS`), or in large letters; with `only` the
    lesson with that number alone. `of` how many lessons the training has: where these are not all,
    it says how to get the rest. Whose reader does not take part says when one can.

    Raises:
        PdfUnavailable: this machine cannot make PDFs.
        MissingGlyphs: no font has some of the characters.
        TooLong: it has more than `MOST_PAGES` pages.
    """
    shown = lessons[only - 1 : only] if only else lessons
    token, seconds = _token_for(shown), settings.PAGE_CACHE_SECONDS
    read = tuple(one.pk for one in shown)
    # What can be enrolled in today may have begun tomorrow.
    day = None if takes_part else clock.today()
    key = (training.pk, training.live, read, only, of, paper, is_large, day)
    kept = None if token is None else _KEPT.get(key, token)
    if kept is not None:
        return kept
    with translation.override("nl"):
        made_of = chapters(request, shown, first=only or 1, with_links=False)
        title = gettext("Boekje %(training)s") % {"training": training.title}
        html = get_template("pdf/booklet.html").render(
            {
                "title": made_of[0].heading if only else title,
                "training": training,
                "chapters": made_of,
                "paper": paper,
                "is_large": is_large,
                "is_one": bool(only),
                "lessons_in_all": of,
                "has_all": len(lessons) >= of,
                "takes_part": takes_part,
                "taking_part": None
                if takes_part
                else _dates(training, has_room=bool(only) or not is_large),
                "today": clock.today(),
                "has_answers": any(one.solved for one in made_of),
                "has_tests": any(one.has_tests for one in made_of),
                "hard_words": hard_words(made_of),
                "contact": infopunt_of_default_site(),
                "address": absolute_url(addresses.training(training.slug)).partition("://")[2],
            }
        )
        made = pdf.render(html, css=pdf.css_of("pdf/booklet.css"), most_pages=MOST_PAGES)
    if token is not None:
        _KEPT.put(key, token, made, seconds=seconds)
    return made


def _dates(training: TrainingPage, *, has_room: bool) -> TakingPart:
    """When one can take part; without room online only where one goes nowhere else."""
    if has_room:
        return taking_part_in(training, most=MOST_DATES, most_online=1)
    found = taking_part_in(training, most=1, most_online=1)
    return replace(found, most_online=0) if found.at_venue else found


def _token_for(lessons: Sequence[LessonPage]) -> bytes | None:
    """The public version under which a booklet of these lessons may be kept, if it may."""
    if not settings.PAGE_CACHE_SECONDS or connection.in_atomic_block:
        return None
    return version.current() if parts.are_for_everybody(lessons) else None
