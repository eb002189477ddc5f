"""A year report as people read it: the same parts, sentences, tables and charts on the page, in the
PDF and in print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from courses.catalogue.enums import EventKind
from courses.common import clock
from courses.common.formats import one_decimal
from courses.evaluation.queries import MarkSums
from courses.reports import definitions, drawings
from courses.reports.enums import ReportPart
from courses.reports.facts import Held
from courses.reports.intervals import interval
from courses.reports.overview import CHOICES, Dimension, without
from courses.reports.protected import background_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.reports.drawings import Drawing
    from courses.reports.year_figures import (
        Aim,
        KindOfYear,
        PlaceOfYear,
        ReactionOfYear,
        TrainingOfYear,
        YearFigures,
    )

MOST_TRAININGS = 60
"""With more than these a report has them by theme: nobody reads pages of rows."""


@dataclass(frozen=True)
class Grid:
    """A table; the first cell of a row is its heading. `note` stands below it."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the report: what was written, and the figures that write themselves."""

    part: ReportPart
    text: str = ""
    sentences: tuple[str, ...] = ()
    items: tuple[Drawing | Grid, ...] = ()
    tips: tuple[str, ...] = ()
    reactions: tuple[ReactionOfYear, ...] = ()

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"deel-{self.part.value}"

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.text or self.sentences or self.items or self.tips or self.reactions)


@dataclass(frozen=True)
class BriefFigure:
    """A figure that stands large at the beginning, with a few words below it."""

    term: str
    number: str
    remark: str = ""


def brief(figures: YearFigures) -> list[BriefFigure]:
    """The year in at most four figures."""
    held, response, marks = figures.held, figures.response, figures.marks
    found = []
    if held.editions:
        found += [
            BriefFigure(str(definitions.EDITIONS.term), str(held.editions)),
            BriefFigure(
                str(definitions.PARTICIPANTS.term),
                str(held.participants),
                _people_in_words(figures.people),
            ),
        ]
    if marks.n:
        # In two lines: how sure it is stands with the chart.
        found.append(
            BriefFigure(
                str(definitions.MEAN.term), one_decimal(marks.mean), f"n = {_answers(marks)}"
            )
        )
    if response.asked:
        found.append(
            BriefFigure(
                str(definitions.RESPONSE.term),
                drawings.percentage(response.answered, response.asked),
                gettext("%(part)d van de %(whole)d")
                % {"part": response.answered, "whole": response.asked},
            )
        )
    return found


def _people_in_words(people: int | None) -> str:
    """Beside how many participations: who came twice counts twice there."""
    if people is None:
        return ""
    words = ngettext("%(n)d verschillende mens", "%(n)d verschillende mensen", people)
    return words % {"n": people}


def sections(figures: YearFigures, texts: Mapping[str, str]) -> list[Section]:
    """All parts in order, also those without anything."""
    made = {
        ReportPart.TARGETS: _targets(figures),
        ReportPart.PEOPLE: _people(figures),
        ReportPart.MARKS: _marks(figures),
        ReportPart.TIPS: Section(ReportPart.TIPS, tips=figures.tips),
        ReportPart.REACTIONS: Section(ReportPart.REACTIONS, reactions=figures.reactions),
    }
    return [
        replace(made.get(part, Section(part)), text=texts.get(part.value, ""))
        for part in ReportPart
    ]


# --- What was aimed at ----------------------------------------------------------------------------


def _targets(figures: YearFigures) -> Section:
    shown = [one for one in figures.kinds if _has_aim(one) or one.held.editions]
    if not any(_has_aim(one) for one in shown):
        return Section(ReportPart.TARGETS)
    is_over = clock.local_day(figures.as_of).year > figures.year
    grid = Grid(
        gettext("Doelen per soort"),
        (
            gettext("Soort"),
            gettext("Uitvoeringen"),
            gettext("Doel"),
            gettext("Uitkomst"),
            gettext("Deelnames"),
            gettext("Doel"),
            gettext("Uitkomst"),
        ),
        tuple(
            (
                kind_label(one.kind),
                str(one.held.editions),
                _in_words(one.aim_held),
                _outcome(one.aim_held, one.held.editions, is_over=is_over),
                str(one.held.participants),
                _in_words(one.aim_people),
                _outcome(one.aim_people, one.held.participants, is_over=is_over),
            )
            for one in shown
        ),
    )
    aims = [
        (aim, number)
        for one in shown
        for aim, number in (
            (one.aim_held, one.held.editions),
            (one.aim_people, one.held.participants),
        )
        if aim.fewest is not None or aim.most is not None
    ]
    reached = sum((aim.fewest or 0) <= number for aim, number in aims)
    sentence = gettext("Gehaald: %(reached)d van %(n)d.") % {"n": len(aims), "reached": reached}
    return Section(ReportPart.TARGETS, sentences=(sentence,), items=(grid,))


