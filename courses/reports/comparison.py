"""Two selections beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.common.formats import one_decimal
from courses.reports import drawings, intervals
from courses.reports.overview import Group, overview
from courses.reports.selections import forms_of_keys

if TYPE_CHECKING:
    from courses.common.statements import KeyList
    from courses.reports.selections import Selection


@dataclass(frozen=True)
class Comparison:
    """Two selections, and how far they are about the same answers or other words."""

    sides: tuple[Group, Group]
    wordings: tuple[int, int]
    overlaps: bool

    @cached_property
    def difference(self) -> intervals.Difference | None:
        """How much higher the second mean is than the first; None where that cannot be said."""
        if self.overlaps or self.wordings[0] != self.wordings[1]:
            return None
        return intervals.difference(self.sides[1].marks, self.sides[0].marks)

    @cached_property
    def sentence(self) -> str:
        """What the two say together, in words."""
        one, other = self.sides
        if not one.marks.n or not other.marks.n:
            return gettext("Er valt niets te vergelijken: van een selectie zijn er geen cijfers.")
        means = gettext(
            "Het gemiddelde is %(first)s (n = %(n_first)d) in de eerste selectie en %(second)s "
            "(n = %(n_second)d) in de tweede."
        ) % {
            "first": one_decimal(one.marks.mean),
            "n_first": one.marks.n,
            "second": one_decimal(other.marks.mean),
            "n_second": other.marks.n,
        }
        return f"{means} {self._meaning}"

    @property
    def _meaning(self) -> str:
        if self.overlaps:
            return gettext(
                "Een deel van de uitvoeringen zit in beide selecties. Kies twee selecties zonder "
                "overlap om te weten of het verschil iets zegt."
            )
        if self.wordings[0] != self.wordings[1]:
            return gettext("De vraag is in andere woorden gesteld. Daarom zegt het verschil niets.")
        one, other = self.sides
        return drawings.meaning_of(one.marks, other.marks, self.difference)


def compare(seen: KeyList, one: Selection, other: Selection) -> Comparison:
    """The figures of two selections of the editions that somebody may see, by their keys."""
    chosen = one.among(seen), other.among(seen)
    found = overview(chosen[0], one.occasion), overview(chosen[1], other.occasion)
    # A form is of one edition and one occasion.
    both = set(found[0].keys).intersection(found[1].keys) if one.occasion == other.occasion else ()
    overlaps = bool(both) and bool(forms_of_keys(tuple(both), one.occasion))
    first, second = (each.question.wording if each.question else 0 for each in found)
    return Comparison((found[0].whole, found[1].whole), (first, second), overlaps)
