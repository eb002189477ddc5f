"""The figures of a calendar year: what a report shows of it, from a fixed number of queries.

Everything is a plain value, so that a report can be kept as it was published. What people answered
comes from the evaluation part, which shows whole atoms only; as what people took part, in groups
that single nobody out (`protected`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, Sum

from courses.catalogue.enums import EventKind
from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.evaluation.enums import FormStatus, Kind, Occasion
from courses.evaluation.models import BackgroundCount, EvaluationForm, FormQuestion
from courses.evaluation.queries import (
    OVERALL,
    MarkSums,
    Response,
    figures_by,
    golden_tips,
    marks_by,
    means_as_reported,
    newest_wording,
    published_reactions,
)
from courses.reports.facts import Held
from courses.reports.intervals import Interval, interval
from courses.reports.keeping import read
from courses.reports.models import Target, YearReport
from courses.reports.overview import (
    CHOICES,
    PATHS,
    Dimension,
    YearOfTrend,
    counted,
    keys_of,
    people_in,
)
from courses.reports.protected import ProtectedCount, protected
from courses.reports.queries import notes_of
from courses.reports.selections import Period, ended_in, forms_of, held_by, period_of
from courses.reports.years import Years

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from django.db.models import QuerySet

    Counts = Mapping[Hashable, tuple[Held, Response]]

MOST_YEARS = 10
"""How many years the courses over the years show."""


@dataclass(frozen=True)
class Aim:
    """What was aimed at; None is nothing."""

    fewest: int | None = None
    most: int | None = None


NOTHING_HELD, NOBODY_ASKED, NO_MARKS, NO_AIM = Held(), Response(), MarkSums(), Aim()


@dataclass(frozen=True)
class KindOfYear:
    """One kind of meeting: what was aimed at, what came of it, and the year before."""

    kind: str = ""
    aim_held: Aim = NO_AIM
    aim_people: Aim = NO_AIM
    held: Held = NOTHING_HELD
    before: Held = NOTHING_HELD
    marks: MarkSums = NO_MARKS


@dataclass(frozen=True)
class PlaceOfYear:
    """A district or a language: what was held there, and the year before."""

    key: str = ""
    held: Held = NOTHING_HELD
    before: Held = NOTHING_HELD


@dataclass(frozen=True)
class TrainingOfYear:
    """One training in the year. `other_wording` says that some marks are left out, since the
    question had other words."""

    title: str = ""
    held: Held = NOTHING_HELD
    marks: MarkSums = NO_MARKS
    other_wording: bool = False
    theme: str = ""

    @cached_property
    def interval(self) -> Interval | None:
        """Between what the mean lies."""
        return interval(self.marks)


@dataclass(frozen=True)
class SurveyOfYear:
    """A survey that closed in the year, with the marks for its first such question. Of one that was
    held elsewhere it may not be known how many were invited, and asked."""

    title: str = ""
    invited: int | None = None
    asked: int | None = None
    answered: int = 0
    question: str = ""
    marks: MarkSums = NO_MARKS

    @cached_property
    def interval(self) -> Interval | None:
        """Between what the mean lies."""
        return interval(self.marks)


@dataclass(frozen=True)
class ReactionOfYear:
    """What was done with what people said, about a training or in a survey."""

    subject: str = ""
    heard: str = ""
    done: str = ""


@dataclass(frozen=True)
class ReportedOfYear:
    """What others reported and is in no sum: numbers of an edition, or a mean of which the marks
    are not known. Without who reported it: a report goes to outsiders."""

    title: str = ""
    day: date | None = None
    people: int | None = None
    answers: int | None = None
    mean: float | None = None


@dataclass(frozen=True)
class HeldInYear:
    """What was held in one of the years until this one."""

    year: int = 0
    held: Held = NOTHING_HELD


@dataclass(frozen=True)
class YearFigures:
    """All figures of a year, as they were at a moment (`as_of`). `background_day` is set where the
    backgrounds are those of an earlier version of the report; `backgrounds_published` are other
    ones that were published before these."""

    year: int
    as_of: datetime
    kinds: tuple[KindOfYear, ...] = ()
    years: tuple[HeldInYear, ...] = ()
    backgrounds: tuple[ProtectedCount, ...] = ()
    backgrounds_before: tuple[ProtectedCount, ...] = ()
    background_day: date | None = None
    backgrounds_published: tuple[tuple[ProtectedCount, ...], ...] = ()
    districts: tuple[PlaceOfYear, ...] = ()
    languages: tuple[PlaceOfYear, ...] = ()
    response: Response = NOBODY_ASKED
    question: str = ""
    marks: MarkSums = NO_MARKS
    trend: tuple[YearOfTrend, ...] = ()
    trainings: tuple[TrainingOfYear, ...] = ()
    surveys: tuple[SurveyOfYear, ...] = ()
    tips: tuple[str, ...] = ()
    reactions: tuple[ReactionOfYear, ...] = ()
    reported: tuple[ReportedOfYear, ...] = ()
    people: int | None = None
    """How many different people took part; None where that is not known of
    all, and in a report from before that was counted."""

    @property
    def held(self) -> Held:
        """All kinds together."""
        return sum((one.held for one in self.kinds), Held())

    @property
    def before(self) -> Held:
        """All kinds together in the year before."""
        return sum((one.before for one in self.kinds), Held())

    @cached_property
    def interval(self) -> Interval | None:
        """Between what the mean of the year lies."""
        return interval(self.marks)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was held, asked or reported."""
        return not (self.held.editions or self.marks.n or self.surveys or self.reported)


