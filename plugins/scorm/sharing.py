"""What the parts of a package of SCORM 2004 share: texts (`adl.data`), and goals.

A manifest says per part which texts it reads and writes, and to which goals of the whole package
its own objectives belong. What somebody has of them stands beside the parts in the answer, under
`shared` and `goals`. The run-time (scorm-again) does what the standard says about both; it gets the
tree of the parts for that, without rules about their order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plugins.scorm.elements import NUMBER, child, children, first, says, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from courses.plugin_api.api import Json
    from plugins.scorm.manifest import Part

MOST_STORES = 100
MOST_GOALS = 30
MOST_MAPS = 3
LONGEST_ID = 250
LONGEST_STORE = 64_000
MOST_SHARED = 200_000
"""Characters of all that is shared, as JSON: it goes into the frame beside what a part keeps."""
LONGEST_VALUE = 40
ROOT = "_"
"""The id of what stands above all parts: no part can have it, since an id begins otherwise."""

OF_IMS = ("SatisfiedStatus", "NormalizedMeasure")
OF_ADL = ("RawScore", "MinScore", "MaxScore", "CompletionStatus", "ProgressMeasure")
"""What a map may read and write: the first as IMS wrote it, the others ADL's additions."""

VALUES = frozenset(one[0].lower() + one[1:] for one in (*OF_IMS, *OF_ADL))
"""What is kept of a goal."""

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


# --- What a manifest says -----------------------------------------------------------------------


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


# --- What the run-time gets, and what it tells --------------------------------------------------


def for_frame(parts: Sequence[Part], part: Part, answer: Json) -> dict[str, Any]:
    """What a part that is opened finds of what others left, and what it may do with it."""
    found: dict[str, Any] = {}
    if part.stores:
        found["stores"] = [
            {
                "targetID": one.id,
                "readSharedData": one.readable,
                "writeSharedData": one.writable,
            }
            for one in part.stores
        ]
        found["shared"] = _some(answer, "shared", {one.id for one in part.stores})
    if part.goals:
        found["tree"] = _tree(parts, part)
        targets = {target for one in part.goals for target in one.maps or {}}
        found["goals"] = _some(answer, "goals", targets)
    return found


def _some(answer: Json, name: str, wanted: set[str]) -> dict[str, Any]:
    kept = answer.get(name) if isinstance(answer, Mapping) else None
    kept = kept if isinstance(kept, Mapping) else {}
    return {key: one for key, one in kept.items() if key in wanted}


def _tree(parts: Sequence[Part], part: Part) -> dict[str, Any]:
    """All parts side by side, each free to choose; of the one that is opened its objectives."""
    return {
        "id": ROOT,
        "title": "",
        "sequencingControls": {"choice": True, "flow": True},
        "children": [
            {"id": one.id, "title": "", **(_followed(one) if one is part else {})} for one in parts
        ],
    }


def _followed(part: Part) -> dict[str, Any]:
    goals = [
        {
            "objectiveID": one.id,
            "satisfiedByMeasure": one.measure is not None,
            "minNormalizedMeasure": one.measure,
            "mapInfo": [
                {
                    "targetObjectiveID": target,
                    **{
                        way + each: way + each in ways
                        for way in ("read", "write")
                        for each in (*OF_IMS, *OF_ADL)
                    },
                }
                for target, ways in (one.maps or {}).items()
            ],
        }
        for one in part.goals
    ]
    primary = [one for one, goal in zip(goals, part.goals, strict=True) if goal.is_primary]
    followed: dict[str, Any] = {
        "objectives": [one for one in goals if one not in primary],
        "deliveryControls": {name: name in part.controls for name in CONTROLS},
    }
    if primary:
        followed["primaryObjective"] = primary[0]
    if part.threshold is not None:
        followed["completionThreshold"] = {
            "completedByMeasure": True,
            "minProgressMeasure": part.threshold,
        }
    return followed


def taken(part: Part, told: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What a part told of what it may write."""
    stores = {one.id for one in part.stores if one.writable}
    goals: set[str] = set().union(*(one.written for one in part.goals))
    return {
        "shared": {
            key: one
            for key, one in _told(told, "shared")
            if key in stores and isinstance(one, str) and len(one) <= LONGEST_STORE
        },
        "goals": {
            key: {name: value for name, value in one.items() if name in VALUES and _is_short(value)}
            for key, one in _told(told, "goals")
            if key in goals and isinstance(one, Mapping)
        },
    }


def _told(told: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    found = told.get(name)
    return found.items() if isinstance(found, Mapping) else ()


def _is_short(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_VALUE
    return isinstance(value, (bool, int, float))


def is_too_much(answer: Mapping[str, Any]) -> bool:
    """Whether an answer shares more than goes into a frame."""
    return len(json.dumps([answer.get("shared"), answer.get("goals")])) > MOST_SHARED


def with_what_is_shared(answer: dict[str, Any], previous: Json, told: Json) -> dict[str, Any]:
    """An answer with what parts shared until now, and with what one told of it.

    An empty text is as none: so ADL's packages expect it.
    """
    for name in ("shared", "goals"):
        before = previous.get(name) if isinstance(previous, Mapping) else None
        now = told.get(name) if isinstance(told, Mapping) else None
        both = {**(before if isinstance(before, Mapping) else {}), **(now or {})}
        kept = {key: one for key, one in both.items() if one}
        if kept:
            answer[name] = kept
    return answer