def _has_aim(one: KindOfYear) -> bool:
    both = (one.aim_held, one.aim_people)
    return any(aim.fewest is not None or aim.most is not None for aim in both)


def kind_label(kind: str) -> str:
    """A kind of meeting, as people read it."""
    return str(EventKind(kind).label)


def _in_words(aim: Aim) -> str:
    if aim.fewest is None and aim.most is None:
        return "–"
    if aim.most is None or aim.fewest == aim.most:
        return str(aim.fewest if aim.fewest is not None else aim.most)
    if aim.fewest is None:
        return gettext("ten hoogste %(most)d") % {"most": aim.most}
    return gettext("%(fewest)d tot %(most)d") % {"fewest": aim.fewest, "most": aim.most}


def _outcome(aim: Aim, number: int, *, is_over: bool) -> str:
    if aim.fewest is None and aim.most is None:
        return "–"
    if aim.fewest is not None and number < aim.fewest:
        short = aim.fewest - number
        words = gettext("%(n)d te weinig") if is_over else gettext("nog %(n)d te gaan")
        return words % {"n": short}
    if aim.most is not None and number > aim.most:
        return gettext("gehaald, %(n)d meer dan het doel") % {"n": number - aim.most}
    return gettext("gehaald")


# --- Who took part --------------------------------------------------------------------------------


def _people(figures: YearFigures) -> Section:
    if not (figures.held.editions or figures.before.editions):
        return Section(ReportPart.PEOPLE)
    course = drawings.counts_per_year(
        gettext("Deelnames per jaar"),
        [(one.year, one.held.participants) for one in figures.years],
        gettext("Deelnames"),
    )
    items: list[Drawing | Grid | None] = [
        _growth(figures),
        course,
        _backgrounds(figures),
        _places(figures, figures.districts, Dimension.DISTRICT, str(definitions.DISTRICTS.term)),
        _places(figures, figures.languages, Dimension.LANGUAGE, str(definitions.LANGUAGES.term)),
    ]
    return Section(
        ReportPart.PEOPLE,
        sentences=(_growth_in_words(figures),),
        items=tuple(one for one in items if one is not None),
    )


def _growth_in_words(figures: YearFigures) -> str:
    now, before = figures.held, figures.before
    held = ngettext(
        "Er was %(n)d uitvoering met %(people)d deelnames.",
        "Er waren %(n)d uitvoeringen met %(people)d deelnames.",
        now.editions,
    ) % {"n": now.editions, "people": now.participants}
    if figures.people is not None:
        held += " " + ngettext(
            "Dat was %(n)d verschillende mens: wie twee keer meedeed, telt bij deelnames twee "
            "keer.",
            "Dat waren %(n)d verschillende mensen: wie twee keer meedeed, telt bij deelnames twee "
            "keer.",
            figures.people,
        ) % {"n": figures.people}
    if not before.editions:
        return held
    return (
        held
        + " "
        + ngettext(
            "Het jaar ervoor was er %(n)d, met %(people)d deelnames.",
            "Het jaar ervoor waren er %(n)d, met %(people)d deelnames.",
            before.editions,
        )
        % {"n": before.editions, "people": before.participants}
    )


def _growth(figures: YearFigures) -> Grid:
    rows = [
        (kind_label(one.kind), *_compared(one.held, one.before))
        for one in figures.kinds
        if one.held.editions or one.before.editions
    ]
    if len(rows) > 1:
        rows.append((gettext("Samen"), *_compared(figures.held, figures.before)))
    return Grid(gettext("Groei"), (gettext("Soort"), *_years_header(figures.year)), tuple(rows))


def _years_header(year: int) -> tuple[str, ...]:
    held, people, growth = gettext("Uitvoeringen"), gettext("Deelnames"), gettext("Groei")
    return (
        f"{held} {year - 1}",
        f"{held} {year}",
        growth,
        f"{people} {year - 1}",
        f"{people} {year}",
        growth,
    )


