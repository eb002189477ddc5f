"""Dates that come near what was asked: each fits some of it, and says what it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from courses.editions import queries
from courses.editions.facets import FIELDS, narrow, wishes, with_missed
from courses.editions.queries import OF_NEXT, NextEdition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from courses.editions.models import Edition

MOST_DATES = 3
"""Dates of one training, or for one wish, that are named."""


class Near(NamedTuple):
    """A date, and the fields of the filter of which it does not fit what was chosen."""

    edition: NextEdition
    misses: frozenset[str]


def near_dates(trainings: Sequence[int], chosen: Mapping[str, object]) -> dict[int, list[Near]]:
    """For each of these trainings its dates that one can enrol for and that come nearest, in one
    query: of those that miss the same the first, and none that misses all that another misses and
    more."""
    wanted = wishes(chosen)
    found: dict[int, list[Near]] = {}
    if not trainings:
        return found
    editions = with_missed(queries.open_for_enrolment().filter(training__in=trainings), wanted)
    for row in queries.as_next(editions, *(f"fits_{name}" for name in wanted)):
        edition = NextEdition(*row[: len(OF_NEXT)])
        fits = row[len(OF_NEXT) :]
        misses = frozenset(name for name, one in zip(wanted, fits, strict=True) if not one)
        known = found.setdefault(edition.training_id, [])
        if len(known) < MOST_DATES and not any(one.misses <= misses for one in known):
            known.append(Near(edition, misses))
    named = [one.edition for dates in found.values() for one in dates]
    whole = {one.pk: one for one in queries.with_all_days(named)}
    return {
        training: [Near(whole[one.edition.pk], one.misses) for one in dates]
        for training, dates in found.items()
    }


def nearest_first(
    trainings: Iterable[int], dates: Mapping[int, Sequence[Near]], *, most: int
) -> list[int]:
    """The trainings whose dates miss least, in the order in which they came; for each wish that can
    be missed alone at least one that fits the others."""
    ranked = sorted(trainings, key=lambda one: _least(dates.get(one, ())))
    seen: set[frozenset[str]] = set()
    first = []
    for one in ranked:
        alone = {near.misses for near in dates.get(one, ()) if len(near.misses) == 1}
        if alone - seen:
            seen |= alone
            first.append(one)
    named = {*[*first, *(one for one in ranked if one not in first)][:most]}
    return [one for one in ranked if one in named]


class AllButOne(NamedTuple):
    """Dates that fit all that was chosen but one thing, which is named by its field."""

    missed: str
    editions: list[Edition]


def all_but_one(chosen: Mapping[str, object]) -> list[AllButOne]:
    """For each wish the first dates that fit all the others, those with a free seat before the
    rest, with what a list of dates shows; nothing of a wish without which nothing fits either."""
    wanted = wishes(chosen)
    found = []
    for missed in wanted:
        others = {name: value for name, value in wanted.items() if name != missed}
        editions = queries.with_what_lists_show(narrow(queries.offered_to_everybody(), others))
        first = list(queries.bookable_first(editions)[:MOST_DATES])
        if first:
            found.append(AllButOne(missed, first))
    return found


NEVER = len(FIELDS) + 1


def _least(dates: Sequence[Near]) -> int:
    return min((len(one.misses) for one in dates), default=NEVER)
