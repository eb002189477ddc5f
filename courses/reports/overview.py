"""The overview: a selection of editions as a whole, from year to year, and group by group.

Every number comes from a fixed number of queries, however many editions there are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, FilteredRelation, Min, Q, Sum, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import EventKind
from courses.catalogue.models import Theme, TrainingPage
from courses.common import clock
from courses.editions.enums import District, EditionStatus, Language
from courses.editions.models import Edition
from courses.evaluation.enums import Occasion
from courses.evaluation.models import BackgroundCount, FormQuestion
from courses.evaluation.queries import (
    MarkSums,
    Response,
    marks_by,
    newest_wording,
    response_sums,
)
from courses.people.enums import Background
from courses.people.models import Partner, User
from courses.reports import intervals
from courses.reports.selections import forms_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from datetime import date

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django_stubs_ext import StrOrPromise

    from courses.evaluation.models import EvaluationForm


class Dimension(StrEnum):
    """By what the editions are put in groups."""

    TRAINING = "training"
    THEME = "theme"
    PARTNER = "partner"
    TRAINER = "trainer"
    DISTRICT = "district"
    LANGUAGE = "language"
    KIND = "kind"


WORDS: dict[Dimension, StrOrPromise] = {
    Dimension.TRAINING: _("Training"),
    Dimension.THEME: _("Thema"),
    Dimension.PARTNER: _("Partner"),
    Dimension.TRAINER: _("Trainer"),
    Dimension.DISTRICT: _("Wijk"),
    Dimension.LANGUAGE: _("Taal"),
    Dimension.KIND: _("Soort"),
}
PATHS = {
    Dimension.TRAINING: "training",
    Dimension.THEME: "training__theme",
    Dimension.PARTNER: "training__partner",
    Dimension.TRAINER: "trainers",
    Dimension.DISTRICT: "location__district",
    Dimension.LANGUAGE: "language",
    Dimension.KIND: "training__kind",
}


NOT_ADDING_UP = frozenset({Dimension.TRAINER, Dimension.DISTRICT, Dimension.LANGUAGE})
"""Where one edition can be in two groups: it had two trainers, or is a hybrid one whose halves are
elsewhere."""


@dataclass(frozen=True)
class Held:
    """How many editions were held, and how many people took part; who came twice counts twice."""

    editions: int = 0
    participants: int = 0

    def __add__(self, other: Held) -> Held:
        return Held(self.editions + other.editions, self.participants + other.participants)


@dataclass(frozen=True)
class Group:
    """Some editions with their figures. `marks` are those in the newest wording of the question;
    `other_wording` says that others are left out of them."""

    key: Hashable
    label: str
    held: Held
    response: Response
    marks: MarkSums
    other_wording: bool = False

    @cached_property
    def interval(self) -> intervals.Interval | None:
        """Between what the mean lies, as far as chance goes."""
        return intervals.interval(self.marks)


@dataclass(frozen=True)
class YearOfTrend:
    """A year in a trend: one for each wording in which the question was asked then."""

    year: int
    wording: int
    marks: MarkSums

    @cached_property
    def interval(self) -> intervals.Interval | None:
        """Between what the mean lies, as far as chance goes."""
        return intervals.interval(self.marks)


@dataclass(frozen=True)
class Overview:
    """A selection as a whole, the question that the marks were given to, and the years: never two
    wordings as one. `earlier` are the other wordings with their marks, the newest first; `groups`
    are the editions by what they have in common, by name."""

    whole: Group
    years: tuple[YearOfTrend, ...]
    question: FormQuestion | None
    earlier: tuple[tuple[FormQuestion, MarkSums], ...]
    groups: tuple[Group, ...] = ()


def overview(
    editions: QuerySet[Edition],
    occasion: str = Occasion.END,
    dimension: Dimension | None = None,
) -> Overview:
    """All these editions together, year by year, and in groups if a `dimension` is named.

    At most seven queries.
    """
    forms = forms_of(editions, occasion)
    marks = marks_by(forms, by=Years(editions).of_forms)
    wording = newest_wording(marks)
    by_wording: dict[int, MarkSums] = defaultdict(MarkSums)
    for (_year, of), one in marks.items():
        by_wording[of] += one
    in_groups = dimension is not None and counted(editions, occasion, F(PATHS[dimension]))
    if dimension is None or dimension in NOT_ADDING_UP:
        together = counted(editions, occasion, F("status"))
    else:
        together = in_groups or {}
    whole = Group(
        None,
        "",
        sum((held for held, _response in together.values()), Held()),
        sum((response for _held, response in together.values()), Response()),
        by_wording[wording] if wording else MarkSums(),
        other_wording=len(by_wording) > 1,
    )
    questions = FormQuestion.objects.in_bulk([one.question for one in by_wording.values() if one.n])
    years = [YearOfTrend(int(str(year)), of, one) for (year, of), one in marks.items()]
    return Overview(
        whole,
        tuple(sorted(years, key=lambda one: (one.year, one.wording))),
        questions.get(whole.marks.question),
        tuple(
            (questions[one.question], one)
            for of, one in sorted(by_wording.items(), reverse=True)
            if of != wording and one.question in questions
        ),
        tuple(_groups(forms, dimension, in_groups or {}, wording)) if dimension else (),
    )


def _groups(
    forms: QuerySet[EvaluationForm],
    dimension: Dimension,
    counts: Mapping[Hashable, tuple[Held, Response]],
    wording: int,
) -> list[Group]:
    """The groups by name. Never by mark: this is no ranking.

    Who was a trainer in an edition with somebody else has it in the own group, and so has the
    other one: these groups do not add up.
    """
    path = f"edition__{PATHS[dimension]}"
    marks = marks_by(forms, by=lambda prefix: F(prefix + path))
    labels, nameless = _labels(dimension, counts), without(dimension)
    other = {key for key, of in marks if of != wording}
    found = [
        Group(
            key,
            labels.get(key) or nameless,
            held,
            response,
            marks.get((key, wording), MarkSums()),
            key in other,
        )
        for key, (held, response) in counts.items()
    ]
    return sorted(found, key=lambda one: (not one.key, one.label.casefold(), str(one.key)))


def backgrounds(editions: QuerySet[Edition]) -> list[tuple[str, int]]:
    """As what people took part in these editions, by name of the background."""
    rows = (
        BackgroundCount.objects.filter(edition__in=editions.order_by().values("pk"))
        .order_by()
        .values_list("background")
        .annotate(number=Sum("number"))
    )
    numbers = dict(rows)
    return [(str(one.label), numbers.get(one.value, 0)) for one in Background]


# --- How it is counted ----------------------------------------------------------------------------


class Years:
    """The calendar years in which editions ended, as the academy's clock has them."""

    def __init__(self, editions: QuerySet[Edition]) -> None:
        self.editions = editions

    @cached_property
    def years(self) -> range:
        first = self.editions.order_by().aggregate(first=Min("ends_at"))["first"]
        this_year = clock.local_day(clock.now()).year
        return range(clock.local_day(first).year if first else this_year, this_year + 1)

    def of_forms(self, prefix: str) -> Combinable:
        """The year of a row that is `prefix` away from a form."""
        return self.of(f"{prefix}edition__ends_at")

    def of(self, path: str) -> Combinable:
        """The year of the moment at `path`."""
        # Cutting days off moments is slow where the database has no time zones.
        whens = [
            When(**{f"{path}__lt": clock.moment_of(_new_year(year + 1))}, then=Value(year))
            for year in self.years[:-1]
        ]
        return Case(*whens, default=Value(self.years[-1]))


