"""What pages show of figures: charts with their words, question by question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from courses.common.formats import one_decimal
from courses.evaluation.enums import Kind
from courses.evaluation.queries.texts import TextsUnder
from courses.reports import drawings, intervals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.evaluation.queries import Figures, QuestionFigures, Response
    from courses.reports.comparison import Comparison
    from courses.reports.drawings import Drawing
    from courses.reports.overview import Group, Overview, YearOfTrend

NO_TEXTS = TextsUnder()


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its figures, in words and as a chart. `is_earlier` says that it was asked in
    newer words since."""

    figures: QuestionFigures
    people: str
    drawing: Drawing | None
    interval: str = ""
    is_earlier: bool = False
    texts: TextsUnder = NO_TEXTS

    @property
    def not_read_yet(self) -> str:
        """How many texts somebody still looks at, in words; empty for none."""
        n = self.texts.waiting
        if not n:
            return ""
        return ngettext(
            "%(n)d antwoord staat er nog niet bij: een coördinator kijkt het eerst na.",
            "%(n)d antwoorden staan er nog niet bij: een coördinator kijkt ze eerst na.",
            n,
        ) % {"n": n}

    @property
    def reported(self) -> str:
        """How far it was not answered here, in words."""
        sums = self.figures.sums
        n = sums.n if sums is not None else self.figures.n
        return drawings.as_reported(self.figures.reported, n)

    @property
    def is_open(self) -> bool:
        """Whether people could do nothing but write here."""
        return self.figures.kind == Kind.OPEN

    @property
    def takes_text(self) -> bool:
        """Whether people wrote something here."""
        return self.figures.question.takes_text


def of_figures(
    figures: Figures | None, texts: Mapping[tuple[str, str], TextsUnder] | None = None
) -> list[ShownQuestion]:
    """The questions of forms, as pages show them; with what there is to read under each."""
    if figures is None:
        return []
    under = texts or {}
    newest: dict[str, int] = {}
    for one in figures.questions:
        newest[one.key] = max(one.wording, newest.get(one.key, 0))
    return [
        _shown(
            one,
            is_earlier=one.wording < newest[one.key],
            texts=under.get((one.key, one.kind), NO_TEXTS),
        )
        for one in figures.questions
    ]


def _shown(one: QuestionFigures, *, is_earlier: bool, texts: TextsUnder) -> ShownQuestion:
    drawing = drawings.distribution(one.sums, one.label) if one.sums else drawings.options(one)
    interval = drawings.between(intervals.interval(one.sums)) if one.sums else ""
    return ShownQuestion(one, people(one), drawing, interval, is_earlier, texts)


def people(one: QuestionFigures) -> str:
    """By how many people a question was answered, in words."""
    if one.n is None:
        return gettext(
            "Hoeveel mensen dit beantwoordden, is niet bewaard. Meer antwoorden mochten."
        )
    answered = ngettext("Ingevuld door %(n)d persoon.", "Ingevuld door %(n)d mensen.", one.n) % {
        "n": one.n
    }
    if one.kind == Kind.MULTIPLE:
        return answered + " " + gettext("Meer antwoorden waren mogelijk.")
    return answered


@dataclass(frozen=True)
class ShownGroup:
    """A group of editions as a table shows it: by name, with an address where it has a page of its
    own; the mean, by how many people, how many of those were reported, and all numbers after it."""

    label: str
    address: str
    other_wording: bool
    mean: str
    n: str
    reported: int
    numbers: tuple[str, ...]


def of_groups(groups: Sequence[Group], *, with_addresses: bool, query: str) -> list[ShownGroup]:
    """Groups of editions; if they are trainings with their addresses, of what `query` chooses."""
    # Looked up once: for twenty rows that took as long as adding up their marks.
    pages = reverse("evaluation_reports:training", args=[0]).removesuffix("0/")
    return [
        ShownGroup(
            one.label,
            f"{pages}{one.key}/?{query}" if with_addresses else "",
            one.other_wording,
            one_decimal(one.marks.mean),
            str(one.marks.n),
            one.marks.reported,
            (
                drawings.between(one.interval),
                one_decimal(one.marks.spread),
                str(one.held.editions),
                str(one.held.participants),
                *_people_of(one.response),
                drawings.percentage(one.response.answered, one.response.asked),
            ),
        )
        for one in groups
    ]


def _people_of(response: Response) -> tuple[str, str, str]:
    """Who was invited, asked, and answered. Of a form that is not closed no number is given: it is
    not nobody, so it says that it is open."""
    numbers = (str(response.invited), str(response.asked), str(response.answered))
    if not response.still_open:
        return numbers
    still_open = gettext("nog open")
    if not response.invited:
        return still_open, "–", "–"
    invited = gettext("%(n)s, en %(number)d nog open") % {
        "n": numbers[0],
        "number": response.still_open,
    }
    return (invited, *numbers[1:])


def of_overview(found: Overview, years: tuple[YearOfTrend, ...] | None = None) -> list[Drawing]:
    """The distribution of the marks, and their course over the years: those of the selection, or
    `years` where that is of a shorter period."""
    drawn = [
        drawings.distribution(found.whole.marks, gettext("Verdeling van de cijfers")),
        drawings.trend(found.years, gettext("Gemiddeld cijfer per jaar"))
        if years is None
        else drawings.trend(years, gettext("Gemiddeld cijfer per jaar, alle jaren")),
    ]
    return [one for one in drawn if one is not None]


def of_comparison(found: Comparison) -> list[Drawing]:
    """The two distributions."""
    names = (gettext("Eerste selectie"), gettext("Tweede selectie"))
    drawn = [
        drawings.distribution(side.marks, name)
        for side, name in zip(found.sides, names, strict=True)
    ]
    return [one for one in drawn if one is not None]
