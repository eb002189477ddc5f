"""Sums over what may be shown, in one query each, however many forms there are.

Who asks says which forms, and how they are grouped: a `Grouping` is given the way from a row to its
form and returns what to group by.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import sqrt
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Aggregate, Count, F, IntegerField, Max, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from courses.evaluation.enums import MARKS, FormStatus, Kind
from courses.evaluation.models import CellSummary, EvaluationForm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self


OVERALL = "overall"
"""The key of the question for the overall mark."""

Grouping = Callable[[str], Combinable]
Row = dict[str, Any]


def everything(_prefix: str) -> Combinable:
    """One group with all forms, under None."""
    return Value(None, output_field=IntegerField())


def by_path(path: str) -> Grouping:
    """A group for each value of a path from a form, such as `edition__training_id`."""
    return lambda prefix: F(prefix + path)


@dataclass(frozen=True)
class MarkSums:
    """The marks that people gave to a question, of whole atoms, added up.

    `counts` is how often each mark from 1 to 10 was given. The last three are sums over forms, for
    how much groups differ: of the squares of how many answered, of that times the sum of their
    marks, and of the squares of that sum. `question` is the newest of the questions. `reported` is
    how many of the people answered elsewhere, as others reported.
    """

    forms: int = 0
    counts: tuple[int, ...] = (0,) * len(MARKS)
    n_n: int = 0
    n_total: int = 0
    total_total: int = 0
    question: int = 0
    reported: int = 0

    def __add__(self, other: Self) -> MarkSums:
        return MarkSums(
            self.forms + other.forms,
            tuple(one + two for one, two in zip(self.counts, other.counts, strict=True)),
            self.n_n + other.n_n,
            self.n_total + other.n_total,
            self.total_total + other.total_total,
            max(self.question, other.question),
            self.reported + other.reported,
        )

    @cached_property
    def n(self) -> int:
        """How many people gave a mark."""
        return sum(self.counts)

    @cached_property
    def total(self) -> int:
        """All marks added up."""
        return sum(mark * count for mark, count in zip(MARKS, self.counts, strict=True))

    @property
    def mean(self) -> Decimal | None:
        """The mean of all marks together, unrounded: everybody counts once, whatever the group."""
        return Decimal(self.total) / self.n if self.n else None

    @property
    def variance(self) -> float | None:
        """How marks vary from person to person; None for fewer than two."""
        n, total = self.n, self.total
        if n < 2:
            return None
        squares = sum(mark * mark * count for mark, count in zip(MARKS, self.counts, strict=True))
        # (squares - total * total / n) / (n - 1), in whole numbers: these are divided exactly.
        return (squares * n - total * total) / (n * (n - 1))

    @property
    def spread(self) -> float | None:
        """The standard deviation of the marks."""
        variance = self.variance
        return None if variance is None else sqrt(variance)

    @property
    def between_groups(self) -> float:
        """The squares of how far the marks of each group lie, added up, from n times the mean."""
        n, total = self.n, self.total
        if not n:
            return 0.0
        # total_total - 2 * mean * n_total + mean * mean * n_n, with total / n for the mean.
        squares = self.total_total * n * n - 2 * total * n * self.n_total + total * total * self.n_n
        return squares / (n * n)


@dataclass(frozen=True)
class Response:
    """How many were invited to closed forms, and answered. No secret, also of few people.

    `asked` is how many of them a mail, a letter or a call reached before the form closed: of the
    others nobody may say that they did not answer.
    `still_open` is how many forms are not closed yet, `lost` of how many the answers are lost.
    """

    closed: int = 0
    invited: int = 0
    asked: int = 0
    answered: int = 0
    still_open: int = 0
    lost: int = 0

    def __add__(self, other: Self) -> Response:
        return Response(
            self.closed + other.closed,
            self.invited + other.invited,
            self.asked + other.asked,
            self.answered + other.answered,
            self.still_open + other.still_open,
            self.lost + other.lost,
        )

    @property
    def percentage(self) -> float | None:
        """Which part of who was asked answered; None when nobody was."""
        return 100 * self.answered / self.asked if self.asked else None


MARK_COLUMNS = tuple(f"mark_{mark}" for mark in MARKS)
SUM_COLUMNS = tuple(f"sum_{column}" for column in MARK_COLUMNS)


def marks_by(
    forms: QuerySet[EvaluationForm], *, by: Grouping = everything, key: str = OVERALL
) -> dict[tuple[Hashable, int], MarkSums]:
    """The marks given to the question `key` in these forms, by group and wording. One query.

    Two wordings are two questions: nothing here adds them up.
    """
    rows = _marks(CellSummary.objects.filter(form__in=_only(forms)), by, key)
    return {(row["by"], row["wording"]): summed(row) for row in rows}


def _marks(cells: QuerySet[CellSummary], by: Grouping, key: str) -> QuerySet[Any, Row]:
    found: Any = (
        cells.filter(key=key, kind=Kind.SCORE)
        .order_by()
        .annotate(by=by("form__"))
        .values("by", "wording")
        .annotate(**summing())
    )
    return cast("QuerySet[Any, Row]", found)


def summing() -> dict[str, Aggregate]:
    """What adds atoms up, in a query that groups them; `summed` reads it."""
    n, total = F("answered"), F("total")
    return {
        "forms": Count("pk"),
        "n_n": Sum(n * n),
        "n_total": Sum(n * total),
        "total_total": Sum(total * total),
        "newest": Max("pk"),
        "reported": Sum("answered", filter=Q(is_reported=True), default=0),
        **{f"sum_{column}": Sum(column) for column in MARK_COLUMNS},
    }


def summed(row: Mapping[str, int]) -> MarkSums:
    """The marks of a row of such a query."""
    return MarkSums(
        row["forms"],
        tuple(map(int, map(row.__getitem__, SUM_COLUMNS))),
        int(row["n_n"]),
        int(row["n_total"]),
        int(row["total_total"]),
        row["newest"],
        int(row["reported"]),
    )


def newest_wording(found: Iterable[tuple[Hashable, int]]) -> int:
    """The newest wording among the keys of `marks_by`; 0 when there are none."""
    return max((wording for _group, wording in found), default=0)


def response_sums(prefix: str = "") -> dict[str, Aggregate]:
    """What adds up a `Response`, by its fields; `prefix` is the way to the form.

    A form of which nobody knows how many were invited has no response.
    """
    status, invited = f"{prefix}status", f"{prefix}invited_count"
    closed = Q(**{status: FormStatus.CLOSED})
    known = closed & Q(**{f"{invited}__isnull": False})
    asked = Coalesce(f"{prefix}asked_count", invited)
    form = prefix.removesuffix("__") or "pk"
    return {
        "closed": Count(form, filter=closed),
        "invited": Sum(invited, filter=known, default=0),
        "asked": Sum(asked, filter=known, default=0),
        "answered": Sum(f"{prefix}answered_count", filter=known, default=0),
        "still_open": Count(form, filter=Q(**{status: FormStatus.OPEN})),
        "lost": Count(form, filter=Q(**{status: FormStatus.LOST})),
    }


def _only(forms: QuerySet[EvaluationForm]) -> QuerySet[EvaluationForm]:
    return forms.order_by().values("pk")  # type: ignore[return-value]


def marks_of_forms(
    forms: QuerySet[EvaluationForm], *, keys: Iterable[str]
) -> dict[int, dict[str, tuple[int, int]]]:
    """How many marks were given to these questions, and their sum, for each form by itself."""
    found: dict[int, dict[str, tuple[int, int]]] = {}
    rows = CellSummary.objects.filter(form__in=_only(forms), key__in=list(keys), kind=Kind.SCORE)
    for form, key, n, total in rows.order_by().values_list("form", "key", "answered", "total"):
        found.setdefault(form, {})[key] = (n or 0, total)
    return found