def notes_in(year: int) -> list[tuple[str, str]]:
    """What staff wrote at the editions of a year, for who writes the report. It is not in the
    report: nobody wrote it for outsiders."""
    return notes_of(ended_in(held_by(Edition.objects.all()), period_of(year)))


def figures_of(report: YearReport) -> YearFigures:
    """What a report shows: the figures of now for a draft, those that were kept for a final one."""
    return published_figures(report) if report.is_final else figures_now(report.year)


def published_figures(report: YearReport) -> YearFigures:
    """The figures with which a report was published last."""
    return read(YearFigures, report.figures)


def figures_now(year: int) -> YearFigures:
    """The figures of a year as they are now. Some twenty-five queries, however much was held."""
    until = ended_in(held_by(Edition.objects.all()), Period(until=period_of(year).until))
    editions = ended_in(until, period_of(year))
    before = ended_in(until, period_of(year - 1))
    years = Years.of_editions(until)
    marks = _Marks(until, editions, years, year)
    by_kind = counted(editions, Occasion.END, F(PATHS[Dimension.KIND]))
    held = sum((one for one, _response in by_kind.values()), Held())
    return YearFigures(
        year=year,
        as_of=clock.now(),
        kinds=_kinds(year, by_kind, counted(before, Occasion.END, F(PATHS[Dimension.KIND])), marks),
        years=_held_by_year(counted(until, Occasion.END, years.of("ends_at")), year),
        backgrounds=protected(_backgrounds(editions), held.participants),
        backgrounds_before=_published_backgrounds(year - 1),
        districts=_places(editions, before, Dimension.DISTRICT),
        languages=_places(editions, before, Dimension.LANGUAGE),
        response=sum((one for _held, one in by_kind.values()), Response()),
        question=marks.question,
        marks=marks.whole,
        trend=marks.trend,
        trainings=_trainings(editions, marks),
        surveys=_surveys(year),
        tips=_tips(year),
        reactions=_reactions(year),
        reported=_reported(year),
        people=people_in(keys_of(editions), held.participants),
    )


def targets_of(year: int) -> dict[str, Target]:
    """What is aimed at in a year, by kind of meeting; an unsaved row where nothing is."""
    found = {one.kind: one for one in Target.objects.filter(year=year)}
    return {kind: found.get(kind) or Target(year=year, kind=kind) for kind in EventKind.values}


