"""What changed in a base is offered to its variant, part by part; pure functions.

Three states of a list of parts: `seen` is the base as the variant has decided on it, `base` is the
base now, `own` is the variant. A part is a block, known by its id, or a field. What differs between
`seen` and `base` is on offer; taking or refusing it makes `seen` as the base is there. So a change
of the base is taken, refused or on offer, and nothing else writes into the variant.

Taking never overwrites what the variant made itself. Where both changed a block, the base's stands
beside the variant's own; where both changed a field, there is nothing to take: one reads it and
writes by hand.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Part = dict[str, Any]
"""A block as it is stored: `type`, `value`, `id`. A field has the type `FIELD`, its name as id."""

FIELD = "field"
MARKS = re.compile(r'\s*data-block-key="[^"]*"')


class Change(StrEnum):
    """What the base did to a part."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Difference:
    """A change of the base that the variant has not decided on yet.

    `seen` is what it was, `base` what it is (None: gone), `own` what the variant has (None: gone
    there). `is_own` says that the variant changed this part itself.
    """

    key: str
    change: Change
    seen: Part | None
    base: Part | None
    own: Part | None
    is_own: bool

    @property
    def mark(self) -> str:
        """Tells whether the base is still as somebody saw it who decides."""
        return hashlib.sha256(_essence(self.base).encode()).hexdigest()[:16]

    @property
    def is_field(self) -> bool:
        """Whether this is a field and no block."""
        return (self.base or self.seen or {}).get("type") == FIELD

    @property
    def can_take(self) -> bool:
        """Whether taking it over changes something, and loses nothing of the variant's own."""
        if self.change is Change.REMOVED:
            return self.own is not None and not self.is_own
        return not (self.is_field and self.is_own)


def _essence(part: Part | None) -> str:
    """What a part says, however it is stored: the editor adds ids to lists and to paragraphs."""
    if part is None:
        return ""
    return json.dumps([part.get("type"), _plain(part.get("value"))], sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return MARKS.sub("", value)
    if isinstance(value, dict):
        if set(value) == {"type", "value", "id"} and value["type"] == "item":
            return _plain(value["value"])
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value


def same(one: Part | None, other: Part | None) -> bool:
    """Whether two parts say the same."""
    return _essence(one) == _essence(other)


def _by_key(parts: list[Part]) -> dict[str, Part]:
    return {str(part.get("id")): part for part in parts}


def differences(seen: list[Part], base: list[Part], own: list[Part]) -> list[Difference]:
    """The changes of the base that are on offer, in the order of the base; what is gone comes last.

    Where the variant came to say the same by itself there is nothing to decide.
    """
    before, now, mine = _by_key(seen), _by_key(base), _by_key(own)
    keys = [*now, *(key for key in before if key not in now)]
    found = []
    for key in keys:
        was, is_now, has = before.get(key), now.get(key), mine.get(key)
        if same(was, is_now) or same(has, is_now):
            continue
        change = (
            Change.ADDED if was is None else Change.REMOVED if is_now is None else Change.CHANGED
        )
        is_own = has is not None and not same(has, was)
        found.append(Difference(key, change, was, is_now, has, is_own))
    return found


def take(own: list[Part], difference: Difference, base: list[Part]) -> list[Part]:
    """The variant with a change of the base in it."""
    if not difference.can_take:
        return list(own)
    if difference.base is None:
        return [part for part in own if str(part.get("id")) != difference.key]
    if difference.own is None:
        return _inserted(own, dict(difference.base), after=_before(difference.key, base, own))
    if not difference.is_own:
        return [
            dict(difference.base) if str(part.get("id")) == difference.key else part for part in own
        ]
    # Both changed it: side by side, and the variant's own keeps the id that answers hang on.
    beside = {**difference.base, "id": str(uuid.uuid4())}
    return _inserted(own, beside, after=difference.key)


def _before(key: str, base: list[Part], own: list[Part]) -> str | None:
    """The nearest part before this one in the base that the variant has too."""
    mine = _by_key(own)
    nearest = None
    for part in base:
        if str(part.get("id")) == key:
            return nearest
        if str(part.get("id")) in mine:
            nearest = str(part.get("id"))
    return nearest


def _inserted(parts: list[Part], new: Part, *, after: str | None) -> list[Part]:
    if after is None:
        return [new, *parts]
    place = next(n for n, part in enumerate(parts) if str(part.get("id")) == after)
    return [*parts[: place + 1], new, *parts[place + 1 :]]


def settle(seen: list[Part], difference: Difference) -> list[Part]:
    """The base as the variant has decided on it, once this difference is taken or refused."""
    rest = [part for part in seen if str(part.get("id")) != difference.key]
    return rest if difference.base is None else [*rest, difference.base]