def _new_year(year: int) -> date:
    return clock.local_day(clock.now()).replace(year=year, month=1, day=1)


def counted(
    editions: QuerySet[Edition], occasion: str, by: Combinable
) -> dict[Hashable, tuple[Held, Response]]:
    """How many editions and people there were, and who was asked and answered, in groups. One
    query."""
    # What others reported is no edition of ours, and is marked where its figures stand.
    ours = Q(status=EditionStatus.OPEN)
    rows = (
        Edition.objects.filter(pk__in=editions.order_by().values("pk"))
        .order_by()
        .annotate(
            # One form at most: no edition is counted twice.
            form=FilteredRelation(
                "evaluation_forms", condition=Q(evaluation_forms__occasion=occasion)
            ),
            by=by,
        )
        .values_list("by")
        .annotate(
            # A hybrid edition is one, held at a venue and online at once.
            editions=Count(
                Case(When(half_of__status=EditionStatus.OPEN, then=F("half_of")), default=F("pk")),
                filter=ours,
                distinct=True,
            ),
            people=Sum("seats_taken", filter=ours, default=0),
            **response_sums("form__"),
        )
    )
    return {key: (Held(*numbers[:2]), Response(*numbers[2:])) for key, *numbers in rows}


def _labels(dimension: Dimension, keys: Iterable[Hashable]) -> Mapping[Hashable, str]:
    if dimension in CHOICES:
        return {value: str(label) for value, label in CHOICES[dimension]}
    pks = [key for key in keys if isinstance(key, int)]
    if dimension is Dimension.TRAINER:
        return {one.pk: one.name_in_list for one in User.objects.filter(pk__in=pks)}
    if dimension is Dimension.TRAINING:
        return dict(TrainingPage.objects.filter(pk__in=pks).values_list("pk", "title"))
    if dimension is Dimension.THEME:
        return dict(Theme.objects.filter(pk__in=pks).values_list("pk", "name"))
    return dict(Partner.objects.filter(pk__in=pks).values_list("pk", "name"))


CHOICES = {
    Dimension.DISTRICT: District.choices,
    Dimension.LANGUAGE: Language.choices,
    Dimension.KIND: EventKind.choices,
}


def without(dimension: Dimension) -> str:
    """What the group of those is called that have none."""
    return {
        Dimension.THEME: gettext("Zonder thema"),
        Dimension.PARTNER: gettext("Zonder partner"),
        Dimension.TRAINER: gettext("Zonder trainer"),
        Dimension.DISTRICT: gettext("Online, of wijk onbekend"),
    }.get(dimension, gettext("Onbekend"))