# --- People and meetings --------------------------------------------------------------------------


def _kinds(year: int, now: Counts, before: Counts, marks: _Marks) -> tuple[KindOfYear, ...]:
    targets = targets_of(year)
    return tuple(
        KindOfYear(
            kind,
            Aim(targets[kind].fewest_held, targets[kind].most_held),
            Aim(targets[kind].fewest_people, targets[kind].most_people),
            _held(now, kind),
            _held(before, kind),
            marks.of_kind(kind),
        )
        for kind in EventKind.values
    )


def _held(counts: Counts, key: Hashable) -> Held:
    return counts[key][0] if key in counts else Held()


def _held_by_year(counts: Counts, year: int) -> tuple[HeldInYear, ...]:
    """Each year from the first in which something was held, also those without anything."""
    known = {int(str(key)): held for key, (held, _response) in counts.items()}
    first = max(min(known, default=year), year - MOST_YEARS + 1)
    return tuple(HeldInYear(one, known.get(one, Held())) for one in range(first, year + 1))


def _places(
    editions: QuerySet[Edition], before: QuerySet[Edition], dimension: Dimension
) -> tuple[PlaceOfYear, ...]:
    """By what editions have in common, in the order of the choices; without one at the end."""
    now, then = (counted(one, Occasion.END, F(PATHS[dimension])) for one in (editions, before))
    order = [value for value, _label in CHOICES[dimension]]
    keys = sorted(
        {str(key or "") for key in (*now, *then)},
        key=lambda key: order.index(key) if key in order else len(order),
    )
    by_text: list[Counts] = [
        {str(key or ""): found for key, found in one.items()} for one in (now, then)
    ]
    found = [PlaceOfYear(key, *(_held(one, key) for one in by_text)) for key in keys]
    return tuple(one for one in found if one.held.editions or one.before.editions)


def _backgrounds(editions: QuerySet[Edition]) -> dict[str, int]:
    rows = BackgroundCount.objects.filter(edition__in=editions.order_by().values("pk")).order_by()
    return dict(rows.values_list("background").annotate(number=Sum("number")))


def _published_backgrounds(year: int) -> tuple[ProtectedCount, ...]:
    """As what people took part by the report that was published on that year; none without one:
    counts that are still to be corrected would tell, beside the corrected ones, of whom."""
    report = YearReport.objects.filter(year=year, figures__isnull=False).first()
    return published_figures(report).backgrounds if report is not None else ()


# --- What people answered -------------------------------------------------------------------------


class _Marks:
    """The overall marks of a year and of the years before, never two wordings as one."""

    def __init__(
        self, until: QuerySet[Edition], editions: QuerySet[Edition], years: Years, year: int
    ) -> None:
        by_year = marks_by(forms_of(until), by=years.of_forms)
        self.trend = tuple(
            YearOfTrend(int(str(of)), wording, one)
            for (of, wording), one in sorted(by_year.items(), key=lambda item: str(item[0]))
            if int(str(of)) > year - MOST_YEARS
        )
        own = {wording: one for (of, wording), one in by_year.items() if int(str(of)) == year}
        self.wording = newest_wording((None, wording) for wording in own)
        self.whole = own.get(self.wording, MarkSums())
        self.forms = forms_of(editions)

    @cached_property
    def question(self) -> str:
        """The words of the question to which the marks were given."""
        found = FormQuestion.objects.filter(pk=self.whole.question).first()
        return found.label if found is not None else ""

    @cached_property
    def _by_kind(self) -> dict[tuple[Hashable, int], MarkSums]:
        path = f"edition__{PATHS[Dimension.KIND]}"
        return marks_by(self.forms, by=lambda prefix: F(prefix + path))

    @cached_property
    def by_training(self) -> dict[tuple[Hashable, int], MarkSums]:
        """The marks of the year, by training and wording."""
        return marks_by(self.forms, by=lambda prefix: F(f"{prefix}edition__training"))

    def of_kind(self, kind: str) -> MarkSums:
        """The marks for one kind of meeting."""
        return self._by_kind.get((kind, self.wording), MarkSums())


