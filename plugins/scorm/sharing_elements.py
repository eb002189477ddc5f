"""What a manifest of SCORM 2004 says that a part shares: texts (`adl.data`), and goals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plugins.scorm.elements import NUMBER, child, children, first, says, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from xml.etree.ElementTree import Element

MOST_STORES = 100
MOST_GOALS = 30
MOST_MAPS = 3
LONGEST_ID = 250

OF_IMS = ("SatisfiedStatus", "NormalizedMeasure")
OF_ADL = ("RawScore", "MinScore", "MaxScore", "CompletionStatus", "ProgressMeasure")
"""What a map may read and write: the first as IMS wrote it, the others ADL's additions."""

CONTROLS = {"tracked": True, "completionSetByContent": False, "objectiveSetByContent": False}


@dataclass(frozen=True)
class Store:
    """A text that a part shares under `id` with others."""

    id: str
    readable: bool = True
    writable: bool = True


@dataclass(frozen=True)
class Goal:
    """An objective of a part that belongs to goals of the whole package.

    `maps` has for each of those goals what is read from it and written to it, as in
    `readSatisfiedStatus`. `measure` is the score from which it is reached, where a score decides.
    """

    id: str
    is_primary: bool = False
    measure: float | None = None
    maps: Mapping[str, Sequence[str]] | None = None

    @property
    def written(self) -> set[str]:
        """The goals that this part writes."""
        maps = self.maps or {}
        return {target for target, ways in maps.items() if any(w.startswith("write") for w in ways)}


def stores_of(item: Element) -> tuple[Store, ...]:
    """The texts that a part shares.

    Who says nothing may write: so ADL's own run-time and packages have it, although its schema says
    otherwise.
    """
    found: dict[str, Store] = {}
    for one in children(child(item, "data"), "map"):
        target = one.get("targetID", "").strip()
        if target and len(target) <= LONGEST_ID:
            readable = says(one, "readSharedData", default=True)
            writable = says(one, "writeSharedData", default=True)
            found.setdefault(target, Store(target, readable, writable))
    return tuple(found.values())[:MOST_STORES]


def goals_of(sequencing: Sequence[Element], measure: float | None) -> tuple[Goal, ...]:
    """The objectives of a part that belong to goals of the package. `measure` is what the primary
    one asks."""
    plain, added = first(sequencing, "objectives"), first(sequencing, "objectives", of_adl=True)
    more: dict[str, list[Element]] = {}
    for one in children(added, "objective"):
        more.setdefault(_id_of(one), []).extend(children(one, "mapInfo"))
    found = []
    for one in [*children(plain, "primaryObjective"), *children(plain, "objective")]:
        objective, is_primary = _id_of(one), one.tag.endswith("primaryObjective")
        maps: dict[str, list[str]] = {}
        _add(maps, children(one, "mapInfo"), OF_IMS)
        _add(maps, more.get(objective, []), OF_ADL)
        if objective and maps:
            norm = measure if is_primary else _measure_of(one)
            found.append(Goal(objective, is_primary=is_primary, measure=norm, maps=maps))
    return tuple(found)[:MOST_GOALS]


def _measure_of(objective: Element) -> float | None:
    """The score from which an objective is reached, where a score decides."""
    if not says(objective, "satisfiedByMeasure", default=False):
        return None
    told = text_of(child(objective, "minNormalizedMeasure"))
    return float(told) if NUMBER.fullmatch(told) and -1 <= float(told) <= 1 else 1.0


def _id_of(objective: Element) -> str:
    found = objective.get("objectiveID", "").strip()
    return found if len(found) <= LONGEST_ID else ""


def _add(maps: dict[str, list[str]], listed: Iterable[Element], values: Sequence[str]) -> None:
    for one in listed:
        target = one.get("targetObjectiveID", "").strip()
        if not target or len(target) > LONGEST_ID or len({*maps, target}) > MOST_MAPS:
            continue
        ways = maps.setdefault(target, [])
        ways += [f"read{each}" for each in values if says(one, f"read{each}", default=True)]
        ways += [f"write{each}" for each in values if says(one, f"write{each}", default=False)]


def controls_of(sequencing: Sequence[Element]) -> tuple[str, ...]:
    """What is so of how a part is followed."""
    given = first(sequencing, "deliveryControls")
    return tuple(
        name
        for name, usual in CONTROLS.items()
        if (usual if given is None else says(given, name, default=usual))
    )
