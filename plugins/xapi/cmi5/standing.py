"""How far somebody is in a course: what was said of its units, added up by the rules of cmi5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.xapi.cmi5 import words
from plugins.xapi.cmi5.structure import MoveOn
from plugins.xapi.models import CourseStatement, Session

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from plugins.xapi.cmi5.structure import Structure, Unit
    from plugins.xapi.models import Registration

TOLD = (words.COMPLETED, words.PASSED, words.FAILED, words.WAIVED)


@dataclass
class UnitStanding:
    """What was said of a unit. `scaled` is the best score, of passed or failed."""

    unit: Unit
    completed: bool = False
    passed: bool = False
    failed: bool = False
    waived: bool = False
    opened: bool = False
    scaled: float | None = None

    @property
    def is_satisfied(self) -> bool:
        """Whether somebody is done with it, as the course asks."""
        done = self.unit.is_satisfied(completed=self.completed, passed=self.passed)
        return done or self.waived

    @property
    def is_seen(self) -> bool:
        """Done, and not only because nothing is asked."""
        return self.is_satisfied and (self.unit.move_on != MoveOn.NOTHING or self.opened)

    @property
    def mode(self) -> str:
        """How it is opened the next time: who has done all there is to do looks back."""
        asks = {
            MoveOn.COMPLETED: self.completed,
            MoveOn.PASSED: self.passed,
        }.get(self.unit.move_on, self.completed and self.passed)
        return words.REVIEW if asks else words.NORMAL


@dataclass(frozen=True)
class Standing:
    """How far somebody is in a course."""

    units: tuple[UnitStanding, ...]

    @property
    def is_satisfied(self) -> bool:
        """Whether somebody is done with all units."""
        return all(one.is_satisfied for one in self.units)

    @property
    def done(self) -> int:
        """The number of units that are done."""
        return sum(one.is_satisfied for one in self.units)

    @property
    def percent(self) -> int | None:
        """The mean of the best scores; None where nothing had one."""
        scores = [one.scaled for one in self.units if one.scaled is not None]
        return round(100 * sum(scores) / len(scores)) if scores else None

    def blocks(self, structure: Structure) -> set[int]:
        """The numbers of the blocks of which all units are done."""
        left = {number for one in self.units if not one.is_satisfied for number in one.unit.within}
        return {one.number for one in structure.blocks} - left


def untouched(structure: Structure) -> Standing:
    """How far somebody is who opened nothing."""
    return Standing(tuple(UnitStanding(one) for one in structure.units))


def of(registration: Registration, structure: Structure) -> Standing:
    """How far somebody is; two queries."""
    return of_each({registration.pk: structure})[registration.pk]


def of_each(structures: Mapping[UUID, Structure]) -> dict[UUID, Standing]:
    """How far each of these registrations is in its course; two queries, however many there are."""
    found = {key: [UnitStanding(one) for one in each.units] for key, each in structures.items()}
    opened = Session.objects.filter(registration__in=found).values_list("registration", "unit")
    for key, number in opened.distinct():
        if number < len(found[key]):
            found[key][number].opened = True
    said = CourseStatement.objects.filter(
        registration__in=found, is_defined=True, verb__in=TOLD, unit__isnull=False
    )
    for key, unit, verb, body in said.values_list("registration", "unit", "verb", "body"):
        if unit is None or unit >= len(found[key]):
            continue
        one = found[key][unit]
        one.completed |= verb == words.COMPLETED
        one.passed |= verb == words.PASSED
        one.failed |= verb == words.FAILED
        one.waived |= verb == words.WAIVED
        scaled = ((body.get("result") or {}).get("score") or {}).get("scaled")
        if isinstance(scaled, int | float):
            one.scaled = max(float(scaled), one.scaled or 0.0)
    return {key: Standing(tuple(units)) for key, units in found.items()}