def _trainings(editions: QuerySet[Edition], marks: _Marks) -> tuple[TrainingOfYear, ...]:
    """By name. Never by mark: this is no ranking."""
    counts = counted(editions, Occasion.END, F("training"))
    found = TrainingPage.objects.filter(pk__in=list(counts))
    names = found.values_list("pk", "title", "theme__name")
    other = {key for key, wording in marks.by_training if wording != marks.wording}
    return tuple(
        TrainingOfYear(
            title,
            _held(counts, pk),
            marks.by_training.get((pk, marks.wording), MarkSums()),
            pk in other,
            theme or "",
        )
        for pk, title, theme in sorted(names, key=lambda one: (one[1].casefold(), one[0]))
    )


def _forms_in(year: int) -> QuerySet[EvaluationForm]:
    """The forms that are about a year: about editions that ended in it, surveys that closed."""
    period = period_of(year)
    editions = ended_in(held_by(Edition.objects.all()), period)
    return EvaluationForm.objects.filter(
        Q(edition__in=editions.order_by().values("pk")) | Q(pk__in=_survey_forms(year).values("pk"))
    )


def _survey_forms(year: int) -> QuerySet[EvaluationForm]:
    return EvaluationForm.objects.filter(
        occasion=Occasion.SURVEY,
        status=FormStatus.CLOSED,
        closes_at__gte=clock.moment_of(date(year, 1, 1)),
        closes_at__lt=clock.moment_of(date(year + 1, 1, 1)),
    )


def _surveys(year: int) -> tuple[SurveyOfYear, ...]:
    forms = _survey_forms(year)
    rows = list(
        forms.order_by("closes_at", "pk").values_list(
            "pk", "title", "invited_count", "asked_count", "answered_count"
        )
    )
    if not rows:
        return ()
    figures = figures_by(forms, by="pk")
    found = []
    for pk, title, invited, asked, answered in rows:
        marks = [one for one in figures[pk].questions if one.kind == Kind.SCORE]
        first = min(marks, key=lambda one: one.question.position, default=None)
        found.append(
            SurveyOfYear(
                title,
                invited,
                invited if asked is None else asked,
                answered or 0,
                first.label if first else "",
                (first.sums if first else None) or MarkSums(),
            )
        )
    return tuple(found)


def _tips(year: int) -> tuple[str, ...]:
    """What people chose from what was written, after they had looked whether it names anybody."""
    return tuple(one.text for one in golden_tips(_forms_in(year).values_list("pk", flat=True)))


def _reactions(year: int) -> tuple[ReactionOfYear, ...]:
    found = (
        published_reactions()
        .filter(form__in=_forms_in(year).values("pk"), is_shared=True)
        .select_related("form__edition__training")
        .order_by("form__closes_at", "form__pk")
    )
    return tuple(ReactionOfYear(one.form.subject, one.heard, one.done) for one in found)


def _reported(year: int) -> tuple[ReportedOfYear, ...]:
    found = (
        ended_in(Edition.objects.filter(status=EditionStatus.REPORTED), period_of(year))
        .filter(~Exists(EvaluationForm.objects.filter(edition=OuterRef("pk"))))
        .select_related("reported", "training")
        .order_by("starts_at", "pk")
    )
    means = tuple(
        ReportedOfYear(
            one.question.form.subject,
            clock.local_day(one.question.form.closes_at),
            None,
            one.n,
            float(one.mean),
        )
        for one in means_as_reported(_forms_in(year), keys=(OVERALL,))
    )
    return means + tuple(
        ReportedOfYear(
            one.training.title,
            clock.local_day(one.starts_at) if one.starts_at else None,
            one.reported.participants,
            one.reported.answers,
            float(mean) if (mean := one.reported.shown_mean) is not None else None,
        )
        for one in found
    )
