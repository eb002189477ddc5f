"""A chart with the sentence and the table that say the same. Pages and PDFs show all three."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext, ngettext

from courses.common.formats import one_decimal
from courses.evaluation.enums import MARKS
from courses.reports import charts, intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from courses.evaluation.queries import MarkSums, QuestionFigures
    from courses.reports.overview import YearOfTrend


@dataclass(frozen=True)
class Drawing:
    """A chart, a sentence with what matters in it, and a table with every number. The first cell of
    a row is its heading."""

    title: str
    svg: SafeString
    sentence: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def distribution(sums: MarkSums, title: str) -> Drawing | None:
    """How often each mark was given; None when there are no marks."""
    if not sums.n:
        return None
    sentence = " ".join(filter(None, (_most_given(sums), as_reported(sums.reported, sums.n))))
    labels = tuple(str(mark) for mark in MARKS)
    return Drawing(
        title,
        charts.columns(title, sentence, labels, sums.counts),
        sentence,
        (gettext("Cijfer"), *labels),
        ((_number(sums.reported, sums.n), *(str(count) for count in sums.counts)),),
    )


def as_reported(reported: int, n: int | None) -> str:
    """In a sentence how many of the people did not answer here; "" where all did."""
    if not reported:
        return ""
    if n is not None and reported >= n:
        return gettext("Volgens opgave: dit is niet hier ingevuld.")
    return ngettext(
        "Van %(n)d mens is het volgens opgave: niet hier ingevuld.",
        "Van %(n)d mensen is het volgens opgave: niet hier ingevuld.",
        reported,
    ) % {"n": reported}


def _number(reported: int, n: int | None) -> str:
    """The heading of a row of numbers, marked where some of them were reported."""
    if not reported:
        return gettext("Aantal")
    if n is not None and reported >= n:
        return gettext("Aantal, volgens opgave")
    return gettext("Aantal, deels volgens opgave")


def _most_given(sums: MarkSums) -> str:
    most = max(sums.counts)
    marks = [mark for mark, count in zip(MARKS, sums.counts, strict=True) if count == most]
    given = [mark for mark, count in zip(MARKS, sums.counts, strict=True) if count]
    first = ngettext(
        "Het vaakst gegeven is een %(marks)s: %(most)d van de %(n)d keer.",
        "Het vaakst gegeven zijn %(marks)s: elk %(most)d van de %(n)d keer.",
        len(marks),
    ) % {"marks": _listed([str(mark) for mark in marks]), "most": most, "n": sums.n}
    if len(given) == 1:
        return first
    return (
        first
        + " "
        + gettext("Het laagste cijfer is een %(low)d, het hoogste een %(high)d.")
        % {
            "low": given[0],
            "high": given[-1],
        }
    )


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + gettext(" en ") + words[-1]


def options(question: QuestionFigures) -> Drawing | None:
    """How often each option of a choice was chosen; None when there are none."""
    if not question.bars or not any(bar.count for bar in question.bars):
        return None
    title = question.label
    most = max(bar.count for bar in question.bars)
    chosen = [f"“{bar.label}”" for bar in question.bars if bar.count == most]
    sentence = ngettext(
        "Het vaakst gekozen: %(labels)s (%(count)d keer).",
        "Het vaakst gekozen: %(labels)s (elk %(count)d keer).",
        len(chosen),
    ) % {"labels": _listed(chosen), "count": most}
    sentence = " ".join(filter(None, (sentence, as_reported(question.reported, question.n))))
    return Drawing(
        title,
        charts.bars(
            title,
            sentence,
            tuple(bar.label for bar in question.bars),
            tuple(bar.count for bar in question.bars),
        ),
        sentence,
        (gettext("Antwoord"), _number(question.reported, question.n), gettext("Deel")),
        tuple(
            (bar.label, str(bar.count), percentage(bar.count, question.n)) for bar in question.bars
        ),
    )


def counts_per_year(title: str, counts: Sequence[tuple[int, int]], name: str) -> Drawing | None:
    """How many of something (`name`) there were in each year; None with fewer than two years that
    had any."""
    shown = list(counts)[-charts.MOST_LABELS :]
    if len([number for _year, number in shown if number]) < 2:
        return None
    (before, number_before), (last, number) = shown[-2:]
    sentence = gettext("%(name)s in %(year)d: %(number)d. In %(before)d: %(number_before)d.") % {
        "name": name,
        "year": last,
        "number": number,
        "before": before,
        "number_before": number_before,
    }
    labels = tuple(str(year) for year, _number in shown)
    return Drawing(
        title,
        charts.columns(title, sentence, labels, tuple(one for _year, one in shown)),
        sentence,
        (gettext("Jaar"), *labels),
        ((name, *(str(one) for _year, one in shown)),),
    )


def shares(title: str, counts: Sequence[tuple[str, int]], whole: int) -> Drawing | None:
    """How many people there were of each of some groups, of a whole; None without any."""
    if not counts:
        return None
    most = max(number for _label, number in counts)
    largest = [label for label, number in counts if number == most]
    sentence = ngettext(
        "De grootste groep: %(labels)s (%(number)d van de %(whole)d).",
        "De grootste groepen: %(labels)s (elk %(number)d van de %(whole)d).",
        len(largest),
    ) % {"labels": _listed(largest), "number": most, "whole": whole}
    return Drawing(
        title,
        charts.bars(
            title,
            sentence,
            tuple(label for label, _number in counts),
            tuple(number for _label, number in counts),
        ),
        sentence,
        (gettext("Groep"), gettext("Aantal"), gettext("Deel")),
        tuple((label, str(number), percentage(number, whole)) for label, number in counts),
    )


def trend(years: Sequence[YearOfTrend], title: str) -> Drawing | None:
    """A mean from year to year; None with fewer than two years.

    Where the words of the question changed the line is broken, and the table says so.
    """
    shown = [one for one in years if one.marks.n]
    if len({one.year for one in shown}) < 2:
        return None
    points = tuple(_points(shown))
    sentence = _course(shown)
    if any(one.marks.reported for one in shown):
        sentence += " " + gettext("Een deel is volgens opgave; in de tabel staat van welk jaar.")
    comma = "." if (get_language() or "nl").startswith("en") else ","
    return Drawing(
        title,
        charts.trend(title, sentence, points, charts.trend_bounds(points), comma),
        sentence,
        (
            gettext("Jaar"),
            gettext("Gemiddelde"),
            gettext("Antwoorden (n)"),
            gettext("Ligt meestal tussen"),
            gettext("Spreiding"),
        ),
        tuple(_row(one, _is_new_wording(shown, place)) for place, one in enumerate(shown)),
    )


def _is_new_wording(shown: Sequence[YearOfTrend], place: int) -> bool:
    return place > 0 and shown[place].wording != shown[place - 1].wording


def _points(shown: Sequence[YearOfTrend]) -> list[charts.Point]:
    """A point for each year and wording; a year without figures is a gap."""
    by_place = {(one.year, one.wording): one for one in shown}
    found = []
    for year in range(shown[0].year, shown[-1].year + 1):
        wordings = sorted({one.wording for one in shown if one.year == year})
        if not wordings:
            found.append(charts.Point(str(year), None))
        for wording in wordings:
            one = by_place[year, wording]
            lies = one.interval
            found.append(
                charts.Point(
                    str(year) if len(wordings) == 1 else f"{year} ({wording})",
                    round(float(one.marks.mean or 0), 3),
                    round(lies.low, 3) if lies else None,
                    round(lies.high, 3) if lies else None,
                    group=wording,
                )
            )
    return found


def _row(one: YearOfTrend, is_new: bool) -> tuple[str, ...]:
    year = str(one.year)
    if one.marks.reported:
        year = (
            gettext("%(year)s, volgens opgave")
            if one.marks.reported >= one.marks.n
            else gettext("%(year)s, deels volgens opgave")
        ) % {"year": year}
    return (
        gettext("%(year)s, vraag in andere woorden") % {"year": year} if is_new else year,
        one_decimal(one.marks.mean),
        str(one.marks.n),
        between(one.interval),
        one_decimal(one.marks.spread),
    )


def _course(shown: Sequence[YearOfTrend]) -> str:
    """From what to what it went, and whether that means anything; of the newest words only."""
    newest = shown[-1].wording
    same = [one for one in shown if one.wording == newest]
    first, last = same[0], same[-1]
    if first.year == last.year:
        return gettext(
            "In %(year)d is de vraag in andere woorden gesteld. Wat daarvoor is gemeten, is er "
            "niet mee te vergelijken."
        ) % {"year": last.year}
    course = gettext(
        "Het gemiddelde was %(first)s in %(from)d (n = %(n_first)d) en %(last)s in %(to)d "
        "(n = %(n_last)d)."
    ) % {
        "first": one_decimal(first.marks.mean),
        "from": first.year,
        "n_first": first.marks.n,
        "last": one_decimal(last.marks.mean),
        "to": last.year,
        "n_last": last.marks.n,
    }
    difference = intervals.difference(last.marks, first.marks)
    said = (course, meaning_of(first.marks, last.marks, difference), _in_between(same[1:-1]))
    return " ".join(filter(None, said))


def _in_between(years: Sequence[YearOfTrend]) -> str:
    """Where the mean was between the first year and the last; "" where there is no such year."""
    if not years:
        return ""
    low = min(years, key=lambda one: one.marks.mean or 0)
    high = max(years, key=lambda one: one.marks.mean or 0)
    numbers = {
        "low": one_decimal(low.marks.mean),
        "in_low": low.year,
        "high": one_decimal(high.marks.mean),
        "in_high": high.year,
    }
    if numbers["low"] == numbers["high"]:
        return gettext("In de tijd ertussen was het %(low)s.") % numbers
    return (
        gettext(
            "In de tijd ertussen was het laagste %(low)s (%(in_low)d) en het hoogste %(high)s "
            "(%(in_high)d)."
        )
        % numbers
    )


def meaning_of(one: MarkSums, other: MarkSums, difference: intervals.Difference | None) -> str:
    """In a sentence whether two means differ as they are shown, and whether that says anything."""
    if one_decimal(one.mean) == one_decimal(other.mean):
        return gettext("Die zijn gelijk.")
    return meaning(difference)


def meaning(difference: intervals.Difference | None) -> str:
    """In a sentence whether a difference says anything."""
    if difference is None:
        return gettext("Over het verschil valt niets te zeggen: er zijn te weinig antwoorden.")
    if difference.means_something:
        return gettext("Dat verschil is groter dan toeval gewoonlijk geeft.")
    return gettext("Dat verschil kan toeval zijn: trek er geen conclusie uit.")


def between(one: intervals.Interval | None) -> str:
    """An interval in words; a dash when there is none."""
    if one is None:
        return "–"
    return gettext("%(low)s tot %(high)s") % {
        "low": one_decimal(one.low),
        "high": one_decimal(one.high),
    }


def percentage(part: int, whole: int | None) -> str:
    """`10,9 %`; a dash when there is no whole."""
    if not whole:
        return "–"
    return one_decimal(100 * part / whole) + " %"


def signed(value: float) -> str:
    """`−0,2` or `0,4`: with the sign that a minus has in print."""
    return one_decimal(value).replace("-", "−")
