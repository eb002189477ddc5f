"""What the parts of a package of SCORM 2004 share: texts (`adl.data`), and goals.

A manifest says per part which texts it reads and writes, and to which goals of the whole package
its own objectives belong. What somebody has of them stands beside the parts in the answer, under
`shared` and `goals`. The run-time (scorm-again) does what the standard says about both; it gets the
tree of the parts for that, without rules about their order.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from plugins.scorm.sharing_elements import CONTROLS, OF_ADL, OF_IMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from courses.plugin_api.api import Json
    from plugins.scorm.manifest import Part

LONGEST_STORE = 64_000
MOST_SHARED = 200_000
"""Characters of all that is shared, as JSON: it goes into the frame beside what a part keeps."""
LONGEST_VALUE = 40
ROOT = "_"
"""The id of what stands above all parts: no part can have it, since an id begins otherwise."""

VALUES = frozenset(one[0].lower() + one[1:] for one in (*OF_IMS, *OF_ADL))
"""What is kept of a goal."""


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
