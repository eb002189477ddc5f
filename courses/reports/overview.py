"""The overview: a selection of editions as a whole, from year to year, and group by group.

Every number comes from a fixed number of queries, however many editions there are. Which editions
those are is asked once, and what is known of each (`facts`) as well.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    IntegerField,
    Q,
    Sum,
    Value,
    When,
)
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import EventKind
from courses.catalogue.models import Theme, TrainingPage
from courses.common import names
from courses.common.statements import KeyList, Keys, Statement
from courses.editions.enums import District, EditionStatus, Language
from courses.editions.models import Edition
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment, ErasedParticipants
from courses.evaluation.enums import Occasion
from courses.evaluation.models import BackgroundCount, FormQuestion
from courses.evaluation.queries import (
    MarkSums,
    Response,
    newest_wording,
    response_sums,
)
from courses.people.enums import Background
from courses.people.models import Partner, User
from courses.reports import intervals
from courses.reports.facts import Facts, Held, facts_of, facts_seen_by_staff
from courses.reports.years import Years, new_year

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable
    from django_stubs_ext import StrOrPromise

    from courses.common.statements import Parameter
    from courses.reports.facts import MarksByYear
    from courses.reports.selections import Period, Selection


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


class NamedGroup(NamedTuple):
    """Some editions without their numbers, which are only added up where somebody looks."""

    key: Hashable
    label: str


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


NO_FACTS = Facts([], {}, in_several=False)
"""Of no editions."""


@dataclass(frozen=True)
class Overview:
    """A selection as a whole, the question that the marks were given to, and the years: never two
    wordings as one. `earlier` are the other wordings with their marks, the newest first; `named`
    are the editions by what they have in common, by name; `keys` those of the editions; `halves`
    those of hybrid ones, as `_halves_among`."""

    whole: Group
    years: tuple[YearOfTrend, ...]
    question: FormQuestion | None
    earlier: tuple[tuple[FormQuestion, MarkSums], ...]
    dimension: Dimension | None = None
    occasion: str = Occasion.END
    named: tuple[NamedGroup, ...] = ()
    facts: Facts = NO_FACTS
    keys: Sequence[int] = ()
    halves: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def groups(self) -> list[Group]:
        """All groups with their numbers and marks."""
        return self.with_marks(self.named)

    def with_marks(self, groups: Sequence[NamedGroup]) -> list[Group]:
        """Some of the groups with their numbers and marks.

        Who was a trainer in an edition with somebody else has it in the own group, and so has the
        other one: these groups do not add up.
        """
        if self.dimension is None:
            return []
        wording = self.question.wording if self.question else 0
        chosen = {one.key for one in groups}
        marks = self.facts.by_group(chosen)
        counts = _without_doubles(self.facts.counts(chosen), self.facts, self.halves)
        other = {key for key, of in marks if of != wording}
        return [
            Group(
                one.key,
                one.label,
                *counts[one.key],
                marks.get((one.key, wording), MarkSums()),
                one.key in other,
            )
            for one in groups
        ]


def overview(
    editions: QuerySet[Edition] | KeyList,
    occasion: str = Occasion.END,
    dimension: Dimension | None = None,
    *,
    facts: Facts | None = None,
    labels: Mapping[Hashable, str] | None = None,
) -> Overview:
    """All these editions together, year by year, and in groups if a `dimension` is named. Who knows
    their keys already gives those, the `facts` about them, and what the groups are called.

    At most six queries, and one more after a form closed.
    """
    keys = editions if isinstance(editions, KeyList) else keys_of(editions)
    if facts is None:
        facts = facts_about(keys, occasion, dimension)
    marks = facts.by_year
    wording = newest_wording(marks)
    by_wording: dict[int, MarkSums] = defaultdict(MarkSums)
    for (_year, of), one in marks.items():
        by_wording[of] += one
    halves = _halves_among(keys)
    held, response = facts.counts_together()
    whole = Group(
        None,
        "",
        held + Held(-len(halves)),
        response,
        by_wording[wording] if wording else MarkSums(),
        other_wording=len(by_wording) > 1,
    )
    newest = [one.question for one in by_wording.values() if one.n]
    questions = {one.pk: one for one in (_QUESTIONS.run(questions=newest) if newest else ())}
    return Overview(
        whole,
        years_of(marks),
        questions.get(whole.marks.question),
        tuple(
            (questions[one.question], one)
            for of, one in sorted(by_wording.items(), reverse=True)
            if of != wording and one.question in questions
        ),
        dimension,
        occasion,
        tuple(_named(dimension, facts.groups, labels)) if dimension else (),
        facts,
        keys,
        halves,
    )


def facts_about(
    keys: KeyList, occasion: str = Occasion.END, dimension: Dimension | None = None
) -> Facts:
    """What is known of the editions with these keys, in groups if a `dimension` is named. Two
    queries, and one more after a form closed."""
    return facts_of(
        keys,
        occasion,
        Years.since(_EARLIEST.first()),
        PATHS[dimension] if dimension else None,
        in_several=dimension is Dimension.TRAINER,
    )


def facts_for_staff(
    user: User | AnonymousUser, chosen: Selection, dimension: Dimension | None = None
) -> Facts:
    """The same of the chosen editions of which somebody in the administration may see figures."""
    return facts_seen_by_staff(
        user,
        chosen,
        Years.since(_EARLIEST.first()),
        PATHS[dimension] if dimension else None,
        in_several=dimension is Dimension.TRAINER,
    )


def years_in(period: Period) -> tuple[int, int] | None:
    """The first and the last year of a period, where it is one of whole years."""
    since, until = period.since, period.until
    if since and since != new_year(since.year):
        return None
    if until and until + timedelta(days=1) != new_year(until.year + 1):
        return None
    return since.year if since else 0, until.year if until else 9999


def years_of(marks: MarksByYear) -> tuple[YearOfTrend, ...]:
    """The course over the years."""
    years = [YearOfTrend(year, of, one) for (year, of), one in marks.items()]
    return tuple(sorted(years, key=lambda one: (one.year, one.wording)))


def keys_of(editions: QuerySet[Edition]) -> KeyList:
    """Which editions are meant. One query."""
    return KeyList(dict.fromkeys(editions.order_by().values_list("pk", flat=True)))


_QUESTIONS: Statement[FormQuestion] = Statement(
    lambda questions: FormQuestion.objects.filter(pk__in=questions), questions=Keys()
)

# Of all editions, of which the index tells it: of some, a database looks at each. A year in which
# none of them was held has no row.
_EARLIEST: Statement[datetime] = Statement(
    lambda: (
        Edition.objects.filter(status__in=(EditionStatus.OPEN, EditionStatus.REPORTED))
        .exclude(ends_at=None)
        .order_by("ends_at")
        .values_list("ends_at", flat=True)[:1]
    )
)


def _without_doubles(
    counts: Mapping[Hashable, tuple[Held, Response]], facts: Facts, halves: Mapping[int, int]
) -> dict[Hashable, tuple[Held, Response]]:
    """The same with hybrid editions counted once in each group that has both halves."""
    found = dict(counts)
    for group in _groups_of_both(facts, halves):
        if group in found:
            held, response = found[group]
            found[group] = held + Held(-1), response
    return found


# A hybrid edition is one, held at a venue and online at once. There are few of them, so a database
# need not look for doubles among all editions. For keys above zero SQLite asks the index; for what
# is not empty it looks through all.
_HALVES: Statement[tuple[int, int]] = Statement(
    lambda: (
        Edition.objects.filter(
            status=EditionStatus.OPEN, half_of__gt=0, half_of__status=EditionStatus.OPEN
        )
        .order_by()
        .values_list("pk", "half_of")
    )
)


def _halves_among(keys: Sequence[int]) -> dict[int, int]:
    """Of the hybrid editions of which both halves have one of these keys, one half by the other."""
    pairs = _HALVES.run()
    chosen = set(keys) if pairs else set()
    return {half: first for half, first in pairs if half in chosen and first in chosen}


def _groups_of_both(facts: Facts, halves: Mapping[int, int]) -> Iterator[Hashable]:
    """The groups in which there are both halves of an edition, once for each edition."""
    if not halves:
        return
    groups: dict[int, set[Hashable]] = defaultdict(set)
    for row in facts.rows:
        groups[row[0]].add(row[1])
    for half, first in halves.items():
        yield from groups[half] & groups[first]


def _named(
    dimension: Dimension, groups: Sequence[Hashable], labels: Mapping[Hashable, str] | None
) -> list[NamedGroup]:
    """The groups by name. Never by mark: this is no ranking."""
    if labels is None:
        labels = _labels(dimension, groups)
    nameless = without(dimension)
    found = [NamedGroup(key, labels.get(key) or nameless) for key in groups]
    return sorted(found, key=lambda one: (not one.key, one.label.casefold(), str(one.key)))


def people_in(keys: Sequence[int], participants: int) -> int | None:
    """How many different people took part in these editions, with so many `participants` in all.
    Who was erased counts in each: nobody knows any more who that was. None where of some seats it
    is not known who had them, as of editions of long ago. Two queries."""
    people, known = _PEOPLE.first(editions=keys) or (0, 0)
    erased = _ERASED.first(editions=keys) or 0
    return people + erased if known + erased >= participants else None


_PEOPLE: Statement[tuple[int, int]] = Statement(
    lambda editions: (
        _taking_part(editions)
        .annotate(together=Value(None, output_field=IntegerField()))
        .values("together")
        .annotate(people=Count("person", distinct=True), known=Count("pk"))
        .values_list("people", "known")
    ),
    editions=Keys(),
)
_ERASED: Statement[int] = Statement(
    lambda editions: (
        ErasedParticipants.objects.filter(edition__in=editions, edition__status=EditionStatus.OPEN)
        .order_by()
        .annotate(together=Value(None, output_field=IntegerField()))
        .values("together")
        .annotate(people=Sum("number"))
        .values_list("people", flat=True)
    ),
    editions=Keys(),
)


def _taking_part(editions: Parameter) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(
        edition__in=editions, edition__status=EditionStatus.OPEN, status__in=TAKES_PART
    ).order_by()


def backgrounds(keys: Sequence[int]) -> dict[str, int]:
    """As what people took part in these editions: how many, by background."""
    numbers = _BACKGROUNDS.first(editions=keys) or (None, *[0] * len(Background))
    return dict(zip(Background.values, numbers[1:], strict=True))


# Each in a column of its own: to put them in groups, a database sorts all rows.
_BACKGROUNDS: Statement[tuple[Any, ...]] = Statement(
    lambda editions: (
        BackgroundCount.objects.filter(edition__in=editions)
        .order_by()
        .annotate(together=Value(None, output_field=IntegerField()))
        .values_list("together")
        .annotate(
            **{
                f"number_{one.value}": Sum("number", filter=Q(background=one.value), default=0)
                for one in Background
            }
        )
    ),
    editions=Keys(),
)


# --- How it is counted ----------------------------------------------------------------------------


def counted(
    editions: QuerySet[Edition], occasion: str, by: Combinable
) -> dict[Hashable, tuple[Held, Response]]:
    """How many editions and people there were, and who was asked and answered, in groups. One
    query."""
    chosen = Edition.objects.filter(pk__in=editions.order_by().values("pk"))
    return _counts_in(_counting(chosen, occasion, by))


def _counts_in(rows: Iterable[tuple[Any, ...]]) -> dict[Hashable, tuple[Held, Response]]:
    return {key: (Held(*numbers[:2]), Response(*numbers[2:])) for key, *numbers in rows}


def _counting(
    editions: QuerySet[Edition], occasion: str, by: Combinable
) -> QuerySet[Any, tuple[Any, ...]]:
    """How many there are of what. A hybrid edition counts once."""
    # What others reported is no edition of ours, and is marked where its figures stand.
    ours = Q(status=EditionStatus.OPEN)
    found: QuerySet[Any, tuple[Any, ...]] = (
        editions.order_by()
        .annotate(
            # One form at most: no edition is counted twice.
            form=FilteredRelation(
                "evaluation_forms", condition=Q(evaluation_forms__occasion=occasion)
            ),
            by=by,
        )
        .values_list("by")
        .annotate(
            editions=Count(
                Case(When(half_of__status=EditionStatus.OPEN, then=F("half_of")), default=F("pk")),
                filter=ours,
                distinct=True,
            ),
            people=Sum("seats_taken", filter=ours, default=0),
            **response_sums("form__"),
        )
    )
    return found


def _labels(dimension: Dimension, keys: Iterable[Hashable]) -> Mapping[Hashable, str]:
    if dimension in CHOICES:
        return {value: str(label) for value, label in CHOICES[dimension]}
    pks = [key for key in keys if isinstance(key, int)]
    rows = _NAMES[dimension].run(keys=pks)
    if dimension is Dimension.TRAINER:
        return {pk: names.in_list(*name) for pk, *name in rows}
    return dict(rows)


_NAMES: dict[Dimension, Statement[tuple[Any, ...]]] = {
    Dimension.TRAINER: Statement(
        lambda keys: (
            User.objects.filter(pk__in=keys).order_by().values_list("pk", "first_name", "last_name")
        ),
        keys=Keys(),
    ),
    Dimension.TRAINING: Statement(
        lambda keys: TrainingPage.objects.filter(pk__in=keys).order_by().values_list("pk", "title"),
        keys=Keys(),
    ),
    Dimension.THEME: Statement(
        lambda keys: Theme.objects.filter(pk__in=keys).order_by().values_list("pk", "name"),
        keys=Keys(),
    ),
    Dimension.PARTNER: Statement(
        lambda keys: Partner.objects.filter(pk__in=keys).order_by().values_list("pk", "name"),
        keys=Keys(),
    ),
}
"""What the groups are called that are rows, by their keys."""

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
