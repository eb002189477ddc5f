"""Counts of people that go to outsiders: no number from which fewer than five can be told apart.

As what somebody takes part is about the person, so a report shows no group of fewer than `ENOUGH`.
Nor can one be found by subtracting what is shown from the whole: what is too small stands together
with the next smallest, as one number with all their names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.evaluation.enums import ENOUGH
from courses.people.enums import Background

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

UNKNOWN = "unknown"
"""Of whom it is not known: who was erased, and who was in a group whose form never opened."""

ORDER = (*Background.values, UNKNOWN)


@dataclass(frozen=True)
class ProtectedCount:
    """How many people have one of these backgrounds."""

    keys: tuple[str, ...] = ()
    number: int = 0


def background_label(keys: Sequence[str]) -> str:
    """One background, or several that stand together as one number."""
    labels = [gettext("Onbekend") if key == UNKNOWN else str(Background(key).label) for key in keys]
    if len(labels) == 1:
        return labels[0]
    return gettext("%(some)s en %(last)s samen") % {
        "some": ", ".join(labels[:-1]),
        "last": labels[-1],
    }


def protected(numbers: Mapping[str, int], people: int) -> tuple[ProtectedCount, ...]:
    """How many of `people` have each background, in groups of `ENOUGH` or more; none at all where
    even everybody together is fewer."""
    known = {key: number for key, number in numbers.items() if number}
    rest = people - sum(known.values())
    if rest > 0:
        known[UNKNOWN] = known.get(UNKNOWN, 0) + rest
    smallest_first = sorted(known, key=lambda key: (known[key], ORDER.index(key)))
    together = [key for key in smallest_first if known[key] < ENOUGH]
    others = smallest_first[len(together) :]
    while together and others and sum(known[key] for key in together) < ENOUGH:
        together.append(others.pop(0))
    if sum(known[key] for key in together) >= ENOUGH:
        others_as_one = [tuple(sorted(together, key=ORDER.index))]
    else:
        others_as_one = []
    alone = [(key,) for key in sorted(others, key=ORDER.index)]
    return tuple(
        ProtectedCount(keys, sum(known[key] for key in keys)) for keys in [*alone, *others_as_one]
    )


def tells_no_more(new: tuple[ProtectedCount, ...], before: tuple[ProtectedCount, ...]) -> bool:
    """Whether who has both counts of the same people learns nothing of fewer than `ENOUGH` from how
    they differ."""
    if [one.keys for one in new] != [one.keys for one in before]:
        return False
    differences = [abs(one.number - two.number) for one, two in zip(new, before, strict=True)]
    return all(not number or number >= ENOUGH for number in differences)
