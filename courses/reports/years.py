"""The calendar years that figures are told by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Field, Min, Value, When

from courses.common import clock

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from courses.editions.models import Edition


@dataclass(frozen=True)
class Years:
    """The calendar years in which editions ended, as the academy's clock has them."""

    years: range

    @classmethod
    def of_editions(cls, editions: QuerySet[Edition]) -> Years:
        """From the year of the first of these until this year."""
        return cls.since(editions.order_by().aggregate(first=Min("ends_at"))["first"])

    @classmethod
    def since(cls, first: datetime | None) -> Years:
        """From the year of a moment until this year; this year alone without a moment."""
        this_year = clock.local_day(clock.now()).year
        return cls(range(clock.local_day(first).year if first else this_year, this_year + 1))

    def of_forms(self, prefix: str) -> Combinable:
        """The year of a row that is `prefix` away from a form."""
        return self.of(f"{prefix}edition__ends_at")

    def of(self, path: str, *, output_field: Field[Any, Any] | None = None) -> Combinable:
        """The year of the moment at `path`."""
        # Cutting days off moments is slow where the database has no time zones.
        whens = [
            When(**{f"{path}__lt": clock.moment_of(new_year(year + 1))}, then=Value(year))
            for year in self.years[:-1]
        ]
        return Case(*whens, default=Value(self.years[-1]), output_field=output_field)


def new_year(year: int) -> date:
    """The first day of a year."""
    return date(year, 1, 1)
