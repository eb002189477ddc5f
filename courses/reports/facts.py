"""What figures are added up of: a row for each edition, with its form and the marks in it.

The database gives the rows and adds nothing up: figures of forms are kept at hand
(`evaluation.queries`), and Python adds columns of whole numbers up faster than a database sorts
rows to put them in groups.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    F,
    Field,
    FilteredRelation,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from courses.common import clock
from courses.common.process_cache import most_recent
from courses.common.statements import KeyList, Keys, Statement
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition
from courses.editions.queries import ForStaff
from courses.evaluation.enums import FormStatus
from courses.evaluation.queries import (
    UNNUMBERED,
    FormFigures,
    MarkSums,
    Response,
    added,
    figures_of_each,
)
from courses.reports.selections import fields_of, held_by, limited

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from courses.people.models import User
    from courses.reports.selections import Selection
    from courses.reports.years import Years

STILL_OPEN, LOST = -1, -2
"""Instead of the number that a form has that is closed."""
AS_IT_COMES: Field[Any, Any] = Field()
"""Of whole numbers Django makes whole numbers, one by one, which takes half as long again."""


class Fact(NamedTuple):
    """An edition with the form of one occasion, or without (None); once for each group that it is
    in. `seats` are those that were taken: none of what others reported, which is no edition of
    ours, and is marked where its figures stand. `summed_as` says how the form is, too."""

    edition: int
    group: Hashable
    year: int
    seats: int | None
    form: int | None
    summed_as: int | None


@dataclass(frozen=True)
class Held:
    """How many editions were held, and how many people took part; who came twice counts twice."""

    editions: int = 0
    participants: int = 0

    def __add__(self, other: Held) -> Held:
        return Held(self.editions + other.editions, self.participants + other.participants)


MarksByYear = dict[tuple[int, int], MarkSums]
"""Marks by year and wording."""


@dataclass(frozen=True)
class Facts:
    """Those of a selection; `figures` are those of each closed form. In groups of trainers an
    edition can be there twice: `in_several`."""

    rows: list[Fact]
    figures: Mapping[int | None, FormFigures]
    in_several: bool

    @cached_property
    def each_once(self) -> list[Fact]:
        """One row for each edition."""
        if not self.in_several:
            return self.rows
        return list({row[0]: row for row in self.rows}.values())

    def of(self, editions: Collection[int]) -> Facts:
        """The same of some of these editions."""
        chosen = [row for row in self.rows if row[0] in editions]
        return Facts(chosen, self.figures, self.in_several)

    def of_years(self, first: int, last: int) -> Facts:
        """The same of the editions that ended in these years."""
        chosen = [row for row in self.rows if first <= row[2] <= last]
        return Facts(chosen, self.figures, self.in_several)

    @property
    def keys(self) -> KeyList:
        """Those of the editions."""
        return KeyList(dict.fromkeys(row[0] for row in self.rows))

    @property
    def by_year(self) -> MarksByYear:
        """The marks by year and wording."""
        figures = self.figures
        found: dict[tuple[int, int], list[FormFigures]] = defaultdict(list)
        for _edition, _group, year, _seats, form, _summed_as in self.each_once:
            one = figures.get(form)
            if one is not None and one.wording is not None:
                found[year, one.wording].append(one)
        return {key: added(those) for key, those in sorted(found.items())}

    def by_group(self, groups: Collection[Hashable]) -> dict[tuple[Hashable, int], MarkSums]:
        """The marks by group and wording, of some of the groups."""
        found: dict[tuple[Hashable, int], list[FormFigures]] = defaultdict(list)
        for _edition, group, _year, _seats, form, _summed_as in self.rows:
            one = self.figures.get(form) if group in groups else None
            if one is not None and one.wording is not None:
                found[group, one.wording].append(one)
        return {key: added(those) for key, those in found.items()}

    @cached_property
    def groups(self) -> list[Hashable]:
        """The groups that they are in, each once."""
        return list(dict.fromkeys(row[1] for row in self.rows))

    def counts(self, groups: Collection[Hashable]) -> dict[Hashable, tuple[Held, Response]]:
        """How many editions and people there were, and who was asked and answered, in some of the
        groups. Each half of a hybrid edition counts."""
        numbers = _numbers_in((row for row in self.rows if row[1] in groups), self.figures)
        return {group: (Held(*ours[:2]), Response(*ours[2:])) for group, ours in numbers.items()}

    def counts_together(self) -> tuple[Held, Response]:
        """The same of all of them together: column by column, as there are thousands."""
        if not self.rows:
            return Held(), Response()
        *_others, seats, forms, summed_as = zip(*self.each_once, strict=True)
        closed = [one for one in map(self.figures.get, forms) if one is not None]
        # A form of which nobody knows how many were invited has no response.
        known = [one for one in closed if one.invited is not None]
        invited, asked, answered = (sum(map(itemgetter(place), known)) for place in PEOPLE)
        still_open, lost = summed_as.count(STILL_OPEN), summed_as.count(LOST)
        return (
            Held(len(seats) - seats.count(None), sum(filter(None, seats))),
            Response(len(closed), invited, asked, answered, still_open, lost),
        )


PEOPLE = [FormFigures._fields.index(name) for name in ("invited", "asked", "answered")]


def _numbers_in(
    rows: Iterable[Fact], figures: Mapping[int | None, FormFigures]
) -> dict[Hashable, list[int]]:
    """What counts are made of, by group: the fields of `Held` and of `Response`."""
    found: dict[Hashable, list[int]] = {}
    for _edition, group, _year, seats, form, summed_as in rows:
        numbers = found.get(group)
        if numbers is None:
            numbers = found[group] = [0] * 8
        if seats is not None:
            numbers[0] += 1
            numbers[1] += seats
        # Not there of a form that is not closed, or was taken away a moment ago.
        one = figures.get(form)
        if one is not None:
            numbers[2] += 1
            # A form of which nobody knows how many were invited has no response.
            if one.invited is not None:
                numbers[3] += one.invited
                numbers[4] += one.asked
                numbers[5] += one.answered
        elif summed_as == STILL_OPEN:
            numbers[6] += 1
        elif summed_as == LOST:
            numbers[7] += 1
    return found


def facts_of(
    keys: KeyList, occasion: str, years: Years, path: str | None = None, *, in_several: bool = False
) -> Facts:
    """Those of the editions with these keys; in groups by what is at `path` from an edition. One
    query, and one for the figures of forms that were not read before."""
    return _with_figures(_facts(occasion, years, path).run(editions=keys), in_several=in_several)


def facts_seen_by_staff(
    user: User | AnonymousUser,
    chosen: Selection,
    years: Years,
    path: str | None = None,
    *,
    in_several: bool = False,
) -> Facts:
    """The same of those of the chosen editions of which somebody in the administration may see
    figures; no keys go to and from the database for it."""
    limits = chosen.limits
    asked = _facts_seen(tuple(sorted(limits)), chosen.occasion, years, path)
    return _with_figures(asked.run(user, now=clock.now(), **limits), in_several=in_several)


def _with_figures(found: list[tuple[Any, ...]], *, in_several: bool) -> Facts:
    rows = cast("list[Fact]", found)
    closed = {row[4]: row[5] for row in rows if row[5] is not None and row[5] >= 0}
    figures = figures_of_each(cast("Iterable[tuple[int, int]]", closed.items()))
    return Facts(rows, cast("dict[int | None, FormFigures]", figures), in_several)


@most_recent(50)
def _facts(occasion: str, years: Years, path: str | None) -> Statement[tuple[Any, ...]]:
    return Statement(
        lambda editions: _rows_of(Edition.objects.filter(pk__in=editions), occasion, years, path),
        editions=Keys(joins_many=True),
    )


@most_recent(50)
def _facts_seen(
    limits: tuple[str, ...], occasion: str, years: Years, path: str | None
) -> ForStaff[tuple[Any, ...]]:
    return ForStaff(
        lambda now, **values: limited(held_by(Edition.objects.all(), now=now), values),
        edition="pk",
        finish=lambda found: _rows_of(found, occasion, years, path),
        now=DateTimeField(),
        **fields_of(limits),
    )


def _rows_of(
    editions: QuerySet[Edition, Any], occasion: str, years: Years, path: str | None
) -> QuerySet[Edition, tuple[Any, ...]]:
    by: Combinable = F(path) if path else Value(None, output_field=CharField())
    how_the_form_is = Case(
        When(
            form__status=FormStatus.CLOSED,
            then=Coalesce("form__summed_as", UNNUMBERED),
        ),
        When(form__status=FormStatus.OPEN, then=Value(STILL_OPEN)),
        When(form__status=FormStatus.LOST, then=Value(LOST)),
        output_field=AS_IT_COMES,
    )
    found: QuerySet[Edition, tuple[Any, ...]] = (
        editions.order_by()
        .annotate(
            # One form at most: no edition is there twice because of it.
            form=FilteredRelation(
                "evaluation_forms", condition=Q(evaluation_forms__occasion=occasion)
            ),
            by=by,
            year=years.of("ends_at", output_field=AS_IT_COMES),
            seats=Case(
                When(status=EditionStatus.OPEN, then="seats_taken"), output_field=AS_IT_COMES
            ),
            summed_as=how_the_form_is,
        )
        .values_list("pk", "by", "year", "seats", "form__pk", "summed_as")
    )
    return found