def _compared(now: Held, before: Held) -> tuple[str, ...]:
    return (
        str(before.editions),
        str(now.editions),
        _signed(now.editions - before.editions),
        str(before.participants),
        str(now.participants),
        _signed(now.participants - before.participants),
    )


def _signed(number: int) -> str:
    """`+3`, `−3`, `0`: with the sign that a minus has in print."""
    return f"+{number}" if number > 0 else str(number).replace("-", "−")


def _backgrounds(figures: YearFigures) -> Drawing | None:
    whole = sum(one.number for one in figures.backgrounds)
    found = drawings.shares(
        gettext("Achtergrond"),
        [(background_label(one.keys), one.number) for one in figures.backgrounds],
        whole,
    )
    if found is None:
        return None
    sentence = found.sentence
    if figures.background_day is not None:
        sentence += " " + gettext(
            "Deze aantallen zijn zoals we ze eerder publiceerden, op %(day)s. Nieuwe aantallen "
            "ernaast zouden iets verraden over enkele mensen."
        ) % {"day": f"{figures.background_day:%d-%m-%Y}"}
    if not figures.backgrounds_before:
        return replace(found, sentence=sentence)
    before = {one.keys: one.number for one in figures.backgrounds_before}
    rows = [
        (*row, str(before[one.keys]) if one.keys in before else "–")
        for row, one in zip(found.rows, figures.backgrounds, strict=True)
    ]
    rows += [
        (background_label(one.keys), "–", "–", str(one.number))
        for one in figures.backgrounds_before
        if one.keys not in {two.keys for two in figures.backgrounds}
    ]
    header = (*found.header, str(figures.year - 1))
    return replace(found, sentence=sentence, header=header, rows=tuple(rows))


def place_label(place: PlaceOfYear, dimension: Dimension) -> str:
    """A district or language, as people read it."""
    return str(dict(CHOICES[dimension]).get(place.key) or without(dimension))


def _places(
    figures: YearFigures, places: Sequence[PlaceOfYear], dimension: Dimension, title: str
) -> Grid | None:
    if not places:
        return None
    return Grid(
        title,
        (title, *_years_header(figures.year)),
        tuple((place_label(one, dimension), *_compared(one.held, one.before)) for one in places),
    )


# --- What people said -----------------------------------------------------------------------------


def _marks(figures: YearFigures) -> Section:
    items: list[Drawing | Grid | None] = [
        drawings.distribution(figures.marks, gettext("Verdeling van de cijfers")),
        drawings.trend(figures.trend, gettext("Gemiddeld cijfer per jaar")),
        _by_kind(figures),
        _by_training(figures),
        _surveys(figures),
        _reported(figures),
    ]
    return Section(
        ReportPart.MARKS,
        sentences=tuple(_marks_in_words(figures)),
        items=tuple(one for one in items if one is not None),
    )


def _marks_in_words(figures: YearFigures) -> list[str]:
    said = []
    if figures.response.asked:
        said.append(
            gettext(
                "Van de %(asked)d mensen die we om hun mening vroegen, antwoordden er "
                "%(answered)d (%(part)s)."
            )
            % {
                "asked": figures.response.asked,
                "answered": figures.response.answered,
                "part": drawings.percentage(figures.response.answered, figures.response.asked),
            }
        )
    if figures.marks.n:
        said.append(
            gettext(
                "Het gemiddelde cijfer is %(mean)s, uit %(n)d antwoorden. Met andere mensen "
                "was het meestal %(interval)s geweest."
            )
            % {
                "mean": one_decimal(figures.marks.mean),
                "n": figures.marks.n,
                "interval": drawings.between(figures.interval),
            }
        )
    if figures.marks.reported:
        said.append(drawings.as_reported(figures.marks.reported, figures.marks.n))
    if figures.question:
        said.append(gettext("De vraag was: “%(question)s”") % {"question": figures.question})
    if figures.response.still_open:
        said.append(
            ngettext(
                "%(n)d formulier was nog open en telt niet mee.",
                "%(n)d formulieren waren nog open en tellen niet mee.",
                figures.response.still_open,
            )
            % {"n": figures.response.still_open}
        )
    if figures.response.lost:
        said.append(
            ngettext(
                "Van %(n)d formulier zijn de antwoorden verloren.",
                "Van %(n)d formulieren zijn de antwoorden verloren.",
                figures.response.lost,
            )
            % {"n": figures.response.lost}
        )
    return said


