"""A year report as a table for a spreadsheet: a row for each figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from courses.reports.exports import Row, Table, rounded
from courses.reports.intervals import interval
from courses.reports.overview import Dimension
from courses.reports.protected import background_label
from courses.reports.year_shown import kind_label, place_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from courses.evaluation.queries import MarkSums
    from courses.reports.facts import Held
    from courses.reports.year_figures import PlaceOfYear, YearFigures


def year_table(figures: YearFigures) -> Table:
    """What the report shows in numbers; texts and tips stand in the report itself."""
    header = [
        _("Jaar"),
        _("Onderdeel"),
        _("Waarover"),
        _("Wat"),
        _("Getal"),
        _("Het jaar ervoor"),
        _("Doel, ten minste"),
        _("Doel, ten hoogste"),
        _("Antwoorden (n)"),
        _("Onzekerheid, van"),
        _("Onzekerheid, tot"),
    ]
    width = len(header)
    return header, (_wide([figures.year, *row], width) for row in _rows(figures))


def _wide(row: Row, width: int) -> Row:
    return [*row, *[None] * (width - len(row))]


def _rows(figures: YearFigures) -> Iterator[Row]:
    for kind in figures.kinds:
        label, aims = kind_label(kind.kind), (kind.aim_held, kind.aim_people)
        numbers = [
            (_("Uitvoeringen"), kind.held.editions, kind.before.editions),
            (_("Deelnames"), kind.held.participants, kind.before.participants),
        ]
        for aim, (what, now, before) in zip(aims, numbers, strict=True):
            yield [_("Soort"), label, what, now, before, aim.fewest, aim.most]
        if kind.marks.n:
            yield [_("Soort"), label, *_mean(kind.marks)]
    for year in figures.years:
        yield from _held(_("Per jaar"), str(year.year), year.held)
    yield from _places(_("Wijk"), figures.districts, Dimension.DISTRICT)
    yield from _places(_("Taal"), figures.languages, Dimension.LANGUAGE)
    earlier = {one.keys: one.number for one in figures.backgrounds_before}
    for one in figures.backgrounds:
        label = background_label(one.keys)
        yield [_("Achtergrond"), label, _("Deelnames"), one.number, earlier.get(one.keys)]
    whole = _("Alles")
    yield [_("Respons"), whole, _("Uitgenodigd"), figures.response.invited]
    yield [_("Respons"), whole, _("Gevraagd"), figures.response.asked]
    yield [_("Respons"), whole, _("Antwoorden"), figures.response.answered]
    yield [_("Cijfer"), whole, *_mean(figures.marks)]
    for of_year in figures.trend:
        about = f"{of_year.year} ({_('versie')} {of_year.wording})"
        yield [_("Cijfer per jaar"), about, *_mean(of_year.marks)]
    for training in figures.trainings:
        yield from _held(_("Training"), training.title, training.held)
        yield [_("Training"), training.title, *_mean(training.marks)]
    for survey in figures.surveys:
        yield [_("Enquête"), survey.title, _("Uitgenodigd"), survey.invited]
        yield [_("Enquête"), survey.title, _("Gevraagd"), survey.asked]
        yield [_("Enquête"), survey.title, _("Antwoorden"), survey.answered]
        yield [_("Enquête"), survey.title, *_mean(survey.marks)]
    for reported in figures.reported:
        yield [_("Volgens opgave"), reported.title, _("Deelnemers"), reported.people]
        mean = [_("Gemiddeld cijfer"), rounded(reported.mean), *[None] * 3, reported.answers]
        yield [_("Volgens opgave"), reported.title, *mean]


def _held(part: str, about: str, held: Held) -> Iterator[Row]:
    yield [part, about, _("Uitvoeringen"), held.editions]
    yield [part, about, _("Deelnames"), held.participants]


def _places(part: str, places: Sequence[PlaceOfYear], dimension: Dimension) -> Iterator[Row]:
    for one in places:
        about = place_label(one, dimension)
        yield [part, about, _("Uitvoeringen"), one.held.editions, one.before.editions]
        yield [part, about, _("Deelnames"), one.held.participants, one.before.participants]


def _mean(marks: MarkSums) -> Row:
    lies = interval(marks)
    ends = [rounded(lies.low), rounded(lies.high)] if lies else [None, None]
    return [_("Gemiddeld cijfer"), rounded(marks.mean), *[None] * 3, marks.n, *ends]