def _known(number: int | None) -> str:
    return "–" if number is None else str(number)


def _answers(marks: MarkSums) -> str:
    """How many marks, and of how many people others reported them."""
    if not marks.reported:
        return str(marks.n)
    if marks.reported >= marks.n:
        return gettext("%(n)d, volgens opgave") % {"n": marks.n}
    return gettext("%(n)d, waarvan %(reported)d volgens opgave") % {
        "n": marks.n,
        "reported": marks.reported,
    }


def _means_header(first: str) -> tuple[str, ...]:
    return (
        first,
        str(definitions.MEAN.term),
        gettext("Antwoorden (n)"),
        gettext("Ligt meestal tussen"),
    )


def _by_kind(figures: YearFigures) -> Grid | None:
    rows = [
        (
            kind_label(one.kind),
            one_decimal(one.marks.mean),
            _answers(one.marks),
            drawings.between(interval(one.marks)),
        )
        for one in figures.kinds
        if one.marks.n
    ]
    if len(rows) < 2:
        return None
    return Grid(gettext("Cijfer per soort"), _means_header(gettext("Soort")), tuple(rows))


def _by_training(figures: YearFigures) -> Grid | None:
    if not figures.trainings:
        return None
    shown, notes = figures.trainings, []
    title, header = gettext("Cijfer per training"), _means_header(gettext("Training"))
    if len(shown) > MOST_TRAININGS:
        notes.append(
            gettext(
                "Er waren %(n)d trainingen, lezingen en netwerkbijeenkomsten. Ze staan hier per "
                "thema. Elke apart staat in het bestand voor Excel."
            )
            % {"n": len(shown)}
        )
        title, header = gettext("Cijfer per thema"), _means_header(gettext("Thema"))
        shown = _by_theme(shown)
    if any(one.other_wording for one in shown):
        notes.append(
            gettext("* Ook in andere woorden gevraagd. Die antwoorden zitten niet in dit cijfer.")
        )
    return Grid(
        title,
        (header[0], gettext("Uitvoeringen"), gettext("Deelnames"), *header[1:]),
        tuple(
            (
                one.title + (" *" if one.other_wording else ""),
                str(one.held.editions),
                str(one.held.participants),
                one_decimal(one.marks.mean),
                _answers(one.marks),
                drawings.between(one.interval),
            )
            for one in shown
        ),
        " ".join(notes),
    )


def _by_theme(trainings: Sequence[TrainingOfYear]) -> tuple[TrainingOfYear, ...]:
    """The themes by name, each with its trainings added up; whole atoms, as they are."""
    found: dict[str, TrainingOfYear] = {}
    for one in sorted(trainings, key=lambda one: (not one.theme, one.theme.casefold())):
        name = one.theme or without(Dimension.THEME)
        so_far = found.get(name) or replace(one, title=name, held=Held(), marks=MarkSums())
        found[name] = replace(
            so_far,
            held=so_far.held + one.held,
            marks=so_far.marks + one.marks,
            other_wording=so_far.other_wording or one.other_wording,
        )
    return tuple(found.values())


def _surveys(figures: YearFigures) -> Grid | None:
    if not figures.surveys:
        return None
    header = _means_header(gettext("Enquête"))
    return Grid(
        gettext("Enquêtes"),
        (
            header[0],
            gettext("Uitgenodigd"),
            gettext("Gevraagd"),
            gettext("Antwoorden"),
            *header[1:],
        ),
        tuple(
            (
                one.title,
                _known(one.invited),
                _known(one.asked),
                str(one.answered),
                one_decimal(one.marks.mean),
                _answers(one.marks),
                drawings.between(one.interval),
            )
            for one in figures.surveys
        ),
    )


def _reported(figures: YearFigures) -> Grid | None:
    if not figures.reported:
        return None
    return Grid(
        gettext("Volgens opgave"),
        (
            gettext("Training"),
            gettext("Dag"),
            gettext("Deelnemers"),
            gettext("Antwoorden"),
            gettext("Gemiddeld cijfer"),
        ),
        tuple(
            (
                one.title,
                f"{one.day:%d-%m-%Y}" if one.day else "",
                _known(one.people),
                _known(one.answers),
                one_decimal(one.mean),
            )
            for one in figures.reported
        ),
        gettext("Dit telde de academie niet zelf. Het zit in geen ander getal."),
    )
